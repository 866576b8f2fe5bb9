"""People: by what name those are shown who did something, whom the history knows by an id alone."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import Person
from engine.views import SYSTEM


def names_of(session: Session, ids: Collection[str]) -> dict[str, str]:
    """The names of those who are known by these ids, and that of the system."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all()
    return {SYSTEM.id: SYSTEM.name, **dict(rows)}
