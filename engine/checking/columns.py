"""Columns: which regions of its values each rule of a decision table matches, found by running the cells.

A cell that cannot be cut into regions (it calls a function, or names a variable) may match or not, everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from engine.checking.covering import TooMuch
from engine.checking.domains import cut_known
from engine.checking.known import Known
from engine.checking.points import TESTED, Points
from engine.checking.regions import UNSAID, Region, Unclear, cut
from engine.dialect import feel
from engine.dialect.dmn.tables import Table
from engine.dialect.dmn.types import LimitedType, NamedType
from engine.dialect.feel.limits import Frame, Run
from engine.dialect.feel.types import AnyType, SimpleType, Type

MOST_QUESTIONS = 300_000
"""How many times in total a cell is evaluated for a region, at most: some tenths of a second."""
MOST_COLUMNS = 100
ANYTHING = Known(None)
"""What is known of a value if nothing is."""


@dataclass(slots=True)
class Column:
    """The regions of one input expression, and for each rule those that it matches, certainly and possibly."""

    text: str
    label: str
    regions: tuple[Region, ...]
    surely: list[int]
    perhaps: list[int]

    def having(self, *chances: int) -> int:
        return sum(1 << number for number, region in enumerate(self.regions) if region.chance in chances)


def read_columns(table: Table, known: Mapping[str, Known]) -> list[Column]:
    """One column for each input expression; two columns with the same expression always hold the same value.

    `known` is what is known of the values of expressions.

    Raises:
        TooMuch: there are too many cells to ask.
    """
    if len(table.inputs) > MOST_COLUMNS:
        raise TooMuch
    numbers: dict[str, list[int]] = {}
    for number, clause in enumerate(table.box.inputs):
        numbers.setdefault(" ".join(clause.text.split()), []).append(number)
    entangled = _entangled(list(numbers))
    return [
        _read_column(table, text, own, None if text in entangled else known.get(text, ANYTHING))
        for text, own in numbers.items()
    ]


def _entangled(texts: list[str]) -> set[str]:
    """The expressions that share a variable with another: not every combination of their values need exist."""
    read = {text: _paths(text) for text in texts}
    return {
        text
        for pair in combinations(texts, 2)
        if any(_meet(a, b) for a in read[pair[0]] for b in read[pair[1]])
        for text in pair
    }


def _paths(text: str) -> frozenset[str]:
    try:
        return feel.parse(text).paths
    except feel.FeelError:
        return frozenset(re.findall(r"\w+", text))


def _meet(path: str, other: str) -> bool:
    return path == other or path.startswith(other + ".") or other.startswith(path + ".")


def _read_column(table: Table, text: str, numbers: list[int], known: Known | None) -> Column:
    inputs = [table.inputs[number] for number in numbers]
    cells: list[list[Any]] = [[] for _ in table.rows]
    for row, own in zip(table.rows, cells, strict=True):
        own += [tests for index, tests, _ in row.tests if index in numbers]
    label = inputs[0].label or text
    trees = {tests.text: _points_of(tests) for own in cells for tests in own}
    points = [point for found in trees.values() if found is not None for point in found]
    try:
        regions = () if known is None else _domain(inputs, points, known)
    except Unclear:
        regions = ()
    if not regions:
        whole = (Region(None),)  # One value of which nothing is known.
        return Column(text, label, whole, [int(not own) for own in cells], [1] * len(cells))
    if len(trees) * len(regions) > MOST_QUESTIONS:
        raise TooMuch
    everything = (1 << len(regions)) - 1
    surely, perhaps = [], []
    asked: dict[str, tuple[int, int]] = {}
    for own in cells:
        yes = may = everything
        for tests in own:
            if tests.text not in asked:
                matched = _ask(tests, regions) if trees[tests.text] is not None else None
                asked[tests.text] = (0, everything) if matched is None else (matched, matched)
            yes &= asked[tests.text][0]
            may &= asked[tests.text][1]
        surely.append(yes)
        perhaps.append(may)
    return Column(text, label, regions, surely, perhaps)


def _points_of(tests: feel.UnaryTests) -> list[feel.Value] | None:
    """The constants that a cell compares with; None if it does something else."""
    points = Points(named=False)
    try:
        points.read_tests(tests.tree)
    except Unclear:
        return None
    return points.found.get(TESTED, [])


def _ask(tests: feel.UnaryTests, regions: Sequence[Region]) -> int:
    return sum(1 << number for number, region in enumerate(regions) if _matches(tests, region.value))


def _matches(tests: feel.UnaryTests, value: feel.Value) -> bool:
    try:
        return tests.match(value, Frame({}, None, Run())) is True
    except feel.FeelBudgetExceeded:  # Allowed values may be any expression.
        return False


def _domain(inputs: Sequence[Any], points: list[feel.Value], known: Known) -> tuple[Region, ...]:
    """The regions of an input, limited by its types, its allowed values and what is known of it. Raises: Unclear."""
    limits: list[feel.UnaryTests] = [item.allowed for item in inputs if item.allowed is not None]
    declared: str | None = None
    for item in inputs:
        name, own = _read_type(item.kind)
        declared = declared or name
        limits += own
    bounds = [_points_of(limit) for limit in limits]
    named = [point for bound in bounds if bound is not None for point in bound]
    if None in named and all(_matches(limit, None) for limit in limits):
        points = [*points, None]
    points = [*points, *(point for point in named if point is not None)]
    # A value of another type than the table wants is null to it; `checking.comparing` reports that.
    usable = known.kind is not None and declared in (None, known.kind)
    regions = cut_known(points, known) if usable else cut(points, declared)
    return tuple(found for region in regions if (found := _limit(region, limits, None not in bounds)) is not None)


def _limit(region: Region, limits: list[feel.UnaryTests], readable: bool) -> Region | None:
    """The region as limited by the allowed values; None if none of its values is allowed."""
    if region.value is None or region.chance == UNSAID:
        return region
    if not all(_matches(limit, region.value) for limit in limits):
        # If limits cannot be read, other values of the region may be allowed.
        return None if readable else Region(region.value, UNSAID)
    if limits and readable and isinstance(region.value, str):
        return Region(region.value)  # The allowed values say what is possible, so this other text is meant too.
    return region


def _read_type(kind: Type | None) -> tuple[str | None, list[feel.UnaryTests]]:
    """The name of a simple type, and the tests that limit it. Raises: Unclear."""
    limits = []
    seen: set[str] = set()
    while kind is not None and not isinstance(kind, AnyType | SimpleType):
        if isinstance(kind, NamedType) and kind.name not in seen:
            seen.add(kind.name)
            kind = kind.known[kind.name]
        elif isinstance(kind, LimitedType):
            limits.append(kind.tests)
            kind = kind.base
        else:
            raise Unclear
    return (kind.name if isinstance(kind, SimpleType) else None), limits
