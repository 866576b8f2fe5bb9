"""Away: who is absent on a day, and what happens when an absence begins and ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.accounts import handovers
from engine.accounts.sessions import user_of
from engine.finishing import finish
from engine.models import Account, Job, Leave, Person
from engine.municipality import here, reading, today, transaction
from engine.permissions import AUDITOR, groups_of, require
from engine.requesting import ask_for, new_job
from engine.tasks.passing_on import Gone, pass_on
from engine.views import SYSTEM, AwayView, LeaveOutcome, User

KIND = "leave"
NOBODY, GONE, AWAY, NO_GROUP = "nobody", "gone", "away", "no_group"


def is_on(day: date) -> ColumnElement[bool]:
    """Whether a leave covers this day. Leaves that are over have no row."""
    return and_(Leave.first_day <= day, Leave.last_day >= day)


def away_on(day: date) -> Select[str]:
    """The accounts of the people who are away on this day."""
    return select(Leave.account_id).where(is_on(day))


def list_away(user: User) -> Mapping[str, AwayView]:
    """Who is away today, by the id of the account, for their colleagues. Raises: NotAllowed."""
    require(user, "do_tasks", None)
    with reading() as session:
        query = select(Leave.account_id, Leave.last_day, Person.name)
        query = query.outerjoin(Person, Person.id == Leave.replacement_id).where(is_on(today()))
        return {account: AwayView(last_day, name) for account, last_day, name in session.execute(query)}


# ---- who can take over ------------------------------------------------------------------------------------------


def list_colleagues(session: Session, account: Account) -> list[Account]:
    """Who could replace somebody, by name: whoever may sign in, does tasks, and is in one of the same groups."""
    query = select(Account).join(Person, Person.id == Account.id).where(Account.active, Account.id != account.id)
    found = session.scalars(query.order_by(Person.name, Account.id)).unique()
    return [other for other in found if _share_a_group(account, other)]


def _share_a_group(one: Account, other: Account) -> bool:
    return bool((groups_of(user_of(one)) & groups_of(user_of(other))) - {AUDITOR})


def find_fault(session: Session, account: Account, replacement_id: str, day: date) -> str:
    """Why this person could not replace somebody on this day: `gone`, `no_group` or `away`; empty if they could."""
    other = session.get(Account, replacement_id)
    if other is None or not other.active:
        return GONE
    if not _share_a_group(account, other):
        return NO_GROUP
    return AWAY if leave_on(session, replacement_id, day) is not None else ""


def leave_on(session: Session, account_id: str, day: date) -> Leave | None:
    """The leave of this person that covers this day. No two of them overlap."""
    return session.scalar(select(Leave).where(Leave.account_id == account_id, is_on(day)))


# ---- beginning and ending ---------------------------------------------------------------------------------------


def begin_when_due(session: Session, leave: Leave, by: User) -> LeaveOutcome:
    """Begin a leave if today is one of its days, and have a worker look again when it begins or ends.

    The caller has called `annals.lock`.
    """
    outcome = LeaveOutcome(False)
    if not leave.begun and leave.first_day <= today():
        outcome = _begin(session, leave, by)
    put_off(session, leave)
    return outcome


def _begin(session: Session, leave: Leave, by: User) -> LeaveOutcome:
    account = session.get_one(Account, leave.account_id)
    fault = NOBODY
    if leave.replacement_id is not None:
        fault = find_fault(session, account, leave.replacement_id, today())
    replacement = None if fault else user_of(session.get_one(Account, leave.replacement_id))
    outcome, tasks = pass_on(session, Gone(user_of(account), replacement, fault, leave.id), by)
    leave.begun = True
    leave.revision += 1
    if replacement is not None:
        handovers.ask_mail(session, leave, replacement.id, tasks)
    counts = (len(outcome.passed_on), len(outcome.given_back), len(outcome.kept))
    annals.record(session, [events.AccountLeaveBegun(account.id, leave.id, *counts)], by.id)
    return outcome


def end(session: Session, leave: Leave, by: User) -> None:
    """End a leave. Tasks that were passed on stay with whoever has them now, who may be working on them."""
    session.delete(leave)
    about = (leave.account_id, leave.id)
    ended = events.AccountLeaveEnded(*about, True) if leave.begun else events.AccountLeaveWithdrawn(*about)
    annals.record(session, [ended], by.id)


def _pass(session: Session, leave: Leave) -> None:
    """End a leave whose last day has passed, also where no worker was running to begin it."""
    session.delete(leave)
    annals.record(session, [events.AccountLeaveEnded(leave.account_id, leave.id, leave.begun)], SYSTEM.id)


def end_all(session: Session, account_id: str, by: User) -> None:
    """End every leave of somebody, as when they are blocked. The caller has called `annals.lock`."""
    for leave in session.scalars(select(Leave).where(Leave.account_id == account_id).order_by(Leave.first_day)):
        end(session, leave, by)


def put_off(session: Session, leave: Leave) -> None:
    """Have a worker look at a leave when it begins, or when its last day has passed."""
    day = _next_day(leave)
    due = datetime.combine(day, time(), here().settings.zone)
    ask_for(session, [new_job(KIND, {"leave": leave.id, "day": day.isoformat()}, due_at=due)])


def _next_day(leave: Leave) -> date:
    return leave.last_day + timedelta(days=1) if leave.begun else leave.first_day


def begin_or_end(job_id: str) -> None:
    """The job of a moment: begin or end a leave. One that changed, or is over, is left alone: it has other jobs.

    If it passed while no worker ran, no task is touched: whoever was away is back, and may be working on them.
    """
    with transaction() as session:
        annals.lock(session)
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        if job is None or job.state == "done":
            return
        leave = session.get(Leave, job.payload["leave"])
        if leave is not None and leave.last_day < today():
            _pass(session, leave)
        elif leave is not None and job.payload["day"] == _next_day(leave).isoformat():
            # Too early only where the municipality's time zone has changed since: then it is postponed once more.
            begin_when_due(session, leave, SYSTEM)
        finish(job)
