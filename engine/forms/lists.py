"""Lists: the answers in the rows of a list, and what is wrong with each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.dialect import feel
from engine.errors import FieldProblem

from .answer import read_answer
from .form import ITEM, Answers, FormField, Raw, Rows
from .rows import MAX_ROWS, name_in, rows_in, typed_in
from .typed import TypedRefused
from .visibility import visible_columns

Problems = dict[str, FieldProblem]
"""What is wrong, by the name of what was typed (`rows.name_in`), or by the key of a list."""


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row: its name, and what was typed in each column, or what is wrong with that."""

    name: str
    values: Mapping[str, Any]
    problems: Mapping[str, FieldProblem]


@dataclass(frozen=True, slots=True)
class TypedRows:
    """A list as it was typed, before it is known what its conditions hide."""

    field: FormField
    rows: Rows
    typed: tuple[TypedRow, ...]
    items: Sequence[Any] | None
    """The item of each row, for a list with a row for each item."""

    @property
    def answers(self) -> list[dict[str, Any]]:
        return [dict(row.values) for row in self.typed]


def items_of(rows: Rows, variables: Answers) -> list[Any] | None:
    """The items of the rows, for a list with a row for each item; None for any other list.

    A single value stands for a list of only that, as everywhere in FEEL. If the expression yields nothing, there are
    no rows.
    """
    if rows.for_each is None:
        return None
    try:
        found = feel.parse(rows.for_each).run(variables, feel.Run())
    except feel.FeelError:
        return []
    if found is None:
        return []
    return (list(found) if isinstance(found, list | tuple) else [found])[: MAX_ROWS + 1]


def read_rows(field: FormField, rows: Rows, raw: Raw, known: Answers, today: date | None) -> TypedRows:
    """What was typed in each row. Only if the list grows does the person filling it in decide which rows there are."""
    items = items_of(rows, known)
    names = rows_in(raw, field.key)
    if not rows.grows:
        names = [str(number) for number in range(1, (rows.first if items is None else len(items)) + 1)]
    return TypedRows(field, rows, tuple(_read_row(field, raw, name, today) for name in names), items)


def _read_row(field: FormField, raw: Raw, name: str, today: date | None) -> TypedRow:
    typed = typed_in(field, raw, name)
    values: dict[str, Any] = {}
    problems: dict[str, FieldProblem] = {}
    for column in field.rows.questions if field.rows is not None else ():
        try:
            values[column.key] = read_answer(column, typed.get(column.key, []), today)
        except TypedRefused as error:
            values[column.key] = None
            problems[column.key] = error.problem
    return TypedRow(name, values, problems)


def settle(typed: TypedRows, around: Answers) -> tuple[list[dict[str, Any]], Problems]:
    """The answers of a list, each row with all its columns, and everything that is wrong.

    `around` is what the conditions in a row may read besides that row. In a list that grows, an empty row counts only
    towards the required minimum.
    """
    rows, key, run = typed.rows, typed.field.key, feel.Run()
    seen: list[tuple[TypedRow, dict[str, Any], dict[str, FieldProblem]]] = []
    for number, row in enumerate(typed.typed):
        scope = around if typed.items is None else {**around, ITEM: typed.items[number]}
        shown = visible_columns(rows.columns, row.values, scope, run)
        answers = {name: value if name in shown else None for name, value in row.values.items()}
        seen.append((row, answers, {name: problem for name, problem in row.problems.items() if name in shown}))
    kept, most = seen, rows.most if rows.grows else MAX_ROWS
    if rows.grows:
        filled = sum(not _is_blank(answers, wrong) for _, answers, wrong in seen)
        wanting = max(rows.least - filled, 0)
        kept = []
        for one in seen:
            if not _is_blank(*one[1:]):
                kept.append(one)
            elif wanting:
                kept.append(one)
                wanting -= 1
        if filled < rows.least and not any(wrong for _, _, wrong in kept):
            return [], {key: FieldProblem("too_few_rows", rows.least)}
    if len(kept) > most:
        return [], {key: FieldProblem("too_many_rows", most)}
    problems = {name_in(key, row.name, name): problem for row, _, wrong in kept for name, problem in wrong.items()}
    return [answers for _, answers, _ in kept], problems


def _is_blank(answers: Mapping[str, Any], problems: Mapping[str, FieldProblem]) -> bool:
    empty = all(value is None or value is False or value == [] for value in answers.values())
    return empty and all(problem.code == "required" for problem in problems.values())
