"""Versions: that the files of each version of a process are those that the history says were put in use, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.dialect.folder import hash_files
from engine.models import Definition, HistoryEvent
from engine.proving.faults import APART, Fault
from engine.versions.definitions import unpack


@dataclass(frozen=True, slots=True)
class Versions:
    """How many were examined, and what does not match."""

    versions: int
    faults: tuple[Fault, ...]


def examine(session: Session) -> Versions:
    """Compare all versions with the history of the municipality, which was found intact."""
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind == "definition_deployed")
    told: dict[str, tuple[str | None, int, str]] = {}
    in_use: dict[str | None, str] = {}
    first: dict[str, tuple[str, datetime]] = {}
    """By whom each was put in use for the first time, and when."""
    for event in session.scalars(query.order_by(HistoryEvent.sequence)):
        id, facts = str(event.definition_id), event.facts
        told[id] = event.process_id, facts["version"], facts["content_hash"]
        first.setdefault(id, (event.person_id, event.at))
        in_use[event.process_id] = id  # Also for a version that is put in use again.
    count, faults = 0, []
    missing = dict(told)
    for row in session.scalars(select(Definition)).yield_per(20):
        count += 1
        missing.pop(row.id, None)
        said = (row.process_id, row.version, row.content_hash)
        if row.id not in told:
            faults.append(_fault(row.process_id, row.version, "unknown"))
        elif told[row.id] != said or _hash(row.files) != row.content_hash or not _came_so(row, *first[row.id]):
            faults.append(_fault(*told[row.id][:2], "changed"))
        elif row.in_use != (in_use[row.process_id] == row.id):
            faults.append(_fault(row.process_id, row.version, "in_use"))
    faults += [_fault(process_id, version, "missing") for process_id, version, _ in missing.values()]
    return Versions(count, tuple(faults))


def _came_so(row: Definition, by: str, at: datetime) -> bool:
    return row.deployed_by == by and abs(row.deployed_at - at) <= APART


def _hash(files: bytes) -> str:
    """The hash of the files that decide about a case; stories and explanations may be replaced. Empty if not files."""
    try:
        return hash_files(unpack(files))
    except Exception:  # whatever was put in its place
        return ""


def _fault(process_id: str | None, version: int, reason: str) -> Fault:
    return Fault("version", f"{process_id} {version}", None, reason)
