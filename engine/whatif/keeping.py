"""Keeping: caching what was measured of a closed year, once a day, so that only the first who asks waits for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from engine.municipality import here

MOST = 40
"""Cache for several processes and changes, in each server process; the least recently used is dropped first."""
Found = TypeVar("Found")


def once(key: tuple[Hashable, ...], measure: Callable[[], Found]) -> Found:
    """What was measured under this key, which names the day and everything else that it depends on.

    Two callers at the same moment may both measure: the results are equal.
    """
    place = here()
    kept = place.known.measured
    with place.lock:
        if key in kept:
            kept.move_to_end(key)
            known: Found = kept[key]
            return known
    found = measure()
    with place.lock:
        kept[key] = found
        while len(kept) > MOST:
            kept.popitem(last=False)
    return found
