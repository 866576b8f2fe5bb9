"""Meetings: the votes of the stuurgroep that close on one day: to prepare that day, and what came of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engine.models import Leave, Person, Publication, Task
from engine.municipality import here, reading
from engine.names import DECIDED
from engine.permissions import require
from engine.tasks.ballots import names_of, view_vote
from engine.views import MeetingView, MeetingVote, StatusChange, User

LAST = 24
"""How many days are listed: two years of monthly meetings."""
MOST = 2_000
"""Ballots that are looked at."""


def list_meetings(user: User) -> tuple[date, ...]:
    """The days on which votes close or closed, the last first. Raises: NotAllowed."""
    require(user, "list_votes", None)
    with reading() as session:
        query = select(Task.due_at).where(_counts(), Task.due_at.is_not(None)).distinct()
        moments = session.scalars(query.order_by(Task.due_at.desc()).limit(MOST))
        return tuple(dict.fromkeys(_day(moment) for moment in moments if moment is not None))[:LAST]


def read_meeting(day: date, user: User) -> MeetingView:
    """The votes that close or closed on a day, and which members are away then; without any if there is no such vote.

    Raises: NotAllowed.
    """
    require(user, "list_votes", None)
    with reading() as session:
        begins, ends = (datetime.combine(one, time(), here().settings.zone) for one in (day, day + timedelta(days=1)))
        query = select(Task).where(_counts(), Task.due_at >= begins, Task.due_at < ends).order_by(Task.id)
        found: dict[tuple[str, str | None], list[Task]] = {}
        for task in session.scalars(query.limit(MOST)).unique():
            found.setdefault((task.case_id, task.multi_instance), []).append(task)
        votes = [_tell(session, ballots, user) for ballots in found.values()]
        members = {one.assignee for ballots in found.values() for one in ballots if one.assignee}
        return MeetingView(
            day,
            tuple(sorted(votes, key=lambda one: one.vote.reference)),
            _away(session, members, day),
        )


def _counts() -> ColumnElement[bool]:
    """Whether a ballot is of a vote that goes on or was finished: not of a case that was withdrawn during it."""
    return Task.ballot & or_(Task.state != "cancelled", ~Task.ballot_open)


def _day(moment: datetime) -> date:
    return moment.astimezone(here().settings.zone).date()


def _tell(session: Session, ballots: Sequence[Task], user: User) -> MeetingVote:
    first = ballots[0]
    recused = [one.assignee for one in ballots if one.recused and one.assignee]
    return MeetingVote(
        vote=view_vote(session, first, user, with_names=True),
        area=first.case.area,
        with_interest=names_of(session, recused),
        published=None if first.ballot_open else _published(session, ballots),
    )


def _published(session: Session, ballots: Sequence[Task]) -> StatusChange | None:
    """What the submitter was told after the vote, and before a next one of the same case: a decision, where it is one.

    What is decided and not published yet is in no list that leaves the office.
    """
    first = ballots[0]
    ended = [one.completed_at for one in ballots if one.completed_at]
    if any(one.state == "cancelled" for one in ballots) and first.due_at is not None:
        ended.append(first.due_at)  # The time was up.
    next_vote = session.scalar(
        select(Task.created_at)
        .where(Task.case_id == first.case_id, Task.ballot, Task.created_at > first.created_at)
        .where(Task.multi_instance.is_distinct_from(first.multi_instance))
        .order_by(Task.created_at)
        .limit(1)
    )
    query = select(Publication).where(Publication.case_id == first.case_id, Publication.at >= max(ended))
    if next_vote is not None:
        query = query.where(Publication.at <= next_vote)
    told = [StatusChange(one.at, one.status, one.text) for one in session.scalars(query.order_by(Publication.id))]
    return next((one for one in told if one.status in DECIDED), told[-1] if told else None)


def _away(session: Session, members: Iterable[str], day: date) -> tuple[str, ...]:
    covers = Leave.account_id.in_(sorted(members)) & (Leave.first_day <= day) & (Leave.last_day >= day)
    query = select(Person.name).join(Leave, Leave.account_id == Person.id).where(covers)
    return tuple(session.scalars(query.order_by(Person.name)))
