"""Happening: letting an event happen to what waits for it, and running a task, which may throw the next event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.workflow import catching, specs
from engine.workflow.board import Board
from engine.workflow.budget import WEIGHT_OF_HANDLER
from engine.workflow.compiled import EventSubprocess
from engine.workflow.joins import EventGateway
from engine.workflow.rhythm import Rhythm, next_moment
from engine.workflow.specification import EndJoin
from engine.workflow.waiting import Waiting


def run_task(board: Board, task: Task) -> None:
    """Run one automatic task, and deliver what it throws."""
    board.budget.count(getattr(task.task_spec, "element", None), task.workflow.task_tree.id)
    task.run()
    deliver(board)


def deliver(board: Board) -> None:
    """Deliver what the task that has just run has thrown, each to everything that waited for it at that time."""
    while board.caught or board.thrown_signals:
        if board.caught:
            catch(board, board.caught.pop(0))
            continue
        name, found = board.thrown_signals.pop(0)
        board.signals.append(name)
        for waiting in found:
            if catching.is_alive(board, waiting):
                catch(board, waiting)


def catch(board: Board, waiting: Waiting) -> None:
    """Record that an event caught something, and let it happen."""
    element, event = waiting.element, waiting.event
    name = event.code or event.reference or ""
    board.events.append(events.EventCaught(element.process, element.id, event.kind, name))
    happen(board, waiting, {})


def happen(board: Board, waiting: Waiting, payload: Mapping[str, Any]) -> None:
    """Let an event happen, with its payload."""
    for name, value in payload.items():
        board.scopes.assign(waiting.scope, name, value)
    if waiting.task is not None:
        _fire(board, waiting.task, waiting)
    elif waiting.listener is not None:
        _begin(board, waiting, waiting.listener)


def _fire(board: Board, task: Task, waiting: Waiting) -> None:
    spec = task.task_spec
    if isinstance(spec, specs.Boundary) and not spec.cancel_activity:
        _wait_again(board, task, waiting)
    if task.parent is not None and isinstance(task.parent.task_spec, EventGateway):
        for sibling in task.parent.children:
            if sibling is not task:
                sibling.cancel()
    task.internal_data["event_fired"] = True
    spec._update(task)
    if isinstance(spec, specs.Boundary):
        # At once: an interrupted activity must not run any further.
        run_task(board, task)


def _wait_again(board: Board, task: Task, waiting: Waiting) -> None:
    """Wait again: a non-interrupting event can occur again as long as its activity runs."""
    memory = _memory_after(board, waiting)
    if memory is None:
        return
    again = task.parent._add_child(task.task_spec, TaskState.WAITING)
    again.triggered = True
    again.internal_data.update(memory)
    again.task_spec._update(again)


def _memory_after(board: Board, waiting: Waiting) -> dict[str, Any] | None:
    """What it remembers when it waits again; None if it does not, since a date or duration occurs once."""
    memory = dict(waiting.memory)
    if waiting.event.kind != "timer":
        return memory
    was = Rhythm(datetime.fromisoformat(memory["due"]), memory.get("left", 1), memory.get("every"))
    after = next_moment(was, board.surroundings.zone)
    return {**memory, "due": after.due.isoformat(), "left": after.left} if after.due is not None else None


def _begin(board: Board, waiting: Waiting, listener: EventSubprocess) -> None:
    """Start an event subprocess; if it interrupts, end everything that runs in its scope (BPMN 2.0.2 clause 13.5.4).

    SpiffWorkflow starts it next to the rest. We cancel the rest first, and attach the event subprocess to the start of
    the scope, so that the scope ends when it ends.
    """
    workflow, element = waiting.workflow, listener.element
    board.budget.count(waiting.element, workflow.task_tree.id, WEIGHT_OF_HANDLER)
    if listener.start.interrupting:
        for task in list(workflow.tasks.values()):
            if task.id in workflow.tasks and task.has_state(TaskState.NOT_FINISHED_MASK):
                task.cancel()
        board.events.append(events.ScopeInterrupted(element.process, element.id))
    else:
        memory = _memory_after(board, waiting)
        waiting.memory.clear()
        waiting.memory.update(memory if memory is not None else {"spent": True})
    begun = workflow.hang(listener.spec_name)
    begun.task_spec._update(begun)
    # What the last end event threw runs next to it, so the scope has not ended yet (BPMN 2.0.2 clause 13.5.6).
    for task in list(workflow.tasks.values()):
        if isinstance(task.task_spec, EndJoin) and task.has_state(TaskState.READY):
            task.task_spec._update(task)
