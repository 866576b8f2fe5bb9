"""Handlers: what executes each kind of job, and those of the jobs that are about cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.cases import mailing, postponing
from engine.dialect import feel
from engine.executing import sweeping, tries
from engine.models import Case, Job
from engine.moving import carryover
from engine.municipality import reading, transaction
from engine.running import correlation, errands
from engine.running.beginning import begin
from engine.running.errands import do_once, finish


@dataclass(frozen=True, slots=True)
class Handler:
    """What executes a kind of job, given its id."""

    execute: Callable[[str], None]
    tries_by_mail: int = 0
    """How often it is tried while no mail server accepts its mail; zero for a job that sends none."""
    is_deadline: bool = False
    """Whether it is tried as long as it fails: a term passes, whatever was wrong, and then matters all the same."""


def _start_case(job_id: str) -> None:
    """Start the case that follows from another."""

    def start(session: Session, job: Job) -> None:
        origin = session.get_one(Case, job.case_id)
        variables = feel.from_json(job.payload["data"])
        begin(
            session,
            job.payload["headers"]["process"],
            variables if isinstance(variables, dict) else {},
            None,
            by=None,
            submitter_id=origin.submitter_id,
            linked_case_id=origin.id,
        )

    do_once(job_id, start)


def _pass_on_signal(job_id: str) -> None:
    """Deliver a signal to a case, with what follows from it."""

    def pass_on(session: Session, job: Job) -> None:
        correlation.take_signal(session, str(job.case_id), str(job.payload["signal"]))

    do_once(job_id, pass_on)


def _migrate(job_id: str) -> None:
    """Migrate a batch of cases to another version, or back, each in its own commit; the job ends in the last one."""
    with reading() as session:
        job = session.get_one(Job, job_id)
    act = carryover.migrate_batch if job.kind == "migrate" else carryover.return_batch
    act(job.payload)
    with transaction() as session:
        finish(session.get_one(Job, job_id))


OF_CASES: Mapping[str, Handler] = {
    "mail": Handler(mailing.send_mail, tries_by_mail=tries.OF_A_MAIL),
    "start-case": Handler(_start_case),
    "signal": Handler(_pass_on_signal),
    "migrate": Handler(_migrate),
    "migrate-back": Handler(_migrate),
    "message": Handler(errands.send_message),
    "start": Handler(errands.begin_by_event),
    "kept-message": Handler(errands.begin_by_kept),
    "take-kept": Handler(errands.take_kept),
    sweeping.KIND: Handler(sweeping.try_again, is_deadline=True),
    "calendar": Handler(postponing.find_depending),
    "calendar-cases": Handler(postponing.move_batch),
}
"""By kind. `engine.checking` knows those that a diagram may name."""
