"""Fields of a step: what its form says can be left empty, can be left empty."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine import editing
from engine.checking import Finding, check_folders
from engine.dialect.folder import DIAGRAM, ProcessFiles, from_bytes
from engine.errors import FieldsRefused
from engine.workshop.blank import draw_blank_table
from engine.workshop.stepchanges import change_step, key_of
from engine.workshop.stepfield import StepField
from engine.workshop.stepfields import fields_of
from engine.workshop.words import Words, words_of
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    each,
    end,
    field,
    flow,
    folder,
    form,
    io,
    message,
    node,
    properties,
    script,
    start,
    throw,
    timer,
    user,
)
from tests.engine.posting import LETTER, START, job

PROCESS = "alles"
SENDS = (
    '<zeebe:taskDefinition type="message" />'
    '<zeebe:taskHeaders><zeebe:header key="key" value="=kenmerk" /></zeebe:taskHeaders>'
)
MESSAGES = {"Message_1": "betaald|=kenmerk", "Message_2": "klaar|=kenmerk"}
STEPS = (
    *("Lezen", "Stemmen", "Kiezen", "Doorlopen", "Rekenen", "Mailen", "Schrijven", "Inschrijven", "Tonen", "Vervolgen"),
    *("Versturen", "Melden", "Wachten", "Luisteren"),
)


def everything() -> Mapping[str, ProcessFiles]:
    """A process with one of everything that the list of steps has a form for, all correctly filled in."""
    drawn = folder(
        start(
            "Begin",
            '<zeebe:formDefinition formId="insturen" />',
            properties(startableBy="iedereen", statutoryTerm="P8W"),
        ),
        user("Lezen", io({"kort": "=titel"}, {"lang": "=titel"}), form="leeg", due="P5D"),
        user("Stemmen", each("=[1, 2]", "lid", yields="=lid", into="leden", until="=false"), form="leeg"),
        node("businessRuleTask", "Kiezen", '<zeebe:calledDecision decisionId="kiezen" resultVariable="uitkomst" />'),
        node("callActivity", "Doorlopen", '<zeebe:calledElement processId="ander" />'),
        script("Rekenen", "=1 + 1", "som"),
        job("Mailen", "mail", {"template": "bericht", "to": "ondersteuning"}),
        job("Schrijven", "letter", {"template": "besluit", "to": "indiener", "address": '="Dorpsstraat 1"'}),
        job("Inschrijven", "register", {"register": "besluitenregister"}, io({"plan": "=titel"})),
        job("Tonen", "publish", {}, properties(publishedStatus="Bezig", publishedText="Wij zijn begonnen.")),
        job("Vervolgen", "start-case", {"process": "ander"}),
        node("sendTask", "Versturen", SENDS, messageRef="Message_2"),
        throw("Melden", message("Message_2")).replace(
            "<bpmn:messageEvent", f"<bpmn:extensionElements>{SENDS}</bpmn:extensionElements><bpmn:messageEvent"
        ),
        catch("Wachten", timer("Duration", "P1D")),
        catch("Luisteren", message("Message_1")),
        boundary("Te_laat", "Lezen", timer("Duration", "P14D"), interrupting=False),
        node("exclusiveGateway", "Goed", default="Nee"),
        *(
            end(key, properties(outcome=key, retentionClass="6.1.9", legalEffect="beschikking"))
            for key in ("A", "B", "C")
        ),
        chain("Begin", *STEPS, "Goed"),
        flow("Goed", "A", "=som > 1"),
        flow("Goed", "B", key="Nee"),
        chain("Te_laat", "C"),
        process=PROCESS,
        messages=MESSAGES,
        files={
            "forms/insturen.form": START,
            "forms/leeg.form": form("leeg", field("oordeel")),
            "kiezen.dmn": draw_blank_table("kiezen").replace(b'<text>"alles"</text>', b"<text>titel</text>"),
            "mails/bericht.md": b"Onderwerp: Bericht\n\nDank u wel.\n",
            "letters/besluit.md": LETTER,
        },
    )
    other = folder(
        start("Begonnen"),
        catch("Horen", message("Message_2")),
        end(),
        node("sendTask", "Betalen", SENDS, messageRef="Message_1"),
        chain("Begonnen", "Horen", "Betalen", "Klaar"),
        process="ander",
        messages=MESSAGES,
    )
    return {PROCESS: drawn, "ander": other}


FOLDERS = everything()
DRAWN = FOLDERS[PROCESS]
WORDS: Words = words_of(PROCESS, DRAWN.files, FOLDERS)


def errors(folders: Mapping[str, ProcessFiles]) -> set[tuple[str, str]]:
    found: list[Finding] = list(check_folders(folders))
    return {(one.code, one.element_id) for one in found if one.severity == "error"}


def filled(*, needed: bool) -> list[tuple[str, StepField]]:
    """Every field that has a value: those that must have one (`needed`), or those that can be left empty."""
    return [
        (element.id, asked)
        for element in DRAWN.process.elements.values()
        for asked in fields_of(DRAWN.process, element, WORDS)
        if asked.value and (asked.required or asked.needed or asked.sometimes) == needed
    ]


def name(told: object) -> str:
    return key_of(told) if isinstance(told, StepField) else str(told)


def leave_empty(step: str, asked: StepField) -> set[tuple[str, str]]:
    """The errors when a field of a step is left empty."""
    element, source = DRAWN.process.elements[step], editing.read_source(DRAWN.files[DIAGRAM], f"{PROCESS}/{DIAGRAM}")
    fields = fields_of(DRAWN.process, element, WORDS)
    typed = {**{key_of(field): field.value for field in fields}, key_of(asked): ""}
    try:
        changed, done = change_step(source, DRAWN.process, element, fields, typed)
    except FieldsRefused as error:
        return {(problem.code, step) for problem in error.problems.values()}
    assert done
    return errors({**FOLDERS, PROCESS: from_bytes({**DRAWN.files, DIAGRAM: changed.encode()}, PROCESS)})


def test_a_process_with_everything_in_it_has_no_errors() -> None:
    assert errors(FOLDERS) == set()


@pytest.mark.parametrize(("step", "asked"), filled(needed=False), ids=name)
def test_what_a_form_says_can_be_left_empty_can_be(step: str, asked: StepField) -> None:
    assert leave_empty(step, asked) == set()


@pytest.mark.parametrize(("step", "asked"), filled(needed=True), ids=name)
def test_what_a_form_does_not_say_so_of_is_told_when_it_is_left_empty(step: str, asked: StepField) -> None:
    assert leave_empty(step, asked)


def test_an_end_within_a_part_is_not_asked_what_only_the_end_of_a_process_says() -> None:
    part = node("subProcess", "Deel", start("In"), user("A"), end("Uit"), chain("In", "A", "Uit"))
    found = folder(start(), part, end("Klaar"), chain("Begin", "Deel", "Klaar"))
    words = words_of("proef", found.files, {})

    asked = {
        key: {field.about for field in fields_of(found.process, found.process.elements[key], words)}
        for key in ("Uit", "Klaar")
    }

    assert asked["Klaar"] - asked["Uit"] == {"legalEffect", "retentionClass", "outcome"}
