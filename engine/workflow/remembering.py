"""Remembering: what has completed and can be undone, with its scope; kept minimal, since the diagram says the rest.

`done` in the memory of a case holds it by scope, the oldest first.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.task import Task

from engine.dialect import feel
from engine.dialect.elements import EMBEDDED, Element
from engine.workflow.board import Board
from engine.workflow.loops import Repeated
from engine.workflow.scopes import COUNTER, inside_of, local_of
from engine.workflow.undoing import Undoing

Record = dict[str, Any]
"""`of` is the activity. Present only if needed: `local`, the variables of an instance or of a subprocess that is
undone as a whole; `own` and `done`, the variables of a subprocess that is reopened, and what was done inside it;
`n`, its position among those of its scope, from when one of these is undone without the others."""


def remember(board: Board, task: Task) -> None:
    """An activity, or one of its instances, has completed: record it, since each is undone separately."""
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
        record |= {"own": feel.to_json_each(own)} if own else {}
        record |= {"done": done} if done else {}
    if shared:
        record["local"] = feel.to_json_each(shared)
    board.memory.setdefault("done", {}).setdefault(board.scope_around(task), []).append(record)


def remember_again(board: Board, task: Task) -> None:
    """The answers of a completed instance were changed: it is undone with the current ones."""
    element: Element = task.task_spec.element
    variables = feel.to_json_each(board.scopes.own(board.scope_of(task)))
    if COUNTER not in variables:
        return  # The laps of a loop keep nothing of their own.
    for record in board.memory.get("done", {}).get(board.scope_around(task), ()):
        if record["of"] == element.id and record.get("local", {}).get(COUNTER) == variables[COUNTER]:
            record["local"] = variables
