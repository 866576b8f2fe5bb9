"""Interchange: reading from a file where everything in its diagram is drawn, and writing back what was moved.

Only numbers that changed are written (BPMN 2.0.2 clause 12); the rest of a shape or edge stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.dialect.document import SUBPROCESSES
from engine.dialect.xml import BPMN, BPMNDI, DC, DI
from engine.editing.geometry import Point, Rect, Way
from engine.editing.layout import Layout
from engine.editing.order import called, declare
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, remove, set_attribute
from engine.errors import EditRefused

POOLS = frozenset({"participant", "lane", "group"})


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
    # Only activities have events on their edge (BPMN 2.0.2 clause 10.5.4). One on an event, or on itself, is treated
    # as detached: otherwise the question what moves along with what would never end.
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
    """Update the drawing: what was removed, moved or added. The drawing of a removed element is removed too."""
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
    if not plane.children:
        splices += insert(source, plane, "\n".join([*shapes, *edges]))
        return source.splice(splices)
    if shapes:
        splices += insert(source, plane, "\n".join(shapes), after=drawn[-1] if drawn else None)
    if edges:
        splices += insert(source, plane, "\n".join(edges), after=plane.children[-1])
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
    expanded = "true" if kind in SUBPROCESSES else None
    horizontal = "true" if kind in {"participant", "lane"} else None
    attributes = {
        "id": f"{key}_di",
        "bpmnElement": key,
        "isHorizontal": horizontal,
        "isMarkerVisible": marker,
        "isExpanded": expanded,
    }
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
