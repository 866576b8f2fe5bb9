"""A hostile expression is stopped early, with an error of FEEL."""

from __future__ import annotations

import time

import pytest

from engine.dialect.feel import FeelBudgetExceeded, FeelError, parse

DOUBLING = "{a: [1], b: [a, a, a, a, a, a, a, a], c: [b, b, b, b, b, b, b, b], d: [c, c, c, c, c, c, c, c], "
DOUBLING += "e: [d, d, d, d, d, d, d, d], f: [e, e, e, e, e, e, e, e], g: [f, f, f, f, f, f, f, f]"
LONG_TEXT = 'string join(for i in 1..9000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")'

HOSTILE = {
    "nested parentheses": "(" * 3_000 + "1" + ")" * 3_000,
    "nested lists": "[" * 3_000,
    "nested negations": "-" * 7_000 + "1",
    "a chain of additions": "+".join(["1"] * 3_000),
    "a chain of paths": "a" + ".b" * 3_000,
    "a chain of calls": "f" + "()" * 3_000,
    "a text beyond its length": "1 + " * 10_000 + "1",
    "three loops in one another": "for i in 1..999, j in 1..999, k in 1..999 return i",
    "a loop without end": "for i in 1..10000000000 return i",
    "a list of lists of itself": "for i in 1..100000 return partial",
    "a function that calls itself": "{f: function(x) f(x), r: f(1)}.r",
    "a function that calls itself twice": "{f: function(n) if n = 0 then 1 else f(n-1) + f(n-1), r: f(40)}.r",
    "a function that is its own argument": "(function(f) f(f))(function(f) f(f))",
    "lists that grow": "{a: for i in 1..9000 return i, b: concatenate(a, a, a, a, a, a, a, a, a, a, a, a)}",
    "texts that grow": '{a: "aaaaaaaaaaaaaaaaaaaaaaaa", r: for i in 1..90000 return a + a + a + a + a + a}',
    "contexts that double, written": DOUBLING + ", h: string(g)}",
    "contexts that double, compared": DOUBLING + ", h: g = g}",
    "contexts that double, flattened": DOUBLING + ", h: flatten(g)}",
    "powers that take logarithms": "for i in 1..20000 return i ** 0.3333",
    "many logarithms": "for i in 1..20000 return log(i)",
    "many patterns": 'for i in 1..5000 return matches("x", "[a-z-[aeiou]]{1,90}" + string(i))',
    "a long text searched often": f'{{a: {LONG_TEXT}, b: for i in 1..10000 return contains(a, "ab")}}',
    "a replacement that grows": f'replace({LONG_TEXT}, "a", "$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0")',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_expression_goes_over_its_budget_soon(text: str) -> None:
    begun = time.process_time()

    with pytest.raises(FeelBudgetExceeded):
        parse(text).evaluate({})

    # 100 ms is the promise on a quiet machine; a busy one may take a few times that.
    assert time.process_time() - begun < 0.5


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


def test_warnings_stop_at_a_hundred() -> None:
    assert len(parse("for i in 1..1000 return x").explain({}).warnings) == 100
