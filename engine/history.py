"""History: adding events, reading them, and proving that nobody changed them. Nothing here updates or deletes a row."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, insert, select
from sqlalchemy.orm import Session

from engine.errors import HistoryBroken
from engine.events import Event
from engine.models import HistoryEvent

FIRST = "0" * 64
"""What stands as the previous digest of the first event of a chain."""
_SAID = ("previous", "case_id", "at", "kind", "person_id", "process_id", "definition_id", "element_id", "facts")
"""The columns that a digest is made of, in order."""
_table: Table = HistoryEvent.__table__  # type: ignore[assignment]
_INSERT = insert(_table)
_NEWEST = select(_table.c.digest).order_by(_table.c.sequence.desc()).limit(1)
_TAIL = _NEWEST.where(_table.c.case_id == bindparam("case"))
_TAIL_OF_HOUSE = _NEWEST.where(_table.c.case_id.is_(None))


def record(
    session: Session,
    events: Iterable[Event],
    *,
    case_id: str | None,
    by: str,
    at: datetime,
    definitions: Mapping[str, str],
    newest: str | None = None,
) -> None:
    """Add events to the chain of a case (or to that of the municipality, for None), in order.

    The caller holds the case's lock, so that the chain has one tail. `definitions` maps a process id to the id of the
    version that the event happened on. `newest` is the newest digest of the chain, by who has read it under the lock.
    """
    at = at.astimezone(UTC)
    connection = session.connection()
    previous = newest or _tail(connection, case_id)
    rows = []
    for event in events:
        process_id = getattr(event, "process_id", None)
        said = (
            previous,
            case_id,
            at,
            event.kind,
            by,
            process_id,
            definitions.get(process_id) if process_id else None,
            getattr(event, "element_id", None),
            event.facts(),
        )
        previous = _digest(*said)
        rows.append({**dict(zip(_SAID, said, strict=True)), "digest": previous})
    if rows:
        connection.execute(_INSERT, rows)


def _tail(connection: Connection, case_id: str | None) -> str:
    found = connection.execute(_TAIL_OF_HOUSE if case_id is None else _TAIL, {"case": case_id}).scalar()
    return found or FIRST


def digest_of(row: HistoryEvent) -> str:
    """SHA-256 over everything the event says and over the digest before it."""
    return _digest(*(getattr(row, name) for name in _SAID))


def _digest(previous: str, case_id: str | None, at: datetime, *said: Any) -> str:
    return hashlib.sha256(canonical([previous, case_id, at.isoformat(), *said])).hexdigest()


def canonical(value: Any) -> bytes:
    """One spelling for equal JSON values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def salted_digest(value: Any, salt: str) -> str:
    """Commits to answers without saying them: whoever still has answers and salt can show they are the ones given."""
    return hashlib.sha256(salt.encode() + canonical(value)).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(16)


def count(session: Session, case_id: str, *conditions: ColumnElement[bool]) -> int:
    """How many events of a case hold to the conditions."""
    return session.scalar(select(func.count()).where(HistoryEvent.case_id == case_id, *conditions)) or 0


def read_part(
    session: Session, case_id: str, conditions: Sequence[ColumnElement[bool]], size: int, skipped: int
) -> Sequence[HistoryEvent]:
    """Some of the events of a case that hold to the conditions, oldest first."""
    query = select(HistoryEvent).where(HistoryEvent.case_id == case_id, *conditions)
    return session.scalars(query.order_by(HistoryEvent.sequence).limit(size).offset(skipped)).all()


def read(session: Session, case_id: str) -> Iterator[HistoryEvent]:
    """The events of a case, oldest first."""
    query = select(HistoryEvent).where(HistoryEvent.case_id == case_id).order_by(HistoryEvent.sequence)
    return iter(session.scalars(query))


def verify(session: Session) -> int:
    """Walk every chain; how many events were checked.

    Raises:
        HistoryBroken: the first event whose digest or whose link to the one before it does not hold.
    """
    tails: dict[str | None, str] = {}
    count = 0
    for row in session.scalars(select(HistoryEvent).order_by(HistoryEvent.sequence)).yield_per(1000):
        if row.previous != tails.get(row.case_id, FIRST):
            raise HistoryBroken(row.sequence, "an event before it is missing or was put in")
        if row.digest != digest_of(row):
            raise HistoryBroken(row.sequence, "it was changed")
        tails[row.case_id] = row.digest
        count += 1
    return count
