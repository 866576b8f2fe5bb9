"""Routing: a line between two steps where everything simple runs through something: the shortest with few bends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from engine.editing.geometry import CLEAR, Point, Rect, Way, X, Y, connect, crossings, simplified, union

BEND = 60
"""The length that a reader would rather follow than one more bend."""
FAR = 200
"""How far beyond the two that it connects a line may go."""
MOST_VISITED = 20_000
"""After this many crossings of the grid a search gives up: a drawing is answered, however much is in it."""
State = tuple[int, int, int]
"""A crossing of the grid by its column and row, and the axis along which the line arrived there."""


def draw_line(start: Rect, end: Rect, others: Sequence[Rect], liked: Sequence[Way] = ()) -> Way:
    """The simplest line, or a liked one that crosses as little; a detour where each crosses something."""
    way = connect(start, end, others, liked)
    if not crossings(way, start, end, others):
        return way
    return find_route(start, end, others) or way


def find_route(start: Rect, end: Rect, others: Sequence[Rect]) -> Way | None:
    """A line of horizontal and vertical pieces that crosses nothing; None if there is none, or it is too far to find.

    The search is A*, by the distance that is left at least.
    """
    room = union(start, end).around(FAR)
    near = [rect for rect in others if rect.meets(room)]
    lines = (_lines(X, (start, end), near, room), _lines(Y, (start, end), near, room))
    grid = _Grid(*lines, [start.around(-1), end.around(-1), *near])
    aims = {grid.place(point): axis for point, axis in _docks(end)}
    waiting: list[tuple[float, float, State, State | None]] = []
    for point, axis in _docks(start):
        heappush(waiting, (_distance(point, end), 0.0, (*grid.place(point), axis), None))
    came_from: dict[State, State | None] = {}
    while waiting and len(came_from) < MOST_VISITED:
        _, cost, state, before = heappop(waiting)
        if state in came_from:
            continue
        came_from[state] = before
        if aims.get(state[:2]) == state[2] and before is not None:
            return simplified(reversed([grid.point(one) for one in _back(came_from, state)]))
        for following, more in grid.steps(state, first=before is None):
            if following not in came_from:
                left = _distance(grid.point(following), end)
                heappush(waiting, (cost + more + left, cost + more, following, state))
    return None


@dataclass(frozen=True, slots=True)
class _Grid:
    """The places where a line can bend, and what it may not cross between them."""

    columns: Sequence[float]
    rows: Sequence[float]
    blocked: Sequence[Rect]
    known: dict[tuple[int, float], tuple[list[float], list[float]]] = field(default_factory=dict)
    """Where each line of the grid is blocked, as far as asked: the beginnings and the ends, which do not overlap."""

    def place(self, point: Point) -> tuple[int, int]:
        return bisect_left(self.columns, point[X]), bisect_left(self.rows, point[Y])

    def point(self, state: State) -> Point:
        return self.columns[state[X]], self.rows[state[Y]]

    def steps(self, state: State, *, first: bool) -> Iterator[tuple[State, float]]:
        """The neighbouring crossings, with what it costs to go there; the first piece leaves straight."""
        x, y, axis = state
        here = self.point(state)
        for along, nx, ny in ((X, x + 1, y), (X, x - 1, y), (Y, x, y + 1), (Y, x, y - 1)):
            if not (0 <= nx < len(self.columns) and 0 <= ny < len(self.rows)) or (first and along != axis):
                continue
            there = (self.columns[nx], self.rows[ny])
            if self._is_free(along, here, there):
                yield (nx, ny, along), abs(here[along] - there[along]) + (BEND if along != axis else 0)

    def _is_free(self, along: int, here: Point, there: Point) -> bool:
        starts, ends = self._find_blocked(along, here[1 - along])
        last = bisect_left(starts, max(here[along], there[along])) - 1
        return last < 0 or ends[last] <= min(here[along], there[along])

    def _find_blocked(self, along: int, level: float) -> tuple[list[float], list[float]]:
        if (along, level) not in self.known:
            across = 1 - along
            taken = [rect for rect in self.blocked if rect.start(across) < level < rect.end(across)]
            starts: list[float] = []
            ends: list[float] = []
            for start, end in sorted((rect.start(along), rect.end(along)) for rect in taken):
                if ends and start <= ends[-1]:
                    ends[-1] = max(ends[-1], end)
                else:
                    starts.append(start)
                    ends.append(end)
            self.known[along, level] = starts, ends
        return self.known[along, level]


def _lines(axis: int, ends: Sequence[Rect], near: Sequence[Rect], room: Rect) -> list[float]:
    """Where a line can run: through the middle or the sides of the two that it connects, and beside everything else."""
    found = {place for rect in ends for place in (rect.start(axis), rect.middle(axis), rect.end(axis))}
    found |= {place for rect in (*ends, *near) for place in (rect.start(axis) - CLEAR, rect.end(axis) + CLEAR)}
    return sorted(place for place in found if room.start(axis) <= place <= room.end(axis))


def _docks(rect: Rect) -> Iterator[tuple[Point, int]]:
    """The middle of each side, with the axis along which a line leaves or arrives there."""
    yield (rect.right, rect.cy), X
    yield (rect.x, rect.cy), X
    yield (rect.cx, rect.y), Y
    yield (rect.cx, rect.bottom), Y


def _distance(point: Point, rect: Rect) -> float:
    """What a line still has to go at least."""
    return sum(max(rect.start(axis) - point[axis], 0, point[axis] - rect.end(axis)) for axis in (X, Y))


def _back(came_from: dict[State, State | None], state: State | None) -> Iterator[State]:
    while state is not None:
        yield state
        state = came_from[state]
