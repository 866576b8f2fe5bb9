"""Event adding: a step that waits for something, notifies others, or undoes what was done, after another step."""

from __future__ import annotations

from engine import editing
from engine.dialect.compensation import KIND as COMPENSATE
from engine.dialect.compensation import undoable_from
from engine.dialect.folder import DIAGRAM
from engine.errors import FieldProblem, FieldsRefused
from engine.workshop.desk import Desk, PartEdit, Written, find_element
from engine.workshop.typed import read_happening, require_told

EVENTS = {
    "await-timer": ("intermediateCatchEvent", "timer", "term"),
    "await-message": ("intermediateCatchEvent", "message", "happening"),
    "await-signal": ("intermediateCatchEvent", "signal", "happening"),
    "await-condition": ("intermediateCatchEvent", "conditional", "until"),
    "throw-signal": ("intermediateThrowEvent", "signal", "happening"),
    "throw-escalation": ("intermediateThrowEvent", "escalation", "happening"),
    "throw-compensate": ("intermediateThrowEvent", COMPENSATE, "activity"),
}
"""Events that can be added, by their name in the form: their kind, what happens, and where its value is typed."""


def add_event(desk: Desk, edit: PartEdit) -> Written:
    """Add a step that is an event. A compensation event that names no activity undoes all that was done.

    Raises: FieldsRefused; EditRefused.
    """
    kind, happens, field = EVENTS[edit.values["kind"]]
    needed = {key: edit.values.get(key, "") for key in ("name", field)}
    if happens == COMPENSATE:
        _require_undoable(desk, edit.at, needed.pop(field))
    require_told(needed)
    values = read_happening(happens, edit.values, field)
    flow, lane = values.get("flow") or None, values.get("lane") or None
    added = editing.add_step(desk.drawing, edit.at, kind, values["name"], flow=flow, lane=lane)
    assert added.done is not None  # noqa: S101 - an addition always changes something
    source = editing.define(added.source, added.done.element, happens, values.get(field, "").strip())
    return Written({DIAGRAM: source.encode()}, (added.done,))


def _require_undoable(desk: Desk, place: str, activity: str) -> None:
    """Raises: FieldsRefused: that cannot be undone from here, or nothing can."""
    process = desk.process
    known = {one.id for one in undoable_from(process, find_element(process, place))}
    if not known or activity not in known | {""}:
        raise FieldsRefused({"activity": FieldProblem("not_an_option", activity)})
