"""Geometry: rectangles and ways in a drawing, making room between them, and routing lines around them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Point = tuple[float, float]
Way = tuple[Point, ...]
X, Y = 0, 1
"""The axes, as the place of a coordinate in a point."""
CLEAR = 20
"""How far a line stays from what it goes around."""


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


def connect(start: Rect, end: Rect, others: Sequence[Rect], liked: Sequence[Way] = ()) -> Way:
    """A line of horizontal and vertical pieces from one rectangle to another, around the others where possible.

    Of the ways that cross least, it is the first that is `liked`; else the one with the fewest and shortest pieces.
    """
    ways = [*liked, *_ways_between(start, end, others)]

    def cost(number: int) -> tuple[float, ...]:
        way = ways[number]
        return crossings(way, start, end, others), min(number, len(liked)), len(way), _length(way)

    return ways[min(range(len(ways)), key=cost)]


def crossings(way: Way, start: Rect, end: Rect, others: Sequence[Rect]) -> int:
    """How often a way crosses something: also what it connects, other than where it leaves and arrives."""
    pieces = list(segments(way))
    through_start = sum(crosses(piece, start.around(-1)) for piece in pieces[1:])
    through_end = sum(crosses(piece, end.around(-1)) for piece in pieces[:-1])
    return through_start + through_end + sum(crosses(piece, rect) for piece in pieces for rect in others)


def _length(way: Way) -> float:
    return sum(abs(a[X] - b[X]) + abs(a[Y] - b[Y]) for a, b in segments(way))


def _ways_between(start: Rect, end: Rect, others: Sequence[Rect]) -> Iterator[Way]:
    yield from _to_the_right(start, end)
    yield from _with_one_bend(start, end)
    yield from _up_or_down(start, end)
    yield from _around(start, end, others)
    yield from _by_the_side(start, end, others)


def _to_the_right(start: Rect, end: Rect) -> Iterator[Way]:
    """Straight, or with a step halfway."""
    if start.right > end.x:
        return
    if start.y < end.cy < start.bottom and start.cy == end.cy:
        yield (start.right, start.cy), (end.x, end.cy)
    middle = (start.right + end.x) / 2
    yield simplified([(start.right, start.cy), (middle, start.cy), (middle, end.cy), (end.x, end.cy)])


def _with_one_bend(start: Rect, end: Rect) -> Iterator[Way]:
    """From the top or the bottom into a side, to either hand; or from the right into the top or the bottom."""
    if end.cy != start.cy:
        side = start.bottom if end.cy > start.cy else start.y
        if end.x >= start.cx:
            yield (start.cx, side), (start.cx, end.cy), (end.x, end.cy)
        if end.right <= start.cx:
            yield (start.cx, side), (start.cx, end.cy), (end.right, end.cy)
    if end.cx > start.right:
        dock = end.y if end.cy > start.cy else end.bottom
        yield (start.right, start.cy), (end.cx, start.cy), (end.cx, dock)


def _up_or_down(start: Rect, end: Rect) -> Iterator[Way]:
    """From the bottom into the top, or the reverse, with a step halfway."""
    for leaves, arrives, clear in (
        (start.bottom, end.y, start.bottom < end.y),
        (start.y, end.bottom, end.bottom < start.y),
    ):
        if clear:
            middle = (leaves + arrives) / 2
            yield simplified([(start.cx, leaves), (start.cx, middle), (end.cx, middle), (end.cx, arrives)])


def _around(start: Rect, end: Rect, others: Sequence[Rect]) -> Iterator[Way]:
    """Over or under the two, at each level where nothing between them is in the way of it; the nearest first."""
    left, right = min(start.x, end.x), max(start.right, end.right)
    between = [start, end, *(rect for rect in others if rect.x < right and rect.right > left)]
    over, under = min(start.y, end.y) - CLEAR, max(start.bottom, end.bottom) + CLEAR
    for level in sorted({rect.y - CLEAR for rect in between}, reverse=True):
        if level <= over:
            yield (start.cx, start.y), (start.cx, level), (end.cx, level), (end.cx, end.y)
    for level in sorted({rect.bottom + CLEAR for rect in between}):
        if level >= under:
            yield (start.cx, start.bottom), (start.cx, level), (end.cx, level), (end.cx, end.bottom)


def _by_the_side(start: Rect, end: Rect, others: Sequence[Rect]) -> Iterator[Way]:
    """Where one is above the other: around what is between them."""
    if start.x >= end.right or end.x >= start.right:
        return
    top, bottom = min(start.y, end.y), max(start.bottom, end.bottom)
    passed = [start, end, *(rect for rect in others if top < rect.cy < bottom)]
    left, right = min(start.x, end.x), max(start.right, end.right)
    for column in sorted({rect.right + CLEAR for rect in passed if rect.right >= right}):
        yield (start.right, start.cy), (column, start.cy), (column, end.cy), (end.right, end.cy)
    for column in sorted({rect.x - CLEAR for rect in passed if rect.x <= left}, reverse=True):
        yield (start.x, start.cy), (column, start.cy), (column, end.cy), (end.x, end.cy)
