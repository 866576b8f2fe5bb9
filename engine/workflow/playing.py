"""Playing: the ways a case can advance. State comes in as bytes and goes out in a `Step`; nothing is kept between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.errors import CaseEnded, NotWaiting, TaskClosed, Unavailable
from engine.workflow import catching, handing, happening, repeating, specs, starting, throwing
from engine.workflow.compiled import Compiled
from engine.workflow.game import TokenGame
from engine.workflow.loops import is_collecting
from engine.workflow.reporting import report
from engine.workflow.run import Instance
from engine.workflow.scopes import ROOT, Scopes
from engine.workflow.state import read_scopes, thaw
from engine.workflow.step import Step, Surroundings

Values = Mapping[str, Any]


def start(compiled: Compiled, variables: Values, surroundings: Surroundings, at: str | None = None) -> Step:
    """Begin a case and run it until every token waits. `at` is the start event, if its process has several."""
    workflow = Instance(compiled.specs[compiled.main], compiled.specs)
    workflow.begin()
    scopes = Scopes()
    scopes.own(ROOT).update({**dict.fromkeys(compiled.data.get(compiled.main, ())), **variables})
    game = TokenGame(compiled, workflow, scopes, {}, surroundings)
    if at is not None:
        starting.begin_at(game, at, variables.keys())
    game.settle()
    return report(game)


def pass_time(compiled: Compiled, state: bytes, surroundings: Surroundings) -> Step:
    """Fire every timer that is due, in order; if very many moments are due, the earliest now and the rest next time."""
    game = wake(compiled, state, surroundings)
    game.settle()
    return report(game)


def complete(compiled: Compiled, state: bytes, ref: str, answers: Values, surroundings: Surroundings) -> Step:
    """Answer a user task and run on.

    Timers that are due fire first, with the steps that follow from them: an answer that comes after its deadline finds
    the task gone.

    Raises:
        TaskClosed: the task is not open, or its deadline has just passed.
    """
    game = _resume(compiled, state, surroundings)
    task = game.find_task(ref)
    if task is None or not task.has_state(TaskState.READY) or not isinstance(task.task_spec, specs.UserTask):
        raise TaskClosed("deadline")
    handing.take_answers(game, task, answers)
    task.run()
    game.settle()
    return report(game)


def revise(compiled: Compiled, state: bytes, ref: str, answers: Values, surroundings: Surroundings) -> Step:
    """Change the answers of a completed instance while its multi-instance activity is still open.

    Raises:
        TaskClosed: the activity has closed.
    """
    game = _resume(compiled, state, surroundings)
    task = game.find_task(ref)
    if task is None or not task.has_state(TaskState.COMPLETED) or not is_collecting(task.parent):
        raise TaskClosed("deadline")
    repeating.revise(game, task, dict(answers))
    return report(game)


def correlate(
    compiled: Compiled,
    state: bytes,
    message: str,
    payload: Values,
    surroundings: Surroundings,
    key: str | None = None,
    ref: str | None = None,
) -> Step:
    """Give a message to what waits for it: an event, or an event subprocess, which then interrupts its scope.

    `key` is the correlation key that must match; None matches any. `ref` is what waits, if the caller knows it.

    Raises:
        NotWaiting: nothing in this case waits for it now.
    """
    game = _resume(compiled, state, surroundings)
    awaiting = (w for w in catching.find_waiting(game) if w.awaits(message, key))
    waiting = next((w for w in awaiting if ref in (None, w.ref)), None)
    if waiting is None:
        raise NotWaiting(message)
    element = waiting.element
    game.events.append(events.MessageReceived(element.process, element.id, message, tuple(sorted(payload))))
    happening.happen(game, waiting, payload)
    game.settle()
    return report(game)


def take_signal(compiled: Compiled, state: bytes, name: str, surroundings: Surroundings) -> Step:
    """Let a signal that was thrown elsewhere reach everything in this case that waits for it.

    Raises:
        NotWaiting: nothing in this case waits for it now.
    """
    game = _resume(compiled, state, surroundings)
    if not throwing.take_signal(game, name):
        raise NotWaiting(name)
    game.settle()
    return report(game)


def mend(compiled: Compiled, state: bytes, values: Mapping[tuple[str, str], Any], surroundings: Surroundings) -> Step:
    """Set variables, by (scope, name), and go on from the last good state.

    Raises:
        ExecutionFailed: it still cannot go on.
        KeyError: there is no such scope.
    """
    game = wake(compiled, state, surroundings)
    for (scope, name), value in values.items():
        game.scopes.own(scope)[name] = value
    game.settle()
    return report(game)


def read_variables(state: bytes, scope: str = ROOT) -> Values:
    """The variables that are visible from a scope; those of the case if that scope is gone."""
    scopes = read_scopes(state)
    return scopes.visible(scope if scope in scopes else ROOT)


def _resume(compiled: Compiled, state: bytes, surroundings: Surroundings) -> TokenGame:
    """A case as it is at this moment: what time has brought in the meantime happens first.

    Raises:
        Unavailable: that is more than can happen at once; calling `pass_time` works through it.
    """
    game = wake(compiled, state, surroundings)
    if game.waited and (catching.next_due(game) or _has_condition(game)):
        game.settle()
    if game.behind:
        raise Unavailable("a timer of this case that repeats has stood still for long, and is catching up")
    return game


def _has_condition(game: TokenGame) -> bool:
    return any(waiting.event.kind == "conditional" for waiting in catching.find_waiting(game))


def wake(compiled: Compiled, state: bytes, surroundings: Surroundings) -> TokenGame:
    """A case exactly as its last advance left it. Raises: CaseEnded."""
    workflow, scopes, memory = thaw(state, compiled)
    if workflow.completed:
        raise CaseEnded("the case has ended")
    game = TokenGame(compiled, workflow, scopes, memory, surroundings)
    game.before = state
    game.waited = game.may_wait() and any(True for _ in catching.find_waiting(game))
    return game
