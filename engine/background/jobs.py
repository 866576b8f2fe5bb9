"""Jobs: timers, mails and other work that is written in a case's transaction and executed after it, at least once.

A job is a row, and the row is the truth: what is to be done, whether it was, by whom, how often it was tried. The
queue of `engine.dispatch` only tells a worker to look. Each effect has a key that stays the same at each attempt.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from engine.accounts import away, handovers
from engine.background import digests, sealmails, tries
from engine.cases import lifecycle, mailing, postponing
from engine.database import connection_of
from engine.dialect import feel
from engine.errors import NotFound
from engine.models import Case, Heartbeat, Job, PendingTimer, table_of
from engine.moving import carryover
from engine.municipality import here, now, reading, transaction
from engine.outages import is_outage
from engine.permissions import require
from engine.prepared import Prepared
from engine.retention import destroying
from engine.running import correlation, errands, kept_messages
from engine.running.beginning import begin
from engine.running.errands import do_once, finish
from engine.versions import starts
from engine.views import FailedJob, TriedAgain, User
from engine.whatif import playing
from engine.workshop import switching

log = logging.getLogger("smederij.jobs")
LEASE = timedelta(minutes=5)
"""How long a worker may take for one job before it counts as stuck, and another worker may take it."""


def run_worker_once() -> int:
    """Execute everything that is due, in this thread: timers first, then jobs. Returns how many things were done."""
    return sweep() + _run_jobs()


def sweep() -> int:
    """Let what is due happen in the cases, as a worker does each second. Returns how many things that were."""
    return _fire_timers() + starts.ask_for_due() + kept_messages.forget()


_jobs, _timers, _cases = table_of(Job), table_of(PendingTimer), table_of(Case)
_moment: BindParameter[datetime] = bindparam("moment")
_DUE_TIMERS = Prepared(
    select(_timers.c.case_id)
    .join(_cases, _cases.c.id == _timers.c.case_id)
    .where(_timers.c.due_at <= _moment, _cases.c.incident.is_(None))
    .order_by(_timers.c.due_at)
    .limit(200)
)


def _fire_timers() -> int:
    with reading() as session:
        rows = _DUE_TIMERS.fetch(connection_of(session), {"moment": now()})
    # A case fires its due timers together, or part of them where there are very many. No DISTINCT: the database
    # would sort them all.
    due = dict.fromkeys(case_id for (case_id,) in rows)
    return sum(map(_let_time_pass, due))


def _let_time_pass(case_id: str) -> bool:
    """Nothing happens in a case that cannot even be read: from then on it is late, which `health` reports, and delays
    nobody.

    It gets no incident, since nothing may be wrong with it: after an upgrade that was reverted, an older release cannot
    read what the newer one wrote.
    """
    try:
        return lifecycle.let_time_pass(case_id)
    except Exception as error:
        if is_outage(error):
            raise
        log.warning("timers of a case failed", extra={"case": case_id, "error": type(error).__name__})
        return False


def _run_jobs() -> int:
    done = 0
    while (job_id := _oldest_due()) is not None:
        done += carry_out(job_id, None)
    return done


def _oldest(state: str) -> Any:
    oldest = select(_jobs.c.due_at, _jobs.c.id).where(_jobs.c.state == state, _jobs.c.due_at <= _moment)
    return select(oldest.order_by(_jobs.c.due_at, _jobs.c.id).limit(1).subquery())


# One query per state, so that each reads only the first entry of an index.
_either = union_all(_oldest("waiting"), _oldest("running")).subquery()
_OLDEST_DUE = Prepared(select(_either.c.id).order_by(_either.c.due_at, _either.c.id).limit(1))


def _oldest_due() -> str | None:
    with reading() as session:
        return next((job_id for (job_id,) in _OLDEST_DUE.fetch(connection_of(session), {"moment": now()})), None)


def carry_out(job_id: str, worker: str | None) -> bool:
    """Execute a job, unless it was done or another worker is doing it. Returns whether this call took it.

    While the heartbeat of `worker` continues, the job counts as being executed; without a worker, until the lease ends.
    """
    taken = _take(job_id, worker)
    if taken is None:
        return False
    kind, attempt = taken
    try:
        HANDLERS[kind](job_id)
    except Exception as error:
        # Whatever goes wrong in a handler, the job must not get lost: it waits, or is put aside as failed.
        log.warning("job failed", extra={"job": job_id, "error": type(error).__name__})
        _put_aside(job_id, attempt, error)
    return True


def _take(job_id: str, worker: str | None) -> tuple[str, int] | None:
    """Record in the database that a job is being executed, before it is. Returns its kind, and the attempt's number."""
    with transaction() as session:
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        if job is None or not _is_free(session, job) or _give_up(job):
            return None
        job.state = "running"
        job.attempts += 1
        job.worker = worker
        job.due_at = now() + LEASE
        return job.kind, job.attempts


