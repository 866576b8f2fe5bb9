"""Numbering: giving out consecutive numbers without gaps, within the caller's transaction."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.database import lock_name
from engine.models import Counter


def next_number(session: Session, name: str) -> int:
    """The next number of a series, from 1 on. One transaction at a time gets one; on rollback it is free again."""
    lock_name(session, f"counter:{name}")
    counter = session.scalar(select(Counter).where(Counter.name == name).with_for_update())
    if counter is None:
        counter = Counter(name=name, value=0)
        session.add(counter)
    counter.value += 1
    session.flush()
    return counter.value
