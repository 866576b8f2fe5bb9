"""Tables: for which input the rules of a decision table leave a gap, overlap, or are never used (DMN 1.5, clause 8).

A rule is a box: for each column the regions that it matches. A cell that may match or not neither covers nor overlaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from engine.checking.columns import Column, read_columns
from engine.checking.covering import Box, Covering, TooMuch
from engine.checking.known import Known
from engine.checking.points import constant
from engine.checking.regions import DOUBTFUL, SURE, Unclear
from engine.dialect import feel
from engine.dialect.dmn.tables import Table
from engine.dialect.feel.limits import Run
from engine.dialect.feel.values import same

MOST_EXAMPLES = 3
MOST_PAIRS = 50_000


@dataclass(frozen=True, slots=True)
class Example:
    """One input: a value for each input expression, and the labels of the columns that matter, in order."""

    values: Mapping[str, feel.Value]
    told: tuple[tuple[str, feel.Value], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """An input that no rule matches; `sure` is False if no such input may exist."""

    example: Example
    sure: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules, from 1, that both match an input."""

    first: int
    second: int
    example: Example


@dataclass(slots=True)
class Judgement:
    """What is wrong with the rules of a table. `whole` is False if not everything was examined."""

    gaps: list[Gap] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    """Rules that earlier rules leave nothing to match, if the first match counts."""
    impossible: list[tuple[int, str]] = field(default_factory=list)
    """Rules that match nothing, with the column that has no such value."""
    outputs_differ: bool = False
    """Whether rules may overlap in this table, but those that do so have different outputs."""
    more_gaps: bool = False
    more_overlaps: bool = False
    """Whether there are more overlaps than are given."""
    whole: bool = True


def judge(table: Table, known: Mapping[str, Known] | None = None) -> Judgement:
    """What the rules of a table leave open, and where they overlap.

    Every cell must be readable. `known` is what is known of input expressions, by their text. An empty input counts
    only if the table itself names null, or if it is known that the input can be left empty.
    """
    found = Judgement()
    try:
        columns = read_columns(table, known or {})
        _find_impossible(table, columns, found)
        if table.box.hit_policy in ("UNIQUE", "ANY"):
            _find_overlaps(table, columns, found)
        elif table.box.hit_policy == "FIRST":
            _find_hidden(table, columns, found)
        if _needs_a_rule(table):
            _find_gaps(table, columns, found)
    except TooMuch:
        found.whole = False
    return found


def _needs_a_rule(table: Table) -> bool:
    """Whether an input that no rule matches gets no answer."""
    return table.box.aggregation != "COUNT" and any(output.default is None for output in table.outputs)


def _find_impossible(table: Table, columns: list[Column], found: Judgement) -> None:
    for row in range(len(table.rows)):
        never = next((column for column in columns if not column.perhaps[row]), None)
        if never is not None:
            found.impossible.append((row + 1, never.label))


def _find_gaps(table: Table, columns: list[Column], found: Judgement) -> None:
    boxes = [tuple(column.perhaps[rule] for column in columns) for rule in range(len(table.rows))]
    for sure in (True, False):
        chances = (SURE,) if sure else (SURE, DOUBTFUL)
        space = tuple(column.having(*chances) for column in columns)
        covering = Covering((len(column.regions) for column in columns), boxes)
        for regions, around in covering.find_all_open(space, MOST_EXAMPLES + 1):
            if len(found.gaps) == MOST_EXAMPLES:
                found.more_gaps = True
                return
            found.gaps.append(Gap(_example(columns, regions, space, around), sure))
        if found.gaps:
            return


def _find_overlaps(table: Table, columns: list[Column], found: Judgement) -> None:
    space = tuple(column.having(SURE, DOUBTFUL) for column in columns)
    boxes = [tuple(c.surely[rule] & s for c, s in zip(columns, space, strict=True)) for rule in range(len(table.rows))]
    outputs = _outputs(table) if table.box.hit_policy == "ANY" else None
    found.outputs_differ = outputs is not None
    for number, (first, second) in enumerate(combinations(range(len(boxes)), 2)):
        if number == MOST_PAIRS:
            raise TooMuch
        shared: Box = tuple(a & b for a, b in zip(boxes[first], boxes[second], strict=True))
        if not all(shared) or (outputs is not None and not _differ(outputs[first], outputs[second])):
            continue
        if len(found.overlaps) == MOST_EXAMPLES:
            found.more_overlaps = True
            return
        regions = [_lowest(mask & column.having(SURE) or mask) for mask, column in zip(shared, columns, strict=True)]
        found.overlaps.append(Overlap(first + 1, second + 1, _example(columns, regions, space, shared)))


def _outputs(table: Table) -> list[list[Any]]:
    """For each rule its outputs: constants, or Unclear if something else is written."""
    return [[_constant_of(text) for text in rule.outputs] for rule in table.box.rules]


def _constant_of(text: str) -> feel.Value:
    try:
        return constant(feel.parse(text).tree)
    except (feel.FeelError, Unclear):
        return Unclear


def _differ(first: list[Any], second: list[Any]) -> bool:
    """Whether two rules certainly give different outputs."""
    pairs = zip(first, second, strict=True)
    return any(a is not Unclear and b is not Unclear and not same(Run(), a, b) for a, b in pairs)


def _find_hidden(table: Table, columns: list[Column], found: Judgement) -> None:
    never = {rule for rule, _ in found.impossible}
    boxes = [tuple(column.surely[rule] for column in columns) for rule in range(len(table.rows))]
    covering = Covering((len(column.regions) for column in columns), boxes)
    for rule in range(len(boxes)):
        if rule + 1 not in never:
            space = tuple(column.perhaps[rule] for column in columns)
            if covering.find_open(space, among=(1 << rule) - 1) is None:
                found.hidden.append(rule + 1)


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _example(columns: list[Column], regions: Iterable[int], space: Box, around: Box) -> Example:
    """The input of a combination; a column in which every value gives the same is left out."""
    values, told = {}, []
    for column, region, all_of_it, open_there in zip(columns, regions, space, around, strict=True):
        values[column.text] = column.regions[region].value
        if open_there != all_of_it:
            told.append((column.label, column.regions[region].value))
    return Example(values, tuple(told))
