"""Leaves: recording that somebody is away for some days, and who replaces them; by themselves, or by an operator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.accounts import away
from engine.errors import FieldProblem, LeaveMoved, LeaveRefused, NotFound
from engine.models import Account, Leave, Person
from engine.municipality import reading, today, transaction
from engine.permissions import require
from engine.subjects import AccountSubject
from engine.tasks.passing_on import list_kept
from engine.views import LeaveOutcome, LeavesView, LeaveView, ReplacedView, User

YEARS = 2
"""How far from now somebody can be away; further is a typing error."""


@dataclass(frozen=True, slots=True)
class LeaveAsked:
    """What is asked for: the first and the last day, and the id of the replacement, if any."""

    first_day: date | None
    last_day: date | None
    replacement: str = ""


def read_leaves(account_id: str, user: User) -> LeavesView:
    """When somebody is away, now and later, and who can replace them. Raises: NotAllowed, NotFound."""
    require(user, "plan_leave", AccountSubject(account_id))
    with reading() as session:
        account = _account(session, account_id)
        rows = session.scalars(_of(account_id)).all()
        replaced = select(Leave, Person.name).join(Person, Person.id == Leave.account_id)
        replaced = replaced.where(Leave.replacement_id == account_id, Leave.last_day >= today())
        return LeavesView(
            account_id=account_id,
            name=account.person.name,
            leaves=tuple(_view(session, account, row) for row in rows),
            colleagues=tuple((other.id, other.person.name) for other in away.list_colleagues(session, account)),
            personal=list_kept(session, account_id),
            replaces=tuple(
                ReplacedView(name, row.first_day, row.last_day)
                for row, name in session.execute(replaced.order_by(Leave.first_day, Leave.id))
            ),
        )


def _view(session: Session, account: Account, row: Leave) -> LeaveView:
    name = fault = None
    if row.replacement_id is not None:
        name = session.get_one(Person, row.replacement_id).name
        if not row.begun:
            fault = away.find_fault(session, account, row.replacement_id, max(row.first_day, today()))
    days = (row.first_day, row.last_day)
    return LeaveView(row.id, row.revision, *days, row.begun, row.replacement_id, name, fault or "")


def plan_leave(account_id: str, asked: LeaveAsked, user: User) -> LeaveOutcome:
    """Record when somebody is away. From the first day their tasks are with others; if that is today, immediately.

    What they had claimed goes to the replacement where that person may do it, else back to its groups.

    Raises: NotAllowed, LeaveRefused. NotFound: there is no such account, or nobody may sign in with it.
    """
    require(user, "plan_leave", AccountSubject(account_id))
    with transaction() as session:
        annals.lock(session)
        account = _account(session, account_id)
        first, last = _require_possible(session, account, asked, None)
        leave = Leave(account_id=account.id, first_day=first, last_day=last, replacement_id=asked.replacement or None)
        leave.begun, leave.revision = False, 0
        session.add(leave)
        session.flush()
        annals.record(session, [events.AccountLeavePlanned(*_facts(leave))], user.id)
        return away.begin_when_due(session, leave, user)


def change_leave(account_id: str, leave_id: str, revision: int, asked: LeaveAsked, user: User) -> LeaveOutcome:
    """Change the days or the replacement of a planned leave. Once it has begun, only the last day can change.

    Raises: NotAllowed, NotFound, LeaveRefused, LeaveMoved: it is no longer at `revision`.
    """
    require(user, "plan_leave", AccountSubject(account_id))
    with transaction() as session:
        annals.lock(session)
        account, leave = _account(session, account_id), _leave(session, account_id, leave_id, revision)
        if leave.begun:
            asked = LeaveAsked(leave.first_day, asked.last_day, leave.replacement_id or "")
        first, last = _require_possible(session, account, asked, leave)
        if (first, last, asked.replacement) == (leave.first_day, leave.last_day, leave.replacement_id or ""):
            return LeaveOutcome(False)
        leave.first_day, leave.last_day, leave.replacement_id = first, last, asked.replacement or None
        leave.revision += 1
        annals.record(session, [events.AccountLeaveChanged(*_facts(leave))], user.id)
        return away.begin_when_due(session, leave, user)


def end_leave(account_id: str, leave_id: str, revision: int, user: User) -> bool:
    """Record that somebody is back, or does not go; returns whether they had gone. Tasks stay where they are now.

    Raises: NotAllowed, NotFound, LeaveMoved.
    """
    require(user, "plan_leave", AccountSubject(account_id))
    with transaction() as session:
        annals.lock(session)
        _account(session, account_id)
        leave = _leave(session, account_id, leave_id, revision)
        away.end(session, leave, user)
        return leave.begun


def _of(account_id: str) -> Select[Leave]:
    query = select(Leave).where(Leave.account_id == account_id, Leave.last_day >= today())
    return query.order_by(Leave.first_day, Leave.id)


def _account(session: Session, account_id: str) -> Account:
    account = session.get(Account, account_id)
    if account is None or not account.active:
        raise NotFound("account", account_id)
    return account


def _leave(session: Session, account_id: str, leave_id: str, revision: int) -> Leave:
    """Read after `annals.lock`, so that nobody else changes it meanwhile. Raises: LeaveMoved."""
    leave = session.get(Leave, leave_id)
    if leave is None or leave.account_id != account_id or leave.last_day < today():
        raise LeaveMoved("gone")
    if leave.revision != revision:
        raise LeaveMoved("changed")
    return leave


def _facts(leave: Leave) -> tuple[str, str, str, str, str | None]:
    days = (leave.first_day.isoformat(), leave.last_day.isoformat())
    return (leave.account_id, leave.id, *days, leave.replacement_id)


# ---- what is refused --------------------------------------------------------------------------------------------


def _require_possible(session: Session, account: Account, asked: LeaveAsked, known: Leave | None) -> tuple[date, date]:
    problems = dict(_problems(session, account, asked, known))
    if asked.first_day is None or asked.last_day is None or problems:
        raise LeaveRefused(problems)
    return asked.first_day, asked.last_day


def _problems(
    session: Session, account: Account, asked: LeaveAsked, known: Leave | None
) -> Iterator[tuple[str, FieldProblem]]:
    of_days = dict(_problems_of_days(asked.first_day, asked.last_day, known))
    yield from of_days.items()
    if asked.first_day is not None and asked.last_day is not None and not of_days:
        other = _overlapping(session, account, asked.first_day, asked.last_day, known)
        if other is not None:
            field = "laatste_dag" if known is not None and known.begun else "eerste_dag"
            yield field, FieldProblem("overlaps", found=(other.first_day, other.last_day))
    if asked.replacement and (known is None or not known.begun):
        yield from _problem_of_replacement(session, account, asked)


def _problems_of_days(first: date | None, last: date | None, known: Leave | None) -> Iterator[tuple[str, FieldProblem]]:
    if first is None:
        yield "eerste_dag", FieldProblem("not_a_date")
    elif first < today() and (known is None or first != known.first_day):
        yield "eerste_dag", FieldProblem("in_the_past")
    elif first.year > today().year + YEARS:
        yield "eerste_dag", FieldProblem("far_away")
    if last is None:
        yield "laatste_dag", FieldProblem("not_a_date")
    elif last < today():
        yield "laatste_dag", FieldProblem("in_the_past")
    elif first is not None and last < first:
        yield "laatste_dag", FieldProblem("before_first")
    elif last.year > today().year + YEARS:
        yield "laatste_dag", FieldProblem("far_away")


def _overlapping(session: Session, account: Account, first: date, last: date, known: Leave | None) -> Leave | None:
    query = _of(account.id).where(Leave.first_day <= last, Leave.last_day >= first)
    return session.scalar(query.where(Leave.id != known.id) if known is not None else query)


def _problem_of_replacement(
    session: Session, account: Account, asked: LeaveAsked
) -> Iterator[tuple[str, FieldProblem]]:
    if asked.replacement == account.id:
        yield "vervanger", FieldProblem("self")
        return
    day = max(asked.first_day or today(), today())
    fault = away.find_fault(session, account, asked.replacement, day)
    if fault:
        theirs = away.leave_on(session, asked.replacement, day) if fault == away.AWAY else None
        yield "vervanger", FieldProblem(fault, found=(theirs.first_day, theirs.last_day) if theirs else None)
