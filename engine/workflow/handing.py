"""Handing over: what goes into the scope of an activity when it begins, and what comes out when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.dialect.elements import Element, IoMapping
from engine.workflow.board import Board
from engine.workflow.expressions import Blaming
from engine.workflow.remembering import remember
from engine.workflow.scopes import inside_of, local_of


def map_in(board: Board, task: Task, mappings: Iterable[IoMapping]) -> dict[str, Any]:
    """The values of input mappings, by the names they get."""
    return _in_turn(mappings, lambda source, earlier: board.evaluate(task, source, earlier))


def take_inputs(board: Board, task: Task, mappings: Iterable[IoMapping]) -> None:
    """Put the values of input mappings into a task's own scope. An instance of a collection already has one."""
    values, local = map_in(board, task, mappings), local_of(task.id)
    if local not in board.scopes:
        board.scopes.open(local, board.scope_around(task), {})
    board.scopes.own(local).update(values)


def map_out(board: Board, task: Task, element: Element, known: Mapping[str, Any]) -> None:
    """Hand over the values of output mappings; `known` is what the activity has computed, which stays inside it.

    What an instance of a collection hands over stays inside it, like everything set there: its output is built from it.
    """
    scope = board.scope_of(task) if _is_of_collection(element) else board.scope_around(task)
    yielded = _in_turn(element.outputs, lambda source, earlier: board.evaluate(task, source, {**known, **earlier}))
    for name, value in yielded.items():
        board.scopes.assign(scope, name, value)


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


def take_answers(board: Board, task: Task, answers: Mapping[str, Any]) -> None:
    """Put the answers of a user task where its diagram says."""
    element: Element = task.task_spec.element
    scope = board.scope_of(task)
    repeated = _is_of_collection(element)
    if repeated:
        board.scopes.own(scope).update(answers)
    if element.outputs:
        map_out(board, task, element, answers)
    elif not repeated:
        for name, value in answers.items():
            board.scopes.assign(scope, name, value)
    if not repeated:
        board.close_scope(task)


def enter(board: Board, task: Task) -> None:
    """Begin a subprocess or called process: open its scope."""
    element: Element = task.task_spec.element
    inputs = map_in(board, task, element.inputs)
    # A data object has no initial value; a value passed in under its name becomes its first.
    made = dict.fromkeys(board.compiled.data.get(task.task_spec.spec, ()))
    if element.kind != "callActivity":
        board.scopes.open(inside_of(task.id), board.scope_of(task), {**made, **inputs})
        return
    if element.propagate_all_parent_variables:
        inputs = {**board.variables(task), **inputs}
    board.scopes.open(inside_of(task.id), None, {**made, **inputs})


def hand_in(board: Board, task: Task, mappings: Iterable[IoMapping]) -> None:
    """Give a running subprocess or called process its additional inputs.

    What was computed inside stays; a value that was only passed on to a called process is replaced.
    """
    own, around = board.scopes.own(inside_of(task.id)), board.variables(task)
    for name, value in map_in(board, task, mappings).items():
        if own.get(name) is None or own[name] == around.get(name):
            own[name] = value


def leave(board: Board, task: Task) -> None:
    """A subprocess or called process has ended: hand over its results and forget the rest."""
    key = inside_of(task.id)
    if key not in board.scopes:
        return
    remember(board, task)
    element: Element = task.task_spec.element
    inner = board.scopes.visible(key)
    around = board.scope_of(task)
    with Blaming(element):
        yielded = _in_turn(
            element.outputs, lambda source, earlier: board.expressions.evaluate(source, {**inner, **earlier})
        )
    if element.kind == "callActivity":
        if element.propagate_all_child_variables:
            yielded = {**board.scopes.own(key), **yielded}
    elif _is_of_collection(element):
        # Its output and its completion condition are about what was known inside (clause 13.3.7; so does Zeebe).
        board.scopes.own(around).update(board.scopes.own(key))
    for name, value in yielded.items():
        board.scopes.assign(around, name, value)
    board.scopes.close(key)
