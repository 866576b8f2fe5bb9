"""Taking away: removing a step, a way or a part, after the page showed what else goes and which cases are there."""

from __future__ import annotations

from flask import Blueprint, render_template

import engine
from web.nouns import called_in
from web.security import go_to, signed_in
from web.workshop.attempting import Answer, Errors, attempt, why

pages = Blueprint("taking", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>/stappen")


@pages.get("/<element_id>/uitpakken")
@signed_in
def ask_unpacking(change_id: str, process_id: str, element_id: str, user: engine.User) -> str:
    """Ask whether to take a part apart."""
    return _ask(change_id, process_id, element_id, user, [], "unpack")


@pages.post("/<element_id>/uitpakken")
@signed_in
def unpack(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    return _take_away(change_id, process_id, element_id, user, "unpack")


@pages.get("/<element_id>/weghalen")
@signed_in
def ask_removal(change_id: str, process_id: str, element_id: str, user: engine.User) -> str:
    """Ask whether to remove a step, or a way out of a choice."""
    return _ask(change_id, process_id, element_id, user, [])


@pages.post("/<element_id>/weghalen")
@signed_in
def remove(change_id: str, process_id: str, element_id: str, user: engine.User) -> Answer:
    return _take_away(change_id, process_id, element_id, user, "remove")


def _take_away(change_id: str, process_id: str, element_id: str, user: engine.User, kind: str) -> Answer:
    tried = attempt(engine.PartEdit(kind, element_id), change_id, process_id, user)
    if tried.done is None:
        return tried.answer(_ask(change_id, process_id, element_id, user, tried.errors, kind))
    return go_to("steps.show", change_id=change_id, process_id=process_id)


def _ask(
    change_id: str,
    process_id: str,
    element_id: str,
    user: engine.User,
    errors: Errors,
    kind: str = "remove",
) -> str:
    """Ask whether to remove something, showing what else is removed and which cases are there."""
    change = engine.read_change(change_id, user)
    if not change.may_edit:
        raise engine.NotAllowed("edit_change")
    try:
        plan = engine.plan_unpacking if kind == "unpack" else engine.plan_removal
        leaving = plan(change_id, process_id, element_id, user)
    except engine.DiagramRefused as error:
        raise engine.NotFound("step", element_id) from error
    return render_template(
        "workshop/step_remove.html",
        change=change,
        leaving=leaving,
        unpacks=kind == "unpack",
        element_id=element_id,
        noun=called_in(process_id),
        why=why(leaving.refused) if leaving.refused is not None and not errors else "",
        errors=errors,
    )
