"""Spreadsheet: rows as a file for a spreadsheet, in which nothing that somebody typed is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from flask import Response

from web import filed, text
from web.words import _

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters of a cell that a spreadsheet would calculate; some also do so for full-width East Asian ones."""
WITHIN = re.compile(r"""([,;\t\r\n]"*)(?=[=+@\uff1d\uff0b\uff20]|[-\uff0d]\S*[(|!])""")
"""The same after anything that starts a cell in a spreadsheet set to another separator, or to none; an English one
uses commas. A minus counts only before something that makes a call, since people write lists and prices with it."""


def write(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """With semicolons and a byte order mark, so that a Dutch spreadsheet opens it without asking."""
    return filed.send(f"{name}.csv", "text/csv", _lines(columns, rows))


def _lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";")
    yield "\ufeff"
    for row in chain([columns], rows):
        writer.writerow([cell(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def cell(value: Any) -> str:
    """A value for a spreadsheet. Text is never a formula: whoever typed it does not choose what is calculated."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nee")
    if isinstance(value, Decimal | int):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    told = text.in_words(value) if not isinstance(value, str) else value
    told = WITHIN.sub(r"\1'", told)
    return f"'{told}" if told.startswith(FORMULAS) else told
