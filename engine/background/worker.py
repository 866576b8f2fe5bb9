"""Worker: looks for what is due, has jobs executed, and shows that it is alive; in the server or its own process."""

from __future__ import annotations

import logging
import os
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Lock, Thread
from uuid import uuid4

from sqlalchemy import delete, func, select

from engine import backedup, viewing
from engine.accounts import rights
from engine.background import digests, sealmails
from engine.background.jobs import EXECUTOR, TRIED
from engine.cases import attachments
from engine.dispatch import Carrier
from engine.executing.executor import find_workers_alive
from engine.executing.sweeping import sweep
from engine.models import Case, Heartbeat, Job, PendingTimer
from engine.moving import carryover
from engine.municipality import Municipality, at, here, now, reading, transaction
from engine.trial import shelf
from engine.views import Health

log = logging.getLogger("smederij.worker")
REMEMBERED = timedelta(days=1)
"""How long the queue remembers what was done; the rows of jobs stay."""
TIDYING = timedelta(hours=1)
"""How often what was typed in trials is checked, and deleted when its day is over."""


class Worker:
    """Fires timers and executes jobs until it is stopped. It first finishes what it is doing then.

    It serves one municipality, and a process has room for one worker (see docs/design.md).
    """

    def __init__(self, municipality: Municipality) -> None:
        self._municipality = municipality
        settings = municipality.settings
        self.name = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:6]}"[-100:]
        self._stopping = Event()
        self._silent = Event()
        self._in_hand: Counter[str] = Counter()
        """The jobs that its threads have now, with how many of them: the queue may name one twice, and then a second
        thread lets go of what the first is still executing."""
        self._counting = Lock()
        self._thread = Thread(target=self.run, name="smederij-worker", daemon=True)
        self._carrier = Carrier(
            municipality.database.line, self.name, self._carry_out, settings.worker_seconds, settings.worker_threads
        )

    def start(self) -> Worker:
        self._thread.start()
        return self

    def ask_to_stop(self) -> None:
        """Take no more jobs. Returns at once."""
        self._stopping.set()

    def stop(self, timeout: float = 30) -> None:
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def run(self) -> None:
        """Work until `stop`, in the calling thread. A fault in one round is logged and the next round is tried."""
        # The sign of life has its own thread: one long step of a case is not silence.
        pulse = Thread(target=self._show_life, name="smederij-pulse", daemon=True)
        pulse.start()
        try:
            if self._get_ready():
                log.info("worker began", extra={"worker": self.name})
                self._work()
                self._carrier.stop(timeout=25)
        finally:
            self._silent.set()
            pulse.join(5)
            self._attempt("last sign of life failed", self._leave)
            log.info("worker stopped", extra={"worker": self.name})

    def _get_ready(self) -> bool:
        """Wait until the database answers and work can begin; returns whether that was before it was stopped."""
        while not self._stopping.is_set():
            if self._attempt("worker cannot start yet", self._carrier.start):
                return True
            self._stopping.wait(max(1.0, self._municipality.settings.worker_seconds))
        return False

    def _work(self) -> None:
        settings = self._municipality.settings
        rounds = 0
        every = max(1, round(settings.worker_silence / 4 / settings.worker_seconds))
        tidying = max(1, round(TIDYING.total_seconds() / settings.worker_seconds))
        while not self._stopping.is_set():
            self._attempt("worker round failed", sweep)
            if rounds % every == 0:
                self._look_after_queue()
            if rounds % tidying == 0:  # Here, and not in a sweep: trials sweep too, and have no trials of their own.
                self._attempt("throwing away old trials failed", shelf.forget_old)
                self._attempt("taking away files that nobody sent failed", attachments.forget_loose_files)
                self._attempt("recording who looked failed", viewing.close_days)
                self._attempt("removing old viewings failed", viewing.forget_viewings)
                self._attempt("recording earlier accounts failed", rights.record_earlier)
            rounds += 1
            self._stopping.wait(settings.worker_seconds)

    def _look_after_queue(self) -> None:
        """Each by itself: what always fails for one of these must not keep the others from being done."""
        self._attempt("resuming work of silent workers failed", self._resume_orphans)
        self._attempt("handing out late jobs failed", lambda: EXECUTOR.hand_out_late(self.name, self._in_hand))
        self._attempt("forgetting ways back failed", carryover.forget_ways_back)
        if self._municipality.settings.digests:
            self._attempt("asking for digests failed", digests.ask_for_due)
        self._attempt("asking for seals failed", sealmails.ask_for_due)
        self._attempt("forgetting finished work failed", lambda: self._carrier.forget(now() - REMEMBERED))

    def _resume_orphans(self) -> None:
        with reading() as session:
            alive = find_workers_alive(session) | {self.name}
        self._carrier.resume_orphans(alive)

    def _carry_out(self, job_ids: list[str]) -> None:
        with at(self._municipality):
            for job_id in job_ids:
                with self._having_in_hand(job_id):
                    EXECUTOR.carry_out(job_id, self.name)

    @contextmanager
    def _having_in_hand(self, job_id: str) -> Iterator[None]:
        with self._counting:
            self._in_hand[job_id] += 1
        try:
            yield
        finally:
            with self._counting:
                self._in_hand[job_id] -= 1
                if not self._in_hand[job_id]:
                    del self._in_hand[job_id]

    def _show_life(self) -> None:
        while not self._silent.is_set():
            self._attempt("sign of life failed", self._beat)
            self._silent.wait(self._municipality.settings.worker_silence / 4)

    def _beat(self) -> None:
        with transaction() as session:
            session.merge(Heartbeat(worker=self.name, seen_at=now()))
            # A worker that has been silent for a day will not return.
            session.execute(delete(Heartbeat).where(Heartbeat.seen_at < now() - REMEMBERED))

    def _leave(self) -> None:
        with transaction() as session:
            session.merge(Heartbeat(worker=self.name, seen_at=now(), left_at=now()))

    def _attempt(self, sentence: str, act: Callable[[], object]) -> bool:
        try:
            with at(self._municipality):
                act()
        except Exception as error:
            log.exception(sentence, extra={"error": type(error).__name__})
            return False
        return True


