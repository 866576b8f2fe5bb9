"""Standstill: stopping the clock of a statutory term while tasks ask more of the submitter, and letting it run again.

The clock runs again on the day of the answer, or on that of the timer that ended the time for one (Awb 4:15 lid 1): a
worker that noticed it days later, or an incident that stopped the case, takes no days from the submitter. It stops when
the question was asked: where that goes by post, when the letter is posted (`engine.papers.asking`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

Place = tuple[str, str]
"""A process, and an element in it or the process itself."""


def sync(
    session: Session, case: Case | LockedCase, changes: dict[str, Any], step: Step, synced: Synced, moment: datetime
) -> list[events.Event]:
    """Suspend or resume the statutory term as tasks that suspend it open and close; writes it to `changes`.

    A question that follows at once upon an answer suspends it anew: the day of the answer counts.
    """
    stands_still = bool(case.suspensions) and case.suspensions[-1][1] is None
    today, suspensions, found = _day_of(moment), list(case.suspensions), list[events.Event]()
    if stands_still and not synced.stays_suspended:
        since, _ = suspensions.pop()
        day = max(date.fromisoformat(since), _ran_out(session, case.bindings, step, synced) or today)
        suspensions.append([since, day.isoformat()])
        found.append(events.TermResumed(case.process_id, "", day.isoformat() if day < today else None))
        stands_still = False
    if not stands_still and synced.suspended_by is not None:
        asked_at = min(task.created_at for task in synced.open if task.suspends_term)
        if not asking.lies_waiting(session, case, asked_at):  # Else it begins when the letter is posted.
            suspensions.append([today.isoformat(), None])
            found.append(events.TermSuspended(*synced.suspended_by))
    changes["suspensions"] = suspensions
    return found


def _ran_out(session: Session, bindings: Mapping[str, str], step: Step, synced: Synced) -> date | None:
    """The day on which the time for the last question ran out; None if one ended in another way, so now."""
    if synced.completed is not None and synced.completed.suspends_term:
        return None
    fired = [
        (_ended_by(session, bindings, event), _day_of(event.due_at))
        for event in step.events
        if isinstance(event, events.TimerFired)
    ]
    days = []
    for task in synced.closed:
        if task.suspends_term:
            around = set(_places_around(session, bindings, task.process_id, task.element_id))
            # The first of them ended it, for those after that it was no longer there.
            days.append(min((day for place, day in fired if place in around), default=None))
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _ended_by(session: Session, bindings: Mapping[str, str], fired: events.TimerFired) -> Place | None:
    """The activity that a timer ends, or whose contents it ends by an event subprocess; None if it ends nothing."""
    elements = definitions.files_of(session, bindings[fired.process_id]).process.elements
    element, around = elements[fired.element_id], elements.get(elements[fired.element_id].parent)
    if not element.interrupting:
        return None
    if around is not None and around.triggered_by_event and element.kind == "startEvent":
        return fired.process_id, around.parent
    return (fired.process_id, element.attached_to) if element.attached_to is not None else None


def _places_around(session: Session, bindings: Mapping[str, str], process_id: str, element_id: str) -> Iterator[Place]:
    """An element, the subprocesses and the process that it is in, and the same of what calls that process."""
    ahead, seen = [(process_id, element_id)], set[str]()
    while ahead:
        process_id, element_id = ahead.pop()
        process = definitions.files_of(session, bindings[process_id]).process
        yield process_id, element_id
        yield from ((process_id, scope) for scope in process.scopes_around(process.elements[element_id]))
        if process_id not in seen:
            seen.add(process_id)
            for caller, definition_id in bindings.items():
                elements = definitions.files_of(session, definition_id).process.elements.values()
                ahead += [(caller, one.id) for one in elements if one.called_process == process_id]


def _day_of(moment: datetime) -> date:
    return moment.astimezone(here().settings.zone).date()
