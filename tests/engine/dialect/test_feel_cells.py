"""The quick way of a cell with constants gives what the general way gives, and is taken only where it can."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialect.feel import parse_unary_tests

NUMBERS = st.integers(-3, 3).map(Decimal) | st.sampled_from([Decimal("1.0"), Decimal("-0"), Decimal("1E+1")])
TEXTS = st.sampled_from(["", "a", "b", "ab"])
ENDS = NUMBERS.map(str) | TEXTS.map(lambda text: f'"{text}"') | st.sampled_from(["true", "false", '-"a"'])
TESTS = st.one_of(
    ENDS,
    st.builds(lambda operator, end: f"{operator} {end}", st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), ENDS),
    st.builds(lambda a, low, high, b: f"{a}{low}..{high}{b}", st.sampled_from("[("), ENDS, ENDS, st.sampled_from("])")),
)
CELLS = st.lists(TESTS, min_size=1, max_size=3).map(", ".join)


@given(CELLS, st.booleans(), NUMBERS | TEXTS | st.booleans())
def test_the_quick_way_gives_what_the_general_way_gives(cell: str, negated: bool, value: Any) -> None:
    tests = parse_unary_tests(f"not({cell})" if negated else cell)

    if tests.constant is not None and type(value) is tests.constant.kind:
        explained = tests.explain(value, {})

        assert tests.constant.passes(value) is explained.value
        assert explained.warnings == ()


@pytest.mark.parametrize("cell", ['"positief"', "<= 5000", "[10..20)", 'not("a", "b")', "-1, -2", "true", "(> 5)"])
def test_constants_are_quick(cell: str) -> None:
    assert parse_unary_tests(cell).constant is not None


@pytest.mark.parametrize(
    "cell",
    [
        "-",
        "drempel",
        "? > 5",
        "1 + 1",
        '1, "a"',
        "null",
        '@"2026-03-02"',
        '[1.."a"]',
        "< true",
        "[false..true]",
        '-"a"',
        "-true",
    ],
)
def test_anything_else_goes_the_general_way(cell: str) -> None:
    assert parse_unary_tests(cell).constant is None
