"""Rows: the buttons that add a row to a list, remove one, or restore the removed one. They submit nothing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

import engine
from web.words import _

CONTROL = "_regel"
"""The name of those buttons; their value is `erbij:` and the key of the list, or `weg:` or `terug:`, that key and the
row number."""
KEPT = "_weg."
"""Prefix for the names of what was typed in the removed row: the page holds it, a draft does not."""


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A removed row, as long as it can be restored."""

    number: int
    kept: tuple[tuple[str, str], ...]
    """(name, text) of everything that was typed in it."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a button changed in what was typed."""

    key: str
    typed: dict[str, list[str]]
    row: int
    """The number of the row that gets the keyboard focus; 0 for the button that adds one."""
    note: str
    removed: RemovedRow | None = None


def plain_newlines(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")


def change_rows(form: engine.Form, typed: dict[str, list[str]]) -> RowChange | None:
    """What was typed, as changed by the button that was pressed; None if it was another button."""
    what, _colon, place = request.form.get(CONTROL, "").partition(":")
    key, _colon, told = place.partition(":")
    if what == "erbij":
        after, row = engine.add_row(form, typed, key)
        return RowChange(key, after, row, "" if row else _("Er kan geen regel meer bij."))
    number = int(told) if told.isascii() and told.isdigit() and len(told) <= 4 else 0
    if what == "weg" and number:
        after = engine.remove_row(form, typed, key, number)
        removed = _keep(form, typed, key, number) if after != engine.only_asked(form, typed) else None
        return RowChange(key, after, 0, _("Regel %(number)s is weggehaald.", number=number), removed)
    if what == "terug" and number:
        names = [name for name in request.form if name.startswith(KEPT)]
        kept = {
            name.removeprefix(KEPT): [plain_newlines(text) for text in request.form.getlist(name)] for name in names
        }
        after, row = engine.put_row(form, typed, key, number, kept)
        return RowChange(key, after, row, "" if row else _("Er kan geen regel meer bij."))
    return None


def _keep(form: engine.Form, typed: dict[str, list[str]], key: str, number: int) -> RemovedRow | None:
    field = next(field for field in form.fields if field.key == key)
    names = engine.rows_in(typed, key)
    row = engine.typed_in(field, typed, names[number - 1]) if number <= len(names) else {}
    kept = tuple((f"{KEPT}{name}", value) for name, values in row.items() for value in values if value.strip())
    return RemovedRow(number, kept) if kept else None
