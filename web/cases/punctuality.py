"""Punctuality: *Welke zaken gingen over hun termijn?*, for auditors and operators, as a page and as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

import engine
from web import spreadsheet
from web.days import read_year
from web.security import signed_in
from web.words import _, _n

pages = Blueprint("punctuality", __name__, url_prefix="/controle/termijnen")
MOST_SHOWN = 100
_WEEKS = re.compile(r"P([0-9]+)W", re.ASCII)


@pages.get("")
@signed_in
def show(user: engine.User) -> str:
    years = engine.list_event_years(user)
    year = read_year() or (years[0] if years else engine.utc_now().year)
    found = engine.read_punctuality(user, year)
    return render_template("cases/punctuality.html", found=found, years=years, explain=explain, most=MOST_SHOWN)


@pages.get("/<int:year>.csv")
@signed_in
def export(year: int, user: engine.User) -> Response:
    """The same as a file, with all of them."""
    rows = map(_row, engine.read_punctuality(user, year).passed)
    columns = [_("Zaak"), _("Soort"), _("Ontvangen"), _("Termijn tot en met"), _("Besloten"), _("Dagen te laat")]
    columns += [
        _("Dagen tot invoer"),
        _("Dagen stilgestaan"),
        _("Verlengd met"),
        _("Langste taak"),
        _("Dagen daarvan"),
        _("Door"),
    ]
    return spreadsheet.write(f"over-termijn-{year}", columns, rows)


def _row(one: engine.PassedTerm) -> list[object]:
    extended = " ".join(extension_in_words(duration) for duration in one.extended)
    longest = [one.longest.name, one.longest.days, one.longest.by] if one.longest is not None else ["", "", ""]
    told = [one.reference, one.process_name, one.received_on, one.due, one.decided_on, one.late]
    return [*told, one.entered_after, one.stood_still, extended, *longest]


def explain(one: engine.PassedTerm) -> Iterator[str]:
    """Why a case passed its term, as far as the rows of its tasks can tell."""
    if one.entered_after:
        yield _n(
            "Het is %(num)d dag na ontvangst ingevoerd.",
            "Het is %(num)d dagen na ontvangst ingevoerd.",
            one.entered_after,
        )
    if one.stood_still:
        yield _n(
            "De termijn stond %(num)d dag stil, tot de indiener antwoordde.",
            "De termijn stond %(num)d dagen stil, tot de indiener antwoordde.",
            one.stood_still,
        )
    for duration in one.extended:
        yield _("De termijn is verlengd met %(duration)s.", duration=extension_in_words(duration))
    if one.longest is not None:
        who = one.longest.by or ", ".join(engine.group_names().get(group, group) for group in one.longest.groups)
        words = {"task": one.longest.name, "who": who or _("niemand")}
        yield _n(
            "Het langst duurde ‘%(task)s’ (%(who)s): %(num)d dag.",
            "Het langst duurde ‘%(task)s’ (%(who)s): %(num)d dagen.",
            one.longest.days,
            **words,
        )


def extension_in_words(duration: str) -> str:
    """How much longer a term became; unchanged if it cannot be parsed."""
    found = _WEEKS.fullmatch(duration)
    return _n("%(num)d week", "%(num)d weken", int(found[1])) if found else duration
