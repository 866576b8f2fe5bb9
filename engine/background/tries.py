"""Tries: how often a job is tried, and with what pauses, before only an operator can have it tried again.

Temporary faults are retried for as long as the outcome still matters; permanent ones are shown soon. Where the
database is unreachable nothing is counted: the attempt is recorded there first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from engine import delivery
from engine.accounts import handovers
from engine.background import digests, sealmails
from engine.outages import is_outage

ATTEMPTS = 8
"""Within three quarters of an hour."""
LONGEST_PAUSE = 60 * 60
"""Seconds between two attempts: after the first eight there is one each hour."""
OF_A_DAY = ATTEMPTS + 24
OF_A_MAIL = ATTEMPTS + 4 * 24
"""Four days, as mail servers wait for each other (RFC 5321 clause 4.5.4.1)."""
BY_MAIL: Mapping[str, int] = {
    "mail": OF_A_MAIL,
    handovers.KIND: OF_A_MAIL,
    sealmails.KIND: OF_A_MAIL,
    # The same day. Its content is stale by the next morning, and another one replaces it.
    digests.KIND: ATTEMPTS + 10,
}


def count_tries(kind: str, error: Exception) -> int:
    """How often a job of this kind is tried, given the error it has just failed with."""
    if kind in BY_MAIL and delivery.may_pass(error):
        return BY_MAIL[kind]
    return OF_A_DAY if is_outage(error) else ATTEMPTS


def most_tries(kind: str) -> int:
    """How often a job of this kind is ever tried, whatever went wrong."""
    return max(BY_MAIL.get(kind, 0), OF_A_DAY)


def pause_after(attempt: int) -> timedelta:
    """How long to wait before the next attempt: each time twice as long, at most an hour."""
    return timedelta(seconds=min(10 * 2**attempt, LONGEST_PAUSE))
