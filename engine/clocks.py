"""Clocks: what time it is, for all machines that work on one database the same.

Of machines whose clocks differ, the one that is ahead lets every term pass, and each takes those behind it for silent.
So all go by the clock of the database server: theirs is corrected by how much it differs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

log = logging.getLogger("smederij.clocks")
EVERY = 60.0
"""Seconds after which clocks are compared again."""
NOTICED = timedelta(seconds=2)
"""What differs by less than this is left as it is: it comes from asking, and matters to no term."""


def utc_now() -> datetime:
    """By this machine's own clock."""
    return datetime.now(UTC)


class SharedClock:
    """The clock of a database server, as far as is known how much that of this machine differs. Threads share it."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        """How much the server is ahead of this machine."""
        self._compared_at: float | None = None

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def is_due(self) -> bool:
        """Whether it is time to compare again."""
        return self._compared_at is None or time.monotonic() - self._compared_at > EVERY

    def compare(self, ask: Callable[[], datetime]) -> None:
        """Look how much the clocks differ, by asking the server what time it is."""
        self._compared_at = time.monotonic()
        before = utc_now()
        there = ask()
        after = utc_now()
        ahead = there - (before + (after - before) / 2)
        ahead = ahead if abs(ahead) > NOTICED + (after - before) else timedelta()
        if abs(ahead - self._ahead) > NOTICED:
            log.warning("clock differs from the database server's", extra={"seconds": round(ahead.total_seconds())})
        self._ahead = ahead
