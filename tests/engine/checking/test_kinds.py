"""Kinds: every element that the dialect does not run is refused by name, and what it runs is not."""

from __future__ import annotations

import pytest

from engine.checking import check_folder
from engine.dialect.elements import Event
from tests.engine.checking.judging import beside, judge, through
from tests.engine.diagrams import (
    boundary,
    chain,
    conditional,
    each,
    end,
    flow,
    folder,
    message,
    node,
    script,
    start,
    timer,
    user,
)

COMPENSATION = "<bpmn:compensateEventDefinition />"
ERROR = '<bpmn:errorEventDefinition errorRef="Error_1" />'
ESCALATION = "<bpmn:escalationEventDefinition />"
LINK = '<bpmn:linkEventDefinition name="verder" />'
CONDITIONAL = conditional("=ja")
CANCEL = "<bpmn:cancelEventDefinition />"
TERMINATE = "<bpmn:terminateEventDefinition />"


def event_subprocess(definition: str, **attributes: str) -> str:
    return node(
        "subProcess",
        "Intrekken",
        node("startEvent", "Ingetrokken", definition, **attributes),
        end("Weg"),
        flow("Ingetrokken", "Weg"),
        triggeredByEvent="true",
    )


def test_a_process_with_everything_that_the_dialect_runs_has_no_findings() -> None:
    inner = node("subProcess", "Deel", start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"))

    found = judge(
        start("Begin"),
        node("parallelGateway", "Splitsing"),
        user("Stemmen", each("=groepen.stuurgroep", "lid", yields="=keuze", into="stemmen", until="=ja")),
        boundary("Gesloten", "Stemmen", timer("Duration", "P15D")),
        node("exclusiveGateway", "Verder"),
        node("intermediateCatchEvent", "Betaald", message("Message_2")),
        node("intermediateCatchEvent", "Morgen", timer("Date", "=vandaag + duration(&quot;P1D&quot;)")),
        node("parallelGateway", "Samen"),
        script("Rekenen", "=1 + 1", "totaal"),
        node("intermediateThrowEvent", "Mijlpaal"),
        inner,
        boundary("Herinneren", "Deel", timer("Duration", "P7D"), interrupting=False),
        end("Herinnerd"),
        end("Klaar"),
        node("endEvent", "Gestopt", TERMINATE),
        node("exclusiveGateway", "Goed", default="Goed_to_Klaar"),
        event_subprocess(message()),
        chain("Begin", "Splitsing", "Stemmen", "Verder", "Samen", "Rekenen", "Mijlpaal", "Deel", "Goed", "Klaar"),
        chain("Splitsing", "Betaald", "Morgen", "Samen"),
        flow("Gesloten", "Verder"),
        flow("Herinneren", "Herinnerd"),
        flow("Goed", "Gestopt", "=nee"),
        messages={"Message_1": "intrekking", "Message_2": "betaald"},
    )

    assert found == []


@pytest.mark.parametrize(
    "kind",
    [
        "complexGateway", "adHocSubProcess", "choreographyTask",
    ],
)  # fmt: skip
def test_an_element_that_is_not_run_is_refused(kind: str) -> None:
    found = through(node(kind, "Vreemd"), "Vreemd")

    assert ("not_run", "Vreemd") in found


def test_every_refused_element_comes_with_a_remedy_of_its_own() -> None:
    files = folder(start(), node("complexGateway", "Welke"), end(), chain("Begin", "Welke", "Klaar"))

    (finding,) = [f for f in check_folder(files, {}) if f.code == "not_run"]

    assert finding.reason == "De complexe gateway *Welke* wordt door Smederij niet uitgevoerd."
    assert finding.remedy == "Gebruik een keuze of een splitsing, met een beslistabel ervoor."


@pytest.mark.parametrize(
    "definition",
    [LINK, timer("Duration", "P1D"), CONDITIONAL],
    ids=["link", "timer", "conditional"],
)
def test_an_end_event_that_throws_what_is_not_run_is_refused(definition: str) -> None:
    found = judge(start(), node("endEvent", "Einde", definition), chain("Begin", "Einde"))

    assert ("event_not_run", "Einde") in found


@pytest.mark.parametrize("definition", [CANCEL, ERROR, CONDITIONAL], ids=["cancel", "error", "conditional"])
def test_an_intermediate_event_that_throws_what_is_not_run_is_refused(definition: str) -> None:
    found = through(node("intermediateThrowEvent", "Gooien", definition), "Gooien")

    assert ("event_not_run", "Gooien") in found


@pytest.mark.parametrize(
    "definition",
    [ERROR, ESCALATION, CANCEL, COMPENSATION],
    ids=["error", "escalation", "cancel", "compensation"],
)
def test_an_intermediate_event_that_catches_what_comes_only_from_inside_an_activity_is_refused(definition: str) -> None:
    found = through(node("intermediateCatchEvent", "Wachten", definition), "Wachten")

    assert ("event_not_run", "Wachten") in found


def test_an_event_that_waits_for_two_things_is_refused() -> None:
    found = through(node("intermediateCatchEvent", "Wachten", message(), timer("Duration", "P1D")), "Wachten")

    assert found == [("multiple_not_run", "Wachten")]


def test_an_event_that_refers_to_a_definition_beside_the_process_is_run() -> None:
    shared = '<bpmn:signal id="alarm" name="alarm" /><bpmn:signalEventDefinition id="Sein" signalRef="alarm" />'
    borrowed = "<bpmn:eventDefinitionRef>Sein</bpmn:eventDefinitionRef>"

    files = folder(start(), node("endEvent", "Einde", borrowed), chain("Begin", "Einde"), around=shared)

    assert files.process.elements["Einde"].event == Event("signal", reference="alarm")
    assert check_folder(files, {}) == ()


def test_an_event_that_borrows_a_definition_that_is_not_there_is_refused() -> None:
    borrowed = "<bpmn:eventDefinitionRef>Elders</bpmn:eventDefinitionRef>"

    found = judge(start(), node("endEvent", "Einde", borrowed), chain("Begin", "Einde"))

    assert found == [("reference_unknown", "Einde")]


def test_an_intermediate_event_that_waits_for_nothing_is_refused() -> None:
    assert through(node("intermediateCatchEvent", "Wachten"), "Wachten") == [("event_without_kind", "Wachten")]


@pytest.mark.parametrize(
    "definition",
    [LINK, TERMINATE],
    ids=["link", "terminate"],
)
def test_a_boundary_event_of_a_kind_that_is_not_run_is_refused(definition: str) -> None:
    found = beside(boundary("Rand", "Taak", definition), end("Elders"), flow("Rand", "Elders"))

    assert ("event_not_run", "Rand") in found


@pytest.mark.parametrize(
    ("definition", "attributes"),
    [
        ("", {}),
        (CANCEL, {}),
    ],
    ids=["plain start", "cancel"],
)
def test_an_event_subprocess_that_is_not_begun_by_one_event_is_refused(
    definition: str, attributes: dict[str, str]
) -> None:
    found = beside(event_subprocess(definition, **attributes))

    assert ("event_subprocess_start", "Intrekken") in found


def test_an_event_subprocess_that_is_begun_by_either_of_two_events_is_refused() -> None:
    found = beside(event_subprocess(message() + timer("Duration", "P1D")))

    assert [code for code, _ in found] == ["multiple_not_run"]


def test_a_flow_into_an_event_subprocess_is_refused() -> None:
    found = judge(start(), event_subprocess(message()), end(), chain("Begin", "Intrekken", "Klaar"))

    assert ("event_subprocess_flow", "Intrekken") in found


def test_a_process_without_a_start_is_refused() -> None:
    found = judge(user("Taak"), end(), chain("Taak", "Klaar"))

    assert ("no_start", "") in found


def test_two_starts_in_a_subprocess_are_refused_because_only_one_would_begin() -> None:
    inner = node("subProcess", "Deel", start("Een"), start("Twee"), end("Eruit"), flow("Een", "Eruit"),
                 flow("Twee", "Eruit"))  # fmt: skip

    assert through(inner, "Deel") == [("several_starts", "Deel")]


def test_a_subprocess_without_a_start_is_refused_by_its_own_id() -> None:
    found = through(node("subProcess", "Leeg"), "Leeg")

    assert found == [("begins_nowhere", "Leeg")]
