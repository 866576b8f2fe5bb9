"""Counting the cost of reading the database: the steps that SQLite takes, and the statements it receives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from sqlalchemy import event

from engine import prepared
from engine.municipality import here

Seen = Callable[[Any, str, Any], None]
"""Called with a statement before it goes to the driver: the driver's connection, the text and the values."""


@contextmanager
def watching(seen: Seen) -> Iterator[None]:
    """Observe everything that is read meanwhile, through SQLAlchemy and around it (`engine.prepared`)."""

    def through(connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        seen(connection.connection.dbapi_connection, statement, given)

    driver_of = prepared._driver
    readers = here().database._readers
    event.listen(readers, "before_cursor_execute", through)
    try:
        with mock.patch.object(prepared, "_driver", lambda connection: _Watched(driver_of(connection), seen)):
            yield
    finally:
        event.remove(readers, "before_cursor_execute", through)


class _Watched:
    """A driver connection that reports its statements."""

    def __init__(self, driver: Any, seen: Seen) -> None:
        self._driver, self._seen = driver, seen

    def execute(self, statement: str, given: Any = ()) -> Any:
        self._seen(self._driver, statement, given)
        return self._driver.execute(statement, given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)


class Steps:
    """Counts the steps that SQLite takes for what is read meanwhile, and keeps the query plans."""

    def __init__(self) -> None:
        self.taken = 0
        self.plans: list[str] = []

    def of(self, act: Callable[[], object]) -> int:
        self.taken, self.plans = 0, []
        with watching(self._begin):
            act()
        return self.taken

    def _begin(self, driver: Any, statement: str, given: Any) -> None:
        driver.set_progress_handler(None, 0)
        self.plans += [row[-1] for row in driver.execute("EXPLAIN QUERY PLAN " + statement, given)]
        driver.set_progress_handler(self._step, 10)

    def _step(self) -> int:
        self.taken += 10
        return 0


def statements(act: Callable[[], object]) -> list[str]:
    """The statements sent to the database meanwhile."""
    found: list[str] = []
    with watching(lambda _driver, statement, _given: found.append(statement)):
        act()
    return found
