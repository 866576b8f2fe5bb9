"""Registers: what was entered in each, by year, and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, render_template, request

import engine
from web import text
from web.paging import page_number
from web.security import signed_in
from web.words import _

pages = Blueprint("registers", __name__, url_prefix="/registers")
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With which a cell begins that a spreadsheet would reckon out; the wide ones of East Asia are so to some."""


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    return render_template("registers/list.html", registers=engine.list_registers(user))


@pages.get("/<key>")
@signed_in
def show(key: str, user: engine.User) -> str:
    year = _read_year()
    found = engine.list_entries(key, user, year=year, page=page_number())
    register = engine.read_register(key, user)
    return render_template(
        "registers/show.html", register=register, found=found, year=year, columns=_columns(found.items)
    )


@pages.get("/<key>/csv")
@signed_in
def export(key: str, user: engine.User) -> Response:
    """With semicolons and a byte order mark, as a Dutch spreadsheet opens it without asking."""
    year = _read_year()
    entries = engine.export_entries(key, user, year=year)
    columns = _columns(entries)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([_("Nummer"), _("Datum"), _("Idee"), *(_cell(label) for label in columns.values())])
    for entry in entries:
        day = text.local(entry.entered_at).date()
        told = (_cell(entry.columns.get(name)) for name in columns)
        writer.writerow([entry.number, _cell(day), entry.reference, *told])
    name = f"{key}-{year}.csv" if year is not None else f"{key}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + file.getvalue(), mimetype="text/csv", headers=headers)


def _read_year() -> int | None:
    """The year that the address asks for; none for nonsense, which shows all."""
    asked = request.args.get("jaar", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else None


def _columns(entries: Iterable[engine.EntryView]) -> dict[str, str]:
    """The columns that these entries have, in order, with what each is called."""
    names = dict.fromkeys(name for entry in entries for name in entry.columns)
    return {name: name.replace("_", " ").strip().capitalize() for name in names}


def _cell(value: Any) -> str:
    """A value for a spreadsheet. A text is never a formula: whoever typed it does not choose what is reckoned out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nee")
    if isinstance(value, Decimal | int):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    told = text.in_words(value) if not isinstance(value, str) else value
    return f"'{told}" if told.startswith(FORMULAS) else told
