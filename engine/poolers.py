"""Poolers: programs between us and PostgreSQL that hand out its connections, such as PgBouncer.

One that gives each session a connection of its own is as good as none. One that gives each transaction another mixes up
what is prepared on them: the server then executes another statement than was sent, and nobody may notice. Seen with
PgBouncer 1.18, which says itself that it does not know prepared statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import uuid4

import psycopg

from engine.errors import SharedLine

_SETTING: Final = re.compile(r"-c\s*([\w.]+)=(\S+)")
_MARK: Final = "SELECT set_config('smederij.mark', %s, false)"
_MARKED: Final = "SELECT current_setting('smederij.mark', true)"


def settle(line: psycopg.Connection[Any], _record: object = None) -> None:
    """See to it that a new connection is one session of the server, with all that we ask of it.

    Raises: SharedLine.
    """
    with _at_once(line):
        if _ask(line, "SELECT pg_backend_pid()") == line.info.backend_pid:
            return  # Nobody in between: a pooler gives numbers of its own.
        if _is_shared(line):
            line.close()
            raise SharedLine("a pooler gives each transaction another session of the database server")
        # A pooler passes on few of the settings that a connection begins with.
        for name, value in _SETTING.findall(line.info.get_parameters().get("options", "")):
            _ask(line, "SELECT set_config(%s, %s, false)", name, value)


def _is_shared(line: psycopg.Connection[Any]) -> bool:
    """Whether others see what we set in our session, or we ourselves no longer do while they are in a transaction."""
    mark = uuid4().hex
    _ask(line, _MARK, mark)
    with psycopg.connect(line.info.dsn, password=line.info.password) as other:
        is_seen = _ask(other, _MARKED) == mark
        return is_seen or _ask(line, _MARKED) != mark


def _ask(line: psycopg.Connection[Any], statement: str, *told: str) -> object:
    row = line.execute(statement.encode(), told, prepare=False).fetchone()
    return row[0] if row else None


@contextmanager
def _at_once(line: psycopg.Connection[Any]) -> Iterator[None]:
    """Each statement by itself: what is set in a transaction is forgotten when that is rolled back."""
    before = line.autocommit
    line.autocommit = True
    yield
    if not line.closed:
        line.autocommit = before
