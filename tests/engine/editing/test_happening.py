"""What happens: events on an edge, at an end and in the flow get what they wait for or throw, by names of the file."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from engine.editing import New, Source, add_boundary, enclose, read_source, set_event
from engine.errors import EditRefused
from tests.engine.editing.seeing import faults
from tests.engine.editing.stock import diagrams, findings

STOPPED = New("endEvent", "Gestopt")


def _elements(source: Source) -> Mapping[str, Element]:
    return next(one for one in read(source.encode(), "x").processes if one.executable).elements


@pytest.fixture
def part() -> tuple[Source, str, str]:
    """Korte klap with a part, that part, and the end in it."""
    edit = enclose(read_source(diagrams()["korte-klap"]), "Kort_Advies", "Kort_Afspreken", "Plan afspreken")
    assert edit.done is not None
    key = edit.done.element
    elements = _elements(edit.source).values()
    return edit.source, key, next(one.id for one in elements if one.parent == key and one.kind == "endEvent")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("kind", "value", "interrupting"),
    [
        ("timer", "P30D", True),
        ("message", "gebeld", False),
        ("signal", "noodweer", True),
        ("conditional", "=bedrag > 5000", False),
        ("error", "geen_plan", True),
        ("error", "", True),
        ("escalation", "te_duur", False),
    ],
    ids=["a_deadline", "a_message", "a_signal", "a_condition", "an_error", "any_error", "an_escalation"],
)
def test_something_happens_on_the_edge_of_a_part_and_leads_on(
    part: tuple[Source, str, str], kind: str, value: str, interrupting: bool
) -> None:
    source, key, _end = part

    edit = add_boundary(source, key, "Er is iets", STOPPED, kind, value, interrupting=interrupting)

    assert edit.done is not None
    event = _elements(edit.source)[edit.done.element]
    assert (event.attached_to, event.interrupting) == (key, interrupting)
    assert event.event is not None
    told = event.event.expression if kind in {"timer", "conditional"} else event.event.code or event.event.reference
    assert (event.event.kind, told or "") == (kind, value)
    assert faults(edit.data) == set()
    known = {(one.code, one.element_id) for one in findings("korte-klap", source.encode())}
    new = {(one.code, one.element_id) for one in findings("korte-klap", edit.data)} - known
    assert {code for code, _ in new} <= {"unknown_variable", "message_never_sent", "signal_never_thrown"}


def test_an_error_always_ends_what_it_comes_from(part: tuple[Source, str, str]) -> None:
    source, key, _end = part

    edit = add_boundary(source, key, "Het lukt niet", STOPPED, "error", interrupting=False)

    assert edit.done is not None
    assert _elements(edit.source)[edit.done.element].interrupting


def test_no_error_comes_out_of_a_task() -> None:
    with pytest.raises(EditRefused, match="nothing_inside"):
        add_boundary(read_source(diagrams()["korte-klap"]), "Kort_Afspreken", "Het lukt niet", STOPPED, "error", "x")


def test_an_end_and_who_catches_it_know_the_error_by_one_entry_of_the_file(part: tuple[Source, str, str]) -> None:
    source, key, end = part

    thrown = set_event(source, end, "error", "geen_plan").source
    caught = add_boundary(thrown, key, "Het lukt niet", STOPPED, "error", "geen_plan").source

    assert caught.text.count("<bpmn:error ") == 1
    codes = [one.code for one in findings("korte-klap", caught.encode())]
    assert "error_not_caught" not in codes


def test_an_error_that_nobody_catches_is_told(part: tuple[Source, str, str]) -> None:
    source, _key, end = part

    thrown = set_event(source, end, "error", "geen_plan")

    found = [one for one in findings("korte-klap", thrown.data) if one.code == "error_not_caught"]
    assert [one.element_id for one in found] == [end]


@pytest.mark.parametrize("kind", ["error", "escalation", "signal", "terminate"])
def test_an_end_that_throws_something_and_then_only_ends_is_what_it_was(
    part: tuple[Source, str, str], kind: str
) -> None:
    source, _key, end = part
    thrown = set_event(source, end, kind, "iets" if kind != "terminate" else "")

    back = set_event(thrown.source, end, "")

    assert thrown.done is not None
    assert back.data == source.encode()


def test_a_name_that_another_event_uses_stays_when_one_gets_another(part: tuple[Source, str, str]) -> None:
    source, key, end = part
    both = add_boundary(set_event(source, end, "error", "geen_plan").source, key, "Mis", STOPPED, "error", "geen_plan")
    assert both.done is not None

    other = set_event(both.source, end, "error", "te_duur").source

    elements = _elements(other)
    codes = [one.event.code for one in (elements[end], elements[both.done.element]) if one.event is not None]
    assert codes == ["te_duur", "geen_plan"]


def test_who_lets_others_know_something_gives_it_a_name(part: tuple[Source, str, str]) -> None:
    source, _key, end = part

    with pytest.raises(EditRefused, match="name_needed"):
        set_event(source, end, "signal", "")
