"""Catching: what in a case waits for a moment, a message, a signal or a condition, and which of these comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.workflow import specs
from engine.workflow.board import Board
from engine.workflow.compiled import EventSubprocess
from engine.workflow.expressions import Blaming, to_key
from engine.workflow.loops import Repeated
from engine.workflow.rhythm import settle
from engine.workflow.run import Run
from engine.workflow.waiting import Waiting

DONE_WHEN_READY = (specs.Catch, specs.SubProcess, Repeated)
"""Activities whose token waits while they run."""


def find_waiting(board: Board) -> Iterator[Waiting]:
    """Everything that waits, event subprocesses before tokens: what ends a scope precedes what happens inside it."""
    for workflow, listener in _listeners(board):
        ref = ref_of_listener(workflow, listener)
        memory = board.memory.setdefault("listening", {}).setdefault(ref, {})
        start = listener.start
        if start.event is not None and not memory.get("spent"):
            scope = board.scope_within(workflow)
            yield Waiting(start, start.event, memory, ref, scope, workflow, listener=listener)
    for task in board.tasks(TaskState.WAITING):
        definition = getattr(task.task_spec, "event_definition", None)
        if isinstance(definition, specs.Awaited) and not _is_on_edge_of_what_is_done(task):
            element = task.task_spec.element
            yield Waiting(
                element, definition.event, task.internal_data, task.id, board.scope_of(task), task.workflow, task
            )


def _is_on_edge_of_what_is_done(task: Task) -> bool:
    """Whether a token is at an event on the edge of an activity that has done its work and is about to move on.

    The result of such an activity is there, and the event cannot interrupt it any more (BPMN 2.0.2 clause 13.3.2).
    Otherwise a message that arrived, or what a called process returned, would be lost. For other activities, READY
    means that they are about to begin.
    """
    attached = task.task_spec.element.attached_to
    return attached is not None and any(
        isinstance(other.task_spec, DONE_WHEN_READY)
        and other.task_spec.element.id == attached
        and other.has_state(TaskState.READY)
        for other in task.parent.children
    )


def _listeners(board: Board) -> Iterator[tuple[Run, EventSubprocess]]:
    for workflow in board.workflow.running():
        listeners = board.compiled.listeners.get(workflow.spec.name, ())
        if not listeners or workflow.completed or _is_cancelled(board, workflow):
            continue
        begun = {task.task_spec.name for task in workflow.tasks.values()}
        if any(listener.start.interrupting and listener.spec_name in begun for listener in listeners):
            continue  # The scope was interrupted: only what interrupted it continues.
        for listener in listeners:
            yield workflow, listener


def _is_cancelled(board: Board, workflow: Run) -> bool:
    """Whether it is a transaction that is being undone: nothing else may begin in it."""
    scope = board.scope_within(workflow)
    return any(scope in undo.get("cancels", ()) for undo in board.memory.get("undoing", {}).values())


def ref_of_listener(workflow: Run, listener: EventSubprocess) -> str:
    """The name by which the rest of the engine knows a waiting event subprocess: it has no token yet."""
    root: str = workflow.task_tree.id
    # In cases of the first release the ids of roots are UUIDs, and refs were made from those.
    space, name = (UUID(root), "") if len(root) == 32 else (NAMESPACE_OID, f"{root}/")
    return uuid5(space, name + listener.element.id).hex


def forget_listeners(board: Board) -> None:
    """Drop the memory of event subprocesses that no longer listen."""
    if remembered := board.memory.pop("listening", None):
        alive = {ref_of_listener(*pair) for pair in _listeners(board)}
        if kept := {ref: memory for ref, memory in remembered.items() if ref in alive and memory}:
            board.memory["listening"] = kept


# ---- arming -----------------------------------------------------------------------------------------------------


def arm(board: Board, waiting: Waiting) -> None:
    """Settle, once, what is awaited: the moment of a timer, the key of a message."""
    event, memory = waiting.event, waiting.memory
    if event.kind == "timer" and "due" not in memory:
        _set_timer(board, waiting)
    elif event.kind == "message" and "key" not in memory and event.correlation_key:
        key = board.evaluate_in(waiting.scope, waiting.element, event.correlation_key)
        with Blaming(waiting.element):
            memory["key"] = to_key(key)


def _set_timer(board: Board, waiting: Waiting) -> None:
    value = board.evaluate_in(waiting.scope, waiting.element, waiting.event.expression)
    rhythm = settle(waiting.element, value, board.surroundings)
    due = rhythm.due.isoformat() if rhythm.due is not None else None
    if rhythm.every is not None:
        waiting.memory.update(due=due, left=rhythm.left, every=rhythm.every)
    else:
        # When it was set, in case the calendar changes (engine.workflow.rescheduling).
        waiting.memory.update(due=due, since=board.surroundings.now.isoformat())


def due_of(board: Board, waiting: Waiting) -> datetime:
    """The moment of a timer; settled now if it was not yet."""
    arm(board, waiting)
    return datetime.fromisoformat(waiting.memory["due"])


def next_due(board: Board) -> tuple[datetime, Waiting] | None:
    """The timer that fell due first, if any is due."""
    timers = ((due_of(board, waiting), waiting) for waiting in find_waiting(board) if waiting.event.kind == "timer")
    due = [pair for pair in timers if pair[0] <= board.surroundings.now]
    return min(due, key=lambda pair: pair[0], default=None)


def next_condition(board: Board) -> Waiting | None:
    """A conditional event whose condition has become true since the last check (BPMN 2.0.2 clause 10.5.5)."""
    for waiting in find_waiting(board):
        if waiting.event.kind != "conditional":
            continue
        held = waiting.memory.get("held", False)
        holds = board.evaluate_in(waiting.scope, waiting.element, waiting.event.expression) is True
        waiting.memory["held"] = holds
        if holds and not held:
            return waiting
    return None


def is_alive(board: Board, waiting: Waiting) -> bool:
    """Whether it still waits; what happened just before may have ended it."""
    if waiting.task is not None:
        return waiting.task.id in waiting.workflow.tasks and waiting.task.has_state(TaskState.WAITING)
    return any(other.ref == waiting.ref for other in find_waiting(board))
