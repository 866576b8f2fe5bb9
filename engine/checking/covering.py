"""Covering: what a set of boxes leaves open, where a box is the combinations of one set of regions per column.

Columns are swept from left to right with the boxes that are still alive; what was searched in vain is not searched
again. A set of regions, or of boxes, is an int with one bit each. The question is NP-hard, so the work is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

MOST_STEPS = 500_000
"""Most looks at one region with one set of live boxes: some tenths of a second. 100 rules take some thousands."""
MOST_COMPARED = 100
Box: TypeAlias = tuple[int, ...]
"""For each column, the regions that it contains."""


class TooMuch(Exception):
    """The search was stopped before it was complete."""


class Covering:
    """Boxes over the same columns, and searches among them that share one limit on their work."""

    def __init__(self, widths: Iterable[int], boxes: Iterable[Box], steps: int = MOST_STEPS) -> None:
        """`widths` is the number of regions of each column."""
        self._at = [[0] * width for width in widths]
        """For each column and region, the boxes that contain it."""
        self._count = 0
        self._left = steps
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        bit = 1 << self._count
        self._count += 1
        for regions, taken in zip(self._at, box, strict=True):
            for region in bits_of(taken):
                regions[region] |= bit

    def find_open(self, space: Box, among: int | None = None) -> tuple[int, ...] | None:
        """One combination of regions (as numbers) within the space that is in none of the boxes, or None.

        `among` are the boxes that count, all for None.

        Raises:
            TooMuch: it takes more than the limit.
        """
        if not all(space):
            return None
        every = (1 << self._count) - 1 if among is None else among
        columns: list[dict[int, int]] = []
        whole = [every]
        for regions, own in zip(reversed(self._at), reversed(space), strict=True):
            # Of regions in the same boxes, one is enough.
            groups = {regions[region] & every: region for region in reversed(list(bits_of(own)))}
            takes_all = whole[-1]
            for boxes in groups:
                takes_all &= boxes
            columns.append(_least(groups))
            whole.append(takes_all)
        return _Sweep(self, columns[::-1], whole[::-1]).search(0, every)

    def find_all_open(self, space: Box, most: int) -> Iterator[tuple[tuple[int, ...], Box]]:
        """Up to `most` open combinations, each with an open box around it, no two in the same box. Raises: TooMuch.

        The boxes found are added to the covering, and so closed.
        """
        boxes = (1 << self._count) - 1
        for _ in range(most):
            found = self.find_open(space)
            if found is None:
                return
            around = self._widen(found, space, boxes)
            self.add(around)
            yield found, around

    def _widen(self, found: tuple[int, ...], space: Box, boxes: int) -> Box:
        """An open box around a combination: each column whole, else with its adjacent regions, last columns first."""
        around = [1 << region for region in found]
        for c in range(len(space) - 1, -1, -1):
            near = boxes
            for other, taken in enumerate(around):
                if other != c:
                    touched = 0
                    for region in bits_of(taken):
                        touched |= self._at[other][region]
                    near &= touched
            free = sum(1 << region for region in bits_of(space[c]) if not self._at[c][region] & near)
            around[c] = free if free == space[c] else _run_of(free, found[c])
        return tuple(around)

    def spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise TooMuch


class _Sweep:
    def __init__(self, covering: Covering, columns: list[dict[int, int]], whole: list[int]) -> None:
        """`whole` holds for each column the boxes that contain everything from that column on."""
        self.covering = covering
        self.columns = columns
        self.whole = whole
        self.vain: set[tuple[int, int]] = set()

    def search(self, column: int, live: int) -> tuple[int, ...] | None:
        if live & self.whole[column] or (column, live) in self.vain:
            return None
        if not live:
            return tuple(next(iter(groups.values())) for groups in self.columns[column:])
        self.covering.spend(len(self.columns[column]))
        for boxes, region in self.columns[column].items():
            rest = self.search(column + 1, live & boxes)
            if rest is not None:
                return (region, *rest)
        self.vain.add((column, live))
        return None


def _least(groups: dict[int, int]) -> dict[int, int]:
    """Drop the regions whose boxes include all those of another: what is open there is open at that other too."""
    found: dict[int, int] = {}
    for boxes in sorted(groups, key=lambda boxes: (boxes.bit_count(), groups[boxes])):
        if len(found) > MOST_COMPARED or not any(fewer & boxes == fewer for fewer in found):
            found[boxes] = groups[boxes]
    return found


def bits_of(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _run_of(regions: int, region: int) -> int:
    """The contiguous regions around one of them."""
    low = high = region
    while low and regions >> (low - 1) & 1:
        low -= 1
    while regions >> (high + 1) & 1:
        high += 1
    return (1 << (high + 1)) - (1 << low)
