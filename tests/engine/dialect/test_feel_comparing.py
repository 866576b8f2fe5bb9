"""Which values are equal, which come first, and what lies in a range."""

from __future__ import annotations

from itertools import combinations

import pytest

from engine.dialect.feel import parse

ALIKE = [
    ["1", "1.0"],
    ["null"],
    ["true"],
    ['"1"'],
    ["[1, 2]", "[1.0, 2]"],
    ["[1, 3]"],
    ["[1]"],
    ["{a: 1, b: 2}", "{b: 2, a: 1}"],
    ["{a: 1}"],
    ["abs"],
    ["floor"],
    ["[1..2]"],
    ["[1..2)"],
    ["(1..2]"],
    ["[1..3]"],
    ["(= 1)"],
    ["(!= 1)"],
    ["(< 2)"],
    ['@"P1Y"', '@"P12M"'],
    ['@"P365D"'],
    ['@"10:00:00"'],
    ['@"10:00:00Z"', '@"11:00:00+01:00"'],
    ['@"10:00:00@Europe/Amsterdam"'],
    ['@"10:00:00@Europe/Berlin"'],
    ['@"2026-03-02"', '@"2026-03-02T00:00:00Z"', '@"2026-03-02T01:00:00+01:00"',
     '@"2026-03-02T01:00:00@Europe/Amsterdam"'],
    ['@"2026-03-02T00:00:00"'],
    ['@"12026-03-02"', '@"12026-03-02T00:00:00Z"', '@"12026-03-02T01:00:00+01:00"'],
    ['@"12026-03-02T00:00:00"'],
    ['@"12026-03-03"'],
]  # fmt: skip
"""Ways to write the same value; no two lines are equal."""


def test_values_equal_those_of_their_own_kind_and_no_others() -> None:
    written = [(text, line) for line, texts in enumerate(ALIKE) for text in texts]
    are_equal = parse("x = y")
    values = {text: parse(text).evaluate({}) for text, _ in written}

    wrong = [
        (one, other)
        for (one, first), (other, second) in combinations(written, 2)
        for left, right in ((one, other), (other, one))
        if (are_equal.evaluate({"x": values[left], "y": values[right]}) is True) is not (first == second)
    ]

    assert wrong == []
    assert all(are_equal.evaluate({"x": value, "y": value}) for value in values.values())


ORDERED = [
    ["-1", "0.5", "1", "10"],
    ['""', '"A"', '"B"', '"a"', '"aa"'],
    ['@"-P2M"', '@"P0M"', '@"P11M"', '@"P1Y"'],
    ['@"-PT1S"', '@"PT0S"', '@"PT23H"', '@"P1D"'],
    ['@"09:59:59"', '@"10:00:00"', '@"23:00:00"'],
    ['@"10:00:00+02:00"', '@"09:00:00Z"', '@"09:00:00-01:00"'],
    ['@"10:00:00@Europe/Amsterdam"', '@"11:00:00@Europe/Berlin"'],
    ['@"-2026-03-02"', '@"2026-03-01"', '@"2026-03-01T00:00:01Z"', '@"2026-03-02"', '@"12026-03-02"',
     '@"12026-03-02T00:00:01Z"', '@"12026-03-03"'],
    ['@"2026-03-02T10:00:00"', '@"2026-03-02T10:00:01"', '@"12026-03-02T00:00:00"'],
]  # fmt: skip


@pytest.mark.parametrize("texts", ORDERED, ids=lambda texts: f"{texts[0]} first")
def test_values_of_a_kind_have_an_order(texts: list[str]) -> None:
    compare = parse("[x < y, x <= y, x > y, x >= y, y < x, y <= x, y > x, y >= x, x <= x, x < x]")
    values = [parse(text).evaluate({}) for text in texts]

    found = [compare.evaluate({"x": one, "y": other}) for one, other in combinations(values, 2)]

    assert found == [[True, True, False, False, False, False, True, True, True, False]] * len(found)


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ("null", "1", "null has no order"),
        ('@"10:00:00"', "null", "null has no order"),
        ("1", '"a"', "a number and a string have no order"),
        ("true", "false", "a boolean and a boolean have no order"),
        ("abs", "floor", "a function and a function have no order"),
        ('@"P1Y"', '@"P365D"', "a years and months duration and a days and time duration have no order"),
        ('@"10:00:00"', '@"2026-03-02"', "a time and a date have no order"),
        ('@"2026-03-02"', "1", "a date and a number have no order"),
        ('@"10:00:00"', '@"11:00:00Z"', "a time with an offset and one without have no order"),
        ('@"2026-03-02T00:00:00"', '@"2026-03-03"', "a time with an offset and one without have no order"),
    ],
)
def test_what_has_no_order_is_null_and_says_why(left: str, right: str, reason: str) -> None:
    found = [parse(text).explain({}) for text in (f"{left} < {right}", f"{right} >= {left}")]

    assert [one.value for one in found] == [None, None]
    assert found[0].warnings[0].message == reason


