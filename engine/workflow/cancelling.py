"""Cancelling a transaction: everything in it ends, what was done is undone, and the token leaves by its cancel event.

BPMN 2.0.2 clause 10.3.5.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.dialect.elements import Element
from engine.errors import ExecutionFailed
from engine.workflow import compensating
from engine.workflow.board import Board
from engine.workflow.catching import find_waiting
from engine.workflow.run import Run
from engine.workflow.undoing import Undoing

STAYS = frozenset({"cancel", "error"})
"""Events on the edge of a transaction that can still occur while it is being undone."""


def cancel(board: Board, task: Task) -> bool:
    """Cancel a transaction: end what is running in it, undo what was done, and leave by its cancel event.

    BPMN 2.0.2 clause 10.3.5. Only an error, its hazard, can interrupt this. If a transaction runs several times in
    parallel, all its runs are cancelled.

    Raises:
        ExecutionFailed: there is no transaction around it, or no cancel event on its edge.
    """
    element: Element = task.task_spec.element
    board.events.append(events.EventThrown(element.process, element.id, "cancel", ""))
    host = _transaction_of(board, task)
    edges = [w for w in find_waiting(board) if w.is_on_edge_of(host)]
    if not any(edge.event.kind == "cancel" for edge in edges):
        reason = "the transaction is cancelled, and no cancel event on its edge says how to go on"
        raise ExecutionFailed(reason, element=element.id, process=element.process)
    for edge in edges:
        if edge.task is not None and edge.event.kind not in STAYS:
            edge.task.cancel()
    runs = [board.workflow.subprocesses[run.id] for run in _runs_of(host)]
    own = board.workflow.subprocesses[host.id]
    _stop(board, runs, task, host)
    compensating.give_back(board)
    queue: list[list[Any]] = []
    for run in runs:
        queue += compensating.claim(board, task.workflow if run is own else run, None)
    cancels = [board.scope_within(run) for run in runs]
    compensating.see_to(board, compensating.put_beside(own), queue, cancels=cancels)
    return True


def _transaction_of(board: Board, task: Task) -> Task:
    workflow = task.workflow
    while workflow is not board.workflow:
        host = board.host_of(workflow)
        if host.task_spec.element.kind == "transaction" and not isinstance(host.task_spec, Undoing):
            return host
        if not host.task_spec.element.triggered_by_event:
            break
        workflow = host.workflow
    element: Element = task.task_spec.element
    raise ExecutionFailed("there is no transaction around it", element=element.id, process=element.process)


def _runs_of(host: Task) -> list[Task]:
    """The transaction itself, and its parallel runs if it is repeated."""
    if host.task_spec.tracked:
        return [host]
    beside = [run for run in host.parent.children if run.task_spec is host.task_spec]
    return [run for run in beside if run.has_state(TaskState.STARTED)]


def _stop(board: Board, runs: list[Run], task: Task, host: Task) -> None:
    """End everything that runs in a transaction, except the task that cancels it and what is around that task."""
    kept, inside = {task.id}, [*runs]
    workflow = task.workflow
    while workflow.parent_task_id != host.id:
        inside.append(workflow)
        kept.add(workflow.parent_task_id)
        workflow = board.host_of(workflow).workflow
    for scope in inside:
        for other in list(scope.tasks.values()):
            if other.id in scope.tasks and other.id not in kept and other.has_state(TaskState.NOT_FINISHED_MASK):
                other.cancel()
