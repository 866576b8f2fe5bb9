"""Rows: the buttons of a page that add a row to a list, or take one away. Nothing is sent or checked by that."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

import engine
from web.words import _

CONTROL = "_regel"
"""The name of those buttons; their value is `erbij:` and the key of the list, or `weg:`, that key and the row."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a button did to what was typed."""

    key: str
    typed: dict[str, list[str]]
    row: int
    """The number of the row that the keyboard is to be in; 0 for the button that adds one."""
    note: str


def change_rows(form: engine.Form, typed: dict[str, list[str]]) -> RowChange | None:
    """What was typed after the button that was pressed; None if it was another button."""
    what, _colon, place = request.form.get(CONTROL, "").partition(":")
    key, _colon, number = place.partition(":")
    if what == "erbij":
        after, row = engine.add_row(form, typed, key)
        return RowChange(key, after, row, "" if row else _("Er kan geen regel meer bij."))
    if what == "weg" and number.isascii() and number.isdigit() and len(number) <= 4:
        after = engine.remove_row(form, typed, key, int(number))
        return RowChange(key, after, 0, _("Regel %(number)s is weggehaald.", number=int(number)))
    return None
