"""Registers: the entries of each, by year, and as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, render_template

import engine
from web import spreadsheet, text
from web.days import read_year
from web.paging import page_number
from web.security import signed_in
from web.words import _

pages = Blueprint("registers", __name__, url_prefix="/registers")


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    return render_template("papers/registers/list.html", registers=engine.list_registers(user))


@pages.get("/<key>")
@signed_in
def show(key: str, user: engine.User) -> str:
    year = read_year()
    found = engine.list_entries(key, user, year=year, page=page_number())
    register = engine.read_register(key, user)
    engine.keep_viewing("register", [key], user)
    return render_template(
        "papers/registers/show.html", register=register, found=found, year=year, columns=_columns(found.items)
    )


@pages.get("/<key>/csv")
@signed_in
def export(key: str, user: engine.User) -> Response:
    year = read_year()
    entries = engine.export_entries(key, user, year=year)
    engine.keep_viewing("register_file", [key], user)
    columns = _columns(entries)
    rows = (
        [
            entry.number,
            text.local(entry.entered_at).date(),
            entry.reference,
            *(entry.columns.get(name) for name in columns),
        ]
        for entry in entries
    )
    name = f"{key}-{year}" if year is not None else key
    return spreadsheet.write(name, [_("Nummer"), _("Datum"), _("Zaak"), *columns.values()], rows)


def _columns(entries: Iterable[engine.EntryView]) -> dict[str, str]:
    """The columns of these entries, in order, with the name of each."""
    names = dict.fromkeys(name for entry in entries for name in entry.columns)
    return {name: name.replace("_", " ").strip().capitalize() for name in names}
