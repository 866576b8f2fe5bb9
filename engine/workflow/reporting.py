"""Reporting: the result of one advance of a case, as a frozen `Step`."""

from __future__ import annotations

from datetime import datetime

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed
from engine.workflow import catching, specs
from engine.workflow.game import TokenGame
from engine.workflow.loops import Repeated, is_collecting
from engine.workflow.scopes import ROOT
from engine.workflow.state import freeze
from engine.workflow.step import Ending, OpenTask, PendingTimer, Step, Subscription
from engine.workflow.token import ALIVE
from engine.workflow.waiting import Waiting


def report(game: TokenGame) -> Step:
    """The result of an advance. The game is over: its state has been taken, and it cannot go on."""
    ending = _ending(game)
    waiting = list(catching.find_waiting(game)) if game.may_wait() else []
    catching.forget_listeners(game)
    alive = game.tasks(ALIVE) if ending is None else []
    step = Step(
        state=freeze(game.workflow, game.scopes, game.memory, game.compiled),
        events=tuple(game.events),
        open_tasks=tuple(_open_tasks(game, alive)),
        open_ballots=frozenset(t.id for t in alive if is_collecting(t)),
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
        before=game.before,
    )
    game.workflow.put_away()
    return step


def _described(game: TokenGame, prop: str, usual: str) -> str | None:
    """The text of the variable that a property of the process names; the case's own scope takes precedence."""
    name = game.compiled.processes[game.compiled.main].properties.get(prop, usual)
    value = game.scopes.find(name)
    return value if isinstance(value, str) else None


def _ending(game: TokenGame) -> Ending | None:
    if not game.workflow.completed:
        return None
    process = game.compiled.processes[game.compiled.main]
    element_id = game.memory.get("last_end")
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
                # What follows a multi-instance activity is under it in the tree too; only its instances are untracked.
                multi_instance=None if task.task_spec.tracked else task.parent.id,
                scope=game.scope_of(task),
            )
        )
    return found


def _subscriptions(waiting: list[Waiting]) -> list[Subscription]:
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
