"""Editing which message an event is about: nothing else in the file comes to mean something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from engine.editing import read_source, set_correlation_key, set_message
from engine.errors import EditRefused
from tests.engine.diagrams import boundary, catch, chain, definitions, end, flow, node, start, throw, user
from tests.engine.diagrams import message as about

MESSAGES = {"M1": "betaald|=nummer", "M2": "gebeld"}
NAME = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
DATA = definitions(
    start(), catch("Wacht", about("M1")), user("Taak"), boundary("Rand", "Taak", about("M1")),
    node("receiveTask", "Ontvang", messageRef="M2"), throw("Stuur", "<bpmn:messageEventDefinition />"), end(),
    end("Weg"), chain("Begin", "Wacht", "Taak", "Ontvang", "Stuur", "Klaar"), flow("Rand", "Weg"), messages=MESSAGES,
)  # fmt: skip


def told(data: bytes) -> dict[str, tuple[str | None, str | None]]:
    """Name and key of the message of each element that has to do with one."""
    elements: dict[str, Element] = dict(read(data, "x").processes[0].elements)
    return {
        key: (e.event.reference, e.event.correlation_key)
        for key, e in elements.items()
        if e.event is not None and e.event.kind == "message"
    }


@given(st.sampled_from(["Wacht", "Rand", "Ontvang", "Stuur"]), NAME)
def test_another_message_changes_that_of_no_other_element(element: str, name: str) -> None:
    before = told(DATA)

    after = told(set_message(read_source(DATA), element, name).data)

    assert after[element][0] == name
    assert {**after, element: None} == {**before, element: None}


@given(st.sampled_from(["Wacht", "Rand"]), NAME)
def test_a_new_message_keeps_the_key_of_the_one_before(element: str, name: str) -> None:
    known = {"betaald": "=nummer", "gebeld": None}

    after = told(set_message(read_source(DATA), element, name).data)

    assert after[element][1] == known.get(name, "=nummer")


@given(NAME)
def test_the_name_of_a_message_of_its_own_can_be_taken_back_to_the_byte(name: str) -> None:
    renamed = set_message(read_source(DATA), "Ontvang", name)

    assert set_message(renamed.source, "Ontvang", "gebeld").data == DATA


def test_a_message_that_only_this_uses_is_renamed_in_its_place() -> None:
    renamed = set_message(read_source(DATA), "Ontvang", "teruggebeld")

    assert renamed.data == DATA.replace(b'name="gebeld"', b'name="teruggebeld"')


def test_a_message_that_is_there_is_used() -> None:
    moved = set_message(read_source(DATA), "Stuur", "betaald")

    assert moved.data.count(b"<bpmn:message ") == 2
    assert told(moved.data)["Stuur"] == ("betaald", "=nummer")


def test_a_key_holds_for_all_that_wait_for_the_message() -> None:
    keyed = set_correlation_key(read_source(DATA), "Wacht", "=kenmerk")

    assert keyed.data == DATA.replace(b'"=nummer"', b'"=kenmerk"')
    assert told(keyed.data)["Rand"] == ("betaald", "=kenmerk")


def test_a_key_can_be_given_and_taken_away() -> None:
    given_one = set_correlation_key(read_source(DATA), "Ontvang", "=kenmerk").source

    taken = set_correlation_key(given_one, "Ontvang", "")

    assert told(given_one.encode())["Ontvang"] == ("gebeld", "=kenmerk")
    assert told(taken.data) == told(DATA)


def test_what_stays_the_same_is_not_touched() -> None:
    source = read_source(DATA)

    assert set_message(source, "Wacht", " betaald ").done is None
    assert set_correlation_key(source, "Wacht", "=nummer").done is None


@pytest.mark.parametrize(
    ("element", "name", "code"),
    [
        pytest.param("Taak", "betaald", "not_on_this_kind", id="a task that has no message"),
        pytest.param("Wacht", "  ", "name_needed", id="no name"),
        pytest.param("Weg", "betaald", "not_on_this_kind", id="a plain end"),
    ],
)
def test_what_cannot_have_this_message_is_refused(element: str, name: str, code: str) -> None:
    with pytest.raises(EditRefused) as refusal:
        set_message(read_source(DATA), element, name)

    assert refusal.value.code == code


def test_a_key_without_a_message_is_refused() -> None:
    with pytest.raises(EditRefused) as refusal:
        set_correlation_key(read_source(DATA), "Stuur", "=kenmerk")

    assert refusal.value.code == "no_message"
