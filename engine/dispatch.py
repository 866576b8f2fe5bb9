"""Dispatch: hands jobs to workers through DBOS, whose tables are in our own database. The only module that uses it.

A job is put in the queue in the transaction that writes its row, so neither ever exists without the other. The row
says what is to be done and whether it was; the queue holds ids and says only that somebody should look.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, Serializer
from sqlalchemy import Engine, event
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

log = logging.getLogger("smederij.dispatch")
NAME = "smederij"
SCHEMA = "dbos"
"""Schema of its tables on PostgreSQL. SQLite has no schemas: there its tables are beside ours."""
QUEUE = "jobs"
WORKFLOW = "carry_out"
VERSION = "1"
"""DBOS hands work only to workers of the version it was queued for. A job means the same in every release."""
BATCH = 25
"""Jobs of one transaction that share an entry: a signal for a thousand cases is not a thousand entries."""
AHEAD = 25
"""How many entries per thread a worker takes from the queue at a time."""


class Json(Serializer):
    """Writes JSON where DBOS would write pickles. Of an error only the type: the message may quote somebody."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=_tell)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "smederij_json"


def _tell(value: object) -> dict[str, str]:
    if isinstance(value, BaseException):
        return {"error": type(value).__name__}
    raise TypeError(f"{type(value).__name__} does not travel through the queue")


def make_tables(url: URL) -> None:
    """Make the tables of the queue, or bring them up to date. Does nothing when they are up to date."""
    with _quietly():
        DBOS.migrate(address(url), schema=SCHEMA)


def address(url: URL) -> str:
    return url.render_as_string(hide_password=False)


class Queue:
    """The way into the queue of one municipality. Threads share it."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._lock = Lock()
        self._client: DBOSClient | None = None

    def put(self, session: Session, job_ids: Sequence[str], *, after: timedelta = timedelta()) -> None:
        """Have jobs executed `after` this long once the caller's transaction is committed; never if it is not."""
        options: EnqueueOptions = {"workflow_name": WORKFLOW, "queue_name": QUEUE, "app_version": VERSION}
        if after:
            options["delay_seconds"] = after.total_seconds()
        for start in range(0, len(job_ids), BATCH):
            self._open().enqueue_in_transaction(session, options, list(job_ids[start : start + BATCH]))

    def _open(self) -> DBOSClient:
        with self._lock:
            if self._client is None:
                self._client = DBOSClient(
                    system_database_url=address(self.url),
                    dbos_system_schema=SCHEMA,
                    serializer=Json(),
                    application_name=NAME,
                    lazy=True,
                )
            return self._client

    def close(self) -> None:
        with self._lock:
            if self._client is not None:
                self._client.destroy()
                self._client = None


@dataclass(frozen=True)
class Carrier:
    """Takes jobs from the queue and has them executed, in threads of its own. One at a time in a process.

    Called from a thread that runs no event loop: DBOS refuses other threads.
    """

    url: URL
    worker: str
    carry_out: Callable[[list[str]], None]
    seconds: float
    """Pause between two looks at the queue."""
    threads: int

    def start(self) -> None:
        """Raises: whatever the database raises when it is unreachable; then nothing is left running."""
        refuse_pickles()
        config: DBOSConfig = {
            "name": NAME,
            "system_database_url": address(self.url),
            "dbos_system_schema": SCHEMA,
            "serializer": Json(),
            "application_version": VERSION,
            "executor_id": self.worker,
            "max_executor_threads": self.threads,
            "sys_db_pool_size": self.threads + 3,
            "run_migrations": False,
            "log_level": "WARNING",
        }
        with _quietly():
            if not _claim(self.worker):
                raise RuntimeError("this process has a worker already: DBOS runs one at a time in a process")
            try:
                DBOS(config=config)
                DBOS.workflow(name=WORKFLOW)(self._entry())
                DBOS.launch()
                DBOS.register_queue(
                    QUEUE,
                    polling_interval_sec=self.seconds,
                    worker_concurrency=self.threads * AHEAD,
                    on_conflict="always_update",
                )
            except BaseException:
                self.stop(0)
                raise

    def _entry(self) -> Callable[[list[str]], None]:
        carry_out = self.carry_out

        def carry(job_ids: list[str]) -> None:
            carry_out(job_ids)

        return carry

    def stop(self, timeout: float) -> None:
        """Take no more jobs, and let running ones finish for at most `timeout` seconds."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=int(timeout))
        _release(self.worker)

    def resume_orphans(self, alive: Collection[str]) -> int:
        """Put back what was taken by workers that are not among `alive`; returns how many entries.

        Two workers may put the same entry back. That is harmless: the job's row lets only one of them execute it.
        """
        taken = DBOS.list_workflows(status="PENDING", queue_name=QUEUE, limit=1000, load_input=False, load_output=False)
        orphans = [entry.workflow_id for entry in taken if entry.executor_id not in alive]
        if orphans:
            log.warning("work of a silent worker resumed", extra={"entries": len(orphans)})
            DBOS.resume_workflows(orphans, queue_name=QUEUE)
        return len(orphans)

    def forget(self, before: datetime) -> int:
        """Delete what the queue still knows of entries done `before`; the jobs keep their rows. Returns how many."""
        done = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
            queue_name=QUEUE,
            completed_before=before.astimezone(UTC).isoformat(),
            limit=1000,
            load_input=False,
            load_output=False,
        )
        if done:
            DBOS.delete_workflows([entry.workflow_id for entry in done])
        return len(done)


_claims: list[str] = []
_claiming = Lock()


def _claim(worker: str) -> bool:
    with _claiming:
        if _claims:
            return False
        _claims.append(worker)
        return True


def _release(worker: str) -> None:
    with _claiming:
        if worker in _claims:
            _claims.remove(worker)


@cache
def refuse_pickles() -> None:
    """Let DBOS read no pickle in this process.

    It unpickles whatever a row says is a pickle, whichever serializer it was given: whoever can write one row could run
    code here. Python calls an audit hook before it looks a name up for a pickle; a hook lasts as long as the process.
    Our own work, called by DBOS, may read one: Babel keeps date formats in pickles, and a worker that has just
    started has not read those yet. So what counts is which caller is nearest to the pickle.
    """

    def look(event: str, _arguments: tuple[object, ...]) -> None:
        if event == "pickle.find_class":
            frame = sys._getframe(1)
            while frame is not None:
                caller = str(frame.f_globals.get("__name__", ""))
                if caller.startswith("engine."):
                    return
                if caller.startswith("dbos."):
                    raise PermissionError("a pickle in the queue is not read")
                frame = frame.f_back  # type: ignore[assignment]

    sys.addaudithook(look)


NEWER = (3, 42)
"""The first SQLite version in which `unixepoch` knows fractions of a second."""


def _lend_clock(connection: Any, _record: object) -> None:
    """Give an older SQLite the one function that DBOS uses from a newer one: the time, in seconds with fractions.

    From Python 3.12 on DBOS relies on it, whichever SQLite the system has. The SQLite of Debian 12 returns nothing, and
    no job can be put in the queue. A table that was made so keeps asking for it, under any Python.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("unixepoch", 1, lambda _part: round(time.time(), 3))


if sqlite3.sqlite_version_info < NEWER:
    event.listen(Engine, "connect", _lend_clock)


@contextmanager
def _quietly() -> Iterator[None]:
    """Let DBOS log as the rest of the program does, and nothing below warnings."""
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.WARNING)
    if not logger.handlers:
        # It adds a handler of its own where it finds none.
        logger.addHandler(logging.NullHandler())
        logger.propagate = True
    yield
