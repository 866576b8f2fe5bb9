"""Where the answer of a built-in function changes: at the first and last place, with nothing, and just beyond."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.dialect.feel import from_python, parse

Examples = list[tuple[str, Any]]

NUMBERS: Examples = [
    ("round half up(12345, -2)", 12300),
    ("round half up(1250, -2)", 1300),
    ("round half down(1250, -2)", 1200),
    ("round half up(5, -1)", 10),
    ("round half up(1.5, 1)", Decimal("1.5")),
    ("round half up(2.45, 1.9)", Decimal("2.5")),
    ("decimal(1, 6176)", 1),
    ("decimal(1, -6111)", 0),
    ("floor(1.15, 0)", 1),
    ("abs(@\"-P1Y2M\") = @\"P14M\"", True),
    ('abs(@"-PT2H") = @"PT2H"', True),
    ('abs(@"PT2H") = @"PT2H"', True),
    ("sqrt(0)", 0),
    ("sqrt(2) * sqrt(2) > 1.999", True),
    ("log(exp(1)) > 0.999", True),
    ("even(10 ** 33)", True),
    ("odd(10 ** 33 + 1)", True),
    ("even(10 ** 34)", True),
    ("odd(10 ** 40)", False),
    ("even(1.5)", False),
    ("even(0)", True),
    ("odd(-3)", True),
    ("modulo(12, 5)", 2),
    ("modulo(10, 5)", 0),
    ("modulo(-10, 5)", 0),
    ("modulo(-12, -5)", -2),
    ("modulo(10.1, 4.5)", Decimal("1.1")),
]  # fmt: skip
STRINGS: Examples = [
    ('substring("abc", 3)', "c"),
    ('substring("abc", -3)', "abc"),
    ('substring("abc", -1)', "c"),
    ('substring("abc", 1)', "abc"),
    ('substring("abc", 1, 1)', "a"),
    ('substring("abc", 2, 9)', "bc"),
    ('substring("abc", 1.9, 1.9)', "a"),
    ('substring before("a-b-c", "-")', "a"),
    ('substring before("abc", "-")', ""),
    ('substring before("abc", "")', ""),
    ('substring after("a-b-c", "-")', "b-c"),
    ('substring after("abc", "-")', ""),
    ('substring after("abc", "")', "abc"),
    ('contains("abc", "")', True),
    ('replace("ABC", "b", "x")', "ABC"),
    ('replace("ABC", "b", "x", "i")', "AxC"),
    ('replace("ABC", "B", "x", null)', "AxC"),
    ('matches("AB", "ab", null)', False),
    ('string join(["a", "b"])', "ab"),
    ('string join(["a", "b"], null)', "ab"),
    ('string join([], "-")', ""),
    ('string join([null], "-")', ""),
    ('string join(["a"], "-")', "a"),
]
LISTS: Examples = [
    ("list contains([1, 2], 2)", True),
    ("list contains([1, 2], 3)", False),
    ("list contains([], null)", False),
    ("sublist([1, 2, 3], 1)", [1, 2, 3]),
    ("sublist([1, 2, 3], 3)", [3]),
    ("sublist([1, 2, 3], -3)", [1, 2, 3]),
    ("sublist([1, 2, 3], -1)", [3]),
    ("sublist([1, 2, 3], 2, 2)", [2, 3]),
    ("sublist([1, 2, 3], 1, 3)", [1, 2, 3]),
    ("insert before([1, 2], 1, 0)", [0, 1, 2]),
    ("insert before([1, 2], -1, 0)", [1, 0, 2]),
    ("insert before([1, 2], -2, 0)", [0, 1, 2]),
    ("remove([1, 2, 3], 1)", [2, 3]),
    ("remove([1, 2, 3], 3)", [1, 2]),
    ("remove([1, 2, 3], -1)", [1, 2]),
    ("list replace([1, 2, 3], 1, 9)", [9, 2, 3]),
    ("list replace([1, 2, 3], 2, 9)", [1, 9, 3]),
    ("list replace([1, 2, 3], 3, 9)", [1, 2, 9]),
    ("list replace([1, 2, 3], -3, 9)", [9, 2, 3]),
    ("append([])", []),
    ("concatenate([1], [], [2], 3)", [1, 2, 3]),
    ("index of([1, 2], 3)", []),
    ("index of([1, null, 1], null)", [2]),
    ("union([1, [2]], [[2], 1])", [1, [2]]),
    ('distinct values(["a", "b", "a", null, null, true, 1])', ["a", "b", None, True, 1]),
    ("distinct values([{a: 1}, {a: 1}, {a: 2}, [1], [2], [1]])", [{"a": 1}, {"a": 2}, [1], [2]]),
    ("flatten([])", []),
    ("flatten([[], [[]]])", []),
    ('sort(["b", "a", "c"])', ["a", "b", "c"]),
    ("sort([])", []),
    ('sort([{n: 2, t: "a"}, {n: 1, t: "b"}, {n: 2, t: "c"}], function(x, y) x.n < y.n).t', ["b", "a", "c"]),
]
TOTALS: Examples = [
    ("min([])", None),
    ("max(2, 3, 1)", 3),
    ("min([2, 3, 1])", 1),
    ("max([2, 3, 1])", 3),
    ('min("b", "a", "c")', "a"),
    ('max(["b", "c", "a"])', "c"),
    ('max(@"2026-03-01", @"2026-03-03", @"2026-03-02") = @"2026-03-03"', True),
    ('sum(@"PT1H", @"PT30M") = @"PT90M"', True),
    ('sum([@"P1M", @"P1Y"]) = @"P13M"', True),
    ('mean(@"PT1H", @"PT2H") = @"PT90M"', True),
    ("sum(1, 2, 3)", 6),
    ("mean([])", None),
    ("mean([1, 2, 3])", 2),
    ("product([7])", 7),
    ("median([])", None),
    ("median([3])", 3),
    ("median(3, 1, 2)", 2),
    ("median([4, 1])", Decimal("2.5")),
    ("stddev([1, 3]) * stddev([1, 3]) > 1.999 and stddev([1, 3]) * stddev([1, 3]) < 2.001", True),
    ("stddev([5, 5])", 0),
    ("mode([])", []),
    ("mode([3])", [3]),
    ("mode(2, 2, 1, 3, 3, 3)", [3]),
    ("all([])", True),
    ("all([true, true])", True),
    ("all([true, false])", False),
    ("all(true, true)", True),
    ("all(true, false)", False),
    ("all([null, false])", False),
    ("any([false, true])", True),
    ("any([false, false])", False),
    ("any(false, true)", True),
    ("any(false, false)", False),
    ("any([null, true])", True),
    ("not(true)", False),
    ("not(false)", True),
]
CONTEXTS: Examples = [
    ('get value({a: {b: 2}}, ["a"])', {"b": 2}),
    ('get value({a: null}, "a")', None),
    ("get entries({})", []),
    ("context([])", {}),
    ('context([{key: "a", value: null}, {key: "b", value: 2}])', {"a": None, "b": 2}),
    ('context put({}, "a", 1)', {"a": 1}),
    ('context put({a: 1}, "a", 2)', {"a": 2}),
    ('context put({a: 1}, ["b"], 2)', {"a": 1, "b": 2}),
    ('context put({a: {b: {c: 1}, d: 1}}, ["a", "b", "c"], 2)', {"a": {"b": {"c": 2}, "d": 1}}),
    ("context merge([])", {}),
]
ARGUMENTS: Examples = [
    ('string(date and time(@"2026-03-02", "Europe/Amsterdam"))', "2026-03-02T01:00:00@Europe/Amsterdam"),
    ('upper case(["a"])', "A"),
    ('date([@"2026-03-02"]) = @"2026-03-02"', True),
    ("count([null])", 1),
    ("1 in [[1]]", True),
    ("1 in [[2], 1]", True),
    ("1 in [[1..2]]", True),
    ("3 in [[1..2], 4]", False),
    ("[1] in [[1]]", True),
    ("[1] in [1, 2]", False),
    ("[1, 2] in ([[1, 2], [3]])", True),
    ("[1..2] in [[1..2]]", True),
    ('1 in ["1", 1]', True),
]
CONVERSIONS: Examples = [
    ('number("1 000", " ", null)', 1000),
    ('number("1,000.5", ",", ".")', Decimal("1000.5")),
    ('number("1,5", null, ",")', Decimal("1.5")),
    ('number("1.5", null, null)', Decimal("1.5")),
    ('number("1.000", ".", ",")', 1000),
    ('number("+1.")', 1),
    ('number("-.5")', Decimal("-0.5")),
    ("number(1.50)", Decimal("1.50")),
    ('range("[-1..1]") = [-1..1]', True),
    ('range("(1..3]") = (1..3]', True),
    ('range("[1..1]") = [1..1]', True),
    ('range("[@\\"2026-01-01\\"..@\\"2026-12-31\\"]") = [@"2026-01-01"..@"2026-12-31"]', True),
    ('range("[date(\\"2026-01-01\\")..date(2026, 2, 1)]") = [@"2026-01-01"..@"2026-02-01"]', True),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    NUMBERS + STRINGS + LISTS + TOTALS + CONTEXTS + ARGUMENTS + CONVERSIONS,
    ids=lambda value: str(value),
)
def test_a_built_in_function_knows_its_edges(text: str, expected: Any) -> None:
    found = parse(text).explain({})

    assert (found.value, found.warnings) == (from_python(expected), ())


@pytest.mark.parametrize(
    "text",
    [
        'substring("abc", 4)', 'substring("abc", -4)', 'substring("abc", 1, 0)', 'substring("abc", 1, -1)',
        "sublist([1, 2], 0)", "sublist([1, 2], 3)", "sublist([1, 2], -3)", "sublist([1, 2], 2, 2)",
        "sublist([1, 2], 2, -1)",
        "insert before([1, 2], 3, 9)", "insert before([1, 2], -3, 9)", "remove([], 1)", "remove([1], 2)",
        "list replace([1], 2, 9)", "list replace([1], function(item, newItem) 1, 9)", "sort([1, 2], function(x, y) 1)",
        'sort([1, "a"])', 'max([1, "a"])', "min([{a: 1}])", "max([true, false])", "sort([true, false])",
        "product([])", "stddev([1])", "stddev([])", 'median([1, "a"])', 'mode(["a"])', 'sum(["a"])',
        'sum([@"PT1H", 1])', 'sum([@"PT1H", @"P1M"])', "all([true, null])", "any([false, null])", "all([1])",
        "not(1)", "not(null)",
        'get value({a: 1}, "b")', "get value({a: 1}, [])", "get value({a: 1}, [1])", 'get value({a: 1}, ["b"])',
        'get value({a: 1}, ["a", "b"])', 'get value({a: {b: 1}}, ["a", "c"])',
        'context([{key: "a", value: 1}, {key: "a", value: 2}])', 'context([{key: "a"}])', "context([{value: 1}])",
        "context([{key: 1, value: 1}])", "context([1])", "context put({a: 1}, [], 2)", "context put({a: 1}, [1], 2)",
        'context put({a: {b: 1}}, ["a", 1], 2)', 'context put({a: 1}, ["a", "b"], 2)',
        'context put({}, ["a", "b"], 2)',
        "context merge([{a: 1}, 1])",
        'number("1.000", ".", ".")', 'number("1-000", "-", ".")', 'number("1-5", null, "-")',
        'number("1.5", null, ",")',
        'number("1e7000")', 'number("")', 'number("1 000")', 'number(" 1")', 'number("1e")',
        'range("1")', 'range("[2..1]")', 'range("[null..1]")', 'range("[1..null]")', 'range("[1..\\"a\\"]")',
        'range("[1..2")',
        'range("[1+1..3]")', 'range("[1..1+1]")', 'range("[date(string(1))..@\\"2026-01-01\\"]")', 'range("(< 5)")',
        'upper case(["a", "b"])', "upper case([null])", "upper case(null)", "count(null)", "upper case(1)",
        "decimal(1, 6177)", "decimal(1, -6112)", "sqrt(-0.01)", "log(-1)", "exp(1000000)", "modulo(1, 0)",
    ],
)  # fmt: skip
def test_what_a_built_in_function_cannot_answer_is_null_with_a_warning(text: str) -> None:
    found = parse(text).explain({})

    assert found.value is None
    assert found.warnings != ()


@pytest.mark.parametrize("text", ["context put({}, k, 1)", "context([{key: k, value: 1}])", "context put({}, [k], 1)"])
def test_a_key_has_at_most_a_thousand_characters(text: str) -> None:
    longest, longer = (parse(text).evaluate({"k": "k" * length}) for length in (1000, 1001))

    assert longest == {"k" * 1000: 1}
    assert longer is None


@pytest.mark.parametrize(("name", "longest"), [("number", 10_000), ("range", 200)])
def test_a_text_that_is_too_long_to_be_read_is_null(name: str, longest: int) -> None:
    fitting = {"number": "1".rjust(longest, "0"), "range": f"[{'1'.rjust(longest - 5, '0')}..1]"}[name]

    read, refused = (parse(f"{name}(t)").evaluate({"t": text}) for text in (fitting, fitting.replace("0", "00", 1)))

    assert read is not None
    assert refused is None
