"""Remembering: what has completed and can be undone, with its scope and as short as can be: the diagram says the rest.

`done` in the memory of a case holds it by scope, the oldest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.dialect import feel
from engine.dialect.elements import EMBEDDED, Element
from engine.workflow.board import Board
from engine.workflow.loops import Repeated
from engine.workflow.scopes import COUNTER, inside_of, local_of
from engine.workflow.undoing import Undoing

Record = dict[str, Any]
"""`of` is the activity. Only where there are any: `local`, the variables of the instance or of a subprocess that is
undone as a whole; `own` and `done`, the variables of a subprocess that is opened again, and what was done inside it;
`n`, its place among those of its scope, from when one of these is undone without the others."""


def remember(board: Board, task: Task) -> None:
    """An activity has completed, or one of its instances: each is undone on its own."""
    spec, element = task.task_spec, task.task_spec.element
    facts = board.compiled.compensation[element.process]
    if element.id not in facts.compensable or isinstance(spec, Repeated | Undoing):
        return
    record: Record = {"of": element.id}
    local, inner = local_of(task.id), inside_of(task.id)
    shared = dict(board.scopes.own(local)) if local in board.scopes else {}
    own = board.scopes.own(inner) if element.kind in EMBEDDED and inner in board.scopes else {}
    if element.id in facts.handlers:
        shared |= own
    else:
        done = board.memory.get("done", {}).pop(inner, [])
        if not done and element.id not in facts.own:
            return
        record |= {"own": to_json(own)} if own else {}
        record |= {"done": done} if done else {}
    if shared:
        record["local"] = to_json(shared)
    board.memory.setdefault("done", {}).setdefault(board.scope_around(task), []).append(record)


def remember_again(board: Board, task: Task) -> None:
    """The answers of a completed instance were changed: it is undone with those that count."""
    element: Element = task.task_spec.element
    variables = to_json(board.scopes.own(board.scope_of(task)))
    if COUNTER not in variables:
        return  # The laps of a loop keep nothing to themselves.
    for record in board.memory.get("done", {}).get(board.scope_around(task), ()):
        if record["of"] == element.id and record.get("local", {}).get(COUNTER) == variables[COUNTER]:
            record["local"] = variables


def to_json(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: feel.to_json(value) for name, value in variables.items()}


def from_json(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: feel.from_json(value) for name, value in variables.items()}
