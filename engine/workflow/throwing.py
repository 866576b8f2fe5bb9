"""Throwing: what an event sends out, and who in the case catches it (BPMN 2.0.2 clause 10.5.1 and 13.5)."""

from __future__ import annotations

from SpiffWorkflow.task import Task

from engine import events
from engine.dialect.elements import Element
from engine.errors import ExecutionFailed
from engine.workflow import catching, happening, performing
from engine.workflow.board import Board
from engine.workflow.noting import note_completed
from engine.workflow.waiting import Waiting


def throw(board: Board, task: Task) -> bool | None:
    """Throw what an end or intermediate event throws. None: the token stays until the catcher ends its scope.

    Raises:
        ExecutionFailed: nobody catches an error. (An escalation that nobody catches changes nothing.)
    """
    element: Element = task.task_spec.element
    event = element.event
    if event is None or event.kind in {"terminate", "link"}:
        return True
    if event.kind == "message":
        performing.perform(board, task)
        return True
    name = event.code or event.reference or ""
    board.events.append(events.EventThrown(element.process, element.id, event.kind, name))
    if event.kind == "signal":
        # Those that wait now, not what follows from this very event: a signal is not kept (BPMN 2.0.2 clause 10.5.4).
        board.thrown_signals.append((name, [w for w in catching.find_waiting(board) if w.awaits_signal(name)]))
        return True
    catcher = _find_catcher(board, task, event.kind, name)
    if catcher is None:
        if event.kind == "error":
            raise ExecutionFailed(
                f"the error {name!r} is caught by nobody", element=element.id, process=element.process
            )
        return True
    board.caught.append(catcher)
    interrupts = catcher.listener.start.interrupting if catcher.listener is not None else catcher.element.interrupting
    if not interrupts:
        return True
    note_completed(board, task)
    return None


def _find_catcher(board: Board, task: Task, kind: str, code: str) -> Waiting | None:
    """The nearest catcher, from the inside out; within a scope, one that names the code precedes a catch-all."""
    waiting = [w for w in catching.find_waiting(board) if w.event.kind == kind]
    workflow, inside = task.workflow, ""
    while True:
        here = [w for w in waiting if w.listener is not None and w.workflow is workflow]
        # An event subprocess passes on what it throws itself; otherwise it would start itself again without end.
        here = [w for w in here if w.listener is not None and w.listener.spec_name != inside]
        if (found := _best(here, code)) is not None:
            return found
        if workflow is board.workflow:
            return None
        host = board.host_of(workflow)
        if (found := _best([w for w in waiting if w.is_on_edge_of(host)], code)) is not None:
            return found
        workflow, inside = host.workflow, host.task_spec.name


def _best(candidates: list[Waiting], code: str) -> Waiting | None:
    named = [w for w in candidates if (w.event.code or w.event.reference) == code]
    catching_all = [w for w in candidates if not (w.event.code or w.event.reference)]
    return next(iter([*named, *catching_all]), None)


def take_signal(board: Board, name: str) -> bool:
    """Deliver a signal from elsewhere to everything in this case that waits for it; returns whether anything did."""
    found = [w for w in catching.find_waiting(board) if w.awaits_signal(name)]
    for waiting in found:
        if catching.is_alive(board, waiting):
            happening.catch(board, waiting)
    return bool(found)
