"""Copying: looking at everything that is held about somebody, and giving it to them as a copy (AVG art. 15 lid 3).

Looking is recorded as a viewing of each case; giving a copy is recorded in the history of the municipality too, with
the reason, so that it can be shown that a request was answered (AVG art. 5 lid 2 and 12 lid 3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine import annals, events, viewing
from engine.disclosure.accounts import tell_person
from engine.disclosure.cases import tell_case
from engine.disclosure.people import MOST_PEOPLE, subjects_of
from engine.errors import NotFound, RepairRefused
from engine.finding.people import names_of
from engine.models import Case, Document, HistoryEvent, Person
from engine.municipality import calendar, reading, snapshot, transaction
from engine.permissions import require
from engine.retention.table import read_table
from engine.tidying import tidy_text
from engine.views import Disclosure, FileContents, GivenCopy, Held, User

MOST_SHOWN = 25
"""So many cases are shown on a page; a copy has all of them."""
MOST_COPIES = 20
LONGEST_REASON = 500
KIND = "copy_given"


def read_disclosure(people: Sequence[str], user: User) -> Disclosure:
    """Everything that is held about these records of one person, to be looked at; first records that this user looks.

    Raises:
        NotAllowed.
        NotFound: none was asked, or there is no such record.
    """
    require(user, "disclose_data", None)
    with snapshot() as session:
        rows = _find(session, people)
        viewing.keep_viewing("disclosure", subjects_of(session, people), user)
        ids = [row.id for row in rows]
        total = session.scalar(select(func.count()).select_from(Case).where(Case.submitter_id.in_(ids))) or 0
        days, kept = calendar(session), read_table(session)
        cases = session.scalars(_cases_of(ids).limit(MOST_SHOWN)).all()
        told = tuple(tell_case(session, case, days, kept, None) for case in cases)
        return Disclosure(tuple(tell_person(session, row) for row in rows), told, total)


def copy_disclosure(people: Sequence[str], user: User, reason: str, notes: Collection[int] = ()) -> Iterator[Held]:
    """The same as a copy for whom it is about: who they are, then each case, followed by the contents of its files;
    read lazily, from one state of the database, one case and one file at a time. First records that it is given.

    `notes` are the answers of others that are given with it (`HeldNote`).

    Raises:
        NotAllowed.
        NotFound: none was asked, or there is no such record.
        RepairRefused: no reason (`reden`).
    """
    require(user, "disclose_data", None)
    told = tidy_text(reason, LONGEST_REASON)
    with transaction() as session:
        annals.lock(session)
        ids = tuple(row.id for row in _find(session, people))
        if not told:
            raise RepairRefused({"reden": "required"})
        annals.record(session, [events.CopyGiven(ids, told)], user.id)
        subjects = subjects_of(session, ids)
    viewing.keep_viewing("disclosure_file", subjects, user)
    return _copy(ids, frozenset(notes))


def _copy(ids: Sequence[str], notes: Collection[int]) -> Iterator[Held]:
    with snapshot() as session:
        for row in _find(session, ids):
            yield tell_person(session, row)
        days, kept = calendar(session), read_table(session)
        for case_id in session.scalars(_cases_of(ids).with_only_columns(Case.id)).all():
            held = tell_case(session, session.get_one(Case, case_id), days, kept, notes)
            yield held
            for file in held.files:
                data = session.scalar(select(Document.data).where(Document.id == file.id))
                if data is not None:
                    yield FileContents(file.id, data)
            session.expunge_all()  # What was read of a case is not needed for the next.


def list_copies(user: User) -> tuple[GivenCopy, ...]:
    """The copies that were given last, the newest first. Raises: NotAllowed."""
    require(user, "disclose_data", None)
    with reading() as session:
        query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind == KIND)
        rows = session.scalars(query.order_by(HistoryEvent.sequence.desc()).limit(MOST_COPIES)).all()
        names = names_of(session, {row.person_id for row in rows})
        return tuple(
            GivenCopy(row.at, names[row.person_id], row.facts["reason"], _references(session, row.facts["people"]))
            for row in rows
        )


def _references(session: Session, people: Collection[str]) -> tuple[str, ...]:
    return tuple(session.scalars(_cases_of(people).with_only_columns(Case.reference)))


def _find(session: Session, people: Sequence[str]) -> Sequence[Person]:
    wanted = set(people)
    query = select(Person).where(Person.id.in_(wanted)).order_by(Person.created_at, Person.id)
    rows = session.scalars(query).all() if 0 < len(wanted) <= MOST_PEOPLE else []
    if not rows or len(rows) != len(wanted):
        raise NotFound("person", ", ".join(sorted(wanted)))
    return rows


def _cases_of(people: Collection[str]) -> Select[Any]:
    return select(Case).where(Case.submitter_id.in_(people)).order_by(Case.started_at, Case.id)
