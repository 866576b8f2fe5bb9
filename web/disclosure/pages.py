"""Disclosing: *Wat weten wij van iemand?*, finding somebody who asks for their own data, and giving them a copy."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

import engine
from web import eventwords, messages, viewings
from web.disclosure import copying
from web.security import signed_in

pages = Blueprint("disclosing", __name__, url_prefix="/beheer/inzage")
LONGEST = 320


@pages.get("")
@signed_in
def find(user: engine.User) -> str:
    return _find(user, "")


@pages.post("")
@signed_in
def search(user: engine.User) -> Response | str | tuple[str, int]:
    """Who fits, and then who of them is chosen. By POST, so that no name or address of anybody is in the address of a
    page, and so in a log."""
    wanted = request.form.get("wie", "").strip()[:LONGEST]
    if people := request.form.getlist("persoon"):
        return redirect(url_for("disclosing.show", persoon=people), 303)
    if "kies" in request.form:
        return _find(user, wanted, _("Kies wie het vraagt.")), 422
    return _find(user, wanted)


def _find(user: engine.User, wanted: str, problem: str = "") -> str:
    return render_template(
        "disclosure/find.html",
        wanted=wanted,
        problem=problem,
        errors=[("persoon-1", problem)] if problem else [],
        found=engine.find_people(wanted, user) if wanted else None,
        most_found=engine.MOST_PEOPLE,
        copies=engine.list_copies(user),
    )


@pages.get("/overzicht")
@signed_in
def show(user: engine.User) -> str:
    """Everything about the chosen records, which the address names by their pseudonyms."""
    return _show(user, request.args.getlist("persoon"), {}, "")


@pages.post("/overzicht")
@signed_in
def give(user: engine.User) -> Response | tuple[str, int]:
    """A copy of it, as one file."""
    people, reason = request.form.getlist("persoon"), request.form.get("reden", "")
    notes = {int(one) for one in request.form.getlist("mee") if one.isascii() and one.isdecimal() and len(one) < 19}
    try:
        held = engine.copy_disclosure(people, user, reason, notes)
    except engine.RepairRefused as error:
        told = messages.repair_problem(error.problems["reden"], "")
        return _show(user, people, {"reden": reason, "mee": notes}, told), 422
    return copying.send(held)


def _show(user: engine.User, people: list[str], typed: Mapping[str, object], problem: str) -> str:
    if len(people) > engine.MOST_PEOPLE:
        abort(404)
    return render_template(
        "disclosure/show.html",
        found=engine.read_disclosure(people, user),
        people=people,
        typed={"reden": "", "mee": set(), **typed},
        problem=problem,
        errors=[("veld-reden", problem)] if problem else [],
        name_kind=eventwords.name_kind,
        seen_as=viewings.WHAT,
    )