def _is_free(session: Session, job: Job) -> bool:
    if job.state != "running":
        return job.state == "waiting"
    return job.due_at <= now() or (job.worker is not None and job.worker not in workers_alive(session))


def _give_up(job: Job) -> bool:
    """Put aside a job during which one worker after another stopped: the job may be the cause, as by using too
    much memory."""
    if job.state != "running" or job.attempts < tries.most_tries(job.kind):
        return False
    log.warning("job given up", extra={"job": job.id, "attempts": job.attempts})
    job.state, job.worker, job.error = "failed", None, "WorkerStopped: each worker that took it stopped before its end"
    return True


def workers_alive(session: Session) -> set[str]:
    """The workers that have given a recent sign of life."""
    since = now() - timedelta(seconds=here().settings.worker_silence)
    return set(session.scalars(select(Heartbeat.worker).where(Heartbeat.seen_at > since, Heartbeat.left_at.is_(None))))


def _put_aside(job_id: str, attempt: int, error: Exception) -> None:
    """Have it tried again later, with a longer pause each time; after the last attempt only an operator can do so."""
    with transaction() as session:
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        if job is None or job.state != "running" or job.attempts != attempt:
            return
        job.error = f"{type(error).__name__}: {error}"[:1000]
        job.worker = None
        if attempt >= tries.count_tries(job.kind, error):
            job.state = "failed"
        else:
            pause = tries.pause_after(attempt)
            job.state = "waiting"
            job.due_at = now() + pause
            here().queue.put(session, [job_id], after=pause)


def hand_out_late(worker: str = "", in_hand: Collection[str] = ()) -> int:
    """Put jobs that should have been taken long ago into the queue again. Returns how many.

    They are missing there if the queue was lost or a release without a queue wrote them; or their worker got stuck.
    `worker` is the caller: a job that it took but that is not `in_hand` counts as late at once, since the database
    became unreachable while it was being executed.
    """
    with transaction() as session:
        silence = timedelta(seconds=here().settings.worker_silence)
        waits = (Job.state == "waiting") & (Job.due_at <= now() - silence)
        runs = (Job.state == "running") & ((Job.due_at <= now() - LEASE) | (Job.worker == worker))
        late = select(Job).where(waits | runs).order_by(Job.due_at).limit(200)
        # Compared under the locks: whoever finishes a job needs its row, and removes it from `in_hand` only afterwards.
        found = [
            job
            for job in session.scalars(late.with_for_update(skip_locked=True))
            if job.worker != worker or job.id not in in_hand
        ]
        found = [job for job in found if not _give_up(job)]
        for job in found:
            job.state, job.worker, job.due_at = "waiting", None, now()
        here().queue.put(session, [job.id for job in found])
        return len(found)


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


HANDLERS: dict[str, Callable[[str], None]] = {
    playing.KIND: playing.play_some,
    "mail": mailing.send_mail,
    "start-case": _start_case,
    "signal": _pass_on_signal,
    "migrate": _migrate,
    "migrate-back": _migrate,
    "message": errands.send_message,
    "start": errands.begin_by_event,
    "kept-message": errands.begin_by_kept,
    switching.KIND: switching.put_in_use_when_due,
    "take-kept": errands.take_kept,
    "calendar": postponing.find_depending,
    "calendar-cases": postponing.move_batch,
    destroying.KIND: destroying.destroy_case,
    digests.KIND: digests.send_digest,
    sealmails.KIND: sealmails.send_seal,
    away.KIND: away.begin_or_end,
    handovers.KIND: handovers.send_handover,
}
"""What executes each kind of job. `engine.checking` knows those that a diagram may name."""


# ---- looking at it ----------------------------------------------------------------------------------------------


def failed_jobs(user: User) -> tuple[FailedJob, ...]:
    """Jobs that were tried too often. Raises: NotAllowed."""
    require(user, "retry_jobs", None)
    with reading() as session:
        rows = session.scalars(select(Job).where(Job.state == "failed").order_by(Job.created_at))
        return tuple(FailedJob(j.id, j.kind, j.case_id, j.attempts, j.error or "", j.created_at) for j in rows)


def jobs_tried_again(user: User) -> TriedAgain | None:
    """Jobs that failed, but not yet too often, as when a mail server is down; None for none. Raises: NotAllowed."""
    require(user, "retry_jobs", None)
    again = Job.state.in_(("waiting", "running")) & Job.error.is_not(None)
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
