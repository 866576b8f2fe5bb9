"""Covering: what a set of boxes leaves open, where a box is the combinations of one set of regions per column.

Columns are swept from left to right with the boxes that are still alive; what was searched in vain is not searched
again. A set of regions is an int, one bit each. The question is NP-hard, so the work is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

MOST_STEPS = 30_000
"""Looks at one column with one set of boxes alive; a table of 100 rules takes some hundreds."""
Box: TypeAlias = tuple[int, ...]


class TooMuch(Exception):
    """The search was stopped before it was complete."""


class Search:
    """Searches that share one bound on their work."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._left = steps

    def find_open(self, space: Box, boxes: Sequence[Box]) -> tuple[int, ...] | None:
        """One combination of regions (as numbers) within the space that lies in none of the boxes, or None.

        Raises:
            TooMuch: it takes more than the bound.
        """
        if not all(space):
            return None
        return _Sweep(self, space, boxes).search(0, (1 << len(boxes)) - 1)

    def find_all_open(self, space: Box, boxes: Sequence[Box], most: int) -> Iterator[tuple[tuple[int, ...], Box]]:
        """Up to `most` open combinations, each with an open box around it, no two in the same box. Raises: TooMuch."""
        closed = list(boxes)
        for _ in range(most):
            found = self.find_open(space, closed)
            if found is None:
                return
            around = _widen(found, space, boxes)
            closed.append(around)
            yield found, around

    def spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooMuch


class _Sweep:
    def __init__(self, bound: Search, space: Box, boxes: Sequence[Box]) -> None:
        self.bound = bound
        self.columns = [list(_group(regions, [box[c] for box in boxes])) for c, regions in enumerate(space)]
        self.whole = [0] * (len(space) + 1)
        """For each column the boxes that take in everything from there on."""
        self.whole[len(space)] = (1 << len(boxes)) - 1
        for c in range(len(space) - 1, -1, -1):
            takes_all = sum(1 << b for b, box in enumerate(boxes) if space[c] & ~box[c] == 0)
            self.whole[c] = self.whole[c + 1] & takes_all
        self.vain: set[tuple[int, int]] = set()

    def search(self, column: int, live: int) -> tuple[int, ...] | None:
        if live & self.whole[column] or (column, live) in self.vain:
            return None
        if not live:
            return tuple(groups[0][0] for groups in self.columns[column:])
        self.bound.spend()
        for region, boxes in self.columns[column]:
            rest = self.search(column + 1, live & boxes)
            if rest is not None:
                return (region, *rest)
        self.vain.add((column, live))
        return None


def _group(regions: int, boxes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(region, the boxes that it lies in), one region of those that lie in the same boxes."""
    seen: set[int] = set()
    for region in range(regions.bit_length()):
        if regions >> region & 1:
            inside = sum(1 << b for b, box in enumerate(boxes) if box >> region & 1)
            if inside not in seen:
                seen.add(inside)
                yield region, inside


def _widen(found: tuple[int, ...], space: Box, boxes: Sequence[Box]) -> Box:
    """An open box around a combination: each column whole, else with what lies next to it, the last columns first."""
    around = [1 << region for region in found]
    for c in range(len(space) - 1, -1, -1):
        others = [other for other in range(len(space)) if other != c]
        closed = 0
        for box in boxes:
            if all(around[other] & box[other] for other in others):
                closed |= box[c]
        free = space[c] & ~closed
        around[c] = free if free == space[c] else _run_of(free, found[c])
    return tuple(around)


def _run_of(regions: int, region: int) -> int:
    """The regions that lie without a break around one of them."""
    low = high = region
    while low and regions >> (low - 1) & 1:
        low -= 1
    while regions >> (high + 1) & 1:
        high += 1
    return (1 << (high + 1)) - (1 << low)
