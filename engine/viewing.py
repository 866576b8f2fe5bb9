"""Viewing: who looked at personal data of a submitter: at what, of which case, and on which day.

Whoever works with personal data must be able to show who saw them (AVG art. 5 lid 2 and 32; BIO2). Looking changes
nothing, so the history does not record it. These rows do. They are about staff, and are removed when their term ends.
Of each day that is over, the history of the municipality has a digest.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine import annals, events
from engine.finding import caselist
from engine.finding.searching import patterns_of
from engine.models import Account, Case, HistoryEvent, Person, Viewing
from engine.municipality import here, now, reading, today, transaction
from engine.permissions import require
from engine.spelling import spell_canonically
from engine.views import MOST, SYSTEM, Page, User, ViewingView

log = logging.getLogger("smederij.viewing")
OF_CASE: Final = (
    *(
        "case",
        "case_contact",
        "case_file",
        "contact",
        "task",
        "task_contact",
        "vote",
        "letter",
        "letters",
        "document",
        "mails",
        "incident",
        "jobs",
        "link",
    ),
    *("viewings", "viewings_file"),
    *("people", "disclosure", "disclosure_file"),
)
"""What is seen of a case. `case_contact`, `task_contact`: its page or a task, with how to reach the submitter;
`case_file`: all of it, as a file; `link`: the submitter's own pages, opened by staff; `viewings`: who looked at it;
`people`, `disclosure`: its submitter was looked for, and all that is held about them was seen (AVG art. 15). The
subject of those is the person, if they submitted nothing."""
OF_MANY: Final = ("register", "register_file", "events_file", "cases_file", "objects_file")
"""What is about no single case; the subject is then the key of the register, or the year."""
KINDS: Final = (*OF_CASE, *OF_MANY)
PATIENCE = 0.5
"""Seconds that a page waits for other writers."""
MOST_REMEMBERED = 100_000
LATEST = timedelta(hours=1)
"""How long after midnight a viewing of the day before is written at the latest: a clock may be slow."""
CLOSED: Final = "viewings_closed"
_INSERT: Final = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def keep_viewing(kind: str, subjects: Iterable[str], user: User) -> None:
    """Record that this user sees something of these subjects now; once a day, however often they look.

    It refuses nothing: a viewing that cannot be recorded now goes to the log, since no page may fail because of it.

    Raises: ValueError: there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    day = today()
    remembered = _remembered(day)
    new = {(subject, user.id, kind) for subject in subjects} - remembered
    if not new:
        return
    moment = now()  # One moment, since what is seen at once is shown together.
    rows = [
        {"subject": subject, "person_id": person, "kind": kind, "day": day, "first_at": moment}
        for subject, person, kind in sorted(new)
    ]
    try:
        with here().database.hurried(PATIENCE) as connection:
            insert: Any = _INSERT[connection.dialect.name]
            connection.execute(insert(Viewing).on_conflict_do_nothing(), rows)
    except Exception as error:
        told = {"person": user.id, "kind": kind, "subjects": sorted(subject for subject, _, _ in new)}
        log.error("viewing not kept", extra={**told, "error": type(error).__name__})
        return
    remembered |= new


def _remembered(day: date) -> set[tuple[str, str, str]]:
    """What this server process recorded of a day; what it has forgotten is written again, without effect."""
    known = here().viewed
    if day not in known or len(known[day]) > MOST_REMEMBERED:
        known.clear()
    return known.setdefault(day, set())


# ---- reading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ViewingFilter:
    """Which viewings are asked for; empty for all."""

    who: str = ""
    """Part of a name or of what somebody signs in with; or a pseudonym."""
    case: str = ""
    """The reference of a case, or its id."""
    since: date | None = None
    until: date | None = None


ALL: Final = ViewingFilter()


def list_viewings(user: User, wanted: ViewingFilter = ALL, *, page: int = 1, size: int = 50) -> Page[ViewingView]:
    """Who looked, the latest day first, up to `MOST`. First records that this user asks. Raises: NotAllowed."""
    _keep_asking("viewings", wanted, user)
    return _list(wanted, page, size)


def list_case_viewings(case_id: str, user: User) -> Page[ViewingView]:
    """The last who looked at a case, for its page; opening that page is itself recorded. Raises: NotAllowed."""
    require(user, "read_viewings", None)
    return _list(ViewingFilter(case=case_id), 1, 10)


def export_viewings(user: User, wanted: ViewingFilter = ALL) -> tuple[ViewingView, ...]:
    """All of them, in the same order. First records that this user asks. Raises: NotAllowed."""
    _keep_asking("viewings_file", wanted, user)
    with reading() as session:
        return tuple(_views(session.execute(_chosen(wanted))))


def _list(wanted: ViewingFilter, page: int, size: int) -> Page[ViewingView]:
    page, size = max(1, page), min(max(1, size), 100)
    skipped = min((page - 1) * size, MOST)
    with reading() as session:
        query = _chosen(wanted)
        rows = session.execute(query.limit(min(size, MOST - skipped)).offset(skipped))
        return Page(tuple(_views(rows)), caselist.count_up_to_most(session, query), page, size)


