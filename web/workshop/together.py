"""Together: what somebody else saved while the drawing editor was open, in words, and both people's work in one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, render_template

import engine
from web import conflicts
from web.security import signed_in
from web.words import _
from web.workshop import differing
from web.workshop.files import allow_large, read_files, read_json

pages = Blueprint("together", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>")
pages.url_value_preprocessor(allow_large)
Answer = Response | tuple[Response, int]


@pages.post("/naast")
@signed_in
def look(change_id: str, process_id: str, user: engine.User) -> Answer:
    """What both did, and whether it can be put together. Nothing is saved."""
    told = read_json()
    base, unsaved = _read(told)
    if base is None or unsaved is None:
        return _unreadable()
    try:
        beside = engine.look_beside(change_id, process_id, base, unsaved, user)
    except engine.ChangeMoved as error:
        return jsonify(message=". ".join(conflicts.tell(error))), 409
    except engine.DiagramRefused as error:
        return jsonify(message=engine.unreadable(error).reason), 422
    html = render_template(
        "workshop/beside.html",
        beside=beside,
        theirs=_show(beside.theirs, "ander"),
        mine=_show(beside.mine, "eigen"),
        **differing.WORDS,
    )
    return jsonify(html=html, clashes=list(beside.clashes), revision=beside.revision)


@pages.post("/samen")
@signed_in
def put(change_id: str, process_id: str, user: engine.User) -> Answer:
    """Put unsaved work into what was saved meanwhile."""
    told = read_json()
    (base, unsaved), revision = _read(told), told.get("revision")
    if base is None or unsaved is None or not isinstance(revision, int):
        return _unreadable()
    try:
        part = engine.save_beside(change_id, process_id, revision, base, unsaved, user)
    except engine.Conflict as error:
        return jsonify(message=". ".join(conflicts.tell(error))), 409
    except engine.DiagramRefused as error:
        return jsonify(message=engine.unreadable(error).reason), 422
    return jsonify(revision=part.revision)


def _show(found: engine.Comparison, key: str) -> differing.Shown:
    """In words only: the drawing itself is on the page."""
    return differing.show(replace(found, old=None, new=None), f"naast-{key}", "", "")


def _read(told: dict[str, Any]) -> tuple[dict[str, bytes] | None, dict[str, bytes | None] | None]:
    base = read_files({"files": told.get("base")})
    whole = {name: data for name, data in base.items() if data is not None} if base is not None else None
    return whole, read_files(told)


def _unreadable() -> Answer:
    return jsonify(message=_("Wij konden niet lezen wat uw browser stuurde. Laad de pagina opnieuw.")), 422
