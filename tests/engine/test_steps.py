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


def told(found: dict[str, StepItem]) -> list[tuple[str, int]]:
    """Each step with its depth, in their order."""
    return [(key, step.depth) for key, step in found.items()]


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


def choice(key: str, *answers: str) -> str:
    """A choice with a flow to each answer, by that name; the last is the way when no condition holds."""
    flows = [
        flow(key, to, "" if to == answers[-1] else "=ja", key=f"{key}-{to}").replace(
            "<bpmn:sequenceFlow ", f'<bpmn:sequenceFlow name="naar {to}" '
        )
        for to in answers
    ]
    return node("exclusiveGateway", key, default=f"{key}-{answers[-1]}") + "".join(flows)


def test_ways_that_come_together_again_stand_under_their_choice_and_what_follows_comes_after_both() -> None:
    found = steps(
        start(),
        choice("Bedrag", "Klein", "Groot"),
        user("Klein"),
        user("Groot"),
        node("exclusiveGateway", "Samen", name=""),
        end(),
        chain("Begin", "Bedrag"),
        chain("Klein", "Samen", "Klaar"),
        flow("Groot", "Samen"),
    )

    assert told(found) == [("Begin", 0), ("Bedrag", 0), ("Klein", 1), ("Groot", 1), ("Klaar", 0)]
    assert [step.way for step in found.values()] == [None, None, "naar Klein", "naar Groot", None]


def test_a_short_way_to_an_end_stands_under_its_choice_and_the_main_line_goes_on_level() -> None:
    found = steps(
        start(),
        choice("Akkoord", "Plan", "Weigeren"),
        user("Plan"),
        user("Uitvoeren"),
        user("Weigeren"),
        end("Geweigerd"),
        end(),
        chain("Begin", "Akkoord"),
        chain("Plan", "Uitvoeren", "Klaar"),
        chain("Weigeren", "Geweigerd"),
    )

    assert told(found) == [
        ("Begin", 0), ("Akkoord", 0), ("Weigeren", 1), ("Geweigerd", 1), ("Plan", 0), ("Uitvoeren", 0), ("Klaar", 0),
    ]  # fmt: skip
    assert (found["Weigeren"].way, found["Plan"].way) == ("naar Weigeren", "naar Plan")


def test_choices_that_all_lead_to_one_end_do_not_make_the_main_line_deeper_and_deeper() -> None:
    names = [f"Stap{number}" for number in range(12)]
    questions = [choice(f"Vraag{number}", after, "Klaar") for number, after in enumerate([*names[1:], "Laatste"])]
    lines = [flow(name, f"Vraag{number}") for number, name in enumerate(names)]
    found = steps(
        start(),
        *map(user, [*names, "Laatste"]),
        *questions,
        *lines,
        flow("Begin", "Stap0"),
        flow("Laatste", "Klaar"),
        end(),
    )

    assert max(step.depth for step in found.values()) <= 3
    assert list(found)[-1] == "Klaar"


def test_a_way_back_stands_under_its_choice() -> None:
    found = steps(
        start(),
        user("Lezen"),
        choice("Volledig", "Gesprek", "Vragen"),
        user("Vragen"),
        user("Gesprek"),
        end(),
        chain("Begin", "Lezen", "Volledig"),
        flow("Vragen", "Lezen"),
        flow("Gesprek", "Klaar"),
    )

    assert told(found) == [("Begin", 0), ("Lezen", 0), ("Volledig", 0), ("Vragen", 1), ("Gesprek", 0), ("Klaar", 0)]


def test_a_circle_that_nothing_leads_to_is_told_at_the_end() -> None:
    found = steps(start(), end(), chain("Begin", "Klaar"), user("A"), user("B"), chain("A", "B", "A"))

    assert list(found) == ["Begin", "Klaar", "A", "B"]


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


def test_what_stands_on_the_edge_of_a_step_comes_right_after_it_with_what_follows_and_deeper() -> None:
    found = steps(start(), user("Taak"), boundary("Om", "Taak", timer("Duration", "P14D")),
                  boundary("Herinneren", "Taak", message(), interrupting=False), end("Weg"), end("Herinnerd"), end(),
                  chain("Begin", "Taak", "Klaar"), flow("Om", "Weg"), flow("Herinneren", "Herinnerd"))  # fmt: skip

    assert told(found) == [
        ("Begin", 0), ("Taak", 0), ("Om", 1), ("Weg", 1), ("Herinneren", 1), ("Herinnerd", 1), ("Klaar", 0),
    ]  # fmt: skip
    assert (found["Om"].interrupts, found["Om"].event) == (True, "timer")
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

    listed = [step.element_id for step in list_steps(process)]

    beside = {"sequenceFlow", "textAnnotation", "association"}
    nameless = {e.id for e in process.elements.values() if e.kind == "exclusiveGateway" and not e.name}
    expected = {e.id for e in process.elements.values() if e.kind not in beside} - nameless
    assert sorted(listed) == sorted(expected)
    assert {way.element_id for step in list_steps(process) for way in step.followed_by} <= set(listed)


def test_what_undoes_a_step_stands_at_that_step_and_not_in_its_way() -> None:
    undo = undone("Boeken", user("Afzeggen"))

    found = steps(start(), user("Boeken"), undo, user("Reizen"), end(), chain("Begin", "Boeken", "Reizen", "Klaar"))

    assert told(found) == [
        ("Begin", 0), ("Boeken", 0), ("BoekenTerug", 1), ("Afzeggen", 1), ("Reizen", 0), ("Klaar", 0),
    ]  # fmt: skip
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

    turns = {item.element_id: (item.repeated, item.in_turn) for item in list_steps(process)}

    assert turns == {
        "Begin": (False, False),
        "Samen": (True, False),
        "Beurten": (True, True),
        "Klaar": (False, False),
    }
