"""Routing: a line between two steps where everything simple runs through something: the shortest with few bends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from engine.editing.geometry import CLEAR, Point, Rect, Way, X, Y, connect, crosses, crossings, simplified, union

BEND = 60
"""The length that a reader would rather follow than one more bend."""
FAR = 200
"""How far beyond the two that it connects a line may go."""
State = tuple[int, int, int]
"""A crossing of the grid by its column and row, and the axis along which the line arrived there."""


def draw_line(start: Rect, end: Rect, others: Sequence[Rect], liked: Sequence[Way] = ()) -> Way:
    """The simplest line, or a liked one that crosses as little; a detour where each crosses something."""
    way = connect(start, end, others, liked)
    if not crossings(way, start, end, others):
        return way
    return find_route(start, end, others) or way


def find_route(start: Rect, end: Rect, others: Sequence[Rect]) -> Way | None:
    """A line of horizontal and vertical pieces that crosses nothing, or None."""
    field = union(start, end).around(FAR)
    near = [rect for rect in others if rect.meets(field)]
    columns = _lines(X, (start, end), near, field)
    rows = _lines(Y, (start, end), near, field)
    blocked = [start.around(-1), end.around(-1), *near]
    aims = {_place(columns, rows, point): axis for point, axis in _docks(end)}
    waiting: list[tuple[float, State, State | None]] = []
    for point, axis in _docks(start):
        heappush(waiting, (0.0, (*_place(columns, rows, point), axis), None))
    came_from: dict[State, State | None] = {}
    while waiting:
        cost, state, before = heappop(waiting)
        if state in came_from:
            continue
        came_from[state] = before
        if aims.get(state[:2]) == state[2] and before is not None:
            return simplified(reversed([(columns[x], rows[y]) for x, y, _ in _back(came_from, state)]))
        for following, more in _steps(state, columns, rows, blocked, first=before is None):
            if following not in came_from:
                heappush(waiting, (cost + more, following, state))
    return None


def _lines(axis: int, ends: Sequence[Rect], near: Sequence[Rect], field: Rect) -> list[float]:
    """Where a line can run: through the middle or the sides of the two that it connects, and beside everything else."""
    found = {place for rect in ends for place in (rect.start(axis), rect.middle(axis), rect.end(axis))}
    found |= {place for rect in (*ends, *near) for place in (rect.start(axis) - CLEAR, rect.end(axis) + CLEAR)}
    return sorted(place for place in found if field.start(axis) <= place <= field.end(axis))


def _docks(rect: Rect) -> Iterator[tuple[Point, int]]:
    """The middle of each side, with the axis along which a line leaves or arrives there."""
    yield (rect.right, rect.cy), X
    yield (rect.x, rect.cy), X
    yield (rect.cx, rect.y), Y
    yield (rect.cx, rect.bottom), Y


def _place(columns: Sequence[float], rows: Sequence[float], point: Point) -> tuple[int, int]:
    return bisect_left(columns, point[X]), bisect_left(rows, point[Y])


def _steps(
    state: State, columns: Sequence[float], rows: Sequence[float], blocked: Sequence[Rect], *, first: bool
) -> Iterator[tuple[State, float]]:
    """The neighbouring crossings, with what it costs to go there; the first piece leaves straight."""
    x, y, axis = state
    here = (columns[x], rows[y])
    for along, nx, ny in ((X, x + 1, y), (X, x - 1, y), (Y, x, y + 1), (Y, x, y - 1)):
        if not (0 <= nx < len(columns) and 0 <= ny < len(rows)) or (first and along != axis):
            continue
        there = (columns[nx], rows[ny])
        if not any(crosses((here, there), rect) for rect in blocked):
            length = abs(here[X] - there[X]) + abs(here[Y] - there[Y])
            yield (nx, ny, along), length + (BEND if along != axis else 0)


def _back(came_from: dict[State, State | None], state: State | None) -> Iterator[State]:
    while state is not None:
        yield state
        state = came_from[state]
