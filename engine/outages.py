"""Outages: which errors say that the database or the disk cannot do its work now, whatever it was asked to do.

Such an error is not of the case or job at which it came up: with the next one it would be the same, and it passes
without anybody changing anything about either.
"""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.errors import Unavailable

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE})
"""Error numbers of a disk that is full or faulty, until somebody has made room."""
TAKES_NO_WRITES: Final = "25006"
REFUSING: Final = frozenset({TAKES_NO_WRITES, "25P03", "25P04"})
"""What PostgreSQL calls errors of the program, and are not: it takes no writes, as after a switch to a standby or where
a provider sees that the disk is nearly full; or it broke off a transaction that took too long for its settings."""


def is_outage(error: BaseException) -> bool:
    """Whether the fault is that of the database or the disk: unreachable, full, locked, or without room.

    A value that no column accepts is another class of the database's errors: a fault of what was asked.
    """
    return is_of_database(error) or (isinstance(error, OSError) and error.errno in NO_ROOM)


def is_of_database(error: BaseException) -> bool:
    """Such an error of the database, whoever tells of it: a transaction, SQLAlchemy, or the driver itself."""
    if isinstance(error, Unavailable | OperationalError | PoolTimeout):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (error.orig is not None and is_of_database(error.orig))
    if isinstance(error, sqlite3.OperationalError | psycopg.OperationalError):
        return True
    return isinstance(error, psycopg.Error) and error.sqlstate in REFUSING


def is_collision(error: BaseException) -> bool:
    """Whether the database ended a transaction because it and another waited for each other."""
    told = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(told, psycopg.errors.DeadlockDetected)


def is_refused_write(error: BaseException) -> bool:
    """Whether the database took no writes. That is our own fault where we asked it to take none."""
    told = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(told, psycopg.Error) and told.sqlstate == TAKES_NO_WRITES