def start_worker(municipality: Municipality) -> Worker:
    """Start a worker in a thread of its own."""
    return Worker(municipality).start()


def health() -> Health:
    """Whether the system can do its work, for machines and people that watch it. Never raises."""
    copied = backedup.read_last(here().settings)
    try:
        with reading() as session:
            alive = len(find_workers_alive(session))
            last_sign = session.scalar(select(func.max(Heartbeat.seen_at)))
            failed = session.scalar(select(func.count()).select_from(Job).where(Job.state == "failed"))
            is_due = (Job.state == "waiting", Job.due_at <= now())
            waiting = session.scalar(select(func.count()).select_from(Job).where(*is_due))
            again = Job.state.in_(TRIED) & Job.error.is_not(None)
            retried = session.scalar(select(func.count()).select_from(Job).where(again))
            late = select(func.count(), func.min(PendingTimer.due_at)).join(Case, Case.id == PendingTimer.case_id)
            late = late.where(PendingTimer.due_at <= now(), Case.incident.is_(None))
            timers, oldest = session.execute(late).one()
            incidents = session.scalar(select(func.count()).select_from(Case).where(Case.incident.is_not(None)))
    except Exception as error:
        log.exception("health check failed", extra={"error": type(error).__name__})
        return Health(False, False, 0, None, 0, 0, 0, 0, 0.0, copied)
    lag = (now() - oldest).total_seconds() if timers else 0.0
    count = (waiting or 0) + timers
    wrong = (failed or 0, retried or 0, incidents or 0)
    return Health(alive > 0, True, alive, last_sign, count, *wrong, lag, copied)
