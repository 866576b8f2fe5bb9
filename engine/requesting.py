"""Requesting: the jobs that an act asks for, as rows and in the queue, within its transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine.models import Job, new_id
from engine.municipality import here, now


def new_job(
    kind: str,
    payload: Mapping[str, Any],
    *,
    key: str | None = None,
    case_id: str | None = None,
    due_at: datetime | None = None,
) -> Job:
    """A job to ask for, due at once unless it says when. `key` is its id, where asking twice must give one job."""
    moment = now()
    return Job(
        id=key or new_id(),
        case_id=case_id,
        kind=kind,
        payload=dict(payload),
        state="waiting",
        due_at=due_at or moment,
        created_at=moment,
    )


def ask_for(session: Session, jobs: Sequence[Job]) -> None:
    """Have jobs that are all due at the same moment executed after the commit, at that moment."""
    if not jobs:
        return
    session.add_all(jobs)
    session.flush()
    here().queue.put(session, [job.id for job in jobs], after=max(jobs[0].due_at - now(), timedelta()))
