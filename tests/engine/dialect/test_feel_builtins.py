"""The built-in functions, one row of examples per function."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dialect.feel import BUILTIN_NAMES, from_python, parse

Examples = list[tuple[str, Any]]

STRINGS: Examples = [
    ('substring("wijkteam", 5)', "team"),
    ('substring("wijkteam", -4, 2)', "te"),
    ('string length("\U0001f40eé")', 2),
    ('upper case("ß")', "SS"),
    ('lower case("ABC")', "abc"),
    ('substring before("a-b", "-")', "a"),
    ('substring after("a-b", "-")', "b"),
    ('replace("0528-291911", "([0-9]{4})-", "$1 ")', "0528 291911"),
    ('contains("wijkteam", "kt")', True),
    ('starts with("wijkteam", "wijk")', True),
    ('ends with("wijkteam", "team")', True),
    (r'matches("7902 AA", "^[1-9]\d{3} ?[A-Z]{2}$")', True),
    ('matches("AB", "ab", "i")', True),
    ('matches("x", "[a-z-[aeiou]]")', True),
    ('matches("e", "[a-z-[aeiou]]")', False),
    ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
    ('string join(["a", null, "b"], ", ")', "a, b"),
]
NUMBERS: Examples = [
    ("decimal(2.5, 0)", 2),
    ("floor(-1.5)", -2),
    ("ceiling(1.21, 1)", "1.3"),
    ("round up(-1.21, 1)", "-1.3"),
    ("round down(1.29, 1)", "1.2"),
    ("round half up(2.5, 0)", 3),
    ("round half down(2.5, 0)", 2),
    ("abs(-3)", 3),
    ("modulo(-12, 5)", 3),
    ("modulo(12, -5)", -3),
    ("sqrt(16)", 4),
    ("log(1)", 0),
    ("exp(0)", 1),
    ("odd(3)", True),
    ("even(-2)", True),
    ("odd(2.5)", False),
]
LISTS: Examples = [
    ("list contains([1, null], null)", True),
    ("count([1, [2, 3]])", 2),
    ("min(3, 1, 2)", 1),
    ('max(["a", "c", "b"])', "c"),
    ("sum([1, 2, 3.5])", "6.5"),
    ("sum([])", None),
    ("mean(1, 2)", "1.5"),
    ("product(2, 3, 4)", 24),
    ("median([8, 2, 5, 3])", 4),
    ("stddev(2, 4, 7, 5) > 2.08 and stddev(2, 4, 7, 5) < 2.09", True),
    ("mode([6, 1, 9, 6, 1])", [1, 6]),
    ("all([true, null, false])", False),
    ("any([])", False),
    ("sublist([1, 2, 3], -2, 1)", [2]),
    ("sublist([1, 2, 3], 3, 1)", [3]),
    ("sublist([1, 2, 3], 3, 2)", None),
    ("insert before([1, 3], 3, 2)", None),
    ("insert before([1, 3], -1, 2)", [1, 2, 3]),
    ("remove([1, 2, 3], 0)", None),
    ("append([1], 2, [3])", [1, 2, [3]]),
    ("concatenate([1], [2, 3])", [1, 2, 3]),
    ("insert before([1, 3], 2, 2)", [1, 2, 3]),
    ("remove([1, 2, 3], 2)", [1, 3]),
    ("list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", [5, 5, 7]),
    ("reverse([1, 2])", [2, 1]),
    ("index of([1, 2, 1], 1)", [1, 3]),
    ("union([1, 2], [2, 3])", [1, 2, 3]),
    ('distinct values([1, 1.0, "1", [1], [1]])', [1, "1", [1]]),
    ("flatten([[1, [2]], 3])", [1, 2, 3]),
    ("sort([3, 1, 2])", [1, 2, 3]),
    ('sort(["b", "a"])', ["a", "b"]),
    ('sort(["b", 1])', None),
    ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
]
CONTEXTS: Examples = [
    ('get value({a: 1}, "a")', 1),
    ('get value({a: {b: 2}}, ["a", "b"])', 2),
    ("get entries({a: 1})", [{"key": "a", "value": 1}]),
    ('context([{key: "a", value: 1}])', {"a": 1}),
    ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
    ('context put({a: {b: 1}}, ["a", "b"], 2)', {"a": {"b": 2}}),
    ("context merge([{a: 1, b: 1}, {b: 2}])", {"a": 1, "b": 2}),
]
CONVERSIONS: Examples = [
    ('number("1.000,50", ".", ",")', "1000.50"),
    ('number("1e3")', 1000),
    ('number("een")', None),
    ("string(1.50)", "1.50"),
    ('string([1, "a", {b: null}])', '[1, "a", {b: null}]'),
    ('string(@"2026-03-02T09:30:00@Europe/Amsterdam")', "2026-03-02T09:30:00@Europe/Amsterdam"),
    ('5 in range("[1..10]")', True),
    ('range("[count([])..2]")', None),
]
RANGES: Examples = [
    ("before(1, [2..3])", True),
    ("after([2..3], 1)", True),
    ("meets([1..5], [5..8])", True),
    ("met by([5..8], [1..5))", False),
    ("overlaps([1..5], [3..8])", True),
    ("overlaps before([1..5], [3..8])", True),
    ("overlaps after([3..8], [1..5])", True),
    ("finishes(5, [1..5])", True),
    ("finished by([1..5), 5)", False),
    ("includes([1..5], 3)", True),
    ("during(5, [1..5))", False),
    ("starts([1..3], [1..5])", True),
    ("started by([1..5], 1)", True),
    ("coincides([1..5], [1..5])", True),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    STRINGS + NUMBERS + LISTS + CONTEXTS + CONVERSIONS + RANGES,
    ids=lambda value: str(value),
)
def test_a_built_in_function_gives_what_the_standard_says(text: str, expected: Any) -> None:
    value = parse(text).evaluate({})

    if isinstance(expected, str) and not isinstance(value, str):
        assert value == parse(expected).evaluate({})
    else:
        assert value == from_python(expected)


@pytest.mark.parametrize(
    "name", ["is", "now", "today", "date", "time", "date and time", "duration", "week of year", "last index"]
)
def test_the_names_of_the_functions_are_public(name: str) -> None:
    assert (name in BUILTIN_NAMES) is (name != "last index")


@pytest.mark.parametrize(
    "text",
    [
        'substring("abc", 0)',
        "sqrt(-1)",
        "log(0)",
        "modulo(1, 0)",
        "1 / 0",
        'sum([1, "2"])',
        "count()",
        'matches("a", "(")',
        r'matches("aa", "(a)\\1")',
        'replace("a", "a*", "b")',
        "insert before([1], 3, 2)",
        'date("2026-02-30")',
        'string join(["a", 1])',
    ],
)
def test_an_impossible_call_is_null_with_a_warning(text: str) -> None:
    found = parse(text).explain({})

    assert found.value is None
    assert len(found.warnings) == 1


def test_a_list_of_one_is_taken_for_its_element_and_an_element_for_a_list() -> None:
    assert parse('contains(["foobar"], "foo")').evaluate({}) is True
    assert parse("count(7)").evaluate({}) == 1


def test_an_argument_by_name_finds_the_signature_that_has_it() -> None:
    assert parse('substring(string: "abc", start position: 2)').evaluate({}) == "bc"
    assert parse('substring(text: "abc", start: 2)').evaluate({}) is None
