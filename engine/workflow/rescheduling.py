"""Rescheduling: recomputing working-day deadlines when the calendar has changed. Nothing else of a case changes.

A deadline is first recomputed with the clock and the calendar of the moment when it was set, to check that what it
reads is still the same. Only then does the new calendar give it another moment. A deadline that was set by hand, or
whose data has changed since, stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.deadlines import WorkingDays
from engine.dialect.timers import TimerValueRefused, resolve
from engine.errors import ExecutionFailed
from engine.workflow import catching
from engine.workflow.compiled import Compiled
from engine.workflow.expressions import Expressions
from engine.workflow.game import TokenGame
from engine.workflow.state import freeze, thaw
from engine.workflow.step import Surroundings

FUNCTION = "werkdagen"
"""The name by which expressions use the calendar."""


@dataclass(frozen=True, slots=True)
class MovedTimer:
    """A timer that now waits for another moment."""

    ref: str
    process_id: str
    element_id: str
    was: datetime
    becomes: datetime


def counts_days(text: str | None) -> bool:
    """Whether an attribute of an element depends on the calendar."""
    return text is not None and text.startswith("=") and FUNCTION in text


def move_deadline(
    text: str, variables: Mapping[str, Any], due: datetime, since: datetime, before: WorkingDays, around: Surroundings
) -> datetime:
    """The moment of a deadline by the calendar of `around`; `due` itself if `before` does not give the same `due`."""
    if _work_out(text, variables, replace(around, now=since, calendar=before)) != due:
        return due
    return _work_out(text, variables, replace(around, now=since)) or due


def _work_out(text: str, variables: Mapping[str, Any], around: Surroundings) -> datetime | None:
    try:
        return resolve(Expressions(around).evaluate(text, variables), around.now, around.zone)
    except (ExecutionFailed, TimerValueRefused):
        return None


def move_timers(
    compiled: Compiled, state: bytes, before: WorkingDays, around: Surroundings
) -> tuple[bytes, tuple[MovedTimer, ...]]:
    """The state of a case with its timers recomputed by the calendar of `around`, and which of them moved."""
    workflow, scopes, memory = thaw(state, compiled)
    if workflow.completed:
        return state, ()
    game = TokenGame(compiled, workflow, scopes, memory, around)
    moved = []
    for waiting in catching.find_waiting(game):
        timer, text = waiting.memory, waiting.event.expression
        if text is None or not counts_days(text) or not {"due", "since"} <= timer.keys() or "every" in timer:
            continue
        was = datetime.fromisoformat(timer["due"])
        since = datetime.fromisoformat(timer["since"])
        becomes = move_deadline(text, game.scopes.visible(waiting.scope), was, since, before, around)
        if becomes != was:
            timer["due"] = becomes.isoformat()
            element = waiting.element
            moved.append(MovedTimer(waiting.ref, element.process, element.id, was, becomes))
    if not moved:
        return state, ()
    catching.forget_listeners(game)
    return freeze(game.workflow, game.scopes, game.memory, compiled), tuple(moved)
