"""Halting: recording that a case cannot go on, and why, so that an operator can let it. Within a transaction."""

from __future__ import annotations

from html import unescape

from sqlalchemy.orm import Session

from engine import events
from engine.errors import ExecutionFailed
from engine.finding.locking import ENDED, lock_case
from engine.municipality import now
from engine.running import reasons, standing
from engine.versions import definitions


def raise_incident(session: Session, case_id: str, error: ExecutionFailed, by: str) -> None:
    """Record why a case could not go on; nothing else of the failed act is kept. The history gets it without values.

    A case that ended meanwhile has no incident.
    """
    case = lock_case(session, case_id)
    if case.state in ENDED:
        return
    case.incident = str(error)[:2000]
    case.updated_at = now()
    process_id = error.process or case.process_id
    reason = reasons.leave_out_values(error.message, _drawn(session, case.bindings.get(process_id)))
    event = events.IncidentRaised(process_id, error.element, reason[:500])
    standing.record(session, case, [event], by, {"halted": True})


def _drawn(session: Session, definition_id: str | None) -> str:
    """All that the files of a version say, to compare words with."""
    if definition_id is None:
        return ""
    files = definitions.files_of(session, definition_id).files
    return "\n".join(unescape(data.decode(errors="replace")) for data in files.values())
