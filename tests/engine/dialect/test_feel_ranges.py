"""How ranges and points lie to each other, against sets of points that share no code with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from engine.dialect.feel import Range, parse

Points = frozenset[Fraction]
SCALE = [Fraction(number, 4) for number in range(-8, 21)]
"""Quarters from -2 to 5. Ends are whole, from 0 to 3: an open range between two of them holds three points or more."""


def points_of(text: str) -> Points:
    lies_in = parse(f"x in {text}")
    return frozenset(x for x in SCALE if lies_in.evaluate({"x": x.numerator / x.denominator}) is True)


ENDS = range(4)
RANGES = {
    text: points_of(text)
    for text in [
        *(
            f"{left}{low}..{high}{right}"
            for low, high in product(ENDS, ENDS)
            if low < high
            for left in "[("
            for right in "])"
        ),
        *(f"[{end}..{end}]" for end in ENDS),
        *(f"({operator} {end})" for end in ENDS for operator in ("<", ">=", "=")),
    ]
}
POINTS = {str(end): points_of(f"[{end}..{end}]") for end in ENDS}
BOTH = {**RANGES, **POINTS}

RELATIONS: dict[str, Callable[[Points, Points], bool]] = {
    "before": lambda a, b: max(a) < min(b),
    "meets": lambda a, b: max(a) == min(b),
    "overlaps": lambda a, b: bool(a & b),
    "overlaps before": lambda a, b: bool(a & b) and min(a) < min(b) and max(a) <= max(b),
    "finishes": lambda a, b: max(a) == max(b) and min(a) >= min(b),
    "includes": lambda a, b: a >= b,
    "starts": lambda a, b: min(a) == min(b) and max(a) <= max(b),
    "coincides": lambda a, b: a == b,
}
OPPOSITES = {
    "after": "before",
    "met by": "meets",
    "overlaps after": "overlaps before",
    "finished by": "finishes",
    "during": "includes",
    "started by": "starts",
}
KINDS = {
    "before": (BOTH, BOTH),
    "meets": (RANGES, RANGES),
    "overlaps": (RANGES, RANGES),
    "overlaps before": (RANGES, RANGES),
    "finishes": (BOTH, RANGES),
    "includes": (RANGES, BOTH),
    "starts": (BOTH, RANGES),
    "coincides": (RANGES, RANGES),
}
"""What each may be asked of: ranges, or points as well (DMN 1.5, 10.3.4.9)."""


def values_of(texts: dict[str, Points]) -> dict[str, object]:
    return {text: parse(text).evaluate({}) for text in texts}


@pytest.mark.parametrize("name", sorted(RELATIONS))
def test_ranges_lie_to_each_other_as_the_points_in_them_do(name: str) -> None:
    relate, (firsts, seconds) = parse(f"{name}(a, b)"), KINDS[name]
    ones, others = values_of(firsts), values_of(seconds)

    wrong = [
        (one, other)
        for one, other in product(firsts, seconds)
        if relate.evaluate({"a": ones[one], "b": others[other]}) is not RELATIONS[name](BOTH[one], BOTH[other])
    ]

    assert wrong == []


@pytest.mark.parametrize("name", sorted(OPPOSITES))
def test_a_relation_the_other_way_round_has_a_name_of_its_own(name: str) -> None:
    there, back = parse(f"{name}(a, b)"), parse(f"{OPPOSITES[name]}(b, a)")
    seconds, firsts = KINDS[OPPOSITES[name]]
    ones, others = values_of(firsts), values_of(seconds)

    wrong = [
        (one, other)
        for one, other in product(firsts, seconds)
        if there.evaluate(told := {"a": ones[one], "b": others[other]}) is not back.evaluate(told)
    ]

    assert wrong == []


def test_points_coincide_when_they_are_equal() -> None:
    assert parse("[coincides(1, 1), coincides(1, 2)]").evaluate({}) == [True, False]


def test_days_lie_to_each_other_as_numbers_do() -> None:
    spring = Range(date(2026, 3, 20), date(2026, 6, 21), True, False)

    assert parse("[during(d, s), before(d, s)]").evaluate({"d": date(2026, 6, 20), "s": spring}) == [True, False]


def test_a_range_of_all_but_one_value_has_no_ends_to_compare() -> None:
    found = parse("before((!= 1), [2..3])").explain({})

    assert (found.value, [warning.message for warning in found.warnings]) == (None, ["this range has no two ends"])
