"""Handing over: what goes into the scope of an activity when it begins, and what comes out when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task

from engine.dialect.elements import Element, IoMapping

if TYPE_CHECKING:
    from engine.workflow.game import TokenGame


def mapped(game: TokenGame, task: Task, mappings: Iterable[IoMapping]) -> dict[str, Any]:
    """The values that input mappings give, by the names they get."""
    return {mapping.target: game.evaluate(task, mapping.source) for mapping in mappings}


def map_out(game: TokenGame, task: Task, element: Element, answers: Mapping[str, Any]) -> None:
    for mapping in element.outputs:
        value = game.evaluate(task, mapping.source, answers)
        game.scopes.assign(game.scope_around(task), mapping.target, value)


def take_answers(game: TokenGame, task: Task, answers: Mapping[str, Any]) -> None:
    """Put the answers of a user task where its diagram says."""
    element: Element = task.task_spec.element
    scope = game.scope_of(task)
    repeated = element.loop is not None and not element.loop.standard
    if repeated:
        game.scopes.own(scope).update(answers)
    elif element.outputs:
        map_out(game, task, element, answers)
    else:
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
        yielded = {m.target: game.expressions.evaluate(m.source, inner) for m in element.outputs}
    if element.kind == "callActivity" and element.propagate_all_child_variables:
        yielded = {**game.scopes.own(key), **yielded}
    for name, value in yielded.items():
        game.scopes.assign(around, name, value)
    game.scopes.close(key)
