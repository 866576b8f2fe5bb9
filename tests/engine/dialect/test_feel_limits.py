"""A hostile expression is stopped early, with an error of FEEL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.dialect.feel import (
    FeelBudgetExceeded,
    FeelError,
    FeelSyntaxError,
    from_json,
    parse,
    parse_unary_tests,
    to_json,
)
from tests.engine.dialect.hostile_feel import HOSTILE, NESTED
from tests.engine.dialect.test_dmn_tables import decide, table

ROOT = Path(__file__).resolve().parents[3]
# 100 ms is the promise on a quiet machine; a busy one may take a few times that.
MOST_SECONDS, MOST_MEGABYTES = 0.5, 50


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_expression_goes_over_its_budget(text: str) -> None:
    with pytest.raises(FeelBudgetExceeded):
        parse(text).evaluate({})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="measures in children of one process, which this system has not")
def test_a_hostile_expression_is_stopped_soon_and_takes_little_memory() -> None:
    command = [sys.executable, "-m", "tests.engine.dialect.measure_hostile"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True).stdout
    measured: dict[str, tuple[float, float, str]] = json.loads(told)

    assert measured.keys() == HOSTILE.keys()
    assert {name: found for name, found in measured.items() if found[0] > MOST_SECONDS} == {}
    assert {name: found for name, found in measured.items() if found[1] > MOST_MEGABYTES} == {}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_tests_of_a_cell_that_nest_too_deep_are_refused(text: str) -> None:
    with pytest.raises(FeelBudgetExceeded):
        parse_unary_tests(text)


def test_reading_a_parenthesis_after_in_twice_does_not_double_with_every_level() -> None:
    text = "1 in (" * 24 + "1" + ") + 1" * 24

    assert parse(text).explain({}).warnings


def test_a_test_of_a_test_does_not_double_with_every_level() -> None:
    text = "= " * 60 + "1"

    value = parse(f"{{a: {text}, b: {text}, same: a = b}}").evaluate({})

    assert value["same"] is True
    assert len(json.dumps(to_json(value))) < 10_000
    assert from_json(to_json(value)) == value


def test_a_large_value_inside_a_range_counts_towards_the_result() -> None:
    with pytest.raises(FeelBudgetExceeded, match="the result holds more"):
        parse("{a: for i in 1..20000 return i, b: for x in 1..30 return (= a)}.b").evaluate({})


@pytest.mark.parametrize("text", ["/* " * 6_000, "1 + 1 " + "/* " * 6_000], ids=["at the start", "later"])
def test_a_comment_that_is_never_closed_is_said_at_once(text: str) -> None:
    with pytest.raises(FeelSyntaxError, match="no closing"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "9 ** 9 ** 9 ** 9 ** 9",
        "10 ** 6144 * 10",
        "exp(99999999)",
        '@"999999999-12-31" + @"P1D"',
        '@"P999999999D" * 999',
        "1.5 ** 99999999999999",
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+(a+)+$")',
        'matches("x", "((a{1,1000}){1,1000}){1,1000}")',
        'number("1e999999")',
        "decimal(1, 999999999)",
        "10 ** (10 ** 10)",
        'matches("x", "(a{1000}){1000}")',
        'matches("x", "' + "[a-" * 200 + "[b]" + "]" * 200 + '")',
        'range("[1..' + "1" * 300 + ']")',
        'context put({}, string join(for i in 1..1001 return "a"), 1)',
    ],
)
def test_a_calculation_beyond_reach_ends_at_once(text: str) -> None:
    begun = time.process_time()

    value = parse(text).evaluate({})

    assert value in (None, False)
    assert time.process_time() - begun < 0.2


def test_a_value_nested_without_end_cannot_crash_an_expression() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(FeelError):
        parse("string(x)").evaluate({"x": deep})


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("append(l, 1)", 1),
        ("concatenate(l, [1])", 1),
        ("insert before(l, 1, 1)", 1),
        ("remove(l, 1)", 1),
        ("list replace(l, 1, 1)", 1),
        ("list replace(l, function(item, newItem) false, 1)", 7),
        ("reverse(l)", 1),
        ("sublist(l, 1)", 1),
        ("index of(l, 1)", 1),
        ("list contains(l, 0)", 1),
        ("distinct values(l)", 1),
        ("union(l, [1])", 1),
        ("flatten(l)", 2),
        ("sort(l)", 2),
    ],
)
def test_whoever_goes_through_a_list_pays_for_each_of_its_elements(text: str, each: int) -> None:
    short, long = ["a"], ["a"] * 1000

    costs = [parse(f"count({text}) = 0").explain({"l": items}).cost for items in (short, long)]

    assert costs[1] - costs[0] >= each * (len(long) - len(short))


def test_warnings_stop_at_a_hundred() -> None:
    assert len(parse("for i in 1..1000 return x").explain({}).warnings) == 100


def test_a_result_that_only_looks_small_is_refused_also_as_a_part_of_a_decision() -> None:
    model = table(["- | - | {f: function(n, l) if n = 0 then l else f(n - 1, [l, l]), r: f(30, [])}"])

    with pytest.raises(FeelBudgetExceeded, match="result"):
        decide(model, bedrag=1, advies="")


def test_every_cell_of_a_table_counts_towards_its_budget() -> None:
    sums = "+".join(["1"] * 150)
    rows = [f"? > {sums} | - | {number}" for number in range(400)]

    with pytest.raises(FeelBudgetExceeded):
        decide(table(rows), bedrag=1, advies="")


def test_the_priorities_of_outputs_count_towards_the_budget() -> None:
    priorities = ", ".join(str(number) for number in range(900))
    rows = [f"- | - | {number}" for number in range(900)]

    with pytest.raises(FeelBudgetExceeded):
        decide(table(rows, policy="OUTPUT ORDER", allowed=priorities), bedrag=1, advies="")


@pytest.mark.parametrize("text", ['"\\u0000"', '"a\\U000000b"', '"a\0b"', '{"\\u0000": 1}', '[1]["\\u0000" = "x"]'])
def test_a_text_with_the_character_nul_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError, match="NUL"):
        parse(text)


@pytest.mark.parametrize(
    ("begin", "again", "most"),
    [("1", "+1", 200), ("a", ".a", 100), ("a", "[1]", 100), ("1", " = 1", 200), ("f", "()", 100)],
    ids=["sums", "paths", "filters", "comparisons", "calls"],
)
def test_what_follows_each_other_is_read_up_to_a_limit_and_no_further(begin: str, again: str, most: int) -> None:
    parse(begin + again * most)

    with pytest.raises(FeelBudgetExceeded, match="follow each other"):
        parse(begin + again * (most + 1))


@pytest.mark.parametrize(("before", "after"), [("(", ")"), ("[", "]"), ("-", ""), ("{a: ", "}")])
def test_what_stands_in_each_other_is_read_up_to_a_depth_and_no_further(before: str, after: str) -> None:
    def nest(levels: int) -> str:
        return before * levels + "1" + after * levels

    tried = range(30, 120, 10)

    depths = [levels for levels in tried if _can_be_read(nest(levels))]

    assert depths == list(tried[: len(depths)])
    assert 30 <= depths[-1] <= 100
    with pytest.raises(FeelBudgetExceeded, match="nested more than"):
        parse(nest(depths[-1] + 10))


def _can_be_read(text: str) -> bool:
    try:
        parse(text)
    except FeelBudgetExceeded:
        return False
    return True
