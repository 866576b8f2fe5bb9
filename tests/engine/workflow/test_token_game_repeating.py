"""The token game and what is done for each of a list: votes, their closing, and what stops a case there."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

import pytest

from engine import workflow
from engine.errors import CaseEnded, ExecutionFailed, TaskClosed
from tests.engine.diagrams import (
    boundary,
    chain,
    each,
    end,
    flow,
    gateway,
    node,
    properties,
    script,
    start,
    timer,
    user,
)
from tests.engine.player import play


def vote(until: str = "") -> list[str]:
    loop = each("=groepen.stuurgroep", "lid", yields="={wie: lid.id, keuze: keuze}", into="stemmen", until=until)
    task = node(
        "userTask",
        "Stemmen",
        '<zeebe:formDefinition formId="leeg" />',
        '<zeebe:assignmentDefinition assignee="=lid.id" />',
        properties(ballot="true"),
        loop,
    )
    return [
        start(),
        task,
        boundary("Gesloten", "Stemmen", timer("Duration", "P2D")),
        gateway("Verder"),
        end(),
        chain("Begin", "Stemmen", "Verder", "Klaar"),
        flow("Gesloten", "Verder"),
    ]


def test_every_member_gets_a_task_of_their_own() -> None:
    case = play(*vote())

    assert [t.assignee for t in case.step.open_tasks] == ["lid-1", "lid-2", "lid-3"]
    assert case.step.variables["stemmen"] == []


def test_a_vote_closes_when_all_have_voted_and_keeps_the_order_of_the_members() -> None:
    case = play(*vote())

    for who in ("lid-3", "lid-1", "lid-2"):
        case.answer("Stemmen", of=who, keuze="voor")

    assert case.ended_in == "Klaar"
    assert [v["wie"] for v in case.step.variables["stemmen"]] == ["lid-1", "lid-2", "lid-3"]


def test_a_vote_closes_on_its_deadline_with_what_there_is() -> None:
    case = play(*vote()).answer("Stemmen", of="lid-2", keuze="tegen").wait(days=2)

    assert case.ended_in == "Klaar"
    assert case.step.variables["stemmen"] == [{"wie": "lid-2", "keuze": "tegen"}]


def test_answers_of_one_member_do_not_leak_into_the_case_or_to_another() -> None:
    case = play(*vote()).answer("Stemmen", of="lid-1", keuze="voor")

    other = case.task("Stemmen", of="lid-2")

    assert "keuze" not in case.step.variables
    assert "keuze" not in workflow.read_variables(case.step.state, other.scope)


def test_a_vote_can_be_changed_until_it_closes() -> None:
    case = play(*vote())
    ref = case.task("Stemmen", of="lid-1").ref
    case.answer("Stemmen", of="lid-1", keuze="voor")

    changed = workflow.revise(case.compiled, case.step.state, ref, {"keuze": "tegen"}, case.surroundings())

    assert changed.variables["stemmen"] == [{"wie": "lid-1", "keuze": "tegen"}]
    case.wait(days=2)
    with pytest.raises((TaskClosed, CaseEnded)):
        workflow.revise(case.compiled, case.step.state, ref, {"keuze": "voor"}, case.surroundings())


def test_a_completion_condition_closes_early_and_reads_the_scope_around_the_activity() -> None:
    case = play(*vote(until="=numberOfCompletedInstances &gt;= 2"))

    case.answer("Stemmen", of="lid-1", keuze="voor").answer("Stemmen", of="lid-3", keuze="voor")

    assert case.ended_in == "Klaar"
    assert len(case.step.variables["stemmen"]) == 2


@pytest.mark.parametrize("until", ["=genoeg = true", "=numberOfCompletedInstances"])
def test_a_completion_condition_that_cannot_be_answered_stops_the_case(until: str) -> None:
    case = play(*vote(until=until))

    with pytest.raises(ExecutionFailed) as refusal:
        case.answer("Stemmen", of="lid-1", keuze="voor")

    assert refusal.value.element == "Stemmen"


def test_working_days_that_are_counted_without_end_stop_the_case() -> None:
    with pytest.raises(ExecutionFailed, match="steps"):
        play(
            start(),
            script("Tellen", "=for i in 1..20000 return werkdagen(1000)", "dagen"),
            end(),
            chain("Begin", "Tellen", "Klaar"),
        )


@pytest.mark.parametrize("priority", ['="hoog"', "=-1", "=1.5", "=101", "=[1]", '="NaN"'])
def test_a_priority_that_is_no_whole_number_up_to_100_stops_the_case_and_names_the_task(priority: str) -> None:
    told = f"<zeebe:priorityDefinition priority={quoteattr(priority)} />"

    with pytest.raises(ExecutionFailed, match="no whole number") as caught:
        play(start(), user("Doen", told), end(), chain("Begin", "Doen", "Klaar"))

    assert caught.value.element == "Doen"


@pytest.mark.parametrize("groups", ["=10", "=true", "={a: 1}", "=nu"])
def test_groups_that_are_no_list_stop_the_case_and_name_the_task(groups: str) -> None:
    with pytest.raises(ExecutionFailed, match="neither a list nor a text") as caught:
        play(start(), user("Doen", groups=groups), end(), chain("Begin", "Doen", "Klaar"))

    assert caught.value.element == "Doen"


def test_an_assignee_that_is_no_id_stops_the_case_and_names_the_task() -> None:
    told = f"<zeebe:assignmentDefinition assignee='{'x' * 33}' />"

    with pytest.raises(ExecutionFailed, match="nobody's id") as caught:
        play(start(), node("userTask", "Doen", told), end(), chain("Begin", "Doen", "Klaar"))

    assert caught.value.element == "Doen"


@pytest.mark.parametrize("value", ["=function(x) x", "=[function(x) x]", "={a: {b: function(x) x}}"])
def test_a_function_is_not_kept_but_stops_the_case_and_names_the_task(value: str) -> None:
    with pytest.raises(ExecutionFailed, match="gives a function") as caught:
        play(start(), script("Rekenen", value, "uitkomst"), end(), chain("Begin", "Rekenen", "Klaar"))

    assert caught.value.element == "Rekenen"


def test_a_long_text_in_a_collection_names_its_instance_by_its_beginning() -> None:
    text = f'=["{"x" * 400}"]'

    game = play(start(), user("Doen", each(text, "item")), end(), chain("Begin", "Doen", "Klaar"))

    assert [task.instance for task in game.step.open_tasks] == ["x" * 300]


@pytest.mark.parametrize("collection", ["=null", "=3", '="stuurgroep"', "=for i in 1..201 return i"])
def test_a_collection_that_is_no_short_list_stops_the_case(collection: str) -> None:
    with pytest.raises(ExecutionFailed, match="not a list"):
        play(start(), user("Doen", each(collection, "item")), end(), chain("Begin", "Doen", "Klaar"))


def test_the_task_after_a_vote_is_no_part_of_it() -> None:
    loop = each("=groepen.stuurgroep", "lid")
    case = play(
        start(), user("Stemmen", loop), user("Publiceren"), end(), chain("Begin", "Stemmen", "Publiceren", "Klaar")
    )
    instances = {t.multi_instance for t in case.step.open_tasks}

    for _ in range(3):
        case.answer("Stemmen")

    assert None not in instances
    assert len(instances) == 1
    assert case.task("Publiceren").multi_instance is None


def test_an_empty_collection_is_done_at_once() -> None:
    case = play(start(), user("Doen", each("=[]", "item")), end(), chain("Begin", "Doen", "Klaar"))

    assert case.ended_in == "Klaar"
