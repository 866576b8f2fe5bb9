"""Jobs: timers, mails and other work that is written in a case's transaction and executed after it, at least once.

Here is what executes each kind, whichever room asks for it, and what an operator sees of jobs that fail. How a job is
taken and tried again is in `engine.executing`.
"""

from __future__ import annotations

from sqlalchemy import func, select

from engine.accounts import away, handovers
from engine.background import digests, sealmails
from engine.cases import lostlinks
from engine.errors import NotFound
from engine.executing import sweeping, tries
from engine.executing.executor import Executor
from engine.executing.handlers import OF_CASES, Handler
from engine.models import Case, Job, PendingTimer
from engine.municipality import here, now, reading, transaction
from engine.permissions import require
from engine.retention import destroying
from engine.views import FailedJob, LateCase, TriedAgain, User
from engine.whatif import playing
from engine.workshop import switching

HANDLERS: dict[str, Handler] = {
    **OF_CASES,
    away.KIND: Handler(away.begin_or_end),
    handovers.KIND: Handler(handovers.send_handover, tries_by_mail=tries.OF_A_MAIL),
    digests.KIND: Handler(digests.send_digest, tries_by_mail=tries.OF_A_DIGEST),
    sealmails.KIND: Handler(sealmails.send_seal, tries_by_mail=tries.OF_A_MAIL),
    lostlinks.KIND: Handler(lostlinks.send_links),
    destroying.KIND: Handler(destroying.destroy_case),
    switching.KIND: Handler(switching.put_in_use_when_due),
    playing.KIND: Handler(playing.play_some),
}
"""What executes each kind of job."""
EXECUTOR = Executor(HANDLERS)
TRIED = ("waiting", "running")
LISTED = 100
"""How many late cases are listed."""


def run_worker_once() -> int:
    """Do everything that is due, in this thread: timers first, then jobs. Returns how many things were done."""
    return EXECUTOR.do_what_is_due()


def failed_jobs(user: User) -> tuple[FailedJob, ...]:
    """Jobs that were tried too often. Raises: NotAllowed."""
    require(user, "retry_jobs", None)
    with reading() as session:
        rows = session.scalars(select(Job).where(Job.state == "failed").order_by(Job.created_at))
        return tuple(FailedJob(j.id, j.kind, j.case_id, j.attempts, j.error or "", j.created_at) for j in rows)


def list_late_cases(user: User) -> tuple[LateCase, ...]:
    """Cases in which a moment has passed and nothing could happen yet; each is tried again. Raises: NotAllowed."""
    require(user, "retry_jobs", None)
    since = select(func.min(PendingTimer.due_at)).where(PendingTimer.case_id == Job.case_id).scalar_subquery()
    query = select(Job, Case.reference, since).join(Case, Case.id == Job.case_id)
    query = query.where(Job.kind == sweeping.KIND, Job.state.in_(TRIED), Job.error.is_not(None), since.is_not(None))
    with reading() as session:
        rows = session.execute(query.order_by(Job.created_at, Job.id).limit(LISTED)).all()
        return tuple(
            LateCase(str(job.case_id), reference, due_at, job.attempts, job.error or "", job.due_at)
            for job, reference, due_at in rows
        )


def jobs_tried_again(user: User) -> TriedAgain | None:
    """Jobs that failed, but not yet too often, as when a mail server is down; None for none. Raises: NotAllowed.

    Those of terms are in `list_late_cases`.
    """
    require(user, "retry_jobs", None)
    again = Job.state.in_(TRIED) & Job.error.is_not(None) & (Job.kind != sweeping.KIND)
    with reading() as session:
        count = session.scalar(select(func.count()).select_from(Job).where(again)) or 0
        oldest = session.scalar(select(Job).where(again).order_by(Job.created_at, Job.id).limit(1))
        return TriedAgain(count, oldest.created_at, oldest.error or "") if oldest is not None else None


def retry_job(job_id: str, user: User) -> None:
    """Try a failed job again, from its first attempt. Raises: NotAllowed, NotFound."""
    require(user, "retry_jobs", None)
    with transaction() as session:
        # Under a lock: if two people press the button at once, the second would have it done again after it was done.
        job = session.get(Job, job_id, with_for_update=True)
        if job is None or job.state != "failed":
            raise NotFound("failed job", job_id)
        job.state, job.attempts, job.due_at = "waiting", 0, now()
        here().queue.put(session, [job_id])
