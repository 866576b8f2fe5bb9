"""Comparing: *Verschillen*: what a change changes, and what changed between two versions of a process."""

from __future__ import annotations

from flask import Blueprint, render_template, request

import engine
from web.numbers import read_number
from web.security import signed_in
from web.words import _
from web.workshop import differing

pages = Blueprint("comparing", __name__, url_prefix="/werkplaats")


@pages.get("/wijziging/<change_id>/vergelijken")
@signed_in
def of_change(change_id: str, user: engine.User) -> str:
    """Each process of a change, beside the version that it started from and beside the one in use."""
    change = engine.read_change(change_id, user)
    parts = []
    for number, part in enumerate(engine.compare_change(change_id, user), 1):
        ours = _("uw wijziging") if change.may_edit else _("de wijziging")
        base = _("versie %(version)s", version=part.base_version)
        shown = [(base, differing.show(part.with_base, f"deel-{number}", base, ours))]
        if part.with_current is not None:
            current = _("versie %(version)s", version=part.current_version)
            shown.append((current, differing.show(part.with_current, f"deel-{number}-nu", current, ours)))
        parts.append((part, shown))
    return render_template("workshop/compare_change.html", change=change, parts=parts, **differing.WORDS)


@pages.get("/<process_id>/vergelijken")
@signed_in
def of_versions(process_id: str, user: engine.User) -> str:
    """Two versions of a process, as requested in the address; by default the newest and the one before it."""
    found = engine.compare_versions(process_id, _asked("van"), _asked("naar"), user)
    old, new = (_("versie %(version)s", version=version) for version in (found.older, found.newer))
    shown = differing.show(found.found, "verschil", old, new)
    return render_template("workshop/compare_versions.html", found=found, shown=shown, **differing.WORDS)


def _asked(name: str) -> int | None:
    """A version number in the address; anything else counts as not given."""
    return read_number(request.args.get(name, ""))
