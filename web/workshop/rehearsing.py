"""Rehearsing: the scenarios of a change, played, with what of its diagrams they reach."""

from __future__ import annotations

from flask import Blueprint, render_template

import engine
from web.drawing import draw_rehearsed
from web.messages import STEP_KINDS, say
from web.security import signed_in
from web.words import _

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


def _kind(code: str) -> str:
    """What kind of step was never reached, in a word."""
    if code == "sequenceFlow":
        return _("weg uit een keuze")
    return say(STEP_KINDS, code) if code in STEP_KINDS else _("stap")
