"""Catching: what in a case waits for a moment, a message, a signal or a condition, and letting it happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, UUID, uuid5

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import events
from engine.dialect.elements import Element, Event
from engine.dialect.timers import TimerValueRefused, next_in, read_cycle, resolve
from engine.errors import ExecutionFailed
from engine.workflow import specs
from engine.workflow.compiling import EventSubprocess
from engine.workflow.expressions import to_key
from engine.workflow.joins import EventGateway
from engine.workflow.scopes import ROOT

if TYPE_CHECKING:
    from engine.workflow.game import TokenGame


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for an event: a token at one, or an event subprocess of a scope that is alive."""

    element: Element
    """The event itself; of an event subprocess, its start."""
    event: Event
    memory: dict[str, Any]
    """Kept with the case: `due`, `left` and `every` of a timer, `key` of a message, `held` of a condition, and `spent`
    of what comes no more."""
    ref: str
    scope: str
    workflow: Any
    task: Task | None = None
    listener: EventSubprocess | None = None

    def awaits(self, message: str, key: str | None) -> bool:
        """Whether it waits for a message; with a correlation key, for the one with that key."""
        fits = self.event.kind == "message" and self.event.reference == message
        return fits and (key is None or self.memory.get("key") == key)


def find_waiting(game: TokenGame) -> Iterator[Waiting]:
    """All that waits, event subprocesses before tokens: what ends a scope goes before what goes on in it."""
    for workflow, listener in _listeners(game):
        ref = _ref_of(workflow, listener)
        memory = game.counters.setdefault("listening", {}).setdefault(ref, {})
        start = listener.start
        if start.event is not None and not memory.get("spent"):
            scope = scope_within(game, workflow)
            yield Waiting(start, start.event, memory, ref, scope, workflow, listener=listener)
    for task in game.tasks(TaskState.WAITING):
        definition = getattr(task.task_spec, "event_definition", None)
        if isinstance(definition, specs.Awaited):
            element = task.task_spec.element
            yield Waiting(
                element, definition.event, task.internal_data, task.id, game.scope_of(task), task.workflow, task
            )


def scope_within(game: TokenGame, workflow: Any) -> str:
    """The key of the scope of a process or subprocess."""
    return ROOT if workflow is game.workflow else f"sub:{workflow.parent_task_id}"


def _listeners(game: TokenGame) -> Iterator[tuple[Any, EventSubprocess]]:
    for workflow in (game.workflow, *game.workflow.subprocesses.values()):
        listeners = game.compiled.listeners.get(workflow.spec.name, ())
        if not listeners or workflow.completed or _is_cancelled(game, workflow):
            continue
        begun = {task.task_spec.name for task in workflow.tasks.values()}
        if any(listener.start.interrupting and listener.spec_name in begun for listener in listeners):
            continue  # The scope has been interrupted: only what interrupted it goes on.
        for listener in listeners:
            yield workflow, listener


def _is_cancelled(game: TokenGame, workflow: Any) -> bool:
    """Whether it is a transaction that is being undone: nothing else begins in it."""
    scope = scope_within(game, workflow)
    return any(scope in undo.get("cancels", ()) for undo in game.counters.get("undoing", {}).values())


def _ref_of(workflow: Any, listener: EventSubprocess) -> str:
    root: str = workflow.task_tree.id
    # Cases of the first release have roots that are UUIDs, and wait under names that were made of those.
    space, name = (UUID(root), "") if len(root) == 32 else (NAMESPACE_OID, f"{root}/")
    return uuid5(space, name + listener.element.id).hex


def forget_listeners(game: TokenGame) -> None:
    """Keep no memory of event subprocesses that listen no more."""
    if remembered := game.counters.pop("listening", None):
        alive = {_ref_of(*pair) for pair in _listeners(game)}
        game.counters["listening"] = {ref: memory for ref, memory in remembered.items() if ref in alive and memory}


# ---- arming -----------------------------------------------------------------------------------------------------


def arm(game: TokenGame, waiting: Waiting) -> None:
    """Settle, once, what is waited for: the moment of a timer, the key of a message."""
    event, memory = waiting.event, waiting.memory
    if event.kind == "timer" and "due" not in memory:
        _set_timer(game, waiting)
    elif event.kind == "message" and "key" not in memory and event.correlation_key:
        key = game.evaluate_in(waiting.scope, waiting.element, event.correlation_key)
        with game.blaming_element(waiting.element):
            memory["key"] = to_key(key)


def _set_timer(game: TokenGame, waiting: Waiting) -> None:
    text = waiting.event.expression
    value = game.evaluate_in(waiting.scope, waiting.element, text)
    now, zone = game.surroundings.now, game.surroundings.zone
    try:
        if waiting.event.timer_kind == "cycle":
            cycle = read_cycle(value)
            waiting.memory.update(due=cycle.first(now, zone).isoformat(), left=cycle.times, every=cycle.rhythm(now))
        else:
            # When it was set, for when the calendar changes (engine.workflow.rescheduling).
            waiting.memory.update(due=resolve(value, now, zone).isoformat(), since=now.isoformat())
    except TimerValueRefused as error:
        element = waiting.element
        raise ExecutionFailed(f"timer {text}: {error}", element=element.id, process=element.process) from error