DAYS = [f'@"2026-01-{day:02}"' for day in range(1, 6)]
SCALES = [["1", "2", "3", "4", "5"], DAYS, ['"a"', '"b"', '"c"', '"d"', '"e"']]


@pytest.mark.parametrize("scale", SCALES, ids=["numbers", "days", "texts"])
@pytest.mark.parametrize(
    ("written", "inside"),
    [
        ("[{1}..{3}]", "1 2 3"),
        ("[{1}..{3})", "1 2"),
        ("({1}..{3}]", "2 3"),
        ("]{1}..{3}[", "2"),
        ("(< {2})", "0 1"),
        ("(<= {2})", "0 1 2"),
        ("(> {2})", "3 4"),
        ("(>= {2})", "2 3 4"),
        ("(= {2})", "2"),
        ("(!= {2})", "0 1 3 4"),
    ],
)
def test_a_value_lies_in_a_range_or_not(scale: list[str], written: str, inside: str) -> None:
    lies_in = parse(f"x in {written.format(*scale)}")

    found = [number for number, text in enumerate(scale) if lies_in.evaluate({"x": parse(text).evaluate({})}) is True]

    assert found == [int(number) for number in inside.split()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1..2].start", "1"),
        ("[1..2].end", "2"),
        ("[[1..2].start included, [1..2].end included]", "[true, true]"),
        ("[(1..2).start included, (1..2).end included]", "[false, false]"),
        ("[(< 5).start, (< 5).end]", "[null, 5]"),
        ("[(= 5).start, (= 5).end]", "[5, 5]"),
        ("[null..1].end", "1"),
        ("[1..null].start included", "true"),
        ("[1..null].end included", "false"),
        ("[null..1].start included", "false"),
    ],
)
def test_a_range_has_its_ends_as_parts(text: str, expected: str) -> None:
    found = parse(text).explain({})

    assert (found.value, found.warnings) == (parse(expected).evaluate({}), ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(!= 5).start", "this range has no 'start'"),
        ("[1..2].middle", "this range has no 'middle'"),
        ('["a"..1]', "a range cannot go from a string to a number"),
        ('[@"2026-01-01"..@"2026-01-01T00:00:00"]', "a range cannot go from a date to a date and time"),
        ("[true..false]", "a boolean cannot be the end of a range"),
        ("[1..[2]]", "a list cannot be the end of a range"),
        ("null.a", "null has no 'a'"),
        ("{a: 1}.b", "the context has no entry 'b'"),
        ("1.5.a", "a number has no 'a'"),
        ("abs.a", "a function has no 'a'"),
        ('@"2026-01-01".hour', "a date has no 'hour'"),
        ("(function(a) a)(b: 1)", "function needs the argument 'a'"),
    ],
)
def test_what_a_value_does_not_have_is_null_and_says_so(text: str, reason: str) -> None:
    found = parse(text).explain({})

    assert (found.value, [warning.message for warning in found.warnings]) == (None, [reason])


@pytest.mark.parametrize(
    ("text", "expected", "warnings"),
    [
        ("[{a: 1}, {b: 2}].a", "[1, null]", 0),
        ("[{a: 1}, null].a", "[1, null]", 1),
        ("[{a: {b: 1}}, {}, {a: {b: 2}}].a.b", "[1, null, 2]", 1),
        ("[{a: 1}, [{a: 2}, null]].a", "[1, [2, null]]", 1),
        ('[@"2026-01-01", 5].year', "[2026, null]", 1),
    ],
)
def test_one_item_of_a_list_without_an_entry_leaves_the_others_as_they_are(
    text: str, expected: str, warnings: int
) -> None:
    found = parse(text).explain({})

    assert (found.value, len(found.warnings)) == (parse(expected).evaluate({}), warnings)
