"""Layout: where everything in a diagram is drawn, and how things are moved to make room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from engine.editing.geometry import Point, Rect, Way, gaps, segments, union
from engine.errors import EditRefused


@dataclass(slots=True)
class Layout:
    """The boxes, ways and labels of the first drawing in a file, by the id of the element they represent."""

    boxes: dict[str, Rect] = field(default_factory=dict)
    labels: dict[str, Rect] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)
    holders: set[str] = field(default_factory=set)
    """Pools, lanes, groups and open subprocesses: they grow where others move."""
    closed_off: set[str] = field(default_factory=set)
    """The open subprocesses among them: what is not part of one may not be drawn inside it."""
    hosts: dict[str, str] = field(default_factory=dict)
    """For each event on an edge, the activity."""
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)

    def box(self, key: str) -> Rect:
        """Raises: EditRefused: it is not drawn."""
        if key not in self.boxes:
            raise EditRefused("not_drawn", key)
        return self.boxes[key]

    def taken(self, *besides: str) -> list[Rect]:
        """The boxes of everything that others may not overlap."""
        return [box for key, box in self.boxes.items() if key not in self.holders and key not in besides]

    def barred(self, box: Rect) -> list[Rect]:
        """The subprocesses that something is not in."""
        return [self.boxes[key] for key in self.closed_off if not self.boxes[key].holds(box)]

    def corridor(self, axis: int, low: float, high: float, besides: Collection[str] = ()) -> float | None:
        """Where a line across the whole drawing crosses only pools, lanes and subprocesses, nearest to `low`.

        It does not cross what is in `besides` either.
        """
        nodes = [key for key in self.boxes if key not in self.holders or key in besides]
        for extents in (
            [union(self.boxes[key], self.labels.get(key)) for key in nodes],
            [self.boxes[key] for key in nodes],
        ):
            for start, end in gaps(((box.start(axis), box.end(axis)) for box in extents), low, high):
                if end - start >= 2:
                    return start + min((end - start) / 2, 40)
        return None

    def stretch(self, axis: int, at: float, by: float, along: Collection[str] = ()) -> None:
        """Make room: everything beyond a line moves away from it, and what is on both sides grows.

        What is in `along` moves too, although it is before the line.
        """
        moving = {key for key in self.boxes if self._moves(key, axis, at, along)}
        ways = {key: self._stretch_way(key, way, axis, at, by, moving) for key, way in self.ways.items()}
        for key, box in list(self.boxes.items()):
            if key in moving:
                self.boxes[key] = box.moved(axis, by)
            elif key in self.holders and box.start(axis) < at < box.end(axis):
                self.boxes[key] = box.grown(axis, by)
        for key, label in list(self.labels.items()):
            if key in moving or (key in self.ways and label.middle(axis) >= at):
                self.labels[key] = label.moved(axis, by)
        self.ways = ways

    def _moves(self, key: str, axis: int, at: float, along: Collection[str]) -> bool:
        box, host = self.boxes[key], self.hosts.get(key, "")
        if host in self.holders:
            # The edge that it is on moves where the subprocess grows.
            return box.middle(axis) >= at or host in along
        if host in self.boxes:
            return self._moves(host, axis, at, along)
        if key in along or box.start(axis) >= at:
            return True
        return key not in self.holders and box.end(axis) > at and box.middle(axis) >= at

    def _stretch_way(self, key: str, way: Way, axis: int, at: float, by: float, moving: set[str]) -> Way:
        def step(point: Point, moves: bool) -> Point:
            if not moves:
                return point
            return (point[0] + by, point[1]) if axis == 0 else (point[0], point[1] + by)

        new = [step(point, point[axis] >= at) for point in way]
        for place, end in zip((0, -1), self.ends.get(key, ("", "")), strict=True):
            if way and end in self.boxes and end not in self.holders:
                new[place] = step(way[place], end in moving)
        return straightened(way, new, axis)

    def move(self, key: str, box: Rect) -> None:
        """Move one element, with its label, the events on its edge, and the ends of its lines."""
        old = self.boxes[key]
        dx, dy = box.cx - old.cx, box.cy - old.cy
        self.boxes[key] = box
        if key in self.labels:
            self.labels[key] = self.labels[key].moved(0, dx).moved(1, dy)
        for edge in [one for one, host in self.hosts.items() if host == key and one in self.boxes]:
            self.move(edge, self.boxes[edge].moved(0, dx).moved(1, dy))
        for flow, ends in self.ends.items():
            way = self.ways.get(flow)
            if way and key in ends and ends[0] != ends[1]:
                place = 0 if ends[0] == key else -1
                new = list(way)
                new[place] = (way[place][0] + dx, way[place][1] + dy)
                for axis in (0, 1):
                    new = list(straightened(way, new, axis))
                self.ways[flow] = tuple(new)


def straightened(old: Way, new: list[Point], axis: int) -> Way:
    """Ways that were vertical or horizontal stay so when an end moved: the bend beside it moves along."""
    result = list(new)
    for first, second in ((0, 1), (-1, -2)):
        if len(old) > 2 and old[first][axis] == old[second][axis] and result[first][axis] != result[second][axis]:
            point = result[second]
            result[second] = (result[first][0], point[1]) if axis == 0 else (point[0], result[first][1])
    if len(old) == 2 and old[0][axis] == old[1][axis] and result[0][axis] != result[1][axis]:
        (x1, y1), (x2, y2) = result
        if axis == 0:
            result = [(x1, y1), (x1, (y1 + y2) / 2), (x2, (y1 + y2) / 2), (x2, y2)]
        else:
            result = [(x1, y1), ((x1 + x2) / 2, y1), ((x1 + x2) / 2, y2), (x2, y2)]
    return tuple(result)


def lines(layout: Layout, *besides: str) -> list[tuple[Point, Point]]:
    """The pieces of all ways."""
    return [piece for key, way in layout.ways.items() if key not in besides for piece in segments(way)]
