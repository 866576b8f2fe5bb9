"""Postponing: moving the deadlines of running cases when the calendar by which they were counted has changed.

Each is first calculated by the old calendar, and moves only if that gives the stored value. So nothing moves that the
calendar did not set, and looking at a case twice is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, workflow
from engine.cases import terms
from engine.deadlines import WorkingDays
from engine.errors import EngineError
from engine.finding import locking
from engine.finishing import do_once, finish
from engine.models import Case, CaseState, Job, PendingTimer, Task
from engine.municipality import calendar, calendar_of, here, reading, transaction
from engine.outages import is_outage
from engine.requesting import ask_for, new_job
from engine.running import standing, surroundings, taskrows
from engine.versions import definitions
from engine.views import MovedDeadlines
from engine.workflow import Surroundings, rescheduling

SIMPLE = re.compile(r"=\s*werkdagen\(\s*[0-9]+\s*\)\s*")
"""A number of working days from now, as most deadlines are."""
AT_ONCE = 100
"""How many running cases have their deadlines moved in the act that changes the calendar: half a second at most. With
more, that act would block all writers on SQLite."""
BATCH = 50
"""Cases per job."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the calendar: the day, the days that were added before, and who changed it."""

    day: date
    before: tuple[tuple[date, str], ...]
    by: str

    def to_json(self) -> dict[str, Any]:
        before = [[day.isoformat(), kind] for day, kind in self.before]
        return {"day": self.day.isoformat(), "before": before, "by": self.by}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Change:
        before = tuple((date.fromisoformat(day), kind) for day, kind in told["before"])
        return cls(date.fromisoformat(told["day"]), before, told["by"])


class DeadlinesStayed(EngineError):
    """The deadlines of some cases could not be recalculated. For the operator, who reads it with the job."""

    def __init__(self, faults: Mapping[str, Exception]) -> None:
        super().__init__(", ".join(f"{case} ({type(error).__name__})" for case, error in sorted(faults.items())))


def move_deadlines(session: Session, change: Change) -> MovedDeadlines:
    """Move deadlines that count across a day, in the transaction that changes it, or have jobs do so.

    A case that cannot be read stays as it is, and a job keeps trying: it delays neither the others nor the day.
    """
    running = select(Case.id).where(Case.state.not_in(locking.ENDED)).limit(AT_ONCE + 1)
    if len(session.scalars(running).all()) > AT_ONCE:
        ask_for(session, [new_job("calendar", change.to_json())])
        return MovedDeadlines(None)
    before, around = _calendars(session, change)
    moved, unread = 0, []
    for case_id in sorted(_depending(session, change.day, before, around.calendar)):
        try:
            with session.begin_nested():
                moved += _recompute(session, case_id, before, around, change.by)
        except Exception as error:
            if is_outage(error):
                raise
            unread.append(case_id)
    if unread:
        ask_for(session, [new_job("calendar-cases", {**change.to_json(), "cases": unread})])
    return MovedDeadlines(moved, tuple(sorted(_references(session, unread).values())))


def _references(session: Session, cases: Sequence[str]) -> dict[str, str]:
    """What the operator calls these cases, by their ids."""
    return dict(session.execute(select(Case.id, Case.reference).where(Case.id.in_(cases))).all())


def find_depending(job_id: str) -> None:
    """Execute a job: find which cases a change could affect, and put those in batches. Looking blocks nobody."""
    with reading() as session:
        change = Change.from_json(session.get_one(Job, job_id).payload)
        before, around = _calendars(session, change)
        found = sorted(_depending(session, change.day, before, around.calendar))

    def put_batches(session: Session, job: Job) -> None:
        batches = [found[start : start + BATCH] for start in range(0, len(found), BATCH)]
        ask_for(session, [new_job("calendar-cases", {**job.payload, "cases": batch}) for batch in batches])

    do_once(job_id, put_batches)


def move_batch(job_id: str) -> None:
    """Execute a job: move the deadlines of some cases, each in its own commit.

    One that fails does not delay the others. The job fails in the end, so that it is tried again. Where the database
    gives out it fails at once: it would for each of the others too.
    """
    with reading() as session:
        payload = session.get_one(Job, job_id).payload
    change = Change.from_json(payload)
    faults: dict[str, Exception] = {}
    for case_id in payload["cases"]:
        try:
            with transaction() as session:
                before, around = _calendars(session, change)
                _recompute(session, case_id, before, around, change.by)
        except Exception as error:
            if is_outage(error):
                raise
            faults[case_id] = error
    with transaction() as session:
        if faults:
            names = _references(session, list(faults))
            raise DeadlinesStayed({names.get(case_id, case_id): error for case_id, error in faults.items()})
        finish(session.get_one(Job, job_id))


