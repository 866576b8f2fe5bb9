"""Steps: a diagram told as a list that says the same as its picture."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dialect.bpmn import read
from engine.steps import StepItem, list_steps
from tests.engine.checking.test_findings import WORKFLOWS
from tests.engine.diagrams import (
    boundary,
    chain,
    definitions,
    each,
    end,
    flow,
    folder,
    message,
    node,
    start,
    timer,
    transaction,
    undone,
    user,
)


def steps(*inside: str, **told: Any) -> dict[str, StepItem]:
    """The steps of a process by id, in their order."""
    found = list_steps(read(definitions(*inside, **told), "proef").processes[0])
    return {step.element_id: step for step in found}


def ways(step: StepItem) -> list[tuple[str, str]]:
    return [(way.label, way.element_id) for way in step.followed_by]


def test_steps_stand_in_the_order_of_the_flow_and_not_of_the_file() -> None:
    found = steps(end(), user("Tweede"), user("Eerste"), start(), chain("Begin", "Eerste", "Tweede", "Klaar"))

    assert list(found) == ["Begin", "Eerste", "Tweede", "Klaar"]


def test_a_step_tells_its_name_kind_and_lane() -> None:
    lanes = (
        '<bpmn:laneSet id="LS"><bpmn:lane id="L" name="Ondersteuning"><bpmn:flowNodeRef>Taak</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
    )

    found = steps(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"), extra=lanes)["Taak"]

    assert (found.kind, found.name, found.lane, found.depth) == ("userTask", "Taak", "Ondersteuning", 0)
    assert ways(found) == [("", "Klaar")]


def test_a_choice_tells_which_answer_leads_where() -> None:
    yes = flow("Goed", "Doen", "=ja", key="Ja").replace("<bpmn:sequenceFlow ", '<bpmn:sequenceFlow name="ja" ')
    no = flow("Goed", "Klaar", key="Nee").replace("<bpmn:sequenceFlow ", '<bpmn:sequenceFlow name="nee" ')

    found = steps(start(), node("exclusiveGateway", "Goed", default="Nee"), user("Doen"), end(), flow("Begin", "Goed"),
                  yes, no, flow("Doen", "Klaar"))  # fmt: skip

    assert ways(found["Goed"]) == [("ja", "Doen"), ("nee", "Klaar")]
    assert list(found) == ["Begin", "Goed", "Doen", "Klaar"]


def test_a_way_back_is_named_and_not_walked_again() -> None:
    found = steps(start(), user("Aanvullen"), node("exclusiveGateway", "Volledig", default="Ja"), end(),
                  chain("Begin", "Aanvullen", "Volledig"), flow("Volledig", "Aanvullen", "=nee"),
                  flow("Volledig", "Klaar", key="Ja"))  # fmt: skip

    assert list(found) == ["Begin", "Aanvullen", "Volledig", "Klaar"]
    assert ways(found["Volledig"]) == [("", "Aanvullen"), ("", "Klaar")]


def test_a_nameless_choice_that_only_brings_ways_together_is_looked_through() -> None:
    found = steps(start(), node("exclusiveGateway", "Samen", name=""), user("Taak"), end(),
                  chain("Begin", "Samen", "Taak", "Klaar"))  # fmt: skip

    assert list(found) == ["Begin", "Taak", "Klaar"]
    assert ways(found["Begin"]) == [("", "Taak")]


def test_a_join_that_waits_for_all_ways_is_told() -> None:
    found = steps(start(), node("parallelGateway", "Splitsing"), user("A"), user("B"),
                  node("parallelGateway", "Samen", name=""), end(), chain("Begin", "Splitsing", "A", "Samen", "Klaar"),
                  chain("Splitsing", "B", "Samen"))  # fmt: skip

    assert [way.element_id for way in found["Splitsing"].followed_by] == ["A", "B"]
    assert [way.element_id for way in found["B"].followed_by] == ["Samen"]


def test_a_circle_of_nameless_choices_ends() -> None:
    found = steps(start(), node("exclusiveGateway", "Heen", name=""), node("exclusiveGateway", "Terug", name=""),
                  chain("Begin", "Heen", "Terug", "Heen"))  # fmt: skip

    assert next(iter(found)) == "Begin"


def test_what_stands_on_the_edge_of_a_step_comes_right_after_it_and_deeper() -> None:
    found = steps(start(), user("Taak"), boundary("Om", "Taak", timer("Duration", "P14D")),
                  boundary("Herinneren", "Taak", message(), interrupting=False), end("Weg"), end("Herinnerd"), end(),
                  chain("Begin", "Taak", "Klaar"), flow("Om", "Weg"), flow("Herinneren", "Herinnerd"))  # fmt: skip

    assert list(found) == ["Begin", "Taak", "Om", "Herinneren", "Klaar", "Weg", "Herinnerd"]
    assert (found["Om"].depth, found["Om"].interrupts, found["Om"].event) == (1, True, "timer")
    assert (found["Herinneren"].interrupts, found["Herinneren"].event) == (False, "message")
    assert found["Taak"].interrupts is None


def test_what_lies_in_a_subprocess_stands_under_it() -> None:
    inner = node("subProcess", "Deel", start("Erin"), user("Binnen"), end("Eruit"), chain("Erin", "Binnen", "Eruit"))

    found = steps(start(), inner, end(), chain("Begin", "Deel", "Klaar"))

    assert [(key, step.depth) for key, step in found.items()] == [
        ("Begin", 0), ("Deel", 0), ("Erin", 1), ("Binnen", 1), ("Eruit", 1), ("Klaar", 0),
    ]  # fmt: skip


def test_what_stands_beside_the_flow_comes_last() -> None:
    withdrawal = node("subProcess", "Intrekken", node("startEvent", "Ingetrokken", message()), end("Weg"),
                      flow("Ingetrokken", "Weg"), triggeredByEvent="true")  # fmt: skip

    found = steps(withdrawal, start(), end(), chain("Begin", "Klaar"))

    assert list(found) == ["Begin", "Klaar", "Intrekken", "Ingetrokken", "Weg"]


def test_a_task_of_several_people_is_told_to_be_so() -> None:
    found = steps(start(), user("Stemmen", each("=leden", "lid")), end(), chain("Begin", "Stemmen", "Klaar"))

    assert (found["Stemmen"].repeated, found["Begin"].repeated) == (True, False)


def test_notes_and_data_are_no_steps() -> None:
    note = '<bpmn:textAnnotation id="Noot"><bpmn:text>Let op</bpmn:text></bpmn:textAnnotation>'

    assert list(steps(start(), note, end(), chain("Begin", "Klaar"))) == ["Begin", "Klaar"]


@pytest.mark.parametrize("folder", ["idee", "behandeling", "besluit-stuurgroep", "lange-klap"])
def test_every_step_of_a_workflow_is_told_once_and_every_way_leads_to_a_told_step(folder: str) -> None:
    (process,) = read((WORKFLOWS / folder / "process.bpmn").read_bytes(), folder).processes

    told = [step.element_id for step in list_steps(process)]

    beside = {"sequenceFlow", "textAnnotation", "association"}
    nameless = {e.id for e in process.elements.values() if e.kind == "exclusiveGateway" and not e.name}
    expected = {e.id for e in process.elements.values() if e.kind not in beside} - nameless
    assert sorted(told) == sorted(expected)
    assert {way.element_id for step in list_steps(process) for way in step.followed_by} <= set(told)


def test_what_undoes_a_step_stands_behind_it_and_not_in_its_way() -> None:
    undo = undone("Boeken", user("Afzeggen"))

    found = steps(start(), user("Boeken"), undo, user("Reizen"), end(), chain("Begin", "Boeken", "Reizen", "Klaar"))

    assert list(found) == ["Begin", "Boeken", "BoekenTerug", "Reizen", "Klaar", "Afzeggen"]
    assert ways(found["BoekenTerug"]) == [("", "Afzeggen")]
    assert found["BoekenTerug"].interrupts is None


def test_a_transaction_is_told_with_what_is_in_it() -> None:
    inner = transaction("Deel", start("In"), user("Boeken"), end("Uit"), chain("In", "Boeken", "Uit"))

    found = steps(start(), inner, end(), chain("Begin", "Deel", "Klaar"))

    assert [(key, step.depth) for key, step in found.items()][1:4] == [("Deel", 0), ("In", 1), ("Boeken", 1)]


def test_it_is_told_apart_whether_people_do_it_side_by_side_or_one_after_the_other() -> None:
    beside = each("=[1, 2]", "keer")
    in_turn = beside.replace("Characteristics>", 'Characteristics isSequential="true">', 1)
    process = folder(
        start(), user("Samen", beside), user("Beurten", in_turn), end(), chain("Begin", "Samen", "Beurten", "Klaar")
    ).process

    told = {item.element_id: (item.repeated, item.in_turn) for item in list_steps(process)}

    assert told == {
        "Begin": (False, False),
        "Samen": (True, False),
        "Beurten": (True, True),
        "Klaar": (False, False),
    }
