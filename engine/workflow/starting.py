"""Starting: where in its process a case begins, by what, and when a timer begins one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from engine import events
from engine.dialect.elements import Element
from engine.dialect.timers import TimerValueRefused, next_in, read_cycle, resolve
from engine.errors import ExecutionFailed
from engine.workflow.expressions import Expressions
from engine.workflow.step import Surroundings

if TYPE_CHECKING:
    from engine.workflow.game import TokenGame


def begin_at(game: TokenGame, element_id: str, given: Collection[str]) -> None:
    """Put the first token at one of the start events of the process; the others are as if they were not there.

    BPMN 2.0.2 clause 13.5.1: each start event is an event of its own, and the case begins when that one happens.
    """
    game.workflow.task_tree.lead_to(game.workflow.spec.task_specs[element_id])
    _tell(game, element_id, given)


def _tell(game: TokenGame, element_id: str, given: Collection[str]) -> None:
    element = game.compiled.processes[game.compiled.main].elements[element_id]
    event = element.event
    if event is None:
        return
    if event.kind == "message":
        told: events.Event = events.MessageReceived(
            element.process, element.id, event.reference or "", tuple(sorted(given))
        )
    elif event.kind == "timer":
        told = events.TimerFired(element.process, element.id, game.surroundings.now)
    else:
        told = events.EventCaught(element.process, element.id, event.kind, event.reference or "")
    game.events.append(told)


class Rhythm(NamedTuple):
    """When the timer of a start event comes next: None when it comes no more; `left` is None for one without end."""

    due: datetime | None
    left: int | None
    every: str | None


def first_moment(start: Element, surroundings: Surroundings) -> Rhythm:
    """When a start timer comes first, counted from when its version is put in use.

    Raises:
        ExecutionFailed: its value is no moment, or no repeating interval.
    """
    event = start.event
    text = event.expression if event is not None else None
    try:
        value = Expressions(surroundings).evaluate(text, {})
        if event is not None and event.timer_kind == "cycle":
            cycle = read_cycle(value)
            return Rhythm(cycle.first(surroundings.now, surroundings.zone), cycle.times, cycle.rhythm(surroundings.now))
        return Rhythm(resolve(value, surroundings.now, surroundings.zone), 1, None)
    except TimerValueRefused as error:
        raise ExecutionFailed(f"timer {text}: {error}", element=start.id, process=start.process) from error


def next_moment(rhythm: Rhythm, zone: ZoneInfo) -> Rhythm:
    """What is left of a rhythm after its moment has come."""
    left = None if rhythm.left is None else rhythm.left - 1
    if rhythm.due is None or rhythm.every is None or left == 0:
        return Rhythm(None, 0, rhythm.every)
    due = next_in(rhythm.every, rhythm.due, zone)
    return Rhythm(due, left if due is not None else 0, rhythm.every)
