"""The types of a decision model: what fits a type, what is made to fit, and which types mean nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.dialect.dmn import Definitions
from engine.dialect.feel import from_python, parse
from tests.engine.dialect.test_dmn_models import decision, literal, model

KINDS = """
<itemDefinition name="adres"><itemComponent name="straat"><typeRef>string</typeRef></itemComponent></itemDefinition>
<itemDefinition name="persoon">
  <itemComponent name="adres"><typeRef>adres</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="bedrag">
  <typeRef>feel:number</typeRef><allowedValues><text>[0..100]</text></allowedValues>
</itemDefinition>
<itemDefinition name="bedragen" isCollection="true"><typeRef>bedrag</typeRef></itemDefinition>
<itemDefinition name="tarief">
  <functionItem outputTypeRef="number"><parameters name="a" typeRef="number"/></functionItem>
</itemDefinition>
<itemDefinition name="boom">
  <itemComponent name="takken" isCollection="true"><typeRef>boom</typeRef></itemComponent>
</itemDefinition>
"""


def alias(name: str, reference: str, collection: str = "false") -> str:
    return f'<itemDefinition name="{name}" isCollection="{collection}"><typeRef>{reference}</typeRef></itemDefinition>'


def giving(text: str, kind: str) -> Definitions:
    """A decision that gives a value of a type."""
    return model(KINDS + decision("besluit", literal(text), type_ref=kind))


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ('{adres: {straat: "Dorpsstraat"}}', "persoon", {"adres": {"straat": "Dorpsstraat"}}),
        ("{adres: null}", "persoon", {"adres": None}),
        ('{adres: {straat: "Dorpsstraat"}, extra: 1}', "persoon", {"adres": {"straat": "Dorpsstraat"}, "extra": 1}),
        ("100", "bedrag", 100),
        ("[100]", "bedrag", 100),
        ("100", "bedragen", [100]),
        ("[0, null, 100]", "bedragen", [0, None, 100]),
        ("[]", "bedragen", []),
        ("null", "bedrag", None),
        ("{takken: [{takken: []}]}", "boom", {"takken": [{"takken": []}]}),
        ("1", "Any", 1),
        ("1", "feel:number", 1),
        ("[1, 2]", "feel:list", [1, 2]),
    ],
)
def test_what_fits_a_type_is_kept_and_what_can_be_made_to_fit_is(text: str, kind: str, expected: Any) -> None:
    found = giving(text, kind).evaluate("besluit", {})

    assert (found.value, found.warnings) == (from_python(expected), ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{adres: 5}", "persoon"),
        ("{adres: {straat: 5}}", "persoon"),
        ("{}", "persoon"),
        ("5", "persoon"),
        ("101", "bedrag"),
        ('"5"', "bedrag"),
        ("[1, 2]", "bedrag"),
        ("[null]", "bedrag"),
        ("101", "bedragen"),
        ("[1, 101]", "bedragen"),
        ("{takken: [{takken: [1]}]}", "boom"),
        ("1", "tarief"),
        ("function(a: string) a", "tarief"),
    ],
)
def test_what_does_not_fit_its_type_is_null_with_a_warning(text: str, kind: str) -> None:
    found = giving(text, kind).evaluate("besluit", {})

    assert found.value is None
    assert found.warnings != ()


def test_a_day_is_taken_for_the_moment_at_which_it_begins() -> None:
    found = giving('@"2026-03-02"', "date and time").evaluate("besluit", {})

    assert found.value == parse('@"2026-03-02T00:00:00Z"').evaluate({})


def test_a_function_of_the_declared_type_can_be_called() -> None:
    body = KINDS + decision("tarief", literal("function(a: number) a * 2"), type_ref="tarief")

    found = model(body + decision("besluit", literal("tarief(4)"), "d:#tarief")).evaluate("besluit", {})

    assert (found.value, found.warnings) == (Decimal(8), ())


def test_an_entry_may_have_the_name_of_its_type() -> None:
    assert giving("null", "persoon").check() == ()


@pytest.mark.parametrize(
    "definitions",
    [
        alias("a", "a"),
        alias("a", "a", "true"),
        alias("a", "b") + alias("b", "a"),
        alias("a", "b") + alias("b", "c") + alias("c", "a", "true"),
    ],
    ids=["itself", "a list of itself", "by way of another", "by way of two, and a list"],
)
def test_a_type_that_is_only_a_name_for_itself_is_found_before_it_runs(definitions: str) -> None:
    made = model(definitions + decision("besluit", literal("1"), type_ref="a"))

    (finding,) = made.check()
    assert (finding.name in "abc", finding.reason) == (True, "the type refers to itself")
    assert made.evaluate("besluit", {}).value == 1


def test_a_name_for_a_type_in_a_circle_is_no_circle_of_its_own() -> None:
    made = model(alias("z", "a") + alias("a", "b") + alias("b", "a") + decision("besluit", literal("1"), type_ref="z"))

    (finding,) = made.check()
    assert finding.name in "ab"


@pytest.mark.parametrize("kind", ["weg", "feel:weg", "feel:feel:number"])
def test_a_type_that_there_is_not_is_named(kind: str) -> None:
    (finding,) = model(decision("besluit", literal("1"), type_ref=kind)).check()

    assert finding.reason == f"there is no type {kind!r}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null instance of Null", True),
        ("1 instance of Null", False),
        ("1 instance of list", False),
        ("[] instance of list<number>", True),
        ("[1, null] instance of list<number>", True),
        ("{a: null} instance of context<a: number>", True),
        ("{} instance of context<a: number>", False),
        ("1 instance of context<>", False),
        ("1 instance of range<number>", False),
        ("(< 3) instance of range<number>", True),
        ("[1..2] instance of range<string>", False),
        ('["a".."b"] instance of range<number>', False),
        ("true instance of number", False),
        ("1 instance of function<number> -> number", False),
        ("abs instance of function<number> -> number", True),
        ("(function(a: number) a) instance of function<number> -> number", True),
        ("(function(a: number) a) instance of function<string> -> number", False),
        ("(function(a: number) a) instance of function<Any> -> Any", True),
        ("(function(a) a) instance of function<string> -> number", True),
        ("(function(a: number) a) instance of function<number, number> -> number", False),
        ('@"2026-03-02" instance of date and time', False),
    ],
)
def test_a_value_is_of_a_type_or_not(text: str, expected: bool) -> None:
    found = parse(text).explain({})

    assert (found.value, found.warnings) == (expected, ())


def test_a_type_that_nobody_knows_is_asked_about_in_vain() -> None:
    found = parse("1 instance of iets").explain({})

    assert found.value is None
    assert [warning.message for warning in found.warnings] == ["there is no type 'iets'"]
