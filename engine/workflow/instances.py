"""Instances: the children of a multi-instance user task, what each of them yields, and changing it until it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.dialect import feel
from engine.dialect.elements import Element, Loop
from engine.errors import ExecutionFailed

if TYPE_CHECKING:
    from engine.workflow.game import TokenGame

MOST = 200
"""Instances of one activity. A collection that is longer was not meant."""


def open_all(game: TokenGame, task: Task) -> None:
    """Make a child with a scope of its own for each item of the input collection.

    Raises:
        ExecutionFailed: the collection is not a list, or longer than MOST.
    """
    element, loop = _loop_of(task)
    items = game.evaluate(task, loop.input_collection)
    if not isinstance(items, list) or len(items) > MOST:
        raise ExecutionFailed(
            f"the collection {loop.input_collection} is not a list of at most {MOST} items",
            element=element.id,
            process=element.process,
        )
    if loop.output_collection:
        game.scopes.assign(game.scope_of(task), loop.output_collection, [])
    children = []
    for index, item in enumerate(items):
        child = task.task_spec.add_instance(task, index)
        local = {"loopCounter": feel.from_python(index + 1)}
        if loop.input_element:
            local[loop.input_element] = item
        game.scopes.open(f"local:{child.id.hex}", game.scope_of(task), local)
        child.internal_data["instance"] = _label(item)
        children.append(child)
    for child in children:
        child.task_spec._update(child)


def collect(game: TokenGame, task: Task, child: Task) -> bool:
    """Take in what a completed child yields; whether the completion condition now holds.

    The collection is brought up to date at every completion, so that an activity that a deadline ends leaves what
    there is. (Zeebe hands it over at the end only.)
    """
    element, loop = _loop_of(task)
    _keep_result(game, task, child)
    if not loop.completion_condition:
        return False
    instances = [c for c in task.children if c.task_spec.name == task.task_spec.task_spec]
    completed = sum(c.has_state(TaskState.COMPLETED) for c in instances)
    counts = {
        "numberOfInstances": len(instances),
        "numberOfCompletedInstances": completed,
        "numberOfActiveInstances": len(instances) - completed,
    }
    extra = {name: feel.from_python(count) for name, count in counts.items()}
    holds = game.evaluate(task, loop.completion_condition, extra)
    if not isinstance(holds, bool):
        raise ExecutionFailed(
            f"completion condition {loop.completion_condition} is neither true nor false",
            element=element.id,
            process=element.process,
        )
    return holds


def revise(game: TokenGame, child: Task, answers: dict[str, Any]) -> None:
    """Replace the answers of a completed child while its activity is still collecting."""
    game.take_answers(child, answers)
    _keep_result(game, child.parent, child)


def _keep_result(game: TokenGame, task: Task, child: Task) -> None:
    _, loop = _loop_of(task)
    if not loop.output_collection:
        return
    results = task.internal_data["results"]
    results[str(child.internal_data["index"])] = feel.to_json(game.evaluate(child, loop.output_element))
    in_order = [feel.from_json(results[key]) for key in sorted(results, key=int)]
    game.scopes.assign(game.scope_of(task), loop.output_collection, in_order)


def _loop_of(task: Task) -> tuple[Element, Loop]:
    element = cast(Element, task.task_spec.element)
    return element, cast(Loop, element.loop)


def _label(item: Any) -> str | None:
    """How people tell one instance from another."""
    if isinstance(item, dict):
        item = item.get("naam") or item.get("id")
    return item if isinstance(item, str) else None
