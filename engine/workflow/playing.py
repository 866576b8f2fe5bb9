"""Playing: the ways a case can move on. State comes in as bytes and goes out in a `Step`; nothing is kept between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.errors import CaseEnded, ExecutionFailed, NotWaiting, TaskClosed, Unavailable
from engine.workflow import catching, instances, specs, starting, throwing
from engine.workflow.compiling import Compiled
from engine.workflow.game import TokenGame
from engine.workflow.instance import Instance
from engine.workflow.loops import Repeated
from engine.workflow.scopes import ROOT, Scopes
from engine.workflow.state import freeze, read_scopes, thaw
from engine.workflow.step import Ending, OpenTask, PendingTimer, Step, Subscription, Surroundings
from engine.workflow.token import ALIVE

Values = Mapping[str, Any]


def start(compiled: Compiled, variables: Values, surroundings: Surroundings, at: str | None = None) -> Step:
    """Begin a case and run it until every token waits. `at` is the start event, where its process has several."""
    workflow = Instance(compiled.specs[compiled.main], dict(compiled.specs))
    workflow.begin()
    scopes = Scopes()
    scopes.own(ROOT).update({**dict.fromkeys(compiled.data.get(compiled.main, ())), **variables})
    game = TokenGame(compiled, workflow, scopes, {}, surroundings)
    if at is not None:
        starting.begin_at(game, at, variables.keys())
    game.settle()
    return _step(game)


def pass_time(compiled: Compiled, state: bytes, surroundings: Surroundings) -> Step:
    """Fire every timer that is due, in order; of very many moments the earliest, and the others next time."""
    game = _wake(compiled, state, surroundings)
    game.settle()
    return _step(game)


def complete(compiled: Compiled, state: bytes, ref: str, answers: Values, surroundings: Surroundings) -> Step:
    """Answer a user task and run on.

    Timers that are due are fired first, with the steps that follow from them: an answer that comes after its deadline
    finds the task gone.

    Raises:
        TaskClosed: the task is not open, or its deadline has just passed.
    """
    game = _resume(compiled, state, surroundings)
    task = _find(game, ref)
    if task is None or not task.has_state(TaskState.READY) or not isinstance(task.task_spec, specs.UserTask):
        raise TaskClosed("deadline")
    game.take_answers(task, answers)
    task.run()
    game.settle()
    return _step(game)


def revise(compiled: Compiled, state: bytes, ref: str, answers: Values, surroundings: Surroundings) -> Step:
    """Change the answers of a completed instance while its multi-instance activity is still open.

    Raises:
        TaskClosed: the activity has closed.
    """
    game = _resume(compiled, state, surroundings)
    task = _find(game, ref)
    if task is None or not task.has_state(TaskState.COMPLETED) or not _is_collecting(task.parent):
        raise TaskClosed("deadline")
    instances.revise(game, task, dict(answers))
    return _step(game)


def correlate(
    compiled: Compiled,
    state: bytes,
    message: str,
    payload: Values,
    surroundings: Surroundings,
    key: str | None = None,
) -> Step:
    """Give a message to what waits for it: an event, or an event subprocess, which then interrupts its scope.

    `key` is the correlation key that must fit; for None, any does.

    Raises:
        NotWaiting: nothing in this case waits for it now.
    """
    game = _resume(compiled, state, surroundings)
    waiting = next((w for w in catching.find_waiting(game) if w.awaits(message, key)), None)
    if waiting is None:
        raise NotWaiting(message)
    element = waiting.element
    game.events.append(events.MessageReceived(element.process, element.id, message, tuple(sorted(payload))))
    catching.happen(game, waiting, payload)
    game.settle()
    return _step(game)


def take_signal(compiled: Compiled, state: bytes, name: str, surroundings: Surroundings) -> Step:
    """Let a signal that was thrown elsewhere reach everything in this case that waits for it.

    Raises:
        NotWaiting: nothing in this case waits for it now.
    """
    game = _resume(compiled, state, surroundings)
    if not throwing.take_signal(game, name):
        raise NotWaiting(name)
    game.settle()
    return _step(game)


def mend(compiled: Compiled, state: bytes, values: Mapping[tuple[str, str], Any], surroundings: Surroundings) -> Step:
    """Set variables, by (scope, name), and go on from the last good state.

    Raises:
        ExecutionFailed: it still cannot go on.
        KeyError: there is no such scope.
    """
    game = _wake(compiled, state, surroundings)
    for (scope, name), value in values.items():
        game.scopes.own(scope)[name] = value
    game.settle()
    return _step(game)


def read_variables(state: bytes, scope: str = ROOT) -> Values:
    """The variables that can be seen from a scope; those of the case where that scope has gone."""
    scopes = read_scopes(state)
    return scopes.visible(scope if scope in scopes else ROOT)


def _resume(compiled: Compiled, state: bytes, surroundings: Surroundings) -> TokenGame:
    """A case as it is at this moment: what time has brought in the meantime happens first.

    Raises:
        Unavailable: that is more than happens at once; `pass_time` brings it nearer.
    """
    game = _wake(compiled, state, surroundings)
    if game.waited and (catching.next_due(game) or _has_condition(game)):
        game.settle()
    if game.behind:
        raise Unavailable("a timer of this case that repeats has stood still for long, and is catching up")
    return game


def _has_condition(game: TokenGame) -> bool:
    return any(waiting.event.kind == "conditional" for waiting in catching.find_waiting(game))


def _wake(compiled: Compiled, state: bytes, surroundings: Surroundings) -> TokenGame:
    workflow, scopes, counters = thaw(state, compiled)
    if workflow.completed:
        raise CaseEnded("the case has ended")
    game = TokenGame(compiled, workflow, scopes, counters, surroundings)
    game.waited = game.may_wait() and any(True for _ in catching.find_waiting(game))
    return game


def _find(game: TokenGame, ref: str) -> Task | None:
    for workflow in (game.workflow, *game.workflow.subprocesses.values()):
        if (task := workflow.tasks.get(ref)) is not None:
            return task
    return None


def _is_collecting(task: Task | None) -> bool:
    return task is not None and isinstance(task.task_spec, Repeated) and task.has_state(TaskState.STARTED)


def _step(game: TokenGame) -> Step:
    ending = _ending(game)
    waiting = list(catching.find_waiting(game)) if game.may_wait() else []
    alive = game.tasks(ALIVE) if ending is None else []
    return Step(
        state=freeze(game.workflow, game.scopes, game.counters, game.compiled),
        events=tuple(game.events),
        open_tasks=tuple(_open_tasks(game, alive)),
        open_ballots=frozenset(t.id for t in alive if _is_collecting(t)),
        timers=tuple(
            PendingTimer(w.ref, w.element.process, w.element.id, catching.due_of(game, w))
            for w in waiting
            if w.event.kind == "timer"
        ),
        subscriptions=tuple(_subscriptions(waiting)) if ending is None else (),
        waits=game.waited or bool(waiting),
        positions=tuple(_positions(game, alive)),
        jobs=tuple(game.jobs),
        signals=tuple(game.signals),
        explanations=tuple(game.explanations),
        publications=tuple(game.publications),
        variables=game.scopes.visible(ROOT),
        title=_described(game, "titleVariable", "titel"),
        area=_described(game, "areaVariable", "smederij"),
        ending=ending,
    )


def _described(game: TokenGame, prop: str, usual: str) -> str | None:
    """The text of the variable that a property of the process names; the case's own scope goes before inner ones."""
    name = game.compiled.processes[game.compiled.main].properties.get(prop, usual)
    value = game.scopes.find(name)
    return value if isinstance(value, str) else None


