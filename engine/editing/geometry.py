"""Geometry: rectangles and ways in a drawing, making room between them, and routing lines around them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Point = tuple[float, float]
Way = tuple[Point, ...]
X, Y = 0, 1
"""The axes, as the place of a coordinate in a point."""


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def cx(self) -> float:
        return self.x + self.width / 2

    @property
    def cy(self) -> float:
        return self.y + self.height / 2

    def start(self, axis: int) -> float:
        return (self.x, self.y)[axis]

    def end(self, axis: int) -> float:
        return (self.right, self.bottom)[axis]

    def middle(self, axis: int) -> float:
        return (self.cx, self.cy)[axis]

    def moved(self, axis: int, by: float) -> Rect:
        return replace(self, x=self.x + by) if axis == X else replace(self, y=self.y + by)

    def grown(self, axis: int, by: float) -> Rect:
        return replace(self, width=self.width + by) if axis == X else replace(self, height=self.height + by)

    def around(self, margin: float) -> Rect:
        return Rect(self.x - margin, self.y - margin, self.width + 2 * margin, self.height + 2 * margin)

    def meets(self, other: Rect) -> bool:
        """Whether the two share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Rect) -> bool:
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


def centred(cx: float, cy: float, size: tuple[float, float]) -> Rect:
    return Rect(cx - size[0] / 2, cy - size[1] / 2, *size)


def union(first: Rect, second: Rect | None) -> Rect:
    if second is None:
        return first
    x, y = min(first.x, second.x), min(first.y, second.y)
    return Rect(x, y, max(first.right, second.right) - x, max(first.bottom, second.bottom) - y)


def segments(way: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return pairwise(way)


def crosses(segment: tuple[Point, Point], rect: Rect) -> bool:
    """Whether a line crosses a rectangle; one neither horizontal nor vertical is replaced by its bounding box."""
    (x1, y1), (x2, y2) = segment
    return min(x1, x2) < rect.right and max(x1, x2) > rect.x and min(y1, y2) < rect.bottom and max(y1, y2) > rect.y


def simplified(way: Iterable[Point]) -> Way:
    """Without redundant points: duplicates, and those in the middle of a line."""
    found: list[Point] = []
    for point in way:
        if found and found[-1] == point:
            continue
        while len(found) > 1 and any(found[-2][axis] == found[-1][axis] == point[axis] for axis in (X, Y)):
            found.pop()
        found.append(point)
    return tuple(found)


def gaps(taken: Iterable[tuple[float, float]], low: float, high: float) -> Iterator[tuple[float, float]]:
    """The free intervals between two values, from low to high."""
    at = low
    for start, end in sorted(taken):
        if start > at and min(start, high) > at:
            yield at, min(start, high)
        at = max(at, end)
        if at >= high:
            return
    if at < high:
        yield at, high


def connect(start: Rect, end: Rect, others: Sequence[Rect], tried: Iterable[Way] = ()) -> Way:
    """A line of horizontal and vertical pieces from one rectangle to another, around the others where possible.

    `tried` are preferred ways, the best first. Of the ways that cross least, the one with the fewest and shortest
    pieces is taken.
    """
    candidates = [*tried, *_candidates(start, end, others)]

    def cost(numbered: tuple[int, Way]) -> tuple[float, ...]:
        number, way = numbered
        own = sum(
            crosses(piece, rect.around(-1))
            for rect, pieces in ((start, list(segments(way))[1:]), (end, list(segments(way))[:-1]))
            for piece in pieces
        )
        met = sum(crosses(piece, rect) for piece in segments(way) for rect in others)
        liked = number if number < len(candidates) - 1 and way in candidates[: len(list(tried))] else 1_000
        length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in segments(way))
        return (met + own, liked, len(way), length)

    return min(enumerate(candidates), key=cost)[1]


def _candidates(start: Rect, end: Rect, others: Sequence[Rect]) -> Iterator[Way]:
    if start.right <= end.x:
        if start.y < end.cy < start.bottom and start.cy == end.cy:
            yield (start.right, start.cy), (end.x, end.cy)
        middle = (start.right + end.x) / 2
        yield simplified([(start.right, start.cy), (middle, start.cy), (middle, end.cy), (end.x, end.cy)])
    for side in (start.y, start.bottom):
        if (side == start.y) != (end.cy > start.cy) and end.cy != start.cy:
            if end.x >= start.cx:
                yield (start.cx, side), (start.cx, end.cy), (end.x, end.cy)
            if end.right <= start.cx:
                yield (start.cx, side), (start.cx, end.cy), (end.right, end.cy)
    for dock in (end.y, end.bottom):
        if (dock == end.y) == (end.cy > start.cy) and end.cx > start.right:
            yield (start.right, start.cy), (end.cx, start.cy), (end.cx, dock)
    if start.bottom < end.y:
        middle = (start.bottom + end.y) / 2
        yield simplified([(start.cx, start.bottom), (start.cx, middle), (end.cx, middle), (end.cx, end.y)])
    if end.bottom < start.y:
        middle = (end.bottom + start.y) / 2
        yield simplified([(start.cx, start.y), (start.cx, middle), (end.cx, middle), (end.cx, end.bottom)])
    left, right = min(start.x, end.x), max(start.right, end.right)
    between = [start, end, *(rect for rect in others if rect.x < right and rect.right > left)]
    for level in sorted({rect.y - 20 for rect in between}, reverse=True):
        if level <= min(start.y, end.y) - 20:
            yield (start.cx, start.y), (start.cx, level), (end.cx, level), (end.cx, end.y)
    for level in sorted({rect.bottom + 20 for rect in between}):
        if level >= max(start.bottom, end.bottom) + 20:
            yield (start.cx, start.bottom), (start.cx, level), (end.cx, level), (end.cx, end.bottom)
    yield from _by_the_side(start, end, others)


def _by_the_side(start: Rect, end: Rect, others: Sequence[Rect]) -> Iterator[Way]:
    """Where one is above the other: around what is between them."""
    if start.x >= end.right or end.x >= start.right:
        return
    top, bottom = min(start.y, end.y), max(start.bottom, end.bottom)
    passed = [start, end, *(rect for rect in others if top < rect.cy < bottom)]
    left, right = min(start.x, end.x), max(start.right, end.right)
    for column in sorted({rect.right + 20 for rect in passed if rect.right >= right}):
        yield (start.right, start.cy), (column, start.cy), (column, end.cy), (end.right, end.cy)
    for column in sorted({rect.x - 20 for rect in passed if rect.x <= left}, reverse=True):
        yield (start.x, start.cy), (column, start.cy), (column, end.cy), (end.x, end.cy)
