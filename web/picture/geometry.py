"""Geometry: rectangles and lines from a diagram made finite and bounded, and the arithmetic on them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from web.picture.pen import number

FARTHEST = 50_000.0
"""No coordinate leaves this distance from the origin; the largest real diagrams stay under 10,000 pixels."""
MOST_WAYPOINTS = 200

Point = tuple[float, float]


class Placed(Protocol):
    """Whatever has a place in the diagram interchange: a shape or the box of a label."""

    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of finite size in the pixels of the diagram, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


def place(placed: Placed | None) -> Rect | None:
    """The place, clamped to `FARTHEST`; None when there is none or a number in it is not finite."""
    if placed is None or not all(map(math.isfinite, (placed.x, placed.y, placed.width, placed.height))):
        return None
    width, height = (min(max(size, 1.0), FARTHEST) for size in (placed.width, placed.height))
    return Rect(_clamp(placed.x), _clamp(placed.y), width, height)


def line(waypoints: Iterable[Point]) -> tuple[Point, ...]:
    """The waypoints that are finite, clamped, without a point repeated; empty when no line is left."""
    points: list[Point] = []
    for x, y in waypoints:
        if math.isfinite(x) and math.isfinite(y) and len(points) < MOST_WAYPOINTS:
            point = (_clamp(x), _clamp(y))
            if not points or math.dist(points[-1], point) > 0.01:
                points.append(point)
    return tuple(points) if len(points) > 1 else ()


def bounds(rects: Sequence[Rect], lines: Sequence[Sequence[Point]], margin: float) -> Rect:
    """The rectangle around everything, with a margin; a small empty one when there is nothing."""
    points = [point for points in lines for point in points]
    points += [(rect.x, rect.y) for rect in rects] + [(rect.right, rect.bottom) for rect in rects]
    if not points:
        return Rect(0, 0, 2 * margin, 2 * margin)
    left, top = min(x for x, _ in points) - margin, min(y for _, y in points) - margin
    right, bottom = max(x for x, _ in points) + margin, max(y for _, y in points) + margin
    return Rect(left, top, right - left, bottom - top)


def middle(points: Sequence[Point]) -> Point:
    """The point halfway along a line."""
    left = sum(math.dist(a, b) for a, b in pairwise(points)) / 2
    for a, b in pairwise(points):
        length = math.dist(a, b)
        if length >= left:
            return toward(a, b, left)
        left -= length
    return points[-1]


def toward(start: Point, end: Point, distance: float) -> Point:
    """The point at `distance` from `start` on the way to `end` (or beyond it)."""
    length = math.dist(start, end) or 1.0
    share = distance / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def rounded(points: Sequence[Point], radius: float) -> str:
    """Path data of a line whose corners are rounded, by less where the pieces are short."""
    commands = [f"M{pair(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        commands.append(f"L{pair(toward(corner, before, reach))}Q{pair(corner)} {pair(toward(corner, after, reach))}")
    commands.append(f"L{pair(points[-1])}")
    return "".join(commands)


def _clamp(value: float) -> float:
    return min(max(float(value), -FARTHEST), FARTHEST)


def pair(point: Point) -> str:
    """A point as path data."""
    return f"{number(point[0])} {number(point[1])}"
