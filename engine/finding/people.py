"""People: the names of those who did something, whom the history knows only by an id."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import Person
from engine.views import SYSTEM


def names_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The name for each of these ids, and that of the system; an id that belongs to nobody known is its own name."""
    wanted = set(ids)
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))).all()
    return {**{key: key for key in wanted}, SYSTEM.id: SYSTEM.name, **dict(rows)}
