"""Calendars: the days that an operator adds to, or removes from, the calendar of the municipality."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import messages
from web.days import read_day
from web.security import go_to, signed_in
from web.words import _, _n

pages = Blueprint("calendars", __name__, url_prefix="/beheer/kalender")
FIELDS = ("dag", "soort", "reden")


@pages.get("")
@signed_in
def show(user: engine.User) -> str:
    return _page(user, {}, {})


@pages.post("")
@signed_in
def add(user: engine.User) -> Response | tuple[str, int]:
    """Add a day. A refusal is shown together with what was typed."""
    typed = {name: request.form.get(name, "") for name in FIELDS}
    try:
        moved = engine.add_calendar_day(read_day(typed["dag"]), typed["soort"], typed["reden"], user)
    except engine.CalendarRefused as error:
        return _page(user, typed, messages.problems(messages.CALENDAR_PROBLEMS, error.problems)), 422
    _tell(_("De dag is toegevoegd."), moved)
    return go_to("calendars.show")


@pages.post("/<day>/weghalen")
@signed_in
def remove(day: str, user: engine.User) -> Response:
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        abort(404)
    moved = engine.remove_calendar_day(asked, user)
    _tell(_("De dag is weggehaald."), moved)
    return go_to("calendars.show")


def _tell(done: str, moved: engine.MovedDeadlines) -> None:
    flash(f"{done} {_count(moved.cases)}", "ok")
    if moved.unread:
        left = _n(
            "Van deze zaak kon het systeem de termijn niet opnieuw uitrekenen: %(cases)s.",
            "Van deze zaken kon het systeem de termijn niet opnieuw uitrekenen: %(cases)s.",
            len(moved.unread),
            cases=", ".join(moved.unread),
        )
        goes_on = _("Het systeem probeert het opnieuw. Lukt het niet, dan staat het bij Beheer, Mislukte opdrachten.")
        flash(f"{left} {goes_on}", "warning")


def _count(cases: int | None) -> str:
    if cases is None:
        return _("De termijnen van alle zaken worden nu bijgewerkt.")
    if not cases:
        return _("Daardoor is geen termijn veranderd.")
    return _n("Bij %(num)d zaak is een termijn veranderd.", "Bij %(num)d zaken is een termijn veranderd.", cases)


def _page(user: engine.User, typed: dict[str, str], told: dict[str, str]) -> str:
    empty = dict.fromkeys(FIELDS, "")
    return render_template(
        "cases/calendars.html",
        days=engine.list_calendar_days(user),
        kinds=[(code, str(name)) for code, name in messages.DAY_KINDS.items()],
        typed={**empty, **typed},
        told={**empty, **told},
        errors=[(f"veld-{name}", told[name]) for name in FIELDS if name in told],
    )
