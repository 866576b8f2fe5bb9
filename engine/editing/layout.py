"""Layout: where everything of a diagram is drawn, read from its interchange, moved about, and written back.

Only numbers that changed are written (BPMN 2.0.2 clause 12); the rest of a shape or edge stays as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from engine.dialect.document import SUBPROCESSES
from engine.dialect.xml import BPMN, BPMNDI, DC, DI
from engine.editing.geometry import Point, Rect, Way, gaps, segments, union
from engine.editing.order import called, declare
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, remove, set_attribute
from engine.errors import EditRefused

POOLS = frozenset({"participant", "lane", "group"})


@dataclass(slots=True)
class Layout:
    """The boxes, ways and labels of the first drawing in a file, by the id of what they stand for."""

    boxes: dict[str, Rect] = field(default_factory=dict)
    labels: dict[str, Rect] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)
    holders: set[str] = field(default_factory=set)
    """Pools, lanes, groups and open subprocesses: they grow where others move."""
    closed_off: set[str] = field(default_factory=set)
    """The open subprocesses among them: what does not lie in one may not be drawn there."""
    hosts: dict[str, str] = field(default_factory=dict)
    """What stands on the edge of what."""
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)

    def box(self, key: str) -> Rect:
        """Raises: EditRefused: it is not drawn."""
        if key not in self.boxes:
            raise EditRefused("not_drawn", key)
        return self.boxes[key]

    def taken(self, *besides: str) -> list[Rect]:
        """The boxes of everything that others may not lie on."""
        return [box for key, box in self.boxes.items() if key not in self.holders and key not in besides]

    def barred(self, box: Rect) -> list[Rect]:
        """The subprocesses that something does not lie in."""
        return [self.boxes[key] for key in self.closed_off if not self.boxes[key].holds(box)]

    def corridor(self, axis: int, low: float, high: float, besides: Collection[str] = ()) -> float | None:
        """Where a line across the whole drawing meets nothing but pools, lanes and subprocesses, nearest to `low`.

        Nor does it meet what is in `besides`.
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
        """Make room: everything beyond a line moves away from it, and what lies on both sides grows.

        What is in `along` moves too, though it lies before the line.
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
            # The edge that it stands on moves where the subprocess grows.
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
        """Put one element elsewhere, with its label, what stands on its edge, and the ends of its lines."""
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
    """Ways that were upright or level stay so when an end of them moved: the bend beside it goes along."""
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


def read_layout(source: Source) -> Layout:
    """Raises: EditRefused: the file has no drawing."""
    layout = Layout()
    hosts, ends = {}, {}
    for node in source.root.walk():
        if key := node.get("id"):
            if node.tag == BPMN + "boundaryEvent":
                hosts[key] = node.get("attachedToRef") or ""
            elif node.get("sourceRef") and node.get("targetRef"):
                ends[key] = (node.get("sourceRef") or "", node.get("targetRef") or "")
    # Only activities have events on their edge (BPMN 2.0.2 clause 10.5.4). One on an event, or on itself, stands alone:
    # there would be no end to what moves along with what.
    layout.hosts, layout.ends = {key: host for key, host in hosts.items() if host not in hosts}, ends
    for node in _plane(source).children:
        key = node.get("bpmnElement") or ""
        if node.tag == BPMNDI + "BPMNShape":
            if (box := _bounds(node)) is not None:
                layout.boxes[key] = box
            if box is not None and _holds(source, node, key):
                layout.holders.add(key)
                if node.get("isExpanded") == "true":
                    layout.closed_off.add(key)
        elif node.tag == BPMNDI + "BPMNEdge":
            layout.ways[key] = tuple((_number(p, "x"), _number(p, "y")) for p in node.all(DI + "waypoint"))
        if (label := _label(node)) is not None:
            layout.labels[key] = label
    return layout


def write_layout(source: Source, layout: Layout) -> Source:
    """Bring the drawing up to date: what is gone, moved, and new. What is drawn of an element that is gone goes too."""
    for namespace, prefix in ((BPMNDI, "bpmndi"), (DC, "dc"), (DI, "di")):
        source = declare(source, namespace, prefix)
    splices: list[Splice] = []
    seen: set[str] = set()
    plane = _plane(source)
    for node in plane.children:
        key = node.get("bpmnElement") or ""
        shape, edge = node.tag == BPMNDI + "BPMNShape", node.tag == BPMNDI + "BPMNEdge"
        if (shape and key not in layout.boxes and _bounds(node)) or (edge and key not in layout.ways):
            splices += remove(source, node)
            continue
        seen.add(key)
        if shape and key in layout.boxes:
            splices += _set_bounds(source, node.child(DC + "Bounds"), layout.boxes[key])
        elif edge:
            splices += _set_way(source, node, layout.ways[key])
        splices += _set_label(source, node, layout.labels.get(key))
    shapes = [_write_shape(source, key, layout) for key in layout.boxes if key not in seen]
    edges = [_write_edge(source, key, layout) for key in layout.ways if key not in seen]
    drawn = plane.all(BPMNDI + "BPMNShape")
    if shapes:
        splices += insert(source, plane, "\n".join(shapes), after=drawn[-1] if drawn else None)
    if edges:
        splices += insert(source, plane, "\n".join(edges), after=plane.children[-1] if plane.children else None)
    return source.splice(splices)


def _plane(source: Source) -> Node:
    diagram = source.root.child(BPMNDI + "BPMNDiagram")
    plane = diagram.child(BPMNDI + "BPMNPlane") if diagram is not None else None
    if plane is None:
        raise EditRefused("not_drawn")
    return plane


def _holds(source: Source, shape: Node, key: str) -> bool:
    node = source.find(key)
    kind = node.local if node is not None else ""
    return kind in POOLS or (kind in SUBPROCESSES and shape.get("isExpanded") == "true")


def _label_bounds(node: Node) -> Node | None:
    label = node.child(BPMNDI + "BPMNLabel")
    return label.child(DC + "Bounds") if label is not None else None


def _label(node: Node) -> Rect | None:
    bounds = _label_bounds(node)
    return _rect(bounds) if bounds is not None else None


def _bounds(node: Node) -> Rect | None:
    bounds = node.child(DC + "Bounds")
    return _rect(bounds) if bounds is not None else None


def _rect(bounds: Node) -> Rect:
    return Rect(*(_number(bounds, name) for name in ("x", "y", "width", "height")))


def _number(node: Node, name: str) -> float:
    try:
        return float(node.get(name) or 0)
    except ValueError as error:
        raise EditRefused("not_drawn", detail=node.get(name) or "") from error


def _say(number: float) -> str:
    return repr(round(number, 2)) if number % 1 else str(int(number))


def _told(box: Rect) -> dict[str, str]:
    return {"x": _say(box.x), "y": _say(box.y), "width": _say(box.width), "height": _say(box.height)}


def _set_bounds(source: Source, bounds: Node | None, box: Rect) -> Iterator[Splice]:
    if bounds is not None and _rect(bounds) != box:
        old = _rect(bounds)
        for name, value in _told(box).items():
            if getattr(old, name) != getattr(box, name):
                yield from set_attribute(source, bounds, name, value)


def _set_label(source: Source, node: Node, label: Rect | None) -> Iterator[Splice]:
    bounds = _label_bounds(node)
    if bounds is not None and label is not None:
        yield from _set_bounds(source, bounds, label)
    elif bounds is not None and bounds.parent is not None:
        yield from remove(source, bounds.parent)
    elif label is not None:
        yield from insert(source, node, _write_label(source, label), after=node.children[-1])


def _set_way(source: Source, node: Node, way: Way) -> Iterator[Splice]:
    points = node.all(DI + "waypoint")
    if [(_number(p, "x"), _number(p, "y")) for p in points] == list(way):
        return
    if len(points) == len(way):
        for point, (x, y) in zip(points, way, strict=True):
            for name, value in (("x", x), ("y", y)):
                if _number(point, name) != value:
                    yield from set_attribute(source, point, name, _say(value))
        return
    for point, (x, y) in zip(points, way, strict=False):
        yield from set_attribute(source, point, "x", _say(x))
        yield from set_attribute(source, point, "y", _say(y))
    yield from remove(source, *points[len(way) :])
    if new := [_write_point(source, point) for point in way[len(points) :]]:
        yield from insert(source, node, "\n".join(new), after=points[-1] if points else None)


def _write_shape(source: Source, key: str, layout: Layout) -> str:
    node = source.find(key)
    kind = node.local if node is not None else ""
    inside = [write(called(source, DC, "Bounds"), _told(layout.boxes[key]))]
    if key in layout.labels:
        inside.append(_write_label(source, layout.labels[key]))
    marker = "true" if kind == "exclusiveGateway" else None
    attributes = {"id": f"{key}_di", "bpmnElement": key, "isMarkerVisible": marker}
    return write(called(source, BPMNDI, "BPMNShape"), attributes, *inside)


def _write_edge(source: Source, key: str, layout: Layout) -> str:
    inside = [_write_point(source, point) for point in layout.ways[key]]
    if key in layout.labels:
        inside.append(_write_label(source, layout.labels[key]))
    return write(called(source, BPMNDI, "BPMNEdge"), {"id": f"{key}_di", "bpmnElement": key}, *inside)


def _write_label(source: Source, label: Rect) -> str:
    return write(called(source, BPMNDI, "BPMNLabel"), {}, write(called(source, DC, "Bounds"), _told(label)))


def _write_point(source: Source, point: Point) -> str:
    return write(called(source, DI, "waypoint"), {"x": _say(point[0]), "y": _say(point[1])})


def lines(layout: Layout, *besides: str) -> list[tuple[Point, Point]]:
    """The pieces of all ways."""
    return [piece for key, way in layout.ways.items() if key not in besides for piece in segments(way)]
