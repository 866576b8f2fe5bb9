"""Standstill: stopping the clock of a statutory term while tasks ask more of the submitter, and letting it run again.

The clock runs again on the day of the answer, or on that of the timer that ended the time for one (Awb 4:15 lid 1): a
worker that noticed it days later, or an incident that stopped the case, takes no days from the submitter. It stops when
the question was asked: where that goes by post, when the letter is posted (`engine.papers.asking`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import events
from engine.finding.locking import LockedCase
from engine.models import Case
from engine.municipality import here
from engine.papers import asking
from engine.running.taskrows import Synced
from engine.versions import definitions
from engine.workflow import Step


def sync(
    session: Session, case: Case | LockedCase, changes: dict[str, Any], step: Step, synced: Synced, moment: datetime
) -> list[events.Event]:
    """Suspend or resume the statutory term as tasks that suspend it open and close; writes it to `changes`."""
    stands_still = bool(case.suspensions) and case.suspensions[-1][1] is None
    if stands_still == (synced.suspended_by is not None):
        return []
    today = _day_of(moment)
    if synced.suspended_by is not None:
        asked_at = min(task.created_at for task in synced.open if task.suspends_term)
        if asking.lies_waiting(session, case, asked_at):
            return []  # It begins when the letter is posted.
        changes["suspensions"] = [*case.suspensions, [today.isoformat(), None]]
        return [events.TermSuspended(*synced.suspended_by)]
    *earlier, (since, _) = case.suspensions
    day = max(date.fromisoformat(since), _ran_out(session, case.bindings, step, synced) or today)
    changes["suspensions"] = [*earlier, [since, day.isoformat()]]
    return [events.TermResumed(case.process_id, "", day.isoformat() if day < today else None)]


def _ran_out(session: Session, bindings: Mapping[str, str], step: Step, synced: Synced) -> date | None:
    """The day on which the time for the last question ran out; None if one ended in another way, so now."""
    if synced.completed is not None and synced.completed.suspends_term:
        return None
    fired = {
        (event.process_id, _attached_to(session, bindings, event)): _day_of(event.due_at)
        for event in step.events
        if isinstance(event, events.TimerFired)
    }
    days = [fired.get((task.process_id, task.element_id)) for task in synced.closed if task.suspends_term]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _attached_to(session: Session, bindings: Mapping[str, str], fired: events.TimerFired) -> str | None:
    """The activity that a timer ends; None if it ends none."""
    process = definitions.files_of(session, bindings[fired.process_id]).process
    element = process.elements[fired.element_id]
    return element.attached_to if element.interrupting else None


def _day_of(moment: datetime) -> date:
    return moment.astimezone(here().settings.zone).date()