def _ending(game: TokenGame) -> Ending | None:
    if not game.workflow.completed:
        return None
    process = game.compiled.processes[game.compiled.main]
    element_id = game.counters.get("last_end")
    if element_id is None:
        raise ExecutionFailed("the case ended without reaching an end event", process=process.id)
    properties = process.elements[element_id].properties
    return Ending(
        process.id,
        element_id,
        properties.get("outcome"),
        properties.get("legalEffect"),
        properties.get("retentionClass"),
    )


def _open_tasks(game: TokenGame, alive: list[Task]) -> list[OpenTask]:
    found = []
    for task in alive:
        if task._state != TaskState.READY or not isinstance(task.task_spec, specs.UserTask):
            continue
        offer = task.internal_data["offer"]
        process, element = game.place_of(task)
        found.append(
            OpenTask(
                ref=task.id,
                process_id=process,
                element_id=element,
                groups=tuple(offer["groups"]),
                assignee=offer["assignee"],
                due_at=_moment(offer["due"]),
                follow_up_at=_moment(offer["follow_up"]),
                priority=offer["priority"],
                instance=task.internal_data.get("instance"),
                # What follows a multi-instance activity hangs under it as well; only its instances are not tracked.
                multi_instance=None if task.task_spec.tracked else task.parent.id,
                scope=game.scope_of(task),
            )
        )
    return found


def _subscriptions(waiting: list[catching.Waiting]) -> list[Subscription]:
    return [
        Subscription(w.ref, w.element.process, w.element.id, w.event.reference or "", w.memory.get("key"), w.event.kind)
        for w in waiting
        if w.event.kind in {"message", "signal"}
    ]


def _positions(game: TokenGame, alive: list[Task]) -> list[tuple[str, str]]:
    """Where tokens wait, outer activities before what is inside them."""
    found: dict[tuple[str, str], None] = {}
    for task in alive:
        spec = task.task_spec
        if isinstance(spec, specs.SubProcess | Repeated | specs.UserTask | specs.Catch):
            found[game.place_of(task)] = None
    return list(found)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
