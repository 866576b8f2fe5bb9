"""Rows: how inputs in the rows of a list are named, and adding and removing a row. Nothing else is lost.

The list itself names its rows: `plannen` is `["1", "2"]`, and the input for `naam` in the first is `plannen.1.naam`. No
other key of a form contains a point. A row for which nothing is sent, such as one with an unticked box, still exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .form import Form, FormField, Raw
from .inputs import to_inputs

POINT = "."
MAX_ROWS = 100
"""The most rows that a list can have; form-js allows as many initially."""
_ROW = re.compile(r"[1-9][0-9]{0,3}")
Typed = dict[str, list[str]]
"""What was typed, by input name; for one row, by the keys of its columns."""


def owner_of(name: str) -> str:
    """The key of the question that the name of an input belongs to: itself, or the list that it is in."""
    return name.partition(POINT)[0]


def name_in(key: str, row: str | int, column: str) -> str:
    """The name of the input for a column in a row of the list with this key."""
    return f"{key}{POINT}{row}{POINT}{column}"


def place_of(name: str, raw: Raw) -> tuple[str, int, str] | None:
    """The list, the number of the row (from 1, as it was shown) and the column of a name; None outside lists."""
    parts = name.split(POINT)
    if len(parts) != 3 or not _ROW.fullmatch(parts[1]):
        return None
    rows = rows_in(raw, parts[0])
    return parts[0], rows.index(parts[1]) + 1 if parts[1] in rows else int(parts[1]), parts[2]


def rows_in(raw: Raw, key: str) -> list[str]:
    """The rows of a list by name, in order; at most one more than the maximum, however many were sent."""
    told = raw.get(key, [])
    named = [told] if isinstance(told, str) else told
    return list(dict.fromkeys(row for row in named if _ROW.fullmatch(row)))[: MAX_ROWS + 1]


def typed_in(field: FormField, raw: Raw, row: str) -> Typed:
    """What was typed in one row, by column."""
    names = {column.key: name_in(field.key, row, column.key) for column in _questions(field)}
    return {key: _listed(raw[name]) for key, name in names.items() if name in raw}


def only_asked(form: Form, raw: Raw) -> Typed:
    """The part of everything sent that belongs to the form."""
    found: Typed = {}
    for field in form.fields:
        if field.key not in raw:
            continue
        if field.rows is None:
            found[field.key] = _listed(raw[field.key])
        else:
            found |= write_rows(field, [typed_in(field, raw, row) for row in rows_in(raw, field.key)])
    return found


def write_rows(field: FormField, rows: list[Typed]) -> Typed:
    """What a page would send for these rows, each by column. A list without rows sends an empty text."""
    found: Typed = {field.key: ["", *(str(number) for number in range(1, len(rows) + 1))]}
    for number, typed in enumerate(rows, 1):
        found |= {name_in(field.key, number, key): list(values) for key, values in typed.items()}
    return found


def add_row(form: Form, raw: Raw, key: str) -> tuple[Typed, int]:
    """What was typed with one more row at the end of a list, and the number of that row.

    A list that is full, does not grow, or does not exist stays as it is; then the number is 0.
    """
    field = _list_of(form, key)
    typed = only_asked(form, raw)
    if field is None or field.rows is None or not field.rows.grows:
        return typed, 0
    rows = [typed_in(field, raw, row) for row in rows_in(raw, key)]
    if len(rows) >= field.rows.most:
        return typed, 0
    return {**_without(typed, key), **write_rows(field, [*rows, dict(_first_typed(field))])}, len(rows) + 1


def remove_row(form: Form, raw: Raw, key: str, number: int) -> Typed:
    """What was typed without one row of a list; everything if there is no such row."""
    field = _list_of(form, key)
    typed = only_asked(form, raw)
    if field is None or field.rows is None or not field.rows.grows:
        return typed
    rows = [typed_in(field, raw, row) for row in rows_in(raw, key)]
    left = [row for place, row in enumerate(rows, 1) if place != number]
    return {**_without(typed, key), **write_rows(field, left)}


def put_row(form: Form, raw: Raw, key: str, number: int, row: Typed) -> tuple[Typed, int]:
    """What was typed with a removed row put back in its place, and the number that it has there.

    Only the columns of the list count in that row. A list that is full, does not grow, or does not exist stays as it
    is; then the number is 0.
    """
    field = _list_of(form, key)
    typed = only_asked(form, raw)
    if field is None or field.rows is None or not field.rows.grows:
        return typed, 0
    rows = [typed_in(field, raw, name) for name in rows_in(raw, key)]
    if len(rows) >= field.rows.most:
        return typed, 0
    place = min(max(number, 1), len(rows) + 1)
    asked = {column.key for column in _questions(field)}
    rows.insert(place - 1, {name: list(values) for name, values in row.items() if name in asked})
    return {**_without(typed, key), **write_rows(field, rows)}, place


def first_rows(field: FormField) -> Typed:
    """The contents of a list before anything is filled in."""
    rows = field.rows
    count = max(rows.first, rows.least) if rows is not None else 0
    return write_rows(field, [dict(_first_typed(field)) for _ in range(count)])


def _first_typed(field: FormField) -> Iterator[tuple[str, list[str]]]:
    """The contents of a new row of a list, by column."""
    for column in _questions(field):
        if column.default is not None and (inputs := to_inputs(column, column.default)):
            yield column.key, inputs


def _list_of(form: Form, key: str) -> FormField | None:
    return next((field for field in form.fields if field.key == key and field.rows is not None), None)


def _questions(field: FormField) -> tuple[FormField, ...]:
    return field.rows.questions if field.rows is not None else ()


def _without(typed: Typed, key: str) -> Typed:
    return {name: values for name, values in typed.items() if owner_of(name) != key}


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
