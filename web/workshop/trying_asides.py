"""Trying what is beside the tasks: its form, as one of the groups that may begin it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request

import engine
from web.forms.fields import find_errors, read_typed
from web.forms.rows import CONTROL, change_rows
from web.security import go_to, signed_in
from web.words import _
from web.workshop import sayings
from web.workshop.naming import show_with_names
from web.workshop.trying import Answer

pages = Blueprint("trying_asides", __name__, url_prefix="/werkplaats/wijziging/<change_id>/proberen/knop")


@pages.get("/<element_id>")
@signed_in
def ask(change_id: str, element_id: str, user: engine.User) -> Answer:
    """The form that begins something beside the tasks."""
    try:
        found = engine.read_trial_aside(change_id, user, element_id)
    except engine.TrialRefused as error:
        flash(sayings.refusal(error), "warning")
        return go_to("trying.show", change_id=change_id)
    return _page(change_id, user, found, show_with_names(found.form, {}))


@pages.post("/<element_id>")
@signed_in
def begin(change_id: str, element_id: str, user: engine.User) -> Answer:
    typed = read_typed()
    try:
        found = engine.read_trial_aside(change_id, user, element_id)
        if CONTROL in request.form and (changed := change_rows(found.form, typed)) is not None:
            return _page(change_id, user, found, show_with_names(found.form, changed.typed, changed=changed))
        engine.begin_trial_aside(change_id, user, element_id, typed)
        flash(_("‘%(name)s’ is begonnen. Hieronder ziet u wat er nu openstaat.", name=found.name), "ok")
    except engine.AnswersRefused as error:
        return _page(change_id, user, found, show_with_names(found.form, typed, error.problems)), 422
    except engine.TrialRefused as error:
        flash(sayings.refusal(error), "warning")
    except engine.Conflict as error:
        flash(sayings.conflict(error), "warning")
    return go_to("trying.show", change_id=change_id)


def _page(change_id: str, user: engine.User, found: engine.AsideDetail, shown: Any) -> str:
    change = engine.read_change(change_id, user)
    return render_template(
        "workshop/trying_aside.html", change=change, found=found, shown=shown, errors=find_errors(shown)
    )