def _keep_asking(kind: str, wanted: ViewingFilter, user: User) -> None:
    require(user, "read_viewings", None)
    with reading() as session:
        about = session.scalar(_cases_of(wanted.case)) if wanted.case.strip() else None
    keep_viewing(kind, [about or ""], user)


def _cases_of(told: str) -> Select[str]:
    return select(Case.id).where(or_(Case.id == told.strip(), Case.reference == told.strip().upper()))


def _chosen(wanted: ViewingFilter) -> Select[Any]:
    own: tuple[Any, ...] = (Viewing.day, Viewing.first_at, Viewing.person_id, Viewing.kind, Viewing.subject)
    query: Select[Any] = (
        select(*own, Person.name, Account.username, Case.reference)
        .select_from(Viewing)
        .outerjoin(Person, Person.id == Viewing.person_id)
        .outerjoin(Account, Account.id == Viewing.person_id)
        .outerjoin(Case, Case.id == Viewing.subject)
    )
    order = (Viewing.day.desc(), Viewing.first_at.desc(), Viewing.person_id, Viewing.kind, Viewing.subject)
    return query.where(*_conditions(wanted)).order_by(*order)


def _conditions(wanted: ViewingFilter) -> Iterator[ColumnElement[bool]]:
    if patterns := patterns_of(wanted.who):
        named = select(Account.id).join(Person, Person.id == Account.id)
        for pattern in patterns:
            fits = (column.ilike(pattern, escape="\\") for column in (Person.name, Account.username))
            named = named.where(or_(*fits))
        yield or_(Viewing.person_id.in_(named), Viewing.person_id == wanted.who.strip())
    if wanted.case.strip():
        yield Viewing.subject.in_(_cases_of(wanted.case))
    if wanted.since is not None:
        yield Viewing.day >= wanted.since
    if wanted.until is not None:
        yield Viewing.day <= wanted.until


def _views(rows: Iterable[Any]) -> Iterator[ViewingView]:
    for day, first_at, person, kind, subject, name, username, reference in rows:
        who = f"{name} ({username})" if username else name or person
        yield ViewingView(day, first_at, person, who, kind, reference or "", "" if reference else subject)


# ---- proving them -----------------------------------------------------------------------------------------------


def close_days() -> int:
    """Have the history record a digest of who looked on each day that is over; returns how many days had viewings.

    So nobody can change, add or remove a row of such a day unseen. A chain that every viewing had to wait for would
    hold up everyone who looks; once a day holds up nobody. A worker calls this repeatedly.
    """
    with reading() as session:
        if _last_over() <= _closed_until(session):
            return 0
    with transaction() as session:
        annals.lock(session)  # Of two workers, the second finds that it is done.
        until, closed = _last_over(), _closed_until(session)
        if until <= closed:
            return 0
        days = tuple(read_days(session, Viewing.day > closed, Viewing.day <= until))
        annals.record(session, [events.ViewingsClosed(until.isoformat(), days)], SYSTEM.id)
        return len(days)


def _last_over() -> date:
    return (now() - LATEST).astimezone(here().settings.zone).date() - timedelta(days=1)


def _closed_until(session: Session) -> date:
    query = select(HistoryEvent.facts).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind == CLOSED)
    last = session.scalar(query.order_by(HistoryEvent.sequence.desc()).limit(1))
    return date.fromisoformat(last["until"]) if last is not None else date.min


def read_days(session: Session, *conditions: ColumnElement[bool]) -> Iterator[tuple[str, int, str]]:
    """Each day on which somebody looked, with how many rows say so and a digest of all that they say."""
    order = (Viewing.day, Viewing.subject, Viewing.person_id, Viewing.kind)
    query = select(*order, Viewing.first_at).where(*conditions).order_by(*order)
    for day, rows in groupby(session.execute(query).yield_per(1000), key=lambda row: row.day):
        told = sorted([subject, person, kind, at.isoformat()] for _, subject, person, kind, at in rows)
        yield day.isoformat(), len(told), hashlib.sha256(spell_canonically(told)).hexdigest()


# ---- how long they are kept -------------------------------------------------------------------------------------


def count_of(session: Session, case_id: str) -> int:
    """How many viewings of a case are kept."""
    query = select(func.count()).select_from(Viewing)
    return session.scalar(query.where(Viewing.subject == case_id, Viewing.kind.in_(OF_CASE))) or 0


def forget_viewings() -> int:
    """Remove those whose term is over, one day at a time; returns of how many days. A worker calls this repeatedly."""
    last = today() - timedelta(days=here().settings.viewings_days)
    days = 0
    while (day := _oldest_before(last)) is not None:
        with transaction() as session:
            annals.lock(session)
            if session.execute(delete(Viewing).where(Viewing.day == day)).rowcount:  # type: ignore[attr-defined]
                annals.record(session, [events.ViewingsForgotten(day.isoformat())], SYSTEM.id)
        days += 1
    return days


def _oldest_before(last: date) -> date | None:
    with reading() as session:
        return session.scalar(select(func.min(Viewing.day)).where(Viewing.day < last))
