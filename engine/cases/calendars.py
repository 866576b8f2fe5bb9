"""Calendars: the days that an operator adds, and removes again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.cases.postponing import Change, move_deadlines
from engine.deadlines import dutch_holidays
from engine.errors import CalendarRefused, NotFound
from engine.models import CalendarDay, Person
from engine.municipality import calendar, calendar_days, now, reading, today, transaction
from engine.permissions import require
from engine.tidying import tidy_line
from engine.views import CalendarDayView, MovedDeadlines, User

KINDS = frozenset({"off", "worked"})
LONGEST_REASON = 300
YEARS = 10
"""How far from today a day may be; further is a typing error."""


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


def add_calendar_day(day: date | None, kind: str, reason: str, user: User) -> MovedDeadlines:
    """Make a day count as a public holiday (`off`, Atw 3 lid 3), or let people work on one (`worked`).

    The deadlines of open tasks, timers and statutory terms are recalculated: in the same transaction where few cases
    are running, else by jobs.

    Raises:
        NotAllowed.
        CalendarRefused: no day, kind or reason; a day that exists already; or one for which `worked` changes nothing.
    """
    require(user, "manage_calendar", None)
    told = tidy_line(reason, LONGEST_REASON)
    with transaction() as session:
        annals.lock(session)
        problems = dict(_problems(session, day, kind, told))
        if day is None or problems:
            raise CalendarRefused(problems)
        before = calendar_days(session)
        session.add(CalendarDay(day=day, kind=kind, reason=told, set_by=user.id, set_at=now()))
        session.flush()
        annals.record(session, [events.CalendarDayAdded(day.isoformat(), kind, told)], user.id)
        return move_deadlines(session, Change(day, before, user.id))


def remove_calendar_day(day: date, user: User) -> MovedDeadlines:
    """Remove a day that was added; deadlines move as with `add_calendar_day`. Raises: NotAllowed, NotFound."""
    require(user, "manage_calendar", None)
    with transaction() as session:
        annals.lock(session)
        row = session.get(CalendarDay, day)
        if row is None:
            raise NotFound("calendar day", day.isoformat())
        before = calendar_days(session)
        session.delete(row)
        session.flush()
        annals.record(session, [events.CalendarDayRemoved(day.isoformat(), row.kind)], user.id)
        return move_deadlines(session, Change(day, before, user.id))


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
