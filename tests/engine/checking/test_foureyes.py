"""Two tasks that two people must do: the drawing says which, and so that it can be kept."""

from __future__ import annotations

from tests.engine.checking.judging import judge
from tests.engine.diagrams import chain, each, end, node, properties, start, user

APART = properties(fourEyesWith="Eerst")


def pair(first: str, second: str) -> list[tuple[str, str]]:
    """The findings on two tasks, one after the other."""
    return judge(start(), first, second, end(), chain("Begin", "Eerst", "Tweede", "Klaar"))


def test_two_tasks_of_a_group_that_two_people_must_do_are_sound() -> None:
    assert pair(user("Eerst"), user("Tweede", APART)) == []


def test_a_task_that_is_not_there_is_refused() -> None:
    found = pair(user("Eerst"), user("Tweede", properties(fourEyesWith="Derde")))

    assert found == [("four_eyes_unknown", "Tweede")]


def test_a_step_that_no_person_does_is_refused() -> None:
    found = pair(user("Eerst"), user("Tweede", properties(fourEyesWith="Klaar")))

    assert found == [("four_eyes_unknown", "Tweede")]


def test_a_task_that_somebody_else_than_its_own_doer_must_do_is_refused() -> None:
    assert pair(user("Eerst", APART), user("Tweede")) == [("four_eyes_self", "Eerst")]


def test_a_task_that_is_repeated_is_refused_since_nobody_is_the_one_who_did_it() -> None:
    repeated = user("Eerst", each("=[1, 2]", "keer"))

    assert pair(repeated, user("Tweede", APART)) == [("four_eyes_repeated", "Tweede")]


def test_a_task_for_one_person_is_refused_since_that_can_be_who_did_the_other() -> None:
    named = node("userTask", "Eerst", '<zeebe:formDefinition formId="leeg" />',
                 '<zeebe:assignmentDefinition assignee="=indiener_id" />')  # fmt: skip

    assert pair(named, user("Tweede", APART)) == [("four_eyes_assigned", "Tweede")]


def test_on_anything_but_a_task_for_people_it_does_nothing() -> None:
    found = judge(start(), user("Eerst"), end("Klaar", APART), chain("Begin", "Eerst", "Klaar"))

    assert found == [("property_elsewhere", "Klaar")]
