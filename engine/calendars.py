"""Calendars: the days that an operator adds, and working every deadline out again in the act that adds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions, events, history, locking, progress, taskrows, terms, workflow
from engine.database import lock_name
from engine.deadlines import WorkingDays, dutch_holidays
from engine.errors import CalendarRefused, NotFound
from engine.models import CalendarDay, Case, CaseState, PendingTimer, Person, Task
from engine.municipality import calendar, here, now, reading, today, transaction
from engine.permissions import require
from engine.views import CalendarDayView, User
from engine.workflow import Surroundings, rescheduling

KINDS = frozenset({"off", "worked"})
LONGEST_REASON = 300
SIMPLE = re.compile(r"=\s*werkdagen\(\s*[0-9]+\s*\)\s*")
"""So many working days from now, as most deadlines are."""
YEARS = 10
"""How far from today a day may lie; further is a slip of the pen."""


def list_calendar_days(user: User) -> tuple[CalendarDayView, ...]:
    """The days that were added, the latest first. Raises: NotAllowed."""
    require(user, "manage_calendar", None)
    with reading() as session:
        rows = session.execute(
            select(CalendarDay, Person.name)
            .outerjoin(Person, Person.id == CalendarDay.set_by)
            .order_by(CalendarDay.day.desc())
        )
        return tuple(CalendarDayView(d.day, d.kind, d.reason, name or d.set_by, d.set_at) for d, name in rows)


def add_calendar_day(day: date | None, kind: str, reason: str, user: User) -> int:
    """Let a day count as a public holiday (`off`, Atw 3 lid 3), or let people work on one (`worked`).

    The deadlines of open tasks, timers and statutory terms are worked out again in the same transaction. How many
    cases that touched.

    Raises:
        NotAllowed.
        CalendarRefused: no day, kind or reason; a day that is there already; or one on which `worked` says nothing new.
    """
    require(user, "manage_calendar", None)
    told = " ".join(reason.split())[:LONGEST_REASON]
    with transaction() as session:
        lock_name(session, "deploy")  # The history of the municipality has one tail.
        problems = dict(_problems(session, day, kind, told))
        if day is None or problems:
            raise CalendarRefused(problems)
        before = calendar(session)
        session.add(CalendarDay(day=day, kind=kind, reason=told, set_by=user.id, set_at=now()))
        session.flush()
        added = events.CalendarDayAdded(day.isoformat(), kind, told)
        return _keep_and_recompute(session, added, day, before, user)


def remove_calendar_day(day: date, user: User) -> int:
    """Take back a day that was added. How many cases that touched. Raises: NotAllowed, NotFound."""
    require(user, "manage_calendar", None)
    with transaction() as session:
        lock_name(session, "deploy")
        row = session.get(CalendarDay, day)
        if row is None:
            raise NotFound("calendar day", day.isoformat())
        before = calendar(session)
        session.delete(row)
        session.flush()
        removed = events.CalendarDayRemoved(day.isoformat(), row.kind)
        return _keep_and_recompute(session, removed, day, before, user)


def _problems(session: Session, day: date | None, kind: str, reason: str) -> Iterator[tuple[str, str]]:
    if not reason:
        yield "reden", "required"
    if kind not in KINDS:
        yield "soort", "no_kind"
    if day is None:
        yield "dag", "not_a_date"
    elif abs(day.year - today().year) > YEARS:
        yield "dag", "far_away"
    elif session.get(CalendarDay, day) is not None:
        yield "dag", "there_already"
    elif kind == "off" and day in dutch_holidays(day.year):
        yield "dag", "holiday_already"
    elif kind == "worked" and calendar(session).is_working_day(day):
        yield "dag", "worked_already"


def _keep_and_recompute(session: Session, event: events.Event, day: date, before: WorkingDays, user: User) -> int:
    history.record(session, [event], case_id=None, by=user.id, at=now(), definitions={})
    around = replace(progress.surroundings(session, "", None), calendar=calendar(session))
    depending = sorted(_depending(session, day, before, around.calendar))
    return sum(_recompute(session, case_id, before, around, user) for case_id in depending)


def _depending(session: Session, day: date, before: WorkingDays, after: WorkingDays) -> set[str]:
    """The running cases of which a deadline could depend on a day, from their rows alone."""
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
    """Whether a deadline surely does not count over a day: it counts on from when it was set, and not so far."""
    if due is None:
        return True
    if not SIMPLE.fullmatch(text):
        return False
    zone = here().settings.zone
    return not since.astimezone(zone).date() <= day <= due.astimezone(zone).date()


def _counting(session: Session, definition_id: str, element_id: str, *, timer: bool) -> Mapping[str, str]:
    """The attributes of what waits that count working days: column → expression."""
    element = definitions.files_of(session, definition_id).process.elements[element_id]
    if timer:
        told = {"due_at": element.event.expression if element.event is not None else None}
    else:
        told = {"due_at": element.due_date, "follow_up_at": element.follow_up_date}
    return {column: text for column, text in told.items() if text is not None and rescheduling.counts_days(text)}


def _recompute(session: Session, case_id: str, before: WorkingDays, around: Surroundings, user: User) -> bool:
    case = locking.lock_case(session, case_id)
    if case.state in locking.ENDED:
        return False
    around = replace(around, reference=case.reference, submitter_id=case.submitter_id)
    moved = [*_move_term(case, before, around.calendar)]
    state = locking.state_of(session, case)
    moved += _move_tasks(session, case, state, before, around)
    moved += _move_timers(session, case, state, before, around)
    if moved:
        history.record(session, moved, case_id=case.id, by=user.id, at=now(), definitions=case.bindings)
    return bool(moved)


def _move_term(case: Case, before: WorkingDays, after: WorkingDays) -> Iterator[events.Event]:
    """The statutory term is worked out at each look; only that it moved is written down."""
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
                taskrows.place(task, [group.group_id for group in task.groups])
                yield events.DeadlineMoved(task.process_id, task.element_id, was, becomes)


def _move_timers(
    session: Session, case: Case, state: bytes, before: WorkingDays, around: Surroundings
) -> Iterator[events.Event]:
    rows = {row.ref: row for row in session.scalars(select(PendingTimer).where(PendingTimer.case_id == case.id))}
    ids = [(case.bindings[row.process_id], row.element_id) for row in rows.values()]
    if not any(_counting(session, definition_id, element_id, timer=True) for definition_id, element_id in ids):
        return
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    changed, moved = rescheduling.move_timers(compiled, state, before, around)
    for timer in moved:
        rows[timer.ref].due_at = timer.becomes
        yield events.DeadlineMoved(timer.process_id, timer.element_id, timer.was, timer.becomes)
    if moved:
        session.get_one(CaseState, case.id).state = changed
        case.revision += 1
