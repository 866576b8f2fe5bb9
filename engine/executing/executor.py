"""Executor: has each job executed at least once, by the handler of its kind, and those that fail tried again.

A job is a row, and the row is the truth: what is to be done, whether it was, by whom, how often it was tried. The
queue of `engine.dispatch` only tells a worker to look. Each effect has a key that stays the same at each attempt.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, union_all
from sqlalchemy.orm import Session

from engine.database import connection_of
from engine.executing import tries
from engine.executing.handlers import Handler
from engine.executing.sweeping import sweep
from engine.executing.telling import tell_failure
from engine.models import Heartbeat, Job, table_of
from engine.municipality import here, now, reading, transaction
from engine.prepared import Prepared

log = logging.getLogger("smederij.jobs")
LEASE = timedelta(minutes=5)
"""How long a worker may take for one job before it counts as stuck, and another worker may take it."""


class Executor:
    """Executes the jobs of those kinds that it was given a handler for.

    A job of another kind fails, and waits to be tried again: a newer release may have written it.
    """

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = handlers

    def do_what_is_due(self) -> int:
        """Do everything that is due, in this thread: timers first, then jobs. Returns how many things were done."""
        done = sweep()
        while (job_id := find_oldest_due()) is not None:
            done += self.carry_out(job_id, None)
        return done

    def carry_out(self, job_id: str, worker: str | None) -> bool:
        """Execute a job, unless it was done or another worker is doing it. Returns whether this call took it.

        While the heartbeat of `worker` continues, the job counts as being executed; without a worker, until the lease
        ends.
        """
        taken = self.take(job_id, worker)
        if taken is None:
            return False
        kind, attempt = taken
        try:
            self._handlers[kind].execute(job_id)
        except Exception as error:
            # Whatever goes wrong in a handler, the job must not get lost: it waits, or is put aside as failed.
            tell_failure(job_id, kind, error, sends_mail=self._tries_by_mail(kind) > 0)
            if not self._end_otherwise(job_id, kind, attempt, error):
                self._put_aside(job_id, attempt, error)
        return True

    def _end_otherwise(self, job_id: str, kind: str, attempt: int, error: Exception) -> bool:
        """Do what takes the place of a job that has failed for good, and say whether that ended it."""
        handler = self._handlers.get(kind)
        if handler is None or handler.instead is None or attempt < tries.count_tries(error, handler.tries_by_mail):
            return False
        try:
            return handler.instead(job_id, attempt, error)
        except Exception as other:
            tell_failure(job_id, kind, other, sends_mail=False)
            return False

    def take(self, job_id: str, worker: str | None) -> tuple[str, int] | None:
        """Record in the database that a job is being executed, before it is. Returns its kind, and the attempt's
        number, or None if somebody else has it, or it is over."""
        with transaction() as session:
            job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
            if job is None or not _is_free(session, job) or self._give_up(session, job):
                return None
            job.state = "running"
            job.attempts += 1
            job.worker = worker
            job.due_at = now() + LEASE
            return job.kind, job.attempts

    def _give_up(self, session: Session, job: Job) -> bool:
        """Put aside a job during which one worker after another stopped: the job may be the cause, as by using too
        much memory. One that a term depends on is only put off, so that it stops at most one worker an hour."""
        if job.state != "running" or job.attempts < tries.most_tries(self._tries_by_mail(job.kind)):
            return False
        log.warning("job given up", extra={"job": job.id, "attempts": job.attempts})
        job.error = "WorkerStopped: each worker that took it stopped before its end"
        self._end_attempt(session, job, is_last=True)
        return True

    def _put_aside(self, job_id: str, attempt: int, error: Exception) -> None:
        """Have it tried again later, with a longer pause each time; after the last attempt only an operator can do
        so."""
        with transaction() as session:
            job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
            if job is None or job.state != "running" or job.attempts != attempt:
                return
            job.error = f"{type(error).__name__}: {error}"[:1000]
            is_last = attempt >= tries.count_tries(error, self._tries_by_mail(job.kind))
            self._end_attempt(session, job, is_last=is_last)

    def _end_attempt(self, session: Session, job: Job, *, is_last: bool) -> None:
        job.worker = None
        if is_last and not self._is_deadline(job):
            job.state = "failed"
            return
        pause = tries.pause_after(job.attempts)
        job.state, job.due_at = "waiting", now() + pause
        here().queue.put(session, [job.id], after=pause)

    def _tries_by_mail(self, kind: str) -> int:
        handler = self._handlers.get(kind)
        return handler.tries_by_mail if handler is not None else 0

    def _is_deadline(self, job: Job) -> bool:
        handler = self._handlers.get(job.kind)
        return handler is not None and handler.is_deadline

    def hand_out_late(self, worker: str = "", in_hand: Collection[str] = ()) -> int:
        """Put jobs that should have been taken long ago into the queue again. Returns how many.

        They are missing there if the queue was lost or a release without a queue wrote them; or their worker got stuck.
        `worker` is the caller: a job that it took but that is not `in_hand` counts as late at once, since the database
        became unreachable while it was being executed.
        """
        with transaction() as session:
            silence = timedelta(seconds=here().settings.worker_silence)
            waits = (Job.state == "waiting") & (Job.due_at <= now() - silence)
            runs = (Job.state == "running") & ((Job.due_at <= now()) | (Job.worker == worker))
            late = select(Job).where(waits | runs).order_by(Job.due_at).limit(200)
            # Compared under the locks: whoever finishes a job needs its row, and removes it from `in_hand` only
            # afterwards.
            found = [
                job
                for job in session.scalars(late.with_for_update(skip_locked=True))
                if job.worker != worker or job.id not in in_hand
            ]
            found = [job for job in found if not self._give_up(session, job)]
            for job in found:
                job.state, job.worker, job.due_at = "waiting", None, now()
            here().queue.put(session, [job.id for job in found])
            return len(found)


def _is_free(session: Session, job: Job) -> bool:
    if job.state != "running":
        return job.state == "waiting"
    return job.due_at <= now() or (job.worker is not None and job.worker not in find_workers_alive(session))


def find_workers_alive(session: Session) -> set[str]:
    """The workers that have given a recent sign of life."""
    since = now() - timedelta(seconds=here().settings.worker_silence)
    return set(session.scalars(select(Heartbeat.worker).where(Heartbeat.seen_at > since, Heartbeat.left_at.is_(None))))


# ---- what is due ------------------------------------------------------------------------------------------------

_jobs = table_of(Job)
_moment: BindParameter[datetime] = bindparam("moment")


def _oldest(state: str) -> Any:
    oldest = select(_jobs.c.due_at, _jobs.c.id).where(_jobs.c.state == state, _jobs.c.due_at <= _moment)
    return select(oldest.order_by(_jobs.c.due_at, _jobs.c.id).limit(1).subquery())


# One query per state, so that each reads only the first entry of an index.
_either = union_all(_oldest("waiting"), _oldest("running")).subquery()
_OLDEST_DUE = Prepared(select(_either.c.id).order_by(_either.c.due_at, _either.c.id).limit(1))


def find_oldest_due() -> str | None:
    with reading() as session:
        return next((job_id for (job_id,) in _OLDEST_DUE.fetch(connection_of(session), {"moment": now()})), None)
