"""Choosing: the probabilities of the branches of a choice, in whole percents, and how somebody may set them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.simulation import Node
from engine.views import ChanceOfWay, ChoiceToReplay
from engine.whatif.choosing import _percents, weigh


def ways(*percents: int) -> ChoiceToReplay:
    told = tuple(ChanceOfWay(f"weg-{number}", "", percent) for number, percent in enumerate(percents))
    return ChoiceToReplay("keuze", "Akkoord?", "Werk", False, told)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_the_chances_of_a_choice_are_a_hundred_together_and_each_as_near_as_can_be(counts: list[int]) -> None:
    shares = tuple(count / sum(counts) for count in counts)

    found = _percents(Node("keuze", "", "choice", shares=shares))

    assert sum(found) == 100
    assert all(abs(percent - 100 * share) < 1 for percent, share in zip(found, shares, strict=True))


def test_what_is_cut_off_goes_to_where_most_was() -> None:
    assert _percents(Node("keuze", "", "choice", shares=(0.333, 0.333, 0.334))) == [33, 33, 34]
    assert _percents(Node("keuze", "", "choice", shares=(0.204, 0.108, 0.688))) == [20, 11, 69]


def test_the_ways_of_an_inclusive_choice_are_each_rounded_by_themselves() -> None:
    assert _percents(Node("keuze", "", "some", shares=(0.996, 0.333, 0.005, 0.5))) == [100, 33, 0, 50]


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"weg-0": 70, "weg-1": 30}, {}),
        ({"weg-0": 100, "weg-1": 0}, {}),
        ({"weg-0": 70}, {"weg-0": "no_sum"}),
        ({"weg-0": 70, "weg-1": 31}, {"weg-0": "no_sum"}),
        ({"weg-0": 101, "weg-1": -1}, {"weg-0": "no_chance", "weg-1": "no_chance"}),
        ({"weg-1": None}, {"weg-1": "no_chance"}),
    ],
    ids=["a hundred", "all and nothing", "one alone", "one too many", "no percents", "no number"],
)
def test_the_chances_that_are_typed_are_percents_and_a_hundred_together(
    typed: dict[str, int | None], problems: dict[str, str]
) -> None:
    shares, found = weigh((ways(60, 40),), typed)

    assert found == problems
    assert problems or shares == {"keuze": (typed["weg-0"] / 100, typed["weg-1"] / 100)}  # type: ignore[operator]


def test_a_choice_that_is_left_as_it_was_keeps_what_was_measured() -> None:
    assert weigh((ways(60, 40),), {"weg-0": 60}) == ({}, {})


def test_of_an_inclusive_choice_some_way_must_be_possible() -> None:
    choice = replace(ways(60, 40), inclusive=True)

    assert weigh((choice,), {"weg-0": 0, "weg-1": 0})[1] == {"weg-0": "no_way"}
    assert weigh((choice,), {"weg-0": 90, "weg-1": 90}) == ({"keuze": (0.9, 0.9)}, {})


def test_what_is_wrong_is_told_of_every_choice() -> None:
    other = ChoiceToReplay("ander", "", "Werk", False, (ChanceOfWay("x", "", 100), ChanceOfWay("y", "", 0)))

    _, found = weigh((ways(60, 40), other), {"weg-0": -1, "y": 1})

    assert found == {"weg-0": "no_chance", "x": "no_sum"}
