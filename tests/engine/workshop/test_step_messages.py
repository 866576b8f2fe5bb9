"""The form of a step that sends something or waits for a message: headers to the letter, name, key and who hears it."""

from __future__ import annotations

import pytest

from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from engine.dialect.folder import DIAGRAM, from_bytes
from engine.errors import FieldsRefused
from engine.workshop.desk import PartEdit, list_words, process_in
from engine.workshop.partediting import apply_edit
from engine.workshop.stepchanges import key_of
from engine.workshop.stepfield import StepField
from engine.workshop.stepfields import fields_of
from tests.engine.diagrams import catch, chain, definitions, end, folder, node, start
from tests.engine.diagrams import message as about

JOB = '<zeebe:taskDefinition type="{}" />'
HEADERS = (
    '<zeebe:taskHeaders><zeebe:header key="template" value="welkom" />\n'
    '<zeebe:header  key="soort"  value="=regeling" />'
    '<zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>'
)
DRAWING = definitions(
    start(),
    node("serviceTask", "Mailen", JOB.format("mail"), HEADERS),
    node("intermediateThrowEvent", "Stuur", JOB.format("message"), about()),
    catch("Wacht", about("M2")),
    end(),
    chain("Begin", "Mailen", "Stuur", "Wacht", "Klaar"),
    messages={"Message_1": "intrekking", "M2": "betaald|=nummer"},
)
OTHER = folder(
    start(), catch("Hoort", about("M3")), end(), chain("Begin", "Hoort", "Klaar"), process="ander",
    messages={"M3": "gebeld|=nummer"},
)  # fmt: skip
FILES = {DIAGRAM: DRAWING}
FOLDERS = {"proef": from_bytes(FILES, "proef"), "ander": OTHER}


def asked(element: str) -> dict[str, StepField]:
    process = process_in(DRAWING, "proef")
    return {key_of(f): f for f in fields_of(process, process.elements[element], list_words(FILES, FOLDERS))}


def edited(element: str, **typed: str) -> bytes:
    edit = PartEdit("step", element, {key.replace("__", ":").replace("_of_", "."): v for key, v in typed.items()})
    written = apply_edit("proef", FILES, lambda: FOLDERS, edit)
    return written.files.get(DIAGRAM, DRAWING)


def element_of(data: bytes, key: str) -> Element:
    return read(data, "x").processes[0].elements[key]


def problem(element: str, **typed: str) -> dict[str, str]:
    with pytest.raises(FieldsRefused) as refusal:
        edited(element, **typed)
    return {key: found.code for key, found in refusal.value.problems.items()}


def test_headers_without_a_question_of_their_own_are_asked_on_lines() -> None:
    assert asked("Mailen")["headers"].value == "soort: =regeling"


def test_headers_are_added_and_changed_and_the_others_keep_their_bytes() -> None:
    after = edited("Mailen", headers="soort: =regeling\nkopie: archief")

    row = b'<zeebe:header key="kopie" value="archief" />'
    assert after.replace(row, b"").split() == DRAWING.split()
    assert list(element_of(after, "Mailen").headers) == ["template", "soort", "to", "kopie"]


def test_a_header_that_is_taken_off_the_lines_goes() -> None:
    after = edited("Mailen", headers="")

    assert dict(element_of(after, "Mailen").headers) == {"template": "welkom", "to": "indiener"}


def test_a_form_that_does_not_ask_for_headers_leaves_them_alone() -> None:
    assert edited("Mailen", name="Mailen") == DRAWING


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        pytest.param("soort", "not_lines", id="no colon"),
        pytest.param("een soort: x", "not_lines", id="a space in the name"),
        pytest.param("soort:", "not_lines", id="nothing after it"),
        pytest.param("soort: =1 +", "not_feel", id="an expression that is none"),
        pytest.param("soort: a\nsoort: b", "header_twice", id="one name twice"),
    ],
)
def test_a_line_that_cannot_be_a_header_is_told(lines: str, code: str) -> None:
    assert problem("Mailen", headers=lines) == {"headers": code}


def test_a_header_with_a_question_of_its_own_is_not_told_among_the_others() -> None:
    assert problem("Mailen", headers="to: kernteam", header__to="indiener") == {"headers": "header_twice"}


def test_who_sends_a_message_chooses_one_that_somebody_waits_for() -> None:
    choices = {one.id: one.name for one in asked("Stuur")["message.name"].choices}

    assert choices["gebeld"] == "gebeld (ander: Hoort)"
    assert element_of(edited("Stuur", message_of_name="gebeld"), "Stuur").event is not None


def test_a_message_that_nobody_waits_for_is_refused_where_it_is_sent() -> None:
    assert problem("Stuur", message_of_name="verzonnen") == {"message.name": "not_an_option"}


def test_a_throwing_message_event_has_the_headers_of_its_job_and_what_goes_in() -> None:
    assert {"taskDefinition.type", "header:key", "header:timeToLive", "inputs", "headers"} <= asked("Stuur").keys()


def test_name_and_key_of_a_message_that_is_waited_for_are_typed() -> None:
    event = element_of(edited("Wacht", message_of_name="voldaan", message_of_key="=kenmerk"), "Wacht").event

    assert event is not None
    assert (event.reference, event.correlation_key) == ("voldaan", "=kenmerk")


def test_a_key_that_is_no_feel_is_refused() -> None:
    assert problem("Wacht", message_of_key="=nummer >") == {"message.key": "not_feel"}


def test_a_key_without_its_equals_sign_gets_it() -> None:
    event = element_of(edited("Wacht", message_of_key="nummer"), "Wacht").event

    assert event is not None
    assert event.correlation_key == "=nummer"


def test_a_message_that_is_waited_for_has_a_name() -> None:
    assert problem("Wacht", message_of_name="") == {"message.name": "required"}
