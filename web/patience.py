"""Patience: how long a browser may take over a request, so that eight that stop halfway do not keep the site from all.

gunicorn gives each request a thread, which waits for the rest of what is sent, and for the browser to read the
answer, as long
as the connection stands. A proxy in front takes both over; a site without one has this. A server that is asked to stop
answers whoever came in, and takes in nobody else.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

TO_SEND = 180
"""Seconds in which a request has to be here, whole, where the system does not say whether more of it comes in. Most are
a few kilobytes; five photos over a telephone are forty megabytes."""
TO_GO_ON, SLOWEST = 60, 10_000
"""Where it says so: seconds in which it has to be here whole, or so many bytes more for each of them."""
TO_READ = 600
"""Seconds in which it has to be answered and the answer read. Nothing that is asked of a page takes as long."""


_TCP_INFO, _RECEIVED = getattr(socket, "TCP_INFO", 11), struct.Struct("=128xQ")
"""Where Linux says how many bytes have come in over a connection (tcp_info, tcpi_bytes_received)."""


@dataclass(slots=True)
class _Waiting:
    connection: socket.socket
    since: float
    looked_at: float
    had: int | None
    """Bytes that had come in by then; None where the system does not say."""

    def is_late(self, now: float) -> bool:
        """Whether too little came in since it was last looked at."""
        if self.had is None:
            return now - self.since > TO_SEND
        if now - self.looked_at <= TO_GO_ON:
            return False
        had, self.looked_at, self.had = self.had, now, count_received(self.connection)
        return self.had is None or self.had - had < TO_GO_ON * SLOWEST


def count_received(connection: socket.socket) -> int | None:
    """Bytes that have come in over a connection; None where this system does not say."""
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _RECEIVED.size)
        return int(_RECEIVED.unpack(told)[0])
    except (OSError, struct.error):
        return None


class Patience:
    """The connections that a thread is busy with, and since when."""

    def __init__(self) -> None:
        self._waiting: dict[int, _Waiting] = {}

    @contextmanager
    def over(self, connection: socket.socket) -> Iterator[None]:
        """Watch a connection for as long as a block lasts, which is one request."""
        now = time.monotonic()
        waiting = _Waiting(connection, now, now, count_received(connection))
        self._waiting[id(waiting)] = waiting
        try:
            yield
        finally:
            del self._waiting[id(waiting)]

    def end_late(self) -> None:
        """Stop reading from browsers that take too long to send, and end connections that take too long altogether.

        What is being worked out for a request that came whole is not touched by the first: nothing is read for it.
        """
        now = time.monotonic()
        for waiting in list(self._waiting.values()):
            with suppress(OSError):  # It was closed at this very moment.
                if now - waiting.since > TO_READ:
                    waiting.connection.shutdown(socket.SHUT_RDWR)
                elif waiting.is_late(now):
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

    def set_accept_enabled(self, enabled: bool) -> None:
        """Called when there are as many connections as it can have, when there are fewer, and when it stops.

        gunicorn leaves the socket of a worker that stops open until its last request is answered, up to half a minute:
        the system goes on accepting connections, which are dropped then. Here those that wait are accepted and
        answered, and the socket is closed: a proxy finds that out at once, and goes to another server.
        """
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            before = -1
            while before != self.nr_conns:
                before = self.nr_conns
                self.accept(listener)
            listener.close()

    def notify(self) -> None:
        """Called about once a second, by the thread that accepts connections."""
        super().notify()
        self._patience.end_late()
