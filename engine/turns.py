"""Turns: acts of which each gets its turn, whatever failed before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def take_turns(acts: Iterable[Callable[[], int]]) -> int:
    """Do each of these and add up what they return. Raises: what the first raised that failed, after all of them."""
    done, faults = 0, []
    for act in acts:
        try:
            done += act()
        except Exception as error:
            faults.append(error)
    if faults:
        raise faults[0]
    return done
