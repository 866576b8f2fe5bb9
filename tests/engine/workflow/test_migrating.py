"""Migrating: what happens to the tokens, timers and memory of a case in another version of its process."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import soundness
from tests.engine.diagrams import (
    catch,
    chain,
    end,
    message,
    node,
    part,
    properties,
    script,
    start,
    undone,
    user,
)
from tests.engine.migrating import codes, one_task, parallel, straight
from tests.engine.player import MONDAY, Player, play

# ---- where a token stands --------------------------------------------------------------------------------------------


def test_a_token_stays_at_its_task_and_goes_on_as_the_new_version_says() -> None:
    case = play(*straight("Doen"))
    ref = case.task("Doen").ref

    case.migrate(*straight("Doen", "Nakijken"))

    assert case.task("Doen").ref == ref
    assert case.answer("Doen").waiting == ["Nakijken"]
    assert case.answer("Nakijken").ended_in == "Klaar"


def test_what_was_done_need_not_be_in_the_new_version() -> None:
    case = play(*straight("Vooraf", "Doen")).answer("Vooraf")

    case.migrate(*straight("Doen"))

    assert case.answer("Doen").ended_in == "Klaar"


def test_a_task_that_is_not_there_any_more_is_an_obstacle() -> None:
    case = play(*straight("Doen"))

    assert codes(case, *straight("Anders")) == [("gone", "Doen")]


def test_a_task_with_another_id_goes_by_a_mapping() -> None:
    case = play(*straight("Doen"))

    verdict = case.judge(*straight("Anders"), mapping={"Doen": "Anders"})
    case.migrate(*straight("Anders"), mapping={"Doen": "Anders"})

    assert verdict.mapped
    assert case.waiting == ["Anders"]
    assert case.answer("Anders").ended_in == "Klaar"


def test_a_mapping_that_a_case_does_not_need_is_not_counted() -> None:
    case = play(*straight("Eerst", "Doen"))

    assert not case.judge(*straight("Eerst", "Anders"), mapping={"Doen": "Anders"}).mapped


def test_a_task_that_became_something_else_is_an_obstacle() -> None:
    case = play(*straight("Doen"))

    assert codes(case, start(), catch("Doen", message()), end(), chain("Begin", "Doen", "Klaar")) == [
        ("other_kind", "Doen")
    ]


def test_a_task_that_came_to_undo_another_is_an_obstacle() -> None:
    case = play(*straight("Doen"))
    booked = script("Boeken", "=1", "geboekt"), undone("Boeken", user("Doen"))

    assert codes(case, start(), *booked, end(), chain("Begin", "Boeken", "Klaar")) == [("other_kind", "Doen")]


MINE = node("userTask", "Doen", '<zeebe:assignmentDefinition assignee="=indiener_id" />')


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (user("Doen", properties(ballot="true")), "other_ballot"),
        (user("Doen", properties(suspendsTerm="true")), "other_suspension"),
        (MINE, "other_assignee"),
    ],
    ids=["whether it is a secret vote", "whether it stops the clock", "for whom it is"],
)
def test_what_was_settled_when_a_task_opened_is_an_obstacle_either_way(other: str, code: str) -> None:
    plain = one_task(user("Doen"))

    assert codes(play(*plain), *one_task(other)) == [(code, "Doen")]
    assert codes(play(*one_task(other)), *plain) == [(code, "Doen")]
    assert codes(play(*one_task(other)), *one_task(other)) == []


def test_a_task_that_moved_into_a_subprocess_is_an_obstacle() -> None:
    case = play(*straight("Doen"))
    inside = part("Deel", start("In"), user("Doen"), end("Uit"), chain("In", "Doen", "Uit"))

    assert codes(case, start(), inside, end(), chain("Begin", "Deel", "Klaar")) == [("other_scope", "Doen")]


# ---- tasks of people -------------------------------------------------------------------------------------------------


def test_a_task_keeps_its_due_date() -> None:
    case = play(*one_task(user("Doen", due="P5D"))).wait(days=2)

    case.migrate(*one_task(user("Doen", due="P9D", groups="kernteam")))

    task = case.task("Doen")
    assert task.due_at == MONDAY + timedelta(days=5)
    assert task.groups == ("kernteam",)


def test_a_due_date_that_is_new_counts_from_the_migration() -> None:
    case = play(*one_task(user("Doen"))).wait(days=2)

    case.migrate(*one_task(user("Doen", due="P5D")))

    assert case.task("Doen").due_at == MONDAY + timedelta(days=7)


def test_groups_that_were_worked_out_stay_when_the_diagram_says_the_same() -> None:
    case = play(*one_task(user("Doen", groups="=wie")), wie="kernteam")

    case.migrate(*one_task(user("Doen", groups="=wie", due="P5D")))

    assert case.task("Doen").groups == ("kernteam",)


def test_a_group_that_cannot_be_worked_out_is_an_obstacle() -> None:
    case = play(*one_task(user("Doen")))

    assert codes(case, *one_task(user("Doen", due="=lang geleden"))) == [("not_computed", "Doen")]


# ---- side by side ----------------------------------------------------------------------------------------------------


def side_by_side(*branches: str, after: tuple[str, ...] = ()) -> tuple[str, ...]:
    inside = [user(key) + chain("Splits", key, "Samen") for key in branches]
    more = [user(key) for key in after]
    ways = chain("Begin", "Splits"), chain("Samen", *after, "Klaar")
    return start(), parallel("Splits"), parallel("Samen"), *inside, *more, end(), *ways


def stuck(case: Player, *inside: str) -> list[str]:
    """The joins at which tokens would wait for ever."""
    passage = case._passage(inside, None, {})
    verdict = case.judge(*inside)
    found = [soundness.find_stuck(passage.new.processes[w.process], w.parent, w.flows) for w in verdict.standings]
    return sorted(key for keys in found if keys is not None for key in keys)


def test_what_comes_after_a_join_can_change_while_a_token_waits_there() -> None:
    case = play(*side_by_side("Links", "Rechts")).answer("Links")

    case.migrate(*side_by_side("Links", "Rechts", after=("Na",)))

    assert case.answer("Rechts").waiting == ["Na"]


@pytest.mark.parametrize("answered", [(), ("Links",)], ids=["nobody waits yet", "a token waits at the join"])
def test_a_branch_that_is_new_would_be_waited_for_for_ever(answered: tuple[str, ...]) -> None:
    case = play(*side_by_side("Links", "Rechts"))
    for key in answered:
        case.answer(key)

    assert stuck(case, *side_by_side("Links", "Rechts", "Midden")) == ["Samen"]


def test_a_branch_that_is_new_is_no_matter_before_the_split() -> None:
    before = (user("Vooraf"), *side_by_side("Links", "Rechts")[1:-2])
    case = play(start(), *before, chain("Begin", "Vooraf", "Splits"), chain("Samen", "Klaar"))

    case.migrate(
        start(), user("Vooraf"), *side_by_side("Links", "Rechts", "Midden")[1:-2],
        chain("Begin", "Vooraf", "Splits"), chain("Samen", "Klaar"),
    )  # fmt: skip

    assert case.answer("Vooraf").waiting == ["Links", "Midden", "Rechts"]


def test_a_token_that_came_by_a_branch_that_is_gone_is_an_obstacle() -> None:
    case = play(*side_by_side("Links", "Midden", "Rechts")).answer("Midden")

    assert codes(case, *side_by_side("Links", "Rechts")) == [("way_gone", "Samen")]


def test_a_token_in_a_branch_that_is_gone_is_an_obstacle() -> None:
    case = play(*side_by_side("Links", "Midden", "Rechts"))

    assert codes(case, *side_by_side("Links", "Rechts")) == [("gone", "Midden")]


def test_a_join_that_would_open_at_once_is_an_obstacle() -> None:
    case = play(*side_by_side("Links", "Rechts")).answer("Links")
    apart = start(), parallel("Splits"), parallel("Samen"), user("Links"), user("Rechts"), end(), end("Apart")

    assert codes(
        case, *apart, chain("Begin", "Splits", "Links", "Samen", "Klaar"), chain("Splits", "Rechts", "Apart")
    ) == [("at_once", "Samen")]


def test_two_tokens_cannot_become_one() -> None:
    case = play(*side_by_side("Links", "Rechts"))

    found = case.judge(*straight("Samen"), mapping={"Links": "Samen", "Rechts": "Samen"})

    assert [o.code for o in found.obstacles] == ["two_in_one"]
