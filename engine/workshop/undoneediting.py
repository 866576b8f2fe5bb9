"""Undone editing: how a step is undone, set by form: by a task, a mail or letter, system work, or a calculation."""

from __future__ import annotations

from engine import editing
from engine.dialect.folder import DIAGRAM
from engine.errors import FieldProblem, FieldsRefused
from engine.workshop.desk import Desk, PartEdit, Written, lane_of
from engine.workshop.stepediting import fill_in, read_kind
from engine.workshop.stepfield import NAME
from engine.workshop.typed import Typed, check_text, read_moment, require_feel, require_told

UNDOES = ("userTask", "mail", "letter", "serviceTask", "scriptTask")
"""What can undo a step, in the words of the page that asks for it."""


def add_undoing(desk: Desk, edit: PartEdit) -> Written:
    """Set how a step is undone: by a new step, filled in as any other new step.

    Raises: FieldsRefused; EditRefused.
    """
    chosen = edit.values.get("kind", "")
    kind, values = read_kind(chosen, edit.values)
    needed = {"kind": chosen, "name": values.get("name", "")}
    if kind == "scriptTask":
        needed |= {key: values.get(key, "") for key in ("expression", "variable")}
    require_told(needed)
    if chosen not in UNDOES:
        raise FieldsRefused({"kind": FieldProblem("not_an_option", chosen)})
    values = read_moment(values, "due")
    script = _read_script(values) if kind == "scriptTask" else {}
    lane = values.get("lane") or lane_of(desk, values.get("groups", ""), edit.at)
    added = editing.add_undoing(desk.drawing, edit.at, kind, values["name"], lane)
    assert added.done is not None  # noqa: S101 - an addition always changes something
    key, source = added.done.element, added.source
    for attribute, told in script.items():
        source = editing.set_extension(source, key, "script", attribute, told).source
    if script:
        return Written({DIAGRAM: source.encode()}, (added.done,))
    return fill_in(desk, added, key, kind, values)


def _read_script(values: Typed) -> dict[str, str]:
    """What is calculated, and the name of the result. Raises: FieldsRefused."""
    variable = values["variable"].strip()
    if (problem := check_text(NAME, variable)) is not None:
        raise FieldsRefused({"variable": problem})
    return {"expression": require_feel(values["expression"], "expression"), "resultVariable": variable}
