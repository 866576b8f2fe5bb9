"""Instances of a repeated activity: how many there may be, what each is called, and in what order they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ExecutionFailed
from tests.engine.conformance.telling import laps
from tests.engine.diagrams import chain, each, end, script, start, user
from tests.engine.player import Player, play


def repeat(collection: str) -> Player:
    """A task for each item; what comes of them is the item with what was answered."""
    loop = each(collection, "item", yields="=[item, gezegd]", into="gevonden")
    return play(start(), user("Doen", loop), end(), chain("Begin", "Doen", "Klaar"))


@settings(max_examples=15)
@given(order=st.permutations(range(1, 13)))
def test_what_a_dozen_people_answer_is_kept_in_the_order_of_the_people(order: Sequence[int]) -> None:
    case = repeat("=for i in 1..12 return string(i)")

    for number in order[:-1]:
        case.answer("Doen", of=str(number), gezegd=f"antwoord {number}")
        known = [item for item, _ in case.step.variables["gevonden"]]
        assert known == sorted(known, key=int)
    case.answer("Doen", gezegd=f"antwoord {order[-1]}")

    assert case.step.variables["gevonden"] == [[str(number), f"antwoord {number}"] for number in range(1, 13)]


def test_two_hundred_instances_are_still_meant() -> None:
    assert len(repeat("=for i in 1..200 return i").waiting) == 200


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ('{id: "lid-1", naam: "Anna"}', "Anna"),
        ('{id: "lid-1"}', "lid-1"),
        ('{id: "lid-1", naam: ""}', "lid-1"),
        ('"lid-1"', "lid-1"),
        ("3", None),
        ("{id: 3}", None),
    ],
    ids=["by a name", "else by an id", "an empty name is none", "a text is its name", "a number", "an id that is none"],
)
def test_people_tell_instances_apart_by_the_name_of_the_item(item: str, label: str | None) -> None:
    (task,) = repeat(f"=[{item}]").step.open_tasks

    assert task.instance == label


def count_laps(loop: str) -> Player:
    return play(
        start(), script("Tellen", "=n + 1", "n", loop), end(), chain("Begin", "Tellen", "Klaar"), n=Decimal(0)
    )  # fmt: skip


def test_a_loop_that_says_no_most_is_stopped_when_it_goes_round_without_end() -> None:
    with pytest.raises(ExecutionFailed, match="more than 200 times") as stopped:
        count_laps(laps("=true"))

    assert (stopped.value.process, stopped.value.element) == ("proef", "Tellen")


@pytest.mark.parametrize("most", [1, 3])
def test_a_loop_that_says_how_often_at_most_goes_on_after_that(most: int) -> None:
    case = count_laps(laps("=true", most))

    assert (case.ended_in, case.step.variables["n"]) == ("Klaar", most)


def test_a_loop_may_go_round_two_hundred_times() -> None:
    assert count_laps(laps("=n &lt; 200")).step.variables["n"] == 200