def pending_timers(game: TokenGame) -> Iterator[tuple[datetime, Waiting]]:
    for waiting in find_waiting(game):
        if waiting.event.kind == "timer":
            yield due_of(game, waiting), waiting


def due_of(game: TokenGame, waiting: Waiting) -> datetime:
    """The moment of a timer, which is settled now if it was not."""
    arm(game, waiting)
    return datetime.fromisoformat(waiting.memory["due"])


def next_due(game: TokenGame) -> tuple[datetime, Waiting] | None:
    """The timer that fell due first, if any did."""
    due = [pair for pair in pending_timers(game) if pair[0] <= game.surroundings.now]
    return min(due, key=lambda pair: pair[0], default=None)


def next_condition(game: TokenGame) -> Waiting | None:
    """A conditional event whose condition has come to hold since it was last looked at (BPMN 2.0.2 clause 10.5.5)."""
    for waiting in find_waiting(game):
        if waiting.event.kind != "conditional":
            continue
        held = waiting.memory.get("held", False)
        holds = game.evaluate_in(waiting.scope, waiting.element, waiting.event.expression) is True
        waiting.memory["held"] = holds
        if holds and not held:
            return waiting
    return None


# ---- happening --------------------------------------------------------------------------------------------------


def is_alive(waiting: Waiting, game: TokenGame) -> bool:
    """Whether it still waits; what happened just before may have ended it."""
    if waiting.task is not None:
        return waiting.task.id in waiting.workflow.tasks and waiting.task.has_state(TaskState.WAITING)
    return any(other.ref == waiting.ref for other in find_waiting(game))


def happen(game: TokenGame, waiting: Waiting, payload: Mapping[str, Any]) -> None:
    """Let it happen, with what came along."""
    for name, value in payload.items():
        game.scopes.assign(waiting.scope, name, value)
    if waiting.task is not None:
        _fire(game, waiting.task, waiting)
    elif waiting.listener is not None:
        _begin(game, waiting, waiting.listener)


def _fire(game: TokenGame, task: Task, waiting: Waiting) -> None:
    spec = task.task_spec
    if isinstance(spec, specs.Boundary) and not spec.cancel_activity:
        _wait_again(game, task, waiting)
    if task.parent is not None and isinstance(task.parent.task_spec, EventGateway):
        for sibling in task.parent.children:
            if sibling is not task:
                sibling.cancel()
    task.internal_data["event_fired"] = True
    spec._update(task)
    if isinstance(spec, specs.Boundary):
        # At once: what is interrupted must not run any further.
        game.run_task(task)


def _wait_again(game: TokenGame, task: Task, waiting: Waiting) -> None:
    """An event that does not interrupt can come again, as long as its activity goes on."""
    memory = _memory_after(game, waiting)
    if memory is None:
        return
    again = task.parent._add_child(task.task_spec, TaskState.WAITING)
    again.triggered = True
    again.internal_data.update(memory)
    again.task_spec._update(again)


def _memory_after(game: TokenGame, waiting: Waiting) -> dict[str, Any] | None:
    """What it remembers when it waits again; None where it does not wait again, as a date or duration comes once."""
    memory = dict(waiting.memory)
    if waiting.event.kind != "timer":
        return memory
    left = memory.get("left", 1)
    if left is not None and left <= 1:
        return None
    due = next_in(memory["every"], datetime.fromisoformat(memory["due"]), game.surroundings.zone)
    return {**memory, "due": due.isoformat(), "left": left and left - 1} if due is not None else None


def _begin(game: TokenGame, waiting: Waiting, listener: EventSubprocess) -> None:
    """Start an event subprocess; one that interrupts ends all that goes on in its scope (BPMN 2.0.2 clause 13.5.4).

    SpiffWorkflow starts it beside the rest. We cancel the rest first, and hang the event subprocess under the start
    of the scope, so that the scope ends when it ends.
    """
    workflow, element = waiting.workflow, listener.element
    if listener.start.interrupting:
        for task in list(workflow.tasks.values()):
            if task.id in workflow.tasks and task.has_state(TaskState.NOT_FINISHED_MASK):
                task.cancel()
        game.events.append(events.ScopeInterrupted(element.process, element.id))
    else:
        memory = _memory_after(game, waiting)
        waiting.memory.clear()
        waiting.memory.update(memory if memory is not None else {"spent": True})
    spec = workflow.spec.task_specs[listener.spec_name]
    child = workflow.task_tree._add_child(spec, TaskState.FUTURE)
    child.triggered = True
    spec._update(child)
