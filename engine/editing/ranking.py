"""Ranking: in which column and row of a drawing each step stands, from how the steps lead to each other. Pure.

The longest way is the main line, on the first row. What branches off stands below it, the last branch nearest: so
lines that come together sooner run inside those that come together later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple


class Link(NamedTuple):
    """From a step to the next; `is_aside` for one that leaves downwards, from an event on the edge."""

    start: str
    end: str
    is_aside: bool = False


class Place(NamedTuple):
    column: int
    row: int
    """Within its band."""


@dataclass(slots=True)
class _Rows:
    """Which columns of each row of a band are taken."""

    taken: list[list[tuple[int, int]]] = field(default_factory=list)

    def take(self, first: int, last: int, at_least: int) -> int:
        row = at_least
        while any(first <= end and start <= last for start, end in self._row(row)):
            row += 1
        self._row(row).append((first, last))
        return row

    def _row(self, row: int) -> list[tuple[int, int]]:
        while len(self.taken) <= row:
            self.taken.append([])
        return self.taken[row]


def rank(bands: Mapping[str, str], links: Sequence[Link], below: Mapping[str, Sequence[str]]) -> dict[str, Place]:
    """Where each step stands. `bands` says in which band (lane) each is, in the order of the file.

    `below` are steps that stand right below another, with nothing leading to them: those that undo it.
    """
    return _Ranking(bands, links, below).rank()


class _Ranking:
    def __init__(self, bands: Mapping[str, str], links: Sequence[Link], below: Mapping[str, Sequence[str]]) -> None:
        self._bands, self._below = bands, below
        hung = {key for keys in below.values() for key in keys}
        self._keys = [key for key in bands if key not in hung]
        ahead: dict[str, list[Link]] = {key: [] for key in self._keys}
        for link in links:
            if link.start in ahead and link.end in ahead and link.start != link.end:
                ahead[link.start].append(link)
        self._order, self._ahead = _unlooped(self._keys, ahead)
        self._columns = dict.fromkeys(self._order, 0)
        for key in self._order:
            for link in self._ahead[key]:
                self._columns[link.end] = max(self._columns[link.end], self._columns[key] + 1)
        self._lengths = dict.fromkeys(self._order, 0)
        for key in reversed(self._order):
            # What only happens in between, such as a deadline, makes no way the main one.
            ways = (self._lengths[link.end] for link in self._ahead[key] if not link.is_aside)
            self._lengths[key] = 1 + max(ways, default=0)
        self._rows = {band: _Rows() for band in bands.values()}
        self._places: dict[str, Place] = {}

    def rank(self) -> dict[str, Place]:
        led_to = {link.end for links in self._ahead.values() for link in links}
        begins = [key for key in self._order if key not in led_to]
        for begin in sorted(begins, key=lambda key: -self._lengths[key]):
            self._place_from(begin)
        return self._places

    def _place_from(self, begin: str) -> None:
        waiting = [Link("", begin)]
        while waiting:
            link = waiting.pop()
            if link.end in self._places:
                continue
            chain = list(self._follow(link.end))
            self._place(link.start, chain)
            for key in chain:
                for one in self._below.get(key, ()):
                    self._take(one, self._columns[key], self._columns[key], key)
            # The last to be put here is the first to be placed: the branch that is furthest to the right.
            waiting += [one for key in chain for one in reversed(self._ahead[key])]

    def _follow(self, key: str) -> Iterator[str]:
        """A step and what comes after it, each time along the longest way that is not placed yet."""
        taken = {*self._places}
        while True:
            yield key
            taken.add(key)
            ways = [link.end for link in self._ahead[key] if not link.is_aside and link.end not in taken]
            if not ways:
                return
            key = max(ways, key=lambda one: self._lengths[one])

    def _place(self, start: str, chain: Sequence[str]) -> None:
        """Each stretch of a chain within one band is in one row, with the room for the lines to and from it."""
        stretches: list[list[str]] = [[chain[0]]]
        for before, key in pairwise(chain):
            if self._bands[before] == self._bands[key]:
                stretches[-1].append(key)
            else:
                stretches.append([key])
        before = start
        for stretch in stretches:
            first, last = self._columns[stretch[0]], self._columns[stretch[-1]]
            nexts = [self._columns[one.end] for one in self._ahead[stretch[-1]] if one.end in self._places]
            begin = self._columns[before] if before else first
            row = self._take(stretch[0], min(begin, first), max([last, *nexts]), before)
            for key in stretch:
                self._places[key] = Place(self._columns[key], row)
            before = stretch[-1]

    def _take(self, key: str, first: int, last: int, before: str) -> int:
        """A row in the band of a step: below what leads to it, where that is in the same band."""
        band = self._bands[key]
        beside = before and before in self._places and self._bands[before] == band
        row = self._rows[band].take(first, last, self._places[before].row + 1 if beside else 0)
        place = Place(self._columns.get(key, first), row)
        self._places[key] = place
        return row


def _unlooped(keys: Sequence[str], ahead: Mapping[str, Sequence[Link]]) -> tuple[list[str], dict[str, list[Link]]]:
    """Every step before what follows it, and the ways between them without those that lead back."""
    led_to = {link.end for links in ahead.values() for link in links}
    begins = [key for key in keys if key not in led_to]
    left: dict[str, list[Link]] = {key: [] for key in keys}
    under_way: set[str] = set()
    done: list[str] = []
    seen: set[str] = set()
    for begin in (*begins, *keys):
        waiting: list[tuple[str, Iterator[Link]]] = []
        if begin not in seen:
            seen.add(begin)
            under_way.add(begin)
            waiting.append((begin, iter(ahead[begin])))
        while waiting:
            key, links = waiting[-1]
            link = next(links, None)
            if link is None:
                done.append(key)
                under_way.discard(key)
                waiting.pop()
                continue
            if link.end not in under_way:
                left[key].append(link)
            if link.end not in seen:
                seen.add(link.end)
                under_way.add(link.end)
                waiting.append((link.end, iter(ahead[link.end])))
    return done[::-1], left
