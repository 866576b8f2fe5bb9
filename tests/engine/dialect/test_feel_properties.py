"""Properties of the language: arithmetic is decimal's, and no text makes anything but an error of FEEL."""

from __future__ import annotations

import threading
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dialect.feel import BUILTIN_NAMES, FeelError, parse, parse_unary_tests, to_json
from tests.engine.dialect.feel_values import VALUES
from tests.lengths import examples

ORACLE = Context(prec=34, rounding=ROUND_HALF_EVEN)
NUMBERS = st.decimals(min_value=-(10**20), max_value=10**20, allow_nan=False, places=6)
VOCABULARY = """
    if then else for in return some every satisfies between instance of function list number date time
    1 2.5 a b c true false null and or not item partial external count sum matches sort string
    ( ) [ ] { } , : . .. + - * / ** = != < <= > >= @ ? -> ' "2026-03-02" "PT1H" "[a-"
"""
WORDS = st.sampled_from(VOCABULARY.split())
OPERATIONS = st.sampled_from(
    [
        *("x + y", "x - y", "x * y", "x / y", "x ** y", "-x", "x < y", "x = y", "x in [y..z]", "x in y", "x and y"),
        *("x between y and z", "x[y]", "x[item = y]", "x.year", "x.time offset", "{a: x}.a", "[x..y]", "(< x)"),
        *("for i in x..y return i", "for i in x return i", "some i in x satisfies i > y", "if x then y else z"),
        *("x instance of list<date>", "string([x, y])", "sort([x, y, z])"),
    ]
)


@given(NUMBERS, NUMBERS)
def test_arithmetic_agrees_with_decimal(a: Decimal, b: Decimal) -> None:
    found = parse("[x + y, x - y, x * y, x / y]").evaluate({"x": a, "y": b})

    divided = ORACLE.divide(a, b) if b else None
    assert found == [ORACLE.add(a, b), ORACLE.subtract(a, b), ORACLE.multiply(a, b), divided]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_comparisons_agree_with_decimal(a: Decimal, b: Decimal, c: Decimal) -> None:
    found = parse("[x < y, x <= y, x = y, x between y and z, x in (y..z]]").evaluate({"x": a, "y": b, "z": c})

    assert found == [a < b, a <= b, a == b, b <= a <= c, b < a <= c]


@given(st.lists(NUMBERS, max_size=20))
def test_sorting_agrees_with_python(numbers: list[Decimal]) -> None:
    scope = {"getallen": numbers}

    assert parse("sort(getallen, function(a, b) a < b)").evaluate(scope) == sorted(numbers)
    assert parse("sort(getallen)").evaluate(scope) == sorted(numbers)


# Without NUL, which no text of FEEL holds, since PostgreSQL could not keep it (`test_feel_limits`).
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_a_text_reads_back_as_it_was_written(text: str) -> None:
    written = parse("string([tekst])").evaluate({"tekst": text})

    assert parse(written).evaluate({}) == [text]


@settings(max_examples=examples(200))
@given(st.text(max_size=60) | st.lists(WORDS, max_size=25).map(" ".join))
def test_no_text_makes_anything_but_an_error_of_feel(text: str) -> None:
    for read in (parse, parse_unary_tests):
        try:
            compiled: Any = read(text)
            if read is parse:
                compiled.explain({"a": Decimal(1), "b": ["x"], "c": {"d": None}})
            else:
                compiled.explain(Decimal(1), {"a": Decimal(1)})
        except FeelError:
            pass


@settings(max_examples=examples(200))
@given(OPERATIONS, VALUES, VALUES, VALUES)
def test_an_operation_on_any_values_is_a_value_or_an_error_of_feel(text: str, x: Any, y: Any, z: Any) -> None:
    try:
        found = parse(text).explain({"x": x, "y": y, "z": z}).value
        to_json(found)
    except FeelError:
        pass


@settings(max_examples=examples(200))
@given(st.sampled_from(sorted(BUILTIN_NAMES)), st.lists(VALUES, max_size=4))
def test_a_function_of_any_values_is_a_value_or_an_error_of_feel(name: str, values: list[Any]) -> None:
    scope = {f"a{index}": value for index, value in enumerate(values)}

    try:
        found = parse(f"{name}({', '.join(scope)})").explain(scope).value
        to_json(found)
    except FeelError:
        pass


def test_threads_share_one_compiled_expression() -> None:
    expression = parse("sum(for i in 1..n return i)")
    found: dict[int, Any] = {}

    def work(n: int) -> None:
        for _ in range(20):
            found[n] = expression.evaluate({"n": Decimal(n)})

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {n: n * (n + 1) // 2 for n in range(1, 9)}
