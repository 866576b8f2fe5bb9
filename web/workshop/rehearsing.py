"""Rehearsing: the scenarios of a change, played, with what of its diagrams they reach."""

from __future__ import annotations

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

import engine
from web.drawing import draw_rehearsed
from web.messages import STEP_KINDS, say
from web.security import go_to, signed_in
from web.words import _
from web.workshop.asking import read_id

pages = Blueprint("rehearsing", __name__, url_prefix="/werkplaats/wijziging/<change_id>/verhalen")


@pages.get("")
@signed_in
def show(change_id: str, user: engine.User) -> str:
    """Play them all: they take about a second together, and say most when they were played just now."""
    change = engine.read_change(change_id, user)
    rehearsal = engine.rehearse_change(change_id, user)
    return render_template(
        "workshop/rehearsing.html",
        change=change,
        rehearsal=rehearsal,
        drawn=[draw_rehearsed(process) for process in rehearsal.processes],
        may_try=engine.may(user, "edit_processes", None),
        kind=_kind,
    )


@pages.post("/weghalen")
@signed_in
def drop(change_id: str, user: engine.User) -> Response:
    """Take a scenario out of the change: it no longer holds, or another tells the same."""
    process_id, _bar, name = read_id("verhaal").partition("/")
    engine.drop_scenario(change_id, process_id, name, user)
    flash(_("Het verhaal is weggehaald."), "ok")
    return go_to("rehearsing.show", change_id=change_id)


def _kind(code: str) -> str:
    """What kind of step was never reached, in a word."""
    if code == "sequenceFlow":
        return _("weg uit een keuze")
    return say(STEP_KINDS, code) if code in STEP_KINDS else _("stap")
