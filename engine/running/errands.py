"""Errands: the jobs that send a case's message, deliver kept ones to it, or begin a case; and ending a job once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.colliding import until_whole
from engine.dialect import feel
from engine.dialect.timers import resolve
from engine.errors import NotWaiting
from engine.models import Job
from engine.municipality import here, now, reading, transaction
from engine.running import correlation
from engine.running.beginning import begin
from engine.versions import starts

USUAL_LIFE = "PT1H"
"""How long a message sent by a case is kept, where its diagram does not say (as in Zeebe)."""


def finish(job: Job) -> None:
    """Mark a job as done, within the caller's transaction."""
    job.state, job.done_at, job.error, job.worker = "done", now(), None, None


@until_whole
def do_once(job_id: str, act: Callable[[Session, Job], object]) -> None:
    """Execute a job and end it, in one commit. If somebody did it already, do nothing."""
    with transaction() as session:
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        if job is not None and job.state != "done":
            act(session, job)
            finish(job)


def begin_by_event(job_id: str) -> None:
    """Begin a case at an event, if a version in use still waits for it."""

    def begin_one(session: Session, job: Job) -> None:
        process_id, element_id = job.payload["process"], job.payload["element"]
        if starts.is_listening(session, process_id, element_id):
            begin(session, process_id, {}, None, by=None, linked_case_id=job.case_id, start=element_id)

    do_once(job_id, begin_one)


def begin_by_kept(job_id: str) -> None:
    """Begin what a kept message is to begin, now that the case with its key has ended."""

    def begin_one(session: Session, job: Job) -> None:
        told = job.payload
        correlation.begin_by_kept(session, str(told["message"]), told.get("process"), str(told.get("key", "")))

    do_once(job_id, begin_one)


def take_kept(job_id: str) -> None:
    """Deliver to a case the kept messages for what it waits for since it went to another version."""

    def take(session: Session, job: Job) -> None:
        correlation.take_kept(session, str(job.case_id), [(name, key) for name, key in job.payload["waits"]])

    do_once(job_id, take)


def send_message(job_id: str) -> None:
    """Send the message of a case. The job's id is the message's, so a second attempt changes nothing."""
    with reading() as session:
        job = session.get_one(Job, job_id)
    headers, values = job.payload["headers"], feel.from_json(job.payload["data"])
    moment = now()
    lives = resolve(headers.get("timeToLive") or USUAL_LIFE, moment, here().settings.zone) - moment
    with suppress(NotWaiting):  # A message that nobody waits for is lost, unless it lives on (as in Zeebe).
        correlation.correlate_message(
            headers["message"],
            headers.get("key", ""),
            values if isinstance(values, dict) else {},
            message_id=job_id,
            time_to_live=lives,
            sent_from=job.case_id,
        )
    with transaction() as session:
        finish(session.get_one(Job, job_id))
