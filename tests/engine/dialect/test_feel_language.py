"""What expressions mean: operators, logic, names, lists, contexts, functions, and the warnings that explain null."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.dialect.feel import (
    MISSING_ENTRY,
    NO_RESULT,
    NULL_OPERAND,
    UNKNOWN_FUNCTION,
    UNKNOWN_VARIABLE,
    WRONG_TYPE,
    FeelSyntaxError,
    Range,
    from_python,
    host_function,
    parse,
    parse_unary_tests,
)


def evaluate(text: str, **scope: Any) -> Any:
    return parse(text, scope).evaluate(from_python(scope))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("7 / 2", "3.5"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("1.23e3 + .5", "1230.5"),
        ('"wijk" + "team"', "wijkteam"),
    ],
)
def test_arithmetic_follows_the_precedence_of_the_standard(text: str, expected: Any) -> None:
    value = evaluate(text)

    assert value == (expected if expected == "wijkteam" else Decimal(expected))


def test_tenths_are_exact() -> None:
    assert evaluate("0.1 + 0.2 = 0.3") is True


@pytest.mark.parametrize(
    ("left", "both", "either"),
    [
        ("true and {0}", {"true": True, "false": False, "null": None}, "true or {0}"),
        ("false and {0}", {"true": False, "false": False, "null": False}, "false or {0}"),
        ("null and {0}", {"true": None, "false": False, "null": None}, "null or {0}"),
    ],
    ids=["true", "false", "null"],
)
def test_and_and_or_know_three_values(left: str, both: dict[str, bool | None], either: str) -> None:
    first = left.split()[0]
    values = {"true": True, "false": False, "null": None}

    for name, expected in both.items():
        assert evaluate(left.format(name)) is expected
        a, b = values[first], values[name]
        wanted = True if True in (a, b) else None if None in (a, b) else False
        assert evaluate(either.format(name)) is wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 between 1 and 5", True),
        ("5 in [1..5)", False),
        ("5 in (1..5]", True),
        ("5 in ]1..5[", False),
        ("5 in (1, < 4, >= 5)", True),
        ('"b" in ["a", "b"]', True),
        ("[1, 2] = [1, 2.0]", True),
        ("{a: 1} = {a: 1, b: 2}", False),
        ("null = null", True),
        ("1 = null", False),
        ('1 = "1"', None),
        ('1 < "2"', None),
        ("not(true)", False),
    ],
)
def test_comparisons_are_true_false_or_null(text: str, expected: bool | None) -> None:
    assert evaluate(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a" in [1, 2]', False),
        ('"a" in [1, "a"]', True),
        ('5 in [["a".."c"], "b"]', False),
        ('"b" in [1, ["a".."c"]]', True),
        ("[1..2] in [[1..2], 3]", True),
        ("[1..2] in [[1..3], 3]", False),
        ("5 in [[4, 5], 6]", True),
        ("true in [1, false]", False),
    ],
)
def test_what_is_of_another_type_is_never_the_one_that_is_looked_for(text: str, expected: bool) -> None:
    assert evaluate(text) is expected


def test_a_name_with_spaces_is_known_or_read_as_one() -> None:
    assert evaluate("aantal leden - 1", **{"aantal leden": 10}) == 9
    assert parse("aantal leden - 1").evaluate({"aantal leden": Decimal(10)}) == 9


def test_a_declared_name_with_an_operator_is_one_variable() -> None:
    scope = from_python({"korte-klap": 3, "korte": 10, "klap": 4})

    assert parse("korte-klap", ["korte-klap"]).evaluate(scope) == 3
    assert parse("korte-klap").evaluate(scope) == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[10, 20, 30][2]", 20),
        ("[10, 20, 30][-1]", 30),
        ("[10, 20, 30][item > 10][1]", 20),
        ("sum([{bedrag: 5, akkoord: true}, {bedrag: 7, akkoord: false}][akkoord].bedrag)", 5),
        ("sum(for i in 1..4 return i * i)", 30),
        ("sum(for i in 3..1, j in [1, 10] return i * j)", 66),
        ("count(for i in 1..5 return if i = 1 then 1 else i * partial[-1])", 5),
        ("{a: 2, b: a * 3}.b", 6),
        ("(function(x, y: number) x - y)(5, 3)", 2),
        ("(function(x, y) x - y)(y: 5, x: 3)", -2),
    ],
)
def test_lists_contexts_and_functions_work_together(text: str, expected: Any) -> None:
    assert evaluate(text) == expected


def test_every_and_some_stop_at_the_value_that_decides() -> None:
    assert evaluate("every stem in stemmen satisfies stem != null", stemmen=["voor", "tegen"]) is True
    assert evaluate("some stem in stemmen satisfies stem = x", stemmen=["voor", "tegen"], x="tegen") is True
    assert evaluate("some i in [] satisfies i = 1") is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True),
        ("[1, 2] instance of list<number>", True),
        ('[1, "2"] instance of list<number>', False),
        ("{a: 1} instance of context<a: number>", True),
        ('@"PT1H" instance of days and time duration', True),
        ("[1..2] instance of range<number>", True),
        ("null instance of Any", False),
    ],
)
def test_instance_of_knows_the_parts_of_a_type(text: str, expected: bool) -> None:
    assert evaluate(text) is expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("-", 5, True),
        ("< 5", 5, False),
        ("<= 5, > 100", 5, True),
        ("not(1, 2)", 5, True),
        ("[1..5], 9", 5, True),
        ('"voor", "tegen"', "tegen", True),
        ("? > 2 and ? < 4", 3, True),
        ('starts with(?, "v")', "voor", True),
        ("grens", 7, True),
        ("lijst", 8, True),
        ("true", False, False),
        ("> 5", "tekst", None),
        ("null", None, True),
        ("not(null)", None, False),
    ],
)
def test_a_cell_of_a_table_tests_its_input(text: str, value: Any, expected: bool | None) -> None:
    scope = from_python({"grens": 7, "lijst": [7, 8]})

    assert parse_unary_tests(text).matches(from_python(value), scope) is expected


def test_an_unknown_variable_is_null_with_a_warning_of_its_own_kind() -> None:
    found = parse("1 +\n bedrg").explain({"bedrag": Decimal(1)})

    assert found.value is None
    assert [warning.kind for warning in found.warnings] == [UNKNOWN_VARIABLE, NULL_OPERAND]
    assert (found.warnings[0].position.line, found.warnings[0].position.column) == (2, 2)
    assert "bedrg" in found.warnings[0].message


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("foo(1)", UNKNOWN_FUNCTION),
        ("{a: 1}.b", MISSING_ENTRY),
        ('1 + "a"', WRONG_TYPE),
        ("1 < null", NULL_OPERAND),
        ("-null", NULL_OPERAND),
        ("for x in [3..1] return x", NO_RESULT),
        ('for x in [@"2026-01-03"..@"2026-01-01"] return x', NO_RESULT),
        ('-"a"', WRONG_TYPE),
        ('if "ja" then 1 else null', WRONG_TYPE),
    ],
)
def test_a_null_that_nobody_wrote_has_its_reason(text: str, kind: str) -> None:
    found = parse(text).explain({})

    assert found.value is None
    assert kind in {warning.kind for warning in found.warnings}


def test_a_null_from_the_case_is_no_unknown_variable() -> None:
    assert parse("besluit = null").explain({"besluit": None}).warnings == ()
    assert parse("besluit = null").evaluate({"besluit": None}) is True


@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("", 1, 1, "empty"),
        ("bedrag >", 1, 9, "end of the expression"),
        ("if bedrag > 5 then 1", 1, 21, "else"),
        ('advies = "positief', 1, 10, "closing quote"),
        ("[1, 2", 1, 6, "','"),
        ("a\n  ~ b", 2, 3, "'~'"),
        ("a b c)", 1, 6, "')'"),
        ("{a: 1, a: 2}", 1, 9, "twice"),
        ("f(1, b: 2)", 1, 9, "all arguments"),
        ("bedrag = * 5", 1, 10, "'*'"),
    ],
)
def test_a_syntax_error_names_its_place(text: str, line: int, column: int, part: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)

    assert (caught.value.line, caught.value.column) == (line, column)
    assert part in str(caught.value)


def test_the_names_of_an_expression_are_those_it_takes_from_its_scope() -> None:
    found = parse("for lid in leden return lid.naam + besluit.reden + string(bedrag) + mijn functie(1)")

    assert found.names == {"leden", "besluit", "bedrag", "mijn functie"}
    assert found.paths == {"leden", "besluit.reden", "bedrag", "mijn functie"}
    assert found.calls == {"mijn functie"}


def test_names_in_a_filter_may_belong_to_its_elements() -> None:
    found = parse("ideeen[status = gezocht]", ["gezocht"])

    assert found.names == {"ideeen", "gezocht"}
    assert found.possible_names == {"status"}


def test_a_variable_may_have_the_name_of_a_built_in_function() -> None:
    scope = from_python({"date": "2026-03-02", "count": 4})

    assert parse("count(date) + count").evaluate(scope) == 5


def test_the_same_text_is_compiled_once() -> None:
    assert parse("1 + bedrag") is parse("1 + bedrag")


def test_a_range_written_as_a_test_is_a_value() -> None:
    assert evaluate("(< 5)") == Range(None, Decimal(5), False, False, "<")
    assert evaluate("3 in grens", grens=evaluate("(>= 3)")) is True


def test_a_host_function_takes_its_arguments_by_type_and_explains_its_errors() -> None:
    def add_days(days: Decimal) -> Decimal:
        if days < 0:
            raise ValueError("count forward")
        return days + 1

    scope = {"werkdagen": host_function("werkdagen", {"n: number": add_days})}

    assert parse("werkdagen(4)").evaluate(scope) == 5
    assert parse("werkdagen(n: 4)").evaluate(scope) == 5
    assert parse('werkdagen("4")').evaluate(scope) is None
    assert "count forward" in parse("werkdagen(-1)").explain(scope).warnings[0].message


def test_an_external_function_is_refused() -> None:
    text = 'function(a) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}'

    assert "external" in parse(text).explain({}).warnings[0].message
