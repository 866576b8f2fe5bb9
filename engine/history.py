"""History: adding events, reading them, and proving that nobody changed them. Nothing here updates or deletes a row."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.database import connection_of
from engine.errors import HistoryBroken
from engine.events import Event
from engine.models import HistoryEvent, table_of
from engine.prepared import Prepared
from engine.spelling import spell_canonically

FIRST = "0" * 64
"""The previous digest of the first event of a chain."""
STANDING = "standing"
"""The fact of an event that says what the rows of its case contain after it."""
AT_A_TIME = 1000
"""How many events are in memory while all are walked."""
_SAID = ("previous", "case_id", "at", "kind", "person_id", "process_id", "definition_id", "element_id", "facts")
"""The columns that are part of a digest, in this order."""
_AT = _SAID.index("at")
_table = table_of(HistoryEvent)
INSERT = Prepared(insert(_table), *_SAID, "digest")
_NEWEST = select(_table.c.digest).order_by(_table.c.sequence.desc()).limit(1)
_TAIL = Prepared(_NEWEST.where(_table.c.case_id == bindparam("case")))
_TAIL_OF_MUNICIPALITY = Prepared(_NEWEST.where(_table.c.case_id.is_(None)))


def record(
    session: Session,
    events: Iterable[Event],
    *,
    case_id: str | None,
    by: str,
    at: datetime,
    definitions: Mapping[str, str],
    standing: Mapping[str, Any] | None = None,
) -> None:
    """Add events to the chain of a case (or of the municipality, for None), in order.

    The caller holds the case's lock, so that nobody else adds to the chain. `definitions` maps a process id to
    the id of the version that the event happened on. `standing` goes with the last event: see
    `engine.running.standing`.
    """
    connection = connection_of(session)
    newest = read_newest(connection, case_id)
    rows = link(events, newest, case_id=case_id, by=by, at=at, definitions=definitions, standing=standing)
    INSERT.run(connection, *rows)


def link(
    events: Iterable[Event],
    newest: str,
    *,
    case_id: str | None,
    by: str,
    at: datetime,
    definitions: Mapping[str, str],
    standing: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """The rows that add events to a chain. `newest` is the newest digest in it, read under the lock."""
    at = at.astimezone(UTC)
    moment = at.isoformat()
    previous = newest
    rows: list[dict[str, Any]] = []
    told = list(events)
    for number, event in enumerate(told, 1):
        process_id = getattr(event, "process_id", None)
        facts = event.facts()
        if standing is not None and number == len(told):
            facts[STANDING] = standing
        row = {
            "previous": previous,
            "case_id": case_id,
            "at": moment,
            "kind": event.kind,
            "person_id": by,
            "process_id": process_id,
            "definition_id": definitions.get(process_id) if process_id else None,
            "element_id": getattr(event, "element_id", None),
            "facts": facts,
        }
        row["digest"] = previous = _digest(row.values())
        row["at"] = at
        rows.append(row)
    return rows


def read_newest(connection: Connection, case_id: str | None) -> str:
    """The newest digest of a chain."""
    found = (_TAIL_OF_MUNICIPALITY if case_id is None else _TAIL).fetch(connection, {"case": case_id})
    return str(found[0][0]) if found else FIRST


def digest_of(row: Row[Any] | HistoryEvent) -> str:
    """SHA-256 over everything the event says and over the digest before it."""
    return _digest(said_by(row))


def said_by(row: Row[Any] | HistoryEvent) -> list[Any]:
    """What the digest of an event is made of, in order, spelled as it was then."""
    said = [getattr(row, name) for name in _SAID]
    said[_AT] = row.at.isoformat()
    return said


def _digest(said: Iterable[Any]) -> str:
    """SHA-256 of the columns in the order of `_SAID`."""
    return hashlib.sha256(spell_canonically(list(said))).hexdigest()


def salted_digest(value: Any, salt: str) -> str:
    """Commits to answers without revealing them: whoever has answers and salt can show they were the ones given."""
    return hashlib.sha256(salt.encode() + spell_canonically(value)).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(16)


def count(session: Session, case_id: str, *conditions: ColumnElement[bool]) -> tuple[int, int]:
    """How many events a case has, and how many of them meet the conditions, in one scan."""
    holding = func.count(case((and_(*conditions), 1))) if conditions else func.count()
    query = select(func.count(), holding).select_from(HistoryEvent).where(HistoryEvent.case_id == case_id)
    found, held = session.execute(query).one()
    return found, held


def read_part(
    session: Session, case_id: str, conditions: Sequence[ColumnElement[bool]], size: int, skipped: int, total: int
) -> Sequence[HistoryEvent]:
    """Some of the `total` events of a case that meet the conditions, oldest first.

    They are read from the nearest end: most readers look at the newest.
    """
    query = select(HistoryEvent).where(HistoryEvent.case_id == case_id, *conditions)
    if skipped < total - skipped - size:
        return session.scalars(query.order_by(HistoryEvent.sequence).limit(size).offset(skipped)).all()
    size = min(size, total - skipped)
    newest = query.order_by(HistoryEvent.sequence.desc()).limit(size).offset(max(0, total - skipped - size))
    return session.scalars(newest).all()[::-1]


def read(session: Session, case_id: str) -> Iterator[HistoryEvent]:
    """The events of a case, oldest first."""
    query = select(HistoryEvent).where(HistoryEvent.case_id == case_id).order_by(HistoryEvent.sequence)
    return iter(session.scalars(query))


def verify(session: Session) -> int:
    """Check every chain; returns how many events were checked.

    Raises:
        HistoryBroken: the first event whose digest, or whose link to the one before it, is wrong.
    """
    return sum(1 for _ in walk(session))


def walk(session: Session) -> Iterator[Row[Any]]:
    """All events in the order in which they were written, each after it is found correct. Raises: as `verify`.

    As rows: making an object of each was half of the work, and nobody changes them.
    """
    tails: dict[str | None, str] = {}
    last = 0
    query = select(*(_table.c[name] for name in (*_SAID, "digest", "sequence"))).order_by(_table.c.sequence)
    rows = session.execute(query).yield_per(AT_A_TIME)
    while True:
        try:
            part = rows.fetchmany(AT_A_TIME)
        except DBAPIError:
            raise
        except Exception as error:  # A word where a moment must be, or no JSON.
            raise HistoryBroken(last, "unreadable", None) from error
        if not part:
            return
        for row in part:
            if row.previous != tails.get(row.case_id, FIRST):
                raise HistoryBroken(row.sequence, "missing", row.case_id)
            if row.digest != digest_of(row):
                raise HistoryBroken(row.sequence, "changed", row.case_id)
            tails[row.case_id] = row.digest
            yield row
        last = part[-1].sequence
