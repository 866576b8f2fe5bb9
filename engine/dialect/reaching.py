"""Reaching: everything that can be reached from a starting point, whatever the steps are."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def reach(starts: Iterable[str], after: Callable[[str], Iterable[str]]) -> set[str]:
    """The starts, and everything reachable from them. `after` says what comes next, and may be asked about anything."""
    found: set[str] = set()
    pending = list(starts)
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending.extend(after(key))
    return found
