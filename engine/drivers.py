"""Drivers: how SQLAlchemy talks to SQLite and PostgreSQL here: how transactions begin, and when a line still works."""

from __future__ import annotations

from select import POLLIN, poll
from typing import Any, Final

from sqlalchemy import Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

SERVING: Final = "postgresql+serving"
WRITING: Final = "sqlite+writing"
READING: Final = "sqlite+reading"
"""By these names an address of a database chooses one."""


class Alike(Dialect):
    """A dialect that equals any other that writes the same statements, so that caches keyed by dialect are shared."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike) and _version(self) == _version(other)

    def __hash__(self) -> int:
        return hash(self.name)


def _version(dialect: Dialect) -> tuple[str, object]:
    """What statements are compiled for. The version of a server is known from the first connection on."""
    return dialect.name, getattr(dialect, "server_version_info", None)


class Serving(PGDialect_psycopg, Alike):
    """PostgreSQL, by psycopg."""

    supports_statement_cache = True

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Whether a pooled connection can be used. A server that went away has closed its end of the connection.

        That shows as something to read, so the server is asked only then, and not before each act.
        """
        if dbapi_connection.closed or _has_something_to_read(dbapi_connection.fileno()):
            return bool(super().do_ping(dbapi_connection))  # type: ignore[no-untyped-call]
        return True


def _has_something_to_read(line: int) -> bool:
    look = poll()
    look.register(line, POLLIN)
    return bool(look.poll(0))


class Writing(SQLiteDialect_pysqlite, Alike):
    """SQLite where each transaction takes its lock at once: two that read first and write later would deadlock.

    The driver's own transactions lose updates between a read and a write, so we say BEGIN ourselves. (A listener to
    SQLAlchemy's `begin` would work too, but would make every statement a fifth more expensive.)
    """

    supports_statement_cache = True
    begins = "BEGIN IMMEDIATE"

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.cursor().execute(self.begins).close()


class Reading(Writing):
    """SQLite where a transaction only reads, and blocks nobody."""

    supports_statement_cache = True
    begins = "BEGIN"


for _name, _dialect in ((SERVING, Serving), (WRITING, Writing), (READING, Reading)):
    registry.register(_name.replace("+", "."), __name__, _dialect.__name__)
