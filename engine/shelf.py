"""Shelf: where connections to SQLite lie that nobody uses now."""

from __future__ import annotations

from collections import deque
from typing import Any

from sqlalchemy.pool import ConnectionPoolEntry, Pool


class Shelf(Pool):
    """Connections to SQLite that are not in use, the one used last on top. Who finds none opens another.

    The pool that SQLAlchemy would take keeps a queue with three locks, for servers that allow so many connections.
    """

    def __init__(self, creator: Any, **options: Any) -> None:
        super().__init__(creator, **options)
        self._free: deque[ConnectionPoolEntry] = deque()

    def _do_get(self) -> ConnectionPoolEntry:
        try:
            return self._free.pop()
        except IndexError:
            return self._create_connection()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        self._free.append(record)

    def recreate(self) -> Shelf:
        return Shelf(
            self._creator, reset_on_return=self._reset_on_return, dialect=self._dialect, _dispatch=self.dispatch
        )

    def dispose(self) -> None:
        while self._free:
            self._free.pop().close()
