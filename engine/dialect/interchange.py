"""Interchange: where a diagram draws its elements (BPMN 2.0.2 clause 12)."""

from __future__ import annotations

from math import isfinite

from engine.dialect.elements import Box, Edge, Shape
from engine.dialect.xml import BPMN, BPMNDI, DC, DI, Node
from engine.errors import DiagramRefused

CLOSABLE = ("subProcess", "transaction", "adHocSubProcess")
"""What can be drawn collapsed."""


def read_drawing(root: Node, source: str) -> tuple[tuple[Shape, ...], tuple[Edge, ...]]:
    plane = root.find(f"{BPMNDI}BPMNDiagram/{BPMNDI}BPMNPlane")
    if plane is None:
        return (), ()
    closable = {node.get("id") for kind in CLOSABLE for node in root.iter(BPMN + kind)}
    shapes = []
    for node in plane.findall(BPMNDI + "BPMNShape"):
        box = _box(node.find(DC + "Bounds"), source)
        if box is not None:
            shapes.append(
                Shape(
                    node.get("bpmnElement") or "",
                    box.x,
                    box.y,
                    box.width,
                    box.height,
                    node.get("isHorizontal") != "false",
                    # Only a subprocess can be drawn collapsed, and that is its default (clause 12.2.3.3).
                    node.get("isExpanded", "false" if node.get("bpmnElement") in closable else "true") == "true",
                    _label(node, source),
                )
            )
    edges = []
    for node in plane.findall(BPMNDI + "BPMNEdge"):
        points = tuple((_number(p, "x", source), _number(p, "y", source)) for p in node.findall(DI + "waypoint"))
        edges.append(Edge(node.get("bpmnElement") or "", points, _label(node, source)))
    return tuple(shapes), tuple(edges)


def _label(node: Node, source: str) -> Box | None:
    return _box(node.find(f"{BPMNDI}BPMNLabel/{DC}Bounds"), source)


def _box(node: Node, source: str) -> Box | None:
    if node is None:
        return None
    return Box(*(_number(node, name, source) for name in ("x", "y", "width", "height")))


def _number(node: Node, name: str, source: str) -> float:
    try:
        value = float(node.get(name) or 0)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or abs(value) > 1_000_000:
        raise DiagramRefused(f"{name}={node.get(name)!r} is no place on a drawing", source=source, line=node.sourceline)
    return value
