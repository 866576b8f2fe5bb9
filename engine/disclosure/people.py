"""People: finding everybody about whom something is held, by what somebody who asks tells about themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from engine import viewing
from engine.finding.searching import patterns_of
from engine.models import Account, Case, Person
from engine.municipality import reading
from engine.permissions import require
from engine.views import FoundPerson, User

MOST_PEOPLE = 50
"""So many are found, and can be given at once."""
LONGEST, SHORTEST = 320, 2
"""Of what is searched for: less would list everybody."""
MOST_CASES = 10
"""So many of somebody's cases are named: enough to see who it is."""


def find_people(wanted: str, user: User) -> tuple[FoundPerson, ...]:
    """Everybody with this e-mail address, with these words in their name, or who submitted the case of this reference;
    up to `MOST_PEOPLE`. Whether two of these are the same person is for people to judge. Records that this user sees
    who they are.

    Raises: NotAllowed.
    """
    require(user, "disclose_data", None)
    # No name has the character NUL, and PostgreSQL cannot even search for it.
    asked = " ".join(wanted.replace("\0", " ").split())[:LONGEST]
    if len(asked) < SHORTEST:
        return ()
    with reading() as session:
        query = select(Person, Account.username).outerjoin(Account, Account.id == Person.id).where(_fits(asked))
        rows = session.execute(query.order_by(Person.name, Person.created_at, Person.id).limit(MOST_PEOPLE)).all()
        ids = [person.id for person, _ in rows]
        viewing.keep_viewing("people", subjects_of(session, ids), user)
        cases = _cases_of(session, ids)
        return tuple(
            FoundPerson(
                *name_of(person),
                username,
                tuple(cases[person.id][:MOST_CASES]),
            )
            for person, username in rows
        )


def _fits(asked: str) -> ColumnElement[bool]:
    if "@" in asked:
        return func.lower(Person.email) == asked.lower()
    columns = (Person.name, Account.username)
    words = (or_(*(one.ilike(pattern, escape="\\") for one in columns)) for pattern in patterns_of(asked))
    of_case = select(Case.submitter_id).where(Case.reference == asked.upper())
    return or_(and_(*words), Person.id.in_(of_case))


def _cases_of(session: Session, people: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    query = select(Case.submitter_id, Case.reference, Case.title).where(Case.submitter_id.in_(people))
    for person_id, reference, title in session.execute(query.order_by(Case.started_at, Case.id)):
        found[str(person_id)].append((reference, title))
    return found


def name_of(person: Person) -> tuple[str, str, str | None, str | None, str | None, datetime]:
    """The fields of a `Named`."""
    return person.id, person.name, person.email, person.phone, person.address, person.created_at


def subjects_of(session: Session, people: Collection[str]) -> list[str]:
    """What a viewing of these people is about: their cases; of those who submitted nothing, they themselves."""
    rows = session.execute(select(Case.id, Case.submitter_id).where(Case.submitter_id.in_(people))).all()
    return [*(case_id for case_id, _ in rows), *sorted(set(people) - {person_id for _, person_id in rows})]
