"""Counting what a look at the database costs: the steps that SQLite takes, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from engine.municipality import here


class Steps:
    """Counts the steps that SQLite takes for what is read meanwhile, and keeps the plans of it."""

    def __init__(self) -> None:
        self.taken = 0
        self.plans: list[str] = []

    def of(self, act: Callable[[], object]) -> int:
        self.taken, self.plans = 0, []
        engines = (here().database._readers,)
        for each in engines:
            event.listen(each, "before_cursor_execute", self._begin)
        try:
            act()
        finally:
            for each in engines:
                event.remove(each, "before_cursor_execute", self._begin)
        return self.taken

    def _begin(self, connection: Any, cursor: Any, statement: str, given: Any, *_: Any) -> None:
        raw = connection.connection.dbapi_connection
        raw.set_progress_handler(None, 0)
        self.plans += [row[-1] for row in raw.execute("EXPLAIN QUERY PLAN " + statement, given)]
        raw.set_progress_handler(self._step, 10)

    def _step(self) -> int:
        self.taken += 10
        return 0


def statements(act: Callable[[], object]) -> list[str]:
    """What is asked of the database meanwhile."""
    found: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    readers = here().database._readers
    event.listen(readers, "before_cursor_execute", keep)
    try:
        act()
    finally:
        event.remove(readers, "before_cursor_execute", keep)
    return found
