"""Errands: the jobs by which cases reach each other: a case that follows, a signal, a message, and a kept message."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.orm import Session

from engine.dialect import feel
from engine.dialect.timers import resolve
from engine.errors import NotWaiting
from engine.finding import locking
from engine.finishing import do_once, end
from engine.models import Case, Job
from engine.municipality import here, now, reading
from engine.running import correlation, progress
from engine.running.beginning import begin
from engine.versions import starts

USUAL_LIFE = "PT1H"
"""How long a message sent by a case is kept, where its diagram does not say (as in Zeebe)."""


def begin_next(job_id: str) -> None:
    """Begin the case that follows from another, for the same submitter."""

    def begin_one(session: Session, job: Job) -> None:
        origin = session.get_one(Case, job.case_id)
        begin(
            session,
            job.payload["headers"]["process"],
            _values_of(job),
            submitter_id=origin.submitter_id,
            linked_case_id=origin.id,
        )

    do_once(job_id, begin_one)


def begin_by_event(job_id: str) -> None:
    """Begin a case at an event, if a version in use still waits for it."""

    def begin_one(session: Session, job: Job) -> None:
        process_id, element_id = job.payload["process"], job.payload["element"]
        if starts.is_listening(session, process_id, element_id):
            begin(session, process_id, {}, linked_case_id=job.case_id, start=element_id)

    do_once(job_id, begin_one)


def begin_by_kept(job_id: str) -> None:
    """Begin what a kept message is to begin, now that the case with its key has ended."""

    def begin_one(session: Session, job: Job) -> None:
        told = job.payload
        correlation.begin_by_kept(session, str(told["message"]), told.get("process"), str(told.get("key", "")))

    do_once(job_id, begin_one)


def deliver_signal(job_id: str) -> None:
    """Deliver to a case a signal that another case threw."""
    do_once(job_id, lambda session, job: correlation.take_signal(session, str(job.case_id), str(job.payload["signal"])))


def deliver_kept(job_id: str) -> None:
    """Deliver to a case the kept messages for what it waits for since it went to another version."""

    def deliver(session: Session, job: Job) -> None:
        case = locking.lock_case(session, str(job.case_id))
        if case.state not in locking.ENDED:
            progress.deliver_kept(session, case, [(name, key) for name, key in job.payload["waits"]])

    do_once(job_id, deliver)


def send_message(job_id: str) -> None:
    """Send the message of a case. The job's id is the message's, so a second attempt changes nothing."""
    with reading() as session:
        job = session.get_one(Job, job_id)
    headers = job.payload["headers"]
    moment = now()
    lives = resolve(headers.get("timeToLive") or USUAL_LIFE, moment, here().settings.zone) - moment
    with suppress(NotWaiting):  # A message that nobody waits for is lost, unless it lives on (as in Zeebe).
        correlation.correlate_message(
            headers["message"],
            headers.get("key", ""),
            _values_of(job),
            message_id=job_id,
            time_to_live=lives,
            sent_from=job.case_id,
        )
    end(job_id)


def _values_of(job: Job) -> dict[str, feel.Value]:
    values = feel.from_json(job.payload["data"])
    return values if isinstance(values, dict) else {}
