"""Repeating: the runs of a repeated activity, what each of them yields, and when the activity is complete."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.dialect import feel
from engine.dialect.elements import Element, Loop
from engine.errors import ExecutionFailed
from engine.workflow.board import Board
from engine.workflow.expressions import Blaming
from engine.workflow.handing import take_answers
from engine.workflow.remembering import remember_again
from engine.workflow.scopes import COUNTER, local_of

LONGEST_LABEL = 300
MOST = 200
"""Most instances of one activity. A longer collection was not intended."""


def open_all(board: Board, task: Task) -> bool:
    """Begin: an instance for each item of the collection, or only the first if they run in sequence.

    Returns whether there is any; if not, the activity is done at once.

    Raises:
        ExecutionFailed: the collection is not a list, or longer than MOST.
    """
    element, loop = _loop_of(task)
    if loop.standard:
        if loop.test_before and not _goes_on(board, task, 0):
            return False
        _open(board, task, 0, None)
        return True
    items = board.evaluate(task, loop.input_collection)
    if not isinstance(items, list) or len(items) > MOST:
        raise _failed(element, f"the collection {loop.input_collection} is not a list of at most {MOST} items")
    if loop.output_collection:
        board.scopes.assign(board.scope_of(task), loop.output_collection, [])
    task.internal_data["total"] = len(items)
    first = items[:1] if loop.sequential else items
    if loop.sequential:
        task.internal_data["items"] = feel.to_json(items)
    children = [_add(board, task, index, item) for index, item in enumerate(first)]
    for child in children:
        child.task_spec._update(child)
    return bool(children)


def collect(board: Board, task: Task, child: Task) -> bool:
    """Take in what a completed instance yields; returns whether the activity is done.

    The collection is updated at every completion, so that an activity ended by a deadline leaves what it has so far.
    (Zeebe hands it over only at the end.)
    """
    _, loop = _loop_of(task)
    done = _completed(task)
    if loop.standard:
        if not _goes_on(board, task, len(done)):
            return True
        _open(board, task, len(done), None)
        return False
    _keep_result(board, task, child)
    total = task.internal_data["total"]
    if _is_enough(board, child, total, len(done)) or len(done) == total:
        return True
    if loop.sequential:
        _open(board, task, len(done), feel.from_json(task.internal_data["items"])[len(done)])
    return False


def revise(board: Board, child: Task, answers: dict[str, Any]) -> None:
    """Replace the answers of a completed instance while its activity is still collecting."""
    take_answers(board, child, answers)
    remember_again(board, child)
    _keep_result(board, child.parent, child)


def collect_again(board: Board, task: Task) -> None:
    """Collect again what the completed instances yield, with the expression and the name that the diagram has now."""
    _, loop = _loop_of(task)
    if not loop.output_collection:
        return
    board.scopes.assign(board.scope_of(task), loop.output_collection, [])
    for child in _completed(task):
        _keep_result(board, task, child)


def has_been_enough(board: Board, task: Task) -> bool:
    """Whether the activity would already be done if the diagram had always had its present completion condition."""
    done = _completed(task)
    return any(_is_enough(board, child, task.internal_data["total"], len(done)) for child in done)


def close_all(board: Board, task: Task) -> None:
    """Forget the variables of every instance."""
    for child in task.children:
        board.close_scope(child)


def _open(board: Board, task: Task, index: int, item: Any) -> None:
    child = _add(board, task, index, item)
    child.task_spec._update(child)


def _add(board: Board, task: Task, index: int, item: Any) -> Task:
    """Add an instance. Each instance of a collection has its own scope; the laps of a standard loop share one."""
    _, loop = _loop_of(task)
    child: Task = task.task_spec.add_instance(task, index)
    if not loop.standard:
        local: dict[str, Any] = {COUNTER: Decimal(index + 1)}
        if loop.input_element:
            local[loop.input_element] = item
        board.scopes.open(local_of(child.id), board.scope_of(task), local)
        child.internal_data["instance"] = _label(item)
    return child


def _goes_on(board: Board, task: Task, done: int) -> bool:
    """Whether a standard loop has another lap (BPMN 2.0.2 table 13.7)."""
    element, loop = _loop_of(task)
    if loop.maximum is not None and done >= int(loop.maximum):
        return False
    if loop.condition:
        with Blaming(element):
            if not board.expressions.holds(loop.condition, board.variables(task)):
                return False
    if done >= MOST:
        raise _failed(element, f"goes round more than {MOST} times")
    return True


def _is_enough(board: Board, child: Task, total: int, done: int) -> bool:
    """Whether the others need not complete, now that one instance has: the condition reads its variables.

    (As in Zeebe.)
    """
    task = child.parent
    element, loop = _loop_of(task)
    if not loop.completion_condition:
        return False
    counts = {
        "numberOfInstances": total,
        "numberOfCompletedInstances": done,
        "numberOfActiveInstances": sum(not c.has_state(TaskState.FINISHED_MASK) for c in _instances(task)),
        "numberOfTerminatedInstances": 0,  # If one is terminated, all are.
    }
    extra = {name: Decimal(count) for name, count in counts.items()}
    with Blaming(element):
        return board.expressions.holds(loop.completion_condition, {**board.variables(child), **extra})


def _keep_result(board: Board, task: Task, child: Task) -> None:
    _, loop = _loop_of(task)
    if not loop.output_collection:
        return
    results = task.internal_data["results"]
    results[str(child.internal_data["index"])] = feel.to_json(board.evaluate(child, loop.output_element))
    in_order = feel.from_json([results[key] for key in sorted(results, key=int)])
    board.scopes.assign(board.scope_of(task), loop.output_collection, in_order)


def _instances(task: Task) -> list[Task]:
    return [child for child in task.children if child.task_spec.name == task.task_spec.task_spec]


def _completed(task: Task) -> list[Task]:
    return [child for child in _instances(task) if child.has_state(TaskState.COMPLETED)]


def _loop_of(task: Task) -> tuple[Element, Loop]:
    element: Element = task.task_spec.element
    assert element.loop is not None  # noqa: S101 (an activity that is repeated)
    return element, element.loop


def _failed(element: Element, message: str) -> ExecutionFailed:
    return ExecutionFailed(message, element=element.id, process=element.process)


def _label(item: Any) -> str | None:
    """How people tell one instance from another."""
    if isinstance(item, dict):
        item = item.get("naam") or item.get("id")
    return item[:LONGEST_LABEL] if isinstance(item, str) else None
