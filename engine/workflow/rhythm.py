"""Rhythm: when a timer fires, and fires again, settled once from the value that its diagram gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from engine.dialect.elements import Element
from engine.dialect.timers import TimerValueRefused, next_in, read_cycle, resolve
from engine.errors import ExecutionFailed
from engine.workflow.step import Surroundings


class Rhythm(NamedTuple):
    """When a timer fires next; None if never again. `left` is None if it has no end, `every` if it fires once."""

    due: datetime | None
    left: int | None
    every: str | None


def settle(element: Element, value: Any, around: Surroundings) -> Rhythm:
    """The rhythm of a timer event that is set now.

    Raises:
        ExecutionFailed: its value is neither a moment nor a repeating interval.
    """
    event = element.event
    try:
        if event is not None and event.timer_kind == "cycle":
            cycle = read_cycle(value)
            return Rhythm(cycle.first(around.now, around.zone), cycle.times, cycle.rhythm(around.now))
        return Rhythm(resolve(value, around.now, around.zone), 1, None)
    except TimerValueRefused as error:
        reason = f"timer {event.expression if event is not None else None}: {error}"
        raise ExecutionFailed(reason, element=element.id, process=element.process) from error


def next_moment(rhythm: Rhythm, zone: ZoneInfo) -> Rhythm:
    """What is left of a rhythm after its moment has passed."""
    left = None if rhythm.left is None else rhythm.left - 1
    if rhythm.due is None or rhythm.every is None or left == 0:
        return Rhythm(None, 0, rhythm.every)
    due = next_in(rhythm.every, rhythm.due, zone)
    return Rhythm(due, left if due is not None else 0, rhythm.every)
