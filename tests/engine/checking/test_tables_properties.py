"""Tables, the properties: what is reported really happens, and where nothing is reported nothing happens."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checking.tables import judge
from engine.dialect.dmn import Definitions
from tests.engine.dialect.test_dmn_tables import table
from tests.lengths import examples

CLEAR: dict[str, list[str]] = {
    "number": ["-", "0", "3", "< 3", "<= 3", "> 3", ">= 0", "[0..3)", "(0..6]", "not(3)", "< 0, > 6", "? = 3 or ? > 6"],
    "string": ["-", '"ja"', '"nee"', '"ja", "nee"', 'not("ja")', 'not("ja", "nee")', '? != "nee"', "null"],
    "boolean": ["-", "true", "false", "not(true)", "?", "null, true"],
    "date": ["-", '< @"2026-03-02"', '>= date("2026-03-02")', '@"2026-03-01"', 'not(@"2026-03-03")'],
}
"""Cells of which everything can be known, by the type of their column."""
UNCLEAR = ["grens", "> grens", "string length(string(?)) = 2"]
POOL: dict[str, list[Any]] = {
    "number": [Decimal(n) for n in (-1, 0, 1, 3, 5, 6, 7)],
    "string": ["ja", "nee", "misschien"],
    "boolean": [True, False],
    "date": [date(2026, 2, 28) + timedelta(days=n) for n in range(5)],
}
"""At least one value for every way in which the cells above can answer."""
NAMES = ("a", "b", "c")


@st.composite
def drawn(draw: st.DrawFn, policies: tuple[str, ...], unclear: bool = False) -> tuple[Definitions, tuple[str, ...]]:
    """A table of up to three columns and six rules, with the types of its columns."""
    kinds = tuple(draw(st.lists(st.sampled_from(sorted(CLEAR)), min_size=1, max_size=3)))
    cells = st.tuples(*(st.sampled_from(CLEAR[kind] + (UNCLEAR if unclear else [])) for kind in kinds))
    rows = draw(st.lists(st.tuples(cells, st.sampled_from(["1", "2"])), max_size=6))
    lines = [" | ".join((*row, output)) for row, output in rows]
    declared = kinds if draw(st.booleans()) else ("",) * len(kinds)
    model = table(lines, policy=draw(st.sampled_from(policies)), inputs=NAMES[: len(kinds)], types=declared)
    return model, kinds


def matched(model: Definitions, values: dict[str, Any]) -> tuple[int, ...]:
    return model.evaluate("besluit", values).matched


def inputs(kinds: tuple[str, ...], *more: Any) -> list[dict[str, Any]]:
    names = NAMES[: len(kinds)]
    return [dict(zip(names, values, strict=True)) for values in product(*([*POOL[kind], *more] for kind in kinds))]


def _names_its_nulls(model: Definitions, values: dict[str, Any]) -> bool:
    """Whether the table speaks of null in every column that is not filled in."""
    rules = model.graph.tables["besluit"].box.rules
    empty = [number for number, value in enumerate(values.values()) if value is None]
    return all(any("null" in rule.tests[number] for rule in rules) for number in empty)


@given(drawn(("UNIQUE",), unclear=True))
def test_every_gap_that_is_reported_is_one(case: tuple[Definitions, tuple[str, ...]]) -> None:
    model, _ = case

    found = judge(model.graph.tables["besluit"])

    assert all(matched(model, {**gap.example.values, "grens": Decimal(1)}) == () for gap in found.gaps)


@given(drawn(("UNIQUE", "ANY"), unclear=True))
def test_every_overlap_that_is_reported_is_one(case: tuple[Definitions, tuple[str, ...]]) -> None:
    model, _ = case

    found = judge(model.graph.tables["besluit"])

    for overlap in found.overlaps:
        answer = model.evaluate("besluit", dict(overlap.example.values))
        assert {overlap.first, overlap.second} <= set(answer.matched)
        assert answer.value is None


@settings(max_examples=examples(60))
@given(drawn(("UNIQUE",)))
def test_where_no_gap_is_reported_every_input_has_a_rule(case: tuple[Definitions, tuple[str, ...]]) -> None:
    model, kinds = case

    found = judge(model.graph.tables["besluit"])

    spoken_of = [values for values in inputs(kinds, None) if _names_its_nulls(model, values)]
    assert bool(found.gaps) == any(not matched(model, values) for values in spoken_of)


@settings(max_examples=examples(60))
@given(drawn(("UNIQUE",)))
def test_where_no_overlap_is_reported_no_input_has_two_rules(case: tuple[Definitions, tuple[str, ...]]) -> None:
    model, kinds = case

    found = judge(model.graph.tables["besluit"])

    assert found.overlaps or not any(len(matched(model, values)) > 1 for values in inputs(kinds))


@settings(max_examples=examples(40))
@given(drawn(("FIRST",), unclear=True))
def test_a_rule_that_is_reported_as_useless_never_decides(case: tuple[Definitions, tuple[str, ...]]) -> None:
    model, kinds = case

    found = judge(model.graph.tables["besluit"])

    useless = {*found.hidden, *(rule for rule, _ in found.impossible)}
    for values in inputs(kinds, None):
        assert not useless & set(matched(model, {**values, "grens": Decimal(1)}))


@settings(max_examples=examples(40))
@given(drawn(("FIRST",)))
def test_a_rule_that_never_decides_is_reported_as_useless(case: tuple[Definitions, tuple[str, ...]]) -> None:
    model, kinds = case

    found = judge(model.graph.tables["besluit"])

    useful = {rule for values in inputs(kinds, None, Decimal(99), "zomaar", [1]) for rule in matched(model, values)}
    useless = {*found.hidden, *(rule for rule, _ in found.impossible)}
    assert useless == set(range(1, len(model.graph.tables["besluit"].rows) + 1)) - useful
