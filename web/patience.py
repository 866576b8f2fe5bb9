"""Patience: how long a browser may take over a request, so that eight that stop halfway do not keep the site from all.

gunicorn gives each request a thread, which waits for the rest of what is sent, and for who reads the answer, as long
as the connection stands. A proxy in front takes both over; a site without one has this.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

TO_SEND = 180
"""Seconds in which a request has to be here, whole. Most are a few kilobytes; five photos over a telephone are forty
megabytes."""
TO_READ = 600
"""Seconds in which it has to be answered and the answer read. Nothing that is asked of a page takes as long."""


@dataclass(slots=True)
class _Waiting:
    connection: socket.socket
    since: float
    is_late: bool = False


class Patience:
    """The connections that a thread is busy with, and since when."""

    def __init__(self) -> None:
        self._waiting: dict[int, _Waiting] = {}

    @contextmanager
    def over(self, connection: socket.socket) -> Iterator[None]:
        """Watch a connection for as long as a block lasts, which is one request."""
        waiting = _Waiting(connection, time.monotonic())
        self._waiting[id(waiting)] = waiting
        try:
            yield
        finally:
            del self._waiting[id(waiting)]

    def end_late(self) -> None:
        """Let nothing more be read from who takes too long to send; end the connection of who takes too long at all.

        What is being worked out for a request that came whole is not touched by the first: nothing is read for it.
        """
        now = time.monotonic()
        for waiting in list(self._waiting.values()):
            took = now - waiting.since
            with suppress(OSError):  # It was closed at this very moment.
                if took > TO_READ:
                    waiting.connection.shutdown(socket.SHUT_RDWR)
                elif took > TO_SEND and not waiting.is_late:
                    waiting.is_late = True
                    waiting.connection.shutdown(socket.SHUT_RD)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, which has so much patience and no more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._patience = Patience()

    def handle(self, conn: Any) -> Any:
        """Called in a thread, for one request."""
        with self._patience.over(conn.sock):
            return super().handle(conn)

    def notify(self) -> None:
        """Called about once a second, by the thread that accepts connections."""
        super().notify()
        self._patience.end_late()
