"""Undoing: the button that undoes the latest edit, on every page where a part of a change is edited."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

import engine
from web import conflicts
from web.numbers import read_revision
from web.security import go_to, signed_in
from web.words import _
from web.workshop import editwords

pages = Blueprint("undoing", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>")
PARTS = {
    "formulier": ("stepparts.form", "form_id", "forms"),
    "tabel": ("stepparts.table", "decision", "decisions"),
    "mail": ("stepparts.mail", "mail", "mails"),
    "brief": ("stepparts.letter", "letter", "letters"),
}
"""Pages of one part of a process: the endpoint and parameter of each, and the list of such parts in `StepList`."""


@pages.post("/terugdraaien")
@signed_in
def undo(change_id: str, process_id: str, user: engine.User) -> Response:
    """Undo the latest edit, and continue where the reader was."""
    try:
        done = engine.undo_edit(change_id, process_id, read_revision(), user)
    except engine.ChangedMeanwhile as error:
        _title, message = conflicts.tell(error)
        flash(" ".join((message, _("Er is niets teruggedraaid."))), "warning")
    except engine.NotFound as error:
        if error.what != "edit":
            raise
        flash(_("Dit kan niet meer worden teruggedraaid. Kijk hieronder hoe het nu is."), "warning")
    else:
        flash(_("Teruggedraaid: %(what)s", what=editwords.told(done)), "ok")
    return _go_on(change_id, process_id, user)


def _go_on(change_id: str, process_id: str, user: engine.User) -> Response:
    """Go to the part that the reader looked at, unless the undone edit made it; else to the list of steps."""
    kind, _slash, name = request.form.get("deel", "").partition("/")
    if kind in PARTS:
        endpoint, parameter, there = PARTS[kind]
        found = engine.read_step_list(change_id, process_id, user)
        if any(one.id == name for one in getattr(found, there)):
            return go_to(endpoint, change_id=change_id, process_id=process_id, **{parameter: name})
    return go_to("steps.show", change_id=change_id, process_id=process_id)


def find_last(part: engine.PartView, may_edit: bool, user: engine.User) -> dict[str, Any] | None:
    """The latest edit of a process, in words, if this user can undo it."""
    last = engine.read_last_edit(part.change_id, part.process_id, user) if may_edit else None
    if last is None:
        return None
    return {"told": editwords.told(last.done), "by": last.made_by, "at": last.made_at, "revision": last.revision}
