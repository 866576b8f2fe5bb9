"""Leaves: *Afwezigheid*, where people enter their absences and who takes over; an operator can do so for others."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web.accounts import leavewords
from web.days import read_day
from web.security import go_to, signed_in
from web.words import _

pages = Blueprint("leaves", __name__, url_prefix="/afwezigheid")
FIELDS = tuple(leavewords.FIELDS)
WRITTEN = "{0.day}-{0.month}-{0.year}"


@pages.get("/<account_id>")
@signed_in
def show(account_id: str, user: engine.User) -> str:
    return _page(account_id, user, {}, {})


@pages.post("/<account_id>")
@signed_in
def plan(account_id: str, user: engine.User) -> Response | tuple[str, int]:
    """Plan an absence. A refusal is shown together with what was typed."""
    typed = _typed()
    try:
        done = engine.plan_leave(account_id, _asked(typed), user)
    except engine.LeaveRefused as error:
        return _page(account_id, user, typed, error.problems), 422
    return _after(account_id, user, done)


@pages.get("/<account_id>/<leave_id>")
@signed_in
def ask_change(account_id: str, leave_id: str, user: engine.User) -> str:
    whose, leave = _find(account_id, leave_id, user)
    first, last = (WRITTEN.format(day) for day in (leave.first_day, leave.last_day))
    typed = {"eerste_dag": first, "laatste_dag": last, "vervanger": leave.replacement or ""}
    return _change_page(whose, leave, leave.revision, user, typed, {})


@pages.post("/<account_id>/<leave_id>")
@signed_in
def change(account_id: str, leave_id: str, user: engine.User) -> Response | tuple[str, int]:
    typed = _typed()
    try:
        done = engine.change_leave(account_id, leave_id, _revision(), _asked(typed), user)
    except engine.LeaveRefused as error:
        return _change_page(*_find(account_id, leave_id, user), _revision(), user, typed, error.problems), 422
    return _after(account_id, user, done)


@pages.post("/<account_id>/<leave_id>/stoppen")
@signed_in
def end(account_id: str, leave_id: str, user: engine.User) -> Response:
    had_gone = engine.end_leave(account_id, leave_id, _revision(), user)
    flash(_("De afwezigheid is voorbij.") if had_gone else _("De afwezigheid gaat niet door."), "ok")
    return go_to("leaves.show", account_id=account_id)


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "")[:100] for name in FIELDS}


def _asked(typed: dict[str, str]) -> engine.LeaveAsked:
    return engine.LeaveAsked(read_day(typed["eerste_dag"]), read_day(typed["laatste_dag"]), typed["vervanger"])


def _revision() -> int:
    """The revision that the reader saw; if none was sent, one that never existed."""
    told = request.form.get("versie", "")
    return int(told) if told.isdecimal() and len(told) < 10 else -1


def _after(account_id: str, user: engine.User, done: engine.LeaveOutcome) -> Response:
    name = "" if account_id == user.id else engine.read_leaves(account_id, user).name
    flash(leavewords.outcome(done, name), "ok")
    return go_to("leaves.show", account_id=account_id)


def _find(account_id: str, leave_id: str, user: engine.User) -> tuple[engine.LeavesView, engine.LeaveView]:
    whose = engine.read_leaves(account_id, user)
    for leave in whose.leaves:
        if leave.id == leave_id:
            return whose, leave
    raise engine.LeaveMoved("gone")


def _page(account_id: str, user: engine.User, typed: dict[str, str], found: dict[str, engine.FieldProblem]) -> str:
    whose = engine.read_leaves(account_id, user)
    form = _form(whose, user, typed, found)
    return render_template("accounts/leaves/show.html", whose=whose, faults=leavewords.FAULTS, **form)


def _change_page(
    whose: engine.LeavesView,
    leave: engine.LeaveView,
    revision: int,
    user: engine.User,
    typed: dict[str, str],
    found: dict[str, engine.FieldProblem],
) -> str:
    """`revision` is the one that the reader saw first: a refusal in between does not hide a colleague's change."""
    form = _form(whose, user, typed, found)
    return render_template("accounts/leaves/change.html", whose=whose, leave=leave, revision=revision, **form)


def _form(
    whose: engine.LeavesView, user: engine.User, typed: dict[str, str], found: dict[str, engine.FieldProblem]
) -> dict[str, object]:
    """What the questions need; `told` holds what is wrong with each field."""
    told = {name: leavewords.problem(found[name]) if name in found else "" for name in FIELDS}
    return {
        "own": whose.account_id == user.id,
        "typed": {**dict.fromkeys(FIELDS, ""), **typed},
        "told": told,
        "errors": [(f"veld-{name}", f"{leavewords.FIELDS[name]}: {told[name]}") for name in FIELDS if told[name]],
    }
