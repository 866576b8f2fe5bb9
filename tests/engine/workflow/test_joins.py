"""Joins with more tokens than incoming flows: one token per flow is consumed, and the others stay (clause 13.4)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.diagrams import chain, end, flow, node, start, user
from tests.engine.player import Player, play
from tests.lengths import examples

WAYS = "ABC"
TASKS = [f"{way}{number}" for way in WAYS for number in (1, 2)]


def lead_to(join: str, tasks: Sequence[str]) -> Player:
    """Tasks that are open at once; each leads to the incoming flow of the join that it is named after."""
    return play(
        start(), node("parallelGateway", "Splits"), *(user(task) for task in tasks),
        *(node("exclusiveGateway", way) for way in WAYS), node(join, "Samen"), user("Na"), end(),
        chain("Begin", "Splits"), *(chain("Splits", task, task[0]) for task in tasks),
        *(flow(way, "Samen") for way in WAYS), chain("Samen", "Na", "Klaar"),
    )  # fmt: skip


@pytest.mark.parametrize("join", ["parallelGateway", "inclusiveGateway"])
@settings(max_examples=examples(50))
@given(order=st.permutations(TASKS))
def test_a_join_takes_one_token_of_each_way_and_leaves_the_rest_for_the_next(join: str, order: Sequence[str]) -> None:
    case = lead_to(join, TASKS)

    for number, task in enumerate(order, 1):
        case.answer(task)
        ways = [done[0] for done in order[:number]]
        assert case.waiting.count("Na") == min(ways.count(way) for way in WAYS)

    assert case.answer("Na").answer("Na").ended_in == "Klaar"


def test_a_parallel_join_with_two_ways_from_the_same_gateway_takes_both() -> None:
    case = play(
        start(), node("parallelGateway", "Splits"), node("parallelGateway", "Samen"), user("Na"), end(),
        chain("Begin", "Splits", "Samen", "Na", "Klaar"), flow("Splits", "Samen", key="nogmaals"),
    )  # fmt: skip

    assert case.waiting == ["Na"]
    assert case.answer("Na").ended_in == "Klaar"


def test_an_inclusive_join_does_not_wait_for_what_can_come_by_a_way_that_has_a_token() -> None:
    case = play(
        start(), node("parallelGateway", "Splits"), user("Eerst"), user("Ver"),
        node("exclusiveGateway", "Kies", default="anders"), node("exclusiveGateway", "Links"), user("Rechts"),
        node("inclusiveGateway", "Samen"), user("Na"), end(),
        chain("Begin", "Splits", "Eerst", "Links", "Samen", "Na", "Klaar"), chain("Splits", "Ver", "Kies"),
        flow("Kies", "Links", "=links"), flow("Kies", "Rechts", key="anders"), flow("Rechts", "Samen"),
    )  # fmt: skip

    case.answer("Eerst")

    assert case.waiting == ["Na", "Ver"]


def test_what_an_inclusive_join_leaves_goes_on_when_nothing_more_can_come() -> None:
    case = lead_to("inclusiveGateway", ["A1", "B1", "B2", "C1"])

    for task in ("A1", "B1", "B2", "C1"):
        case.answer(task)

    assert case.waiting == ["Na", "Na"]
    assert case.answer("Na").answer("Na").ended_in == "Klaar"
