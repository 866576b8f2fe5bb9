"""Tokens: joins that would wait for ever are found, and sound ones are left in peace."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checking import check_folder
from tests.engine.checking.judging import judge
from tests.engine.diagrams import boundary, chain, end, flow, folder, message, node, start, timer, user
from tests.engine.soundness.test_exploring import mesh

SPLIT = node("parallelGateway", "Splitsing")
JOIN = node("parallelGateway", "Samen")


def test_a_join_of_what_a_split_parted_is_sound() -> None:
    found = judge(start(), SPLIT, user("A"), user("B"), JOIN, end(), chain("Begin", "Splitsing", "A", "Samen", "Klaar"),
                  chain("Splitsing", "B", "Samen"))  # fmt: skip

    assert found == []


def test_a_join_behind_a_choice_waits_for_ever() -> None:
    found = judge(start(), node("exclusiveGateway", "Keuze", default="Nee"), user("A"), user("B"), JOIN, end(),
                  chain("Begin", "Keuze"), flow("Keuze", "A", "=ja"), flow("Keuze", "B", key="Nee"),
                  chain("A", "Samen", "Klaar"), chain("B", "Samen"))  # fmt: skip

    assert found == [("join_without_split", "Samen")]


def test_a_choice_that_leaves_one_branch_of_a_split_keeps_the_join_waiting() -> None:
    found = judge(start(), SPLIT, user("A"), node("exclusiveGateway", "Keuze", default="Door"), JOIN, end(), end("Weg"),
                  chain("Begin", "Splitsing", "A", "Samen", "Klaar"), flow("Splitsing", "Keuze"),
                  flow("Keuze", "Samen", key="Door"), flow("Keuze", "Weg", "=stop"))  # fmt: skip

    assert found == [("join_without_split", "Samen")]


def test_a_choice_that_ends_everything_keeps_no_join_waiting() -> None:
    stop = node("endEvent", "Weg", "<bpmn:terminateEventDefinition />")

    found = judge(start(), SPLIT, user("A"), node("exclusiveGateway", "Keuze", default="Door"), JOIN, end(), stop,
                  chain("Begin", "Splitsing", "A", "Samen", "Klaar"), flow("Splitsing", "Keuze"),
                  flow("Keuze", "Samen", key="Door"), flow("Keuze", "Weg", "=stop"))  # fmt: skip

    # The other branch may stand before the join when all is ended, which is what the diagram asks for.
    assert found == []


def test_a_deadline_that_leaves_one_branch_of_a_split_keeps_the_join_waiting() -> None:
    found = judge(start(), SPLIT, user("A"), user("B"), boundary("Om", "B", timer("Duration", "P1D")), JOIN, end(),
                  end("Weg"), chain("Begin", "Splitsing", "A", "Samen", "Klaar"), chain("Splitsing", "B", "Samen"),
                  flow("Om", "Weg"))  # fmt: skip

    assert found == [("join_without_split", "Samen")]


def test_a_deadline_that_comes_back_before_the_join_is_sound() -> None:
    found = judge(start(), SPLIT, user("A"), user("B"), boundary("Om", "B", timer("Duration", "P1D")),
                  node("exclusiveGateway", "Verder"), JOIN, end(), chain("Begin", "Splitsing", "A", "Samen", "Klaar"),
                  chain("Splitsing", "B", "Verder", "Samen"), flow("Om", "Verder"))  # fmt: skip

    assert found == []


def test_splits_inside_each_other_may_come_together_in_one_join() -> None:
    found = judge(start(), SPLIT, node("parallelGateway", "Nog_een"), user("A"), user("B"), user("C"), JOIN, end(),
                  chain("Begin", "Splitsing", "Nog_een", "A", "Samen", "Klaar"), chain("Nog_een", "B", "Samen"),
                  chain("Splitsing", "C", "Samen"))  # fmt: skip

    assert found == []


def test_branches_that_come_together_without_a_join_are_warned_about_once() -> None:
    found = judge(start(), SPLIT, user("A"), user("B"), user("Tweemaal"), user("Daarna"), end(),
                  chain("Begin", "Splitsing", "A", "Tweemaal", "Daarna", "Klaar"),
                  chain("Splitsing", "B", "Tweemaal"))  # fmt: skip

    assert found == [("two_at_once", "Tweemaal")]


def test_branches_that_each_run_to_the_same_end_are_sound() -> None:
    found = judge(start(), SPLIT, user("A"), user("B"), end(), chain("Begin", "Splitsing", "A", "Klaar"),
                  chain("Splitsing", "B", "Klaar"))  # fmt: skip

    assert found == []


@pytest.mark.parametrize("definition", [timer("Duration", "P7D"), message()], ids=["reminder", "message"])
def test_what_comes_beside_a_task_and_runs_on_into_its_flow_is_warned_about(definition: str) -> None:
    found = judge(start(), user("Taak"), boundary("Rand", "Taak", definition, interrupting=False), user("Later"), end(),
                  chain("Begin", "Taak", "Later", "Klaar"), flow("Rand", "Later"))  # fmt: skip

    assert found == [("two_at_once", "Later")]


def test_a_reminder_with_an_end_of_its_own_is_sound() -> None:
    found = judge(start(), user("Taak"), boundary("Rand", "Taak", timer("Duration", "P7D"), interrupting=False),
                  end("Herinnerd"), end(), chain("Begin", "Taak", "Klaar"), flow("Rand", "Herinnerd"))  # fmt: skip

    assert found == []


def test_a_join_inside_a_subprocess_is_looked_at_too() -> None:
    inner = node("subProcess", "Deel", start("Erin"), node("exclusiveGateway", "Keuze", default="Nee"), JOIN,
                 end("Eruit"), chain("Erin", "Keuze"), flow("Keuze", "Samen", "=ja", key="Ja"),
                 flow("Keuze", "Samen", key="Nee"), flow("Samen", "Eruit"))  # fmt: skip

    found = judge(start(), inner, end(), chain("Begin", "Deel", "Klaar"))

    assert found == [("join_without_split", "Samen")]


def test_long_branches_side_by_side_are_looked_at_to_the_end() -> None:
    branches = [[f"T{b}_{n}" for n in range(5)] for b in range(12)]

    found = judge(start(), SPLIT, JOIN, end(), chain("Begin", "Splitsing"), flow("Samen", "Klaar"),
                  *(user(key) for branch in branches for key in branch),
                  *(chain("Splitsing", *branch, "Samen") for branch in branches))  # fmt: skip

    assert found == []


def test_a_diagram_with_too_many_ways_side_by_side_is_told_to_be_unchecked_within_seconds() -> None:
    begun = perf_counter()

    found = judge(*mesh(14))

    assert found == [("too_entangled", "")]
    assert perf_counter() - begun < 20


def test_a_finding_shows_the_way_that_leads_to_it() -> None:
    files = folder(start(), SPLIT, user("A"), user("B"), user("Tweemaal"), end(),
                   chain("Begin", "Splitsing", "A", "Tweemaal", "Klaar"),
                   chain("Splitsing", "B", "Tweemaal"))  # fmt: skip

    (finding,) = check_folder(files, {})

    assert [key for key in finding.trace if key in {"Splitsing", "A", "B", "Tweemaal"}] == [
        "Splitsing", "A", "Tweemaal", "B", "Tweemaal",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 3), min_size=2, max_size=4))
def test_any_number_of_branches_of_any_length_may_be_split_and_joined(lengths: list[int]) -> None:
    branches = [[f"T{b}_{n}" for n in range(length)] for b, length in enumerate(lengths)]
    ways = [["Splitsing", *branch, "Samen"] for branch in branches]

    found = judge(
        start(), SPLIT, JOIN, end(), flow("Begin", "Splitsing"), flow("Samen", "Klaar"),
        *(user(key) for branch in branches for key in branch),
        *(flow(a, b, key=f"{a}_{b}_{n}") for n, way in enumerate(ways) for a, b in pairwise(way)),
    )  # fmt: skip

    assert found == []