def _calendars(session: Session, change: Change) -> tuple[WorkingDays, Surroundings]:
    """The calendar as it was, and what expressions may read by today's calendar."""
    around = replace(surroundings.of_no_case(session), calendar=calendar(session))
    return calendar_of(change.before), around


def _depending(session: Session, day: date, before: WorkingDays, after: WorkingDays) -> set[str]:
    """The running cases in which a deadline could depend on a day, from their rows alone."""
    running = Case.state.not_in(locking.ENDED)
    found = {
        case.id
        for case in session.scalars(select(Case).where(running, Case.statutory_term.is_not(None)))
        if terms.statutory_due(case, before) != terms.statutory_due(case, after)
    }
    columns = (Task.case_id, Task.definition_id, Task.element_id, Task.created_at, Task.due_at, Task.follow_up_at)
    for task in session.execute(select(*columns).where(Task.state == "open")):
        for column, text in _counting(session, task.definition_id, task.element_id, timer=False).items():
            if not _is_outside(text, task.created_at, getattr(task, column), day):
                found.add(task.case_id)
    timers = select(PendingTimer.case_id, PendingTimer.process_id, PendingTimer.element_id, Case.bindings)
    for case_id, process_id, element_id, bindings in session.execute(timers.join(Case).where(running)):
        if _counting(session, bindings[process_id], element_id, timer=True):
            found.add(case_id)
    return found


def _is_outside(text: str, since: datetime, due: datetime | None, day: date) -> bool:
    """Whether a deadline surely does not depend on a day: it counts from when it was set, and does not span it."""
    if due is None:
        return True
    if not SIMPLE.fullmatch(text):
        return False
    zone = here().settings.zone
    return not since.astimezone(zone).date() <= day <= due.astimezone(zone).date()


def _counting(session: Session, definition_id: str, element_id: str, *, timer: bool) -> Mapping[str, str]:
    """The attributes of waiting elements that count working days: column → expression."""
    element = definitions.files_of(session, definition_id).process.elements[element_id]
    if timer:
        told = {"due_at": element.event.expression if element.event is not None else None}
    else:
        told = {"due_at": element.due_date, "follow_up_at": element.follow_up_date}
    return {column: text for column, text in told.items() if text is not None and rescheduling.counts_days(text)}


def _recompute(session: Session, case_id: str, before: WorkingDays, around: Surroundings, by: str) -> bool:
    case = locking.lock_case(session, case_id)
    if case.state in locking.ENDED:
        return False
    around = replace(around, reference=case.reference, submitter_id=case.submitter_id)
    moved = [*_move_term(case, before, around.calendar)]
    state = locking.state_of(session, case)
    moved += _move_tasks(session, case, state, before, around)
    moved_timers, stands = _move_timers(session, case, state, before, around)
    moved += moved_timers
    if moved:
        standing.record(session, case, moved, by, stands)
    return bool(moved)


def _move_term(case: Case, before: WorkingDays, after: WorkingDays) -> Iterator[events.Event]:
    """The statutory term is calculated each time it is read; only the fact that it moved is written down."""
    was, becomes = terms.statutory_due(case, before), terms.statutory_due(case, after)
    if was is not None and becomes is not None and was != becomes:
        yield events.TermMoved(was.isoformat(), becomes.isoformat())


def _move_tasks(
    session: Session, case: Case, state: bytes, before: WorkingDays, around: Surroundings
) -> Iterator[events.Event]:
    for task in session.scalars(select(Task).where(Task.case_id == case.id, Task.state == "open")).unique():
        for column, text in _counting(session, task.definition_id, task.element_id, timer=False).items():
            was: datetime | None = getattr(task, column)
            if was is None:
                continue
            variables = workflow.read_variables(state, task.scope)
            becomes = rescheduling.move_deadline(text, variables, was, task.created_at, before, around)
            if becomes != was:
                setattr(task, column, becomes)
                taskrows.place(task)
                yield events.DeadlineMoved(task.process_id, task.element_id, was, becomes)


def _move_timers(
    session: Session, case: Case, state: bytes, before: WorkingDays, around: Surroundings
) -> tuple[list[events.Event], standing.Standing | None]:
    """What moved, and what the history must record of it."""
    rows = {row.ref: row for row in session.scalars(select(PendingTimer).where(PendingTimer.case_id == case.id))}
    ids = [(case.bindings[row.process_id], row.element_id) for row in rows.values()]
    if not any(_counting(session, definition_id, element_id, timer=True) for definition_id, element_id in ids):
        return [], None
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    changed, moved = rescheduling.move_timers(compiled, state, before, around)
    if not moved:
        return [], None
    for timer in moved:
        rows[timer.ref].due_at = timer.becomes
    session.get_one(CaseState, case.id).state = changed
    case.revision += 1
    session.flush()
    told: list[events.Event] = [events.DeadlineMoved(t.process_id, t.element_id, t.was, t.becomes) for t in moved]
    return told, standing.of_move(session, case, state, changed, case.bindings)
