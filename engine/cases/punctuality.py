"""Punctuality: which cases passed their statutory term, by how many days, and where the time went (Awb 4:13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import deadlines
from engine.cases.terms import received_on, term_of
from engine.experience.eventlog import bounds_of
from engine.finding.people import names_of
from engine.models import Case, Definition, HistoryEvent, Publication, Task
from engine.municipality import calendar, here, now, reading
from engine.names import DECIDED
from engine.permissions import require
from engine.views import User

TAKEN_OVER = "case_taken_over"


@dataclass(frozen=True, slots=True)
class LongestTask:
    """The task of a case that took longest, of those during which the term ran; at least a day."""

    name: str
    groups: tuple[str, ...]
    by: str
    """Who did it, or has it; empty for nobody."""
    days: int


@dataclass(frozen=True, slots=True)
class PassedTerm:
    """A case that was not decided by the last day of its statutory term."""

    reference: str
    title: str
    process_name: str
    received_on: date
    due: date
    decided_on: date | None
    """The day on which the submitter was told, or on which it ended; None as long as neither has happened."""
    late: int
    """In days, until then or until now."""
    entered_after: int
    """How many days after it was received somebody entered it."""
    stood_still: int
    """How many days did not count, because the submitter was asked for more (Awb 4:15)."""
    extended: tuple[str, ...]
    """By what it was extended (Awb 4:14)."""
    longest: LongestTask | None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many cases of a year have a statutory term, and those that passed it, the latest first."""

    year: int
    cases: int
    undecided: int
    """How many of these are neither decided nor too late."""
    passed: tuple[PassedTerm, ...]


def read_punctuality(user: User, year: int) -> Punctuality:
    """Of the cases that began in a year, those that passed their statutory term. Raises: NotAllowed."""
    require(user, "prove_history", None)
    with reading() as session:
        begins, ends = bounds_of(year, here().settings.zone)
        query = select(Case).where(Case.statutory_term.is_not(None), Case.started_at >= begins, Case.started_at < ends)
        cases = session.scalars(query).all()
        decided = _read_decided(session, begins)
        elsewhere = _find_decided_elsewhere(session, begins, ends)
        days, zone = calendar(session), here().settings.zone
        undecided, passed = 0, []
        cases = [case for case in cases if case.id not in elsewhere]
        for case in cases:
            moment = min((one for one in (decided.get(case.id), case.ended_at) if one is not None), default=None)
            until = (moment or now()).astimezone(zone).date()
            term = term_of(case)
            if term is not None and until > (reckoned := deadlines.reckon(term, days, today=until)).ends_on:
                passed.append(_tell(session, case, reckoned, until, moment))
            elif moment is None:
                undecided += 1
        passed.sort(key=lambda one: (-one.late, one.reference))
        return Punctuality(year, len(cases), undecided, tuple(passed))


def _read_decided(session: Session, since: datetime) -> Mapping[str, datetime]:
    """When the decision was announced to the submitter, by case; of no case that began before."""
    told = select(Publication.case_id, func.min(Publication.at)).where(Publication.status.in_(DECIDED))
    return dict(session.execute(told.where(Publication.at >= since).group_by(Publication.case_id)).all())


def _find_decided_elsewhere(session: Session, since: datetime, until: datetime) -> frozenset[str]:
    """Cases that were taken over after the decision: when that was announced is not known here."""
    taken = select(HistoryEvent.case_id).where(HistoryEvent.kind == TAKEN_OVER, HistoryEvent.at.between(since, until))
    query = select(Publication.case_id, Publication.status).where(Publication.case_id.in_(taken))
    first: dict[str, str] = {}
    for case_id, status in session.execute(query.order_by(Publication.id)):
        first.setdefault(case_id, status)
    return frozenset(case_id for case_id, status in first.items() if status in DECIDED)


def _tell(
    session: Session, case: Case, reckoned: deadlines.Reckoned, until: date, moment: datetime | None
) -> PassedTerm:
    zone = here().settings.zone
    process = session.get_one(Definition, case.bindings[case.process_id])
    began_on = case.started_at.astimezone(zone).date()
    received = received_on(case) or began_on
    return PassedTerm(
        reference=case.reference,
        title=case.title,
        process_name=process.name,
        received_on=received,
        due=reckoned.ends_on,
        decided_on=until if moment is not None else None,
        late=(until - reckoned.ends_on).days,
        entered_after=(began_on - received).days,
        stood_still=reckoned.stood_still,
        extended=tuple(duration for duration, _ in case.extensions),
        longest=_find_longest(session, case.id, moment or now()),
    )


def _find_longest(session: Session, case_id: str, until: datetime) -> LongestTask | None:
    columns = (Task.name, Task.candidate_groups, Task.completed_by, Task.assignee, Task.created_at, Task.completed_at)
    query = select(*columns).where(Task.case_id == case_id, ~Task.suspends_term, Task.created_at < until)
    longest = max(
        ((min(row.completed_at or until, until) - row.created_at, row) for row in session.execute(query)),
        key=lambda one: one[0],
        default=None,
    )
    if longest is None or longest[0] < timedelta(days=1):
        return None
    took, row = longest
    who = row.completed_by or row.assignee
    by = names_of(session, {who})[who] if who else ""
    return LongestTask(row.name, tuple(row.candidate_groups), by, took.days)
