"""Compensating: undoing what was done, the last first (BPMN 2.0.2 clause 13.5.5). `remembering` records what there is.

`undoing` in the memory of a case holds what is being undone now, by the key of the task that controls it: `queue`, what
is still to be undone; `now` and `at`, what is being undone; `cancels`, the scopes of a transaction that is cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.dialect import feel
from engine.dialect.elements import Element, Event
from engine.workflow import handing, happening
from engine.workflow.board import Board
from engine.workflow.catching import find_waiting
from engine.workflow.remembering import Record
from engine.workflow.run import Run
from engine.workflow.scopes import COUNTER, inside_of, local_of
from engine.workflow.undoing import UNDO, Undoing


def tidy(board: Board) -> None:
    """Forget what was done in scopes that no longer exist."""
    give_back(board)
    done = board.memory.pop("done", None)
    if done and not board.workflow.completed:
        kept = {scope: records for scope, records in done.items() if records and scope in board.scopes}
        board.memory.update({"done": kept} if kept else {})


def give_back(board: Board) -> None:
    """Return what an interrupted compensation did not undo, or not entirely, so that another can still undo it."""
    undoing = board.memory.get("undoing", {})
    for key, undo in reversed(list(undoing.items())):  # A compensation that began inside another comes first.
        task = board.find_task(key)
        if task is None or not task.has_state(TaskState.STARTED):
            del undoing[key]
            done = board.memory.setdefault("done", {})
            for scope, record in [*_left_over(board, undo), *undo["queue"]]:
                _put_back(done.setdefault(scope, []), record)
    if not undoing:
        board.memory.pop("undoing", None)


def _put_back(records: list[Record], record: Record) -> None:
    """Put a record back in its place: before what was done after it. One without a number comes after all with one."""
    number = record.get("n")
    records.insert(sum("n" in other and (number is None or other["n"] < number) for other in records), record)


def _left_over(board: Board, undo: Mapping[str, Any]) -> list[list[Any]]:
    """What was being undone when the compensation was interrupted; for a subprocess, only what was not yet undone."""
    running = board.find_task(undo.get("now", ""))
    if running is None or running.has_state(TaskState.COMPLETED):
        return []
    board.scopes.close(local_of(running.id))
    scope, record = undo["at"]
    if isinstance(running.task_spec, Undoing):
        record = {**record, "done": board.memory["done"].pop(inside_of(running.id), [])}
    return [[scope, record]]


# ---- throwing ---------------------------------------------------------------------------------------------------


def throw(board: Board, task: Task) -> bool | None:
    """Undo what a compensation event names, or all that was done in its scope. None: the token waits until it is done.

    If there is nothing to undo, the token moves on (clause 13.5.5: compensation of what did not complete does nothing).
    """
    element: Element = task.task_spec.element
    event = cast(Event, element.event)
    board.events.append(events.EventThrown(element.process, element.id, event.kind, event.activity or ""))
    give_back(board)
    queue = claim(board, task.workflow, event.activity)
    if not queue:
        return True
    if event.waits:
        see_to(board, task, queue)
        return None
    see_to(board, put_beside(task.workflow), queue)
    return True


def undo_all(board: Board, task: Task) -> bool | None:
    """Undo what was done in a subprocess that has been reopened for it."""
    queue = _take(board, board.scope_within(task.workflow), None)
    if queue:
        see_to(board, task, queue)
    return None if queue else True


# ---- undoing ----------------------------------------------------------------------------------------------------


def claim(board: Board, workflow: Run, activity: str | None) -> list[list[Any]]:
    """Take what is to be undone in a scope, and in the scope around an event subprocess, the last first.

    An event subprocess undoes what was done in the activity that it belongs to.
    """
    queue = _take(board, board.scope_within(workflow), activity)
    while workflow is not board.workflow:
        host = board.host_of(workflow)
        if isinstance(host.task_spec, Undoing) or not host.task_spec.element.triggered_by_event:
            break
        workflow = host.workflow
        queue += _take(board, board.scope_within(workflow), activity)
    return queue


def _take(board: Board, scope: str, activity: str | None) -> list[list[Any]]:
    done = board.memory.get("done", {})
    records = done.get(scope, [])
    if activity is not None:
        _number(board, scope, records)
    if records:
        done[scope] = [record for record in records if activity not in (None, record["of"])]
    return [[scope, record] for record in reversed(records) if activity in (None, record["of"])]


def _number(board: Board, scope: str, records: list[Record]) -> None:
    """Record the order in which they were done, for when one of them is put back among the others."""
    undoing = board.memory.get("undoing", {}).values()
    taken = [pair for undo in undoing for pair in reversed([*([undo["at"]] if "at" in undo else []), *undo["queue"]])]
    in_order = [*(record for at, record in taken if at == scope), *records]
    last = max((record.get("n", 0) for record in in_order), default=0)
    for record in in_order:
        if "n" not in record:
            record["n"] = last = last + 1


def see_to(board: Board, task: Task, queue: list[list[Any]], **told: Any) -> None:
    board.memory.setdefault("undoing", {})[task.id] = {"queue": queue, **told}


def put_beside(workflow: Run) -> Task:
    """A task that keeps a scope open while something in it is undone."""
    task = workflow.hang(UNDO)
    task._set_state(TaskState.STARTED)
    return task


def advance(board: Board) -> bool:
    """Start what is to be undone next, or end a compensation that has nothing left; returns whether there was any."""
    for key, undo in list(board.memory.get("undoing", {}).items()):
        task, running = board.find_task(key), board.find_task(undo.get("now", ""))
        if task is None or not task.has_state(TaskState.STARTED):
            continue
        if running is not None and not running.has_state(TaskState.FINISHED_MASK):
            continue
        if ended := undo.pop("now", None):
            del undo["at"]
            board.scopes.close(local_of(ended))
            if running is not None:
                running.workflow._remove_task(running.id)  # The history has it; the case does not need it.
        if undo["queue"]:
            scope, record = undo["queue"].pop(0)
            undo["now"] = _begin(board, scope, record)
            undo["at"] = [scope, {name: told for name, told in record.items() if name != "done"}]
        else:
            _end(board, task, key)
        return True
    return False


def _begin(board: Board, scope: str, record: Record) -> str:
    """Start the handler that undoes an activity; returns its key."""
    workflow = next((w for w in board.workflow.running() if board.scope_within(w) == scope), board.workflow)
    process = workflow.spec.process_id
    facts = board.compiled.compensation[process]
    handler = facts.handlers.get(record["of"])
    if handler is not None:
        board.events.append(events.ElementCompleted(process, facts.edges[record["of"]]))
    task = workflow.hang(handler or f"{record['of']} {UNDO}")
    if "local" in record:
        variables = feel.from_json_each(record["local"])
        if handler is not None:
            # Handlers run one by one, so unlike parallel instances they need not keep their results inside.
            variables.pop(COUNTER, None)
        board.scopes.open(local_of(task.id), scope, variables)
    element: Element = task.task_spec.element
    if handler is None:
        inner = inside_of(task.id)
        board.scopes.open(inner, board.scope_of(task), feel.from_json_each(record.get("own", {})))
        if "done" in record:
            board.memory.setdefault("done", {})[inner] = record["done"]
    elif "local" in record and element.kind == "userTask":
        board.scopes.own(local_of(task.id)).update(handing.map_in(board, task, element.inputs))
    task.task_spec._update(task)
    key: str = task.id
    return key


def _end(board: Board, task: Task, key: str) -> None:
    undo = board.memory["undoing"].pop(key)
    if "cancels" not in undo:
        task.complete()
        return
    host = board.host_of(task.workflow)
    happening.catch(board, next(w for w in find_waiting(board) if w.is_on_edge_of(host) and w.event.kind == "cancel"))
