"""Patience: how long a browser may take over a request, so that eight stalled ones do not block the site for everyone.

gunicorn gives each request a thread, which waits for the rest of the request, and for the browser to read the answer,
as long as the connection is open. A proxy in front takes over both; a site without a proxy has this module. A server
that is asked to stop answers the requests that came in, and accepts no others.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from web.serving.closing import close_after_all

TO_SEND = 180
"""Seconds within which a whole request must arrive, where the system does not report whether more is coming in. Most
are a few kilobytes; five photos from a phone are forty megabytes."""
TO_GO_ON, SLOWEST = 60, 10_000
"""Where it does: seconds within which it must arrive whole, or else that many more bytes for each second."""
TO_READ = 600
"""Seconds within which it must be answered and the answer read. No request for a page takes that long."""


_TCP_INFO, _RECEIVED = getattr(socket, "TCP_INFO", 11), struct.Struct("=128xQ")
"""Where Linux reports how many bytes a connection has received (tcp_info, tcpi_bytes_received)."""


@dataclass(slots=True)
class _Waiting:
    connection: socket.socket
    since: float
    looked_at: float
    had: int | None
    """Bytes received by then; None where the system does not report it."""

    def is_late(self, now: float) -> bool:
        """Whether too little came in since the last check."""
        if self.had is None:
            return now - self.since > TO_SEND
        if now - self.looked_at <= TO_GO_ON:
            return False
        had, self.looked_at, self.had = self.had, now, count_received(self.connection)
        return self.had is None or self.had - had < TO_GO_ON * SLOWEST


def count_received(connection: socket.socket) -> int | None:
    """Bytes received over a connection; None where this system does not report it."""
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _RECEIVED.size)
        return int(_RECEIVED.unpack(told)[0])
    except (OSError, struct.error):
        return None


class Patience:
    """The connections that threads are serving, and since when."""

    def __init__(self) -> None:
        self._waiting: dict[int, _Waiting] = {}

    @contextmanager
    def over(self, connection: socket.socket) -> Iterator[None]:
        """Watch a connection for the duration of the block, which is one request."""
        now = time.monotonic()
        waiting = _Waiting(connection, now, now, count_received(connection))
        self._waiting[id(waiting)] = waiting
        try:
            yield
        finally:
            del self._waiting[id(waiting)]

    def end_late(self) -> None:
        """Stop reading from browsers that send too slowly, and end connections that take too long altogether.

        The first does not affect a request that arrived whole and is being handled: nothing more is read for it.
        """
        now = time.monotonic()
        for waiting in list(self._waiting.values()):
            with suppress(OSError):  # It was closed in the meantime.
                if now - waiting.since > TO_READ:
                    waiting.connection.shutdown(socket.SHUT_RDWR)
                elif waiting.is_late(now):
                    waiting.connection.shutdown(socket.SHUT_RD)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, with a limit to its patience."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._patience = Patience()

    def handle(self, conn: Any) -> Any:
        """Called in a thread, for one request."""
        with self._patience.over(conn.sock):
            return super().handle(conn)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Called when the maximum number of connections is reached, when there are fewer again, and on stopping.

        gunicorn keeps the socket of a stopping worker open until its last request is answered, up to half a minute:
        the system goes on accepting connections, which are then dropped. Here the waiting ones are accepted and
        answered, and the socket is closed: a proxy notices that at once, and goes to another server.
        """
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            close_after_all(listener, partial(self.accept, listener))

    def notify(self) -> None:
        """Called about once a second, by the thread that accepts connections."""
        super().notify()
        self._patience.end_late()
