"""Tries: how often a job is tried, and with what pauses, before only an operator can have it tried again.

Temporary faults are retried for as long as the outcome still matters; permanent ones are shown soon. Where the
database is unreachable nothing is counted: the attempt is recorded there first.
"""

from __future__ import annotations

from datetime import timedelta

from engine import delivery
from engine.outages import is_outage

ATTEMPTS = 8
"""Within three quarters of an hour."""
LONGEST_PAUSE = 60 * 60
"""Seconds between two attempts: after the first eight there is one each hour."""
OF_A_DAY = ATTEMPTS + 24
OF_A_MAIL = ATTEMPTS + 4 * 24
"""Four days, as mail servers wait for each other (RFC 5321 clause 4.5.4.1)."""
OF_A_DIGEST = ATTEMPTS + 10
"""The same day. Its content is stale by the next morning, and another one replaces it."""


def count_tries(error: Exception, by_mail: int = 0) -> int:
    """How often a job is tried that has just failed with this error; `by_mail` is for one that sends a mail."""
    if by_mail and delivery.may_pass(error):
        return by_mail
    return OF_A_DAY if is_outage(error) else ATTEMPTS


def most_tries(by_mail: int = 0) -> int:
    """How often a job is ever tried, whatever went wrong."""
    return max(by_mail, OF_A_DAY)


def pause_after(attempt: int) -> timedelta:
    """How long to wait before the next attempt: each time twice as long, at most an hour."""
    return timedelta(seconds=min(10 * 2**attempt, LONGEST_PAUSE))
