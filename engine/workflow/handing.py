"""Handing over: what goes into the scope of an activity when it begins, and what comes out when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task

from engine.dialect.elements import Element, IoMapping

if TYPE_CHECKING:
    from engine.workflow.game import TokenGame


def mapped(game: TokenGame, task: Task, mappings: Iterable[IoMapping]) -> dict[str, Any]:
    """The values that input mappings give, by the names they get."""
    return _in_turn(mappings, lambda source, earlier: game.evaluate(task, source, earlier))


def take_inputs(game: TokenGame, task: Task, mappings: Iterable[IoMapping]) -> None:
    """Put what input mappings give in a task's own scope. An instance of a collection has one already."""
    values, local = mapped(game, task, mappings), f"local:{task.id}"
    if local not in game.scopes:
        game.scopes.open(local, game.scope_around(task), {})
    game.scopes.own(local).update(values)


def map_out(game: TokenGame, task: Task, element: Element, known: Mapping[str, Any]) -> None:
    """Hand over what output mappings give; `known` is what the activity has found out, which stays in it.

    What an instance of a collection hands over stays in it, as all that is set there: its output is made of it.
    """
    scope = game.scope_of(task) if _is_of_collection(element) else game.scope_around(task)
    yielded = _in_turn(element.outputs, lambda source, earlier: game.evaluate(task, source, {**known, **earlier}))
    for name, value in yielded.items():
        game.scopes.assign(scope, name, value)


def _is_of_collection(element: Element) -> bool:
    return element.loop is not None and not element.loop.standard


def _in_turn(mappings: Iterable[IoMapping], value: Callable[[str, Mapping[str, Any]], Any]) -> dict[str, Any]:
    """The values of mappings by their names, in the order in which they are drawn: each can read those before it.

    As in Zeebe; BPMN has no such mappings.
    """
    found: dict[str, Any] = {}
    for mapping in mappings:
        found[mapping.target] = value(mapping.source, found)
    return found


def take_answers(game: TokenGame, task: Task, answers: Mapping[str, Any]) -> None:
    """Put the answers of a user task where its diagram says."""
    element: Element = task.task_spec.element
    scope = game.scope_of(task)
    repeated = _is_of_collection(element)
    if repeated:
        game.scopes.own(scope).update(answers)
    if element.outputs:
        map_out(game, task, element, answers)
    elif not repeated:
        for name, value in answers.items():
            game.scopes.assign(scope, name, value)
    if not repeated:
        game.close_scope(task)


def enter(game: TokenGame, task: Task) -> None:
    """A subprocess or called process begins: open its scope."""
    element: Element = task.task_spec.element
    inputs = mapped(game, task, element.inputs)
    # A data object has no first value; what is handed in under its name is what it begins with.
    made = dict.fromkeys(game.compiled.data.get(task.task_spec.spec, ()))
    if element.kind != "callActivity":
        game.scopes.open(f"sub:{task.id}", game.scope_of(task), {**made, **inputs})
        return
    if element.propagate_all_parent_variables:
        inputs = {**game.variables(task), **inputs}
    game.scopes.open(f"sub:{task.id}", None, {**made, **inputs})


def leave(game: TokenGame, task: Task) -> None:
    """A subprocess or called process has ended: hand over what it yields and forget the rest."""
    key = f"sub:{task.id}"
    if key not in game.scopes:
        return
    game.remember(task)
    element: Element = task.task_spec.element
    inner = game.scopes.visible(key)
    around = game.scope_of(task)
    with game.blaming(task):
        yielded = _in_turn(
            element.outputs, lambda source, earlier: game.expressions.evaluate(source, {**inner, **earlier})
        )
    if element.kind == "callActivity" and element.propagate_all_child_variables:
        yielded = {**game.scopes.own(key), **yielded}
    for name, value in yielded.items():
        game.scopes.assign(around, name, value)
    game.scopes.close(key)
