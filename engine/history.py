"""History: adding events, reading them, and proving that nobody changed them. Nothing here updates or deletes a row."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import HistoryBroken
from engine.events import Event
from engine.models import HistoryEvent

FIRST = "0" * 64
"""What stands as the previous digest of the first event of a chain."""


def record(
    session: Session,
    events: Iterable[Event],
    *,
    case_id: str | None,
    by: str,
    at: datetime,
    definitions: Mapping[str, str],
) -> None:
    """Add events to the chain of a case (or to that of the municipality, for None), in order.

    The caller holds the case's lock, so that the chain has one tail. `definitions` maps a process id to the id of the
    version that the event happened on.
    """
    at = at.astimezone(UTC)
    previous = _tail(session, case_id)
    for event in events:
        process_id = getattr(event, "process_id", None)
        row = HistoryEvent(
            case_id=case_id,
            at=at,
            kind=event.kind,
            person_id=by,
            process_id=process_id,
            definition_id=definitions.get(process_id) if process_id else None,
            element_id=getattr(event, "element_id", None),
            facts=event.facts(),
            previous=previous,
        )
        row.digest = previous = digest_of(row)
        session.add(row)
    session.flush()


def _tail(session: Session, case_id: str | None) -> str:
    query = select(HistoryEvent.digest).where(HistoryEvent.case_id == case_id)
    if case_id is None:
        query = select(HistoryEvent.digest).where(HistoryEvent.case_id.is_(None))
    return session.scalar(query.order_by(HistoryEvent.sequence.desc()).limit(1)) or FIRST


def digest_of(row: HistoryEvent) -> str:
    """SHA-256 over everything the event says and over the digest before it."""
    said = [
        row.previous,
        row.case_id,
        row.at.isoformat(),
        row.kind,
        row.person_id,
        row.process_id,
        row.definition_id,
        row.element_id,
        row.facts,
    ]
    return hashlib.sha256(canonical(said)).hexdigest()


def canonical(value: Any) -> bytes:
    """One spelling for equal JSON values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def salted_digest(value: Any, salt: str) -> str:
    """Commits to answers without saying them: whoever still has answers and salt can show they are the ones given."""
    return hashlib.sha256(salt.encode() + canonical(value)).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(16)


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
