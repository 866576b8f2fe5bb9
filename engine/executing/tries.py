"""Tries: how often a job is tried, and with what pauses, before only an operator can have it tried again.

Temporary faults are retried for as long as the outcome still matters; permanent ones are shown soon. Where the
database is unreachable nothing is counted: the attempt is recorded there first.
"""

from __future__ import annotations

import errno
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from engine import delivery
from engine.errors import Unavailable

ATTEMPTS = 8
"""Within three quarters of an hour."""
LONGEST_PAUSE = 60 * 60
"""Seconds between two attempts: after the first eight there is one each hour."""
OF_A_DAY = ATTEMPTS + 24
OF_A_MAIL = ATTEMPTS + 4 * 24
"""Four days, as mail servers wait for each other (RFC 5321 clause 4.5.4.1)."""
OF_A_DIGEST = ATTEMPTS + 10
"""The same day. Its content is stale by the next morning, and another one replaces it."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE})
"""Error numbers of a disk that is full or faulty, until somebody has made room."""


def count_tries(error: Exception, by_mail: int = 0) -> int:
    """How often a job is tried that has just failed with this error; `by_mail` is for one that sends a mail."""
    if by_mail and delivery.may_pass(error):
        return by_mail
    return OF_A_DAY if is_of_database_or_disk(error) else ATTEMPTS


def most_tries(by_mail: int = 0) -> int:
    """How often a job is ever tried, whatever went wrong."""
    return max(by_mail, OF_A_DAY)


def pause_after(attempt: int) -> timedelta:
    """How long to wait before the next attempt: each time twice as long, at most an hour."""
    return timedelta(seconds=min(10 * 2**attempt, LONGEST_PAUSE))


def is_of_database_or_disk(error: Exception) -> bool:
    """Whether the fault is not the job's own: a database that disconnects, is full or is locked, a disk without room.

    A transaction tells of such a fault as `Unavailable`. A fault of the job itself, such as a value that no column
    accepts, is another class of the database's errors.
    """
    return isinstance(error, Unavailable | OperationalError) or (isinstance(error, OSError) and error.errno in NO_ROOM)
