"""Finishing: ending a job, where it can in the commit of what it did: so a second try changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.colliding import until_whole
from engine.models import Job
from engine.municipality import now, transaction


@until_whole
def do_once(job_id: str, act: Callable[[Session, Job], object]) -> None:
    """Execute a job and end it, in one commit. If somebody did it already, do nothing."""
    with transaction() as session:
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        if job is not None and job.state != "done":
            act(session, job)
            finish(job)


def end(job_id: str) -> None:
    """End a job that has done its work outside the database, or in commits of its own that a second try passes over."""
    with transaction() as session:
        finish(session.get_one(Job, job_id))


def finish(job: Job) -> None:
    """Mark a job as done, within the caller's transaction."""
    job.state, job.done_at, job.error, job.worker = "done", now(), None, None
