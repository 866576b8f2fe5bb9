"""Inserting: adding a step or flow to a diagram together with its drawing."""

from __future__ import annotations

from dataclasses import dataclass

from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.geometry import Rect
from engine.editing.graph import Graph, add_flow, add_node, lead, new_id
from engine.editing.interchange import read_layout, write_layout
from engine.editing.lettering import label_below, label_of_way
from engine.editing.links import COMES, is_link
from engine.editing.order import called, declare
from engine.editing.placing import draw_way, place_beside, place_in_flow
from engine.editing.sizes import EVENT, GATEWAY, size_of
from engine.editing.source import Source
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, text_element
from engine.errors import EditRefused

STEPS = frozenset(
    {"userTask", "serviceTask", "businessRuleTask", "callActivity", "scriptTask", "manualTask", "endEvent"}
    | {"exclusiveGateway", "intermediateCatchEvent", "intermediateThrowEvent"}
)
"""What can be added as a step."""
PREFIXES = dict.fromkeys(("endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"), "Event")
PREFIXES["exclusiveGateway"] = "Gateway"


@dataclass(frozen=True, slots=True)
class New:
    """A new element that a branch leads to."""

    kind: str
    name: str
    then: str | New | None = None
    """What comes after it: an existing element, or an end."""


@dataclass(frozen=True, slots=True)
class Way:
    """A new flow; `condition` is FEEL."""

    flow: str
    name: str = ""
    condition: str = ""


def put_in_flow(source: Source, flow: str, key: str, new: New, lane: str | None) -> Source:
    start, end = Graph(source).ends(flow)
    layout = read_layout(source)
    if flow not in layout.ends:
        raise EditRefused("not_drawn", flow)
    before = Graph(source)
    own = before.lane(start)
    lane = lane or (own if before.lane(end) == own else None)
    source = write_beside(source, start, key, new)
    new_flow = new_id(source, "Flow", f"{key} {end}")
    source = lead(source, flow, end=key)
    source = add_flow(source, new_flow, key, end)
    place_in_flow(layout, flow, key, new_flow, size_of(new.kind), lane)
    _name(layout.boxes, layout.labels, key, new)
    source = in_lane(source, key, lane or _lane_at(source, layout.boxes, key) or own)
    return write_layout(source, layout)


def add_beside(source: Source, start: str, key: str, new: New, way: Way, lane: str | None) -> Source:
    """Add and draw something new, with its own flow to it."""
    lane = lane or Graph(source).lane(start)
    source = write_beside(source, start, key, new)
    source = add_flow(source, way.flow, start, key, name=way.name, condition=way.condition)
    layout = read_layout(source)
    label = new.name if new.kind.endswith(("Event", "Gateway")) else ""
    place_beside(layout, start, way.flow, key, size_of(new.kind), lane=lane, label=label)
    _name(layout.boxes, layout.labels, key, new)
    if way.name:
        layout.labels[way.flow] = label_of_way(layout.ways[way.flow], way.name)
    return write_layout(in_lane(source, key, lane), layout)


def lead_on(source: Source, start: str, to: str | New, way: Way, lane: str | None = None) -> Source:
    """Add and draw a flow to an existing element, or to something new and what comes after that."""
    if isinstance(to, str):
        return lead_to(source, start, to, way)
    key = new_id(source, PREFIXES.get(to.kind, "Activity"), f"{start} {to}")
    source = add_beside(source, start, key, to, way, lane)
    if to.then is None:
        return source
    return lead_on(source, key, to.then, Way(new_id(source, "Flow", f"{key} {to.then}")), lane)


def lead_to(source: Source, start: str, to: str, way: Way) -> Source:
    """Add and draw a flow between two existing nodes."""
    source = add_flow(source, way.flow, start, to, name=way.name, condition=way.condition)
    layout = read_layout(source)
    draw_way(layout, way.flow)
    if way.name:
        layout.labels[way.flow] = label_of_way(layout.ways[way.flow], way.name)
    return write_layout(source, layout)


def write_beside(source: Source, beside: str, key: str, new: New) -> Source:
    """Add something new after a step, in the same process or part; nothing leads to it yet."""
    source = declare(source, ZEEBE, "zeebe")
    scope = Graph(source).scope(beside)
    prefix = source.element(beside).prefix
    inside = []
    if new.kind == "userTask":
        # Without this, Camunda 8 treats a user task as a job.
        inside.append(write(f"{prefix}extensionElements", {}, write(called(source, ZEEBE, "userTask"), {})))
    xml = write(f"{prefix}{new.kind}", {"id": key, "name": new.name.strip() or None}, *inside)
    return add_node(source, scope, xml, after=beside)


def _name(boxes: dict[str, Rect], labels: dict[str, Rect], key: str, new: New) -> None:
    size = (boxes[key].width, boxes[key].height)
    if new.name and size in {EVENT, GATEWAY}:
        labels[key] = label_below(boxes[key], new.name, gateway=size == GATEWAY)


def in_lane(source: Source, key: str, lane: str | None) -> Source:
    if lane is None:
        return source
    node = source.element(lane)
    if node.local != "lane" or node.child(BPMN + "childLaneSet") is not None:
        raise EditRefused("no_lane", key, lane)
    xml = text_element(f"{node.prefix}flowNodeRef", {}, key)
    return source.splice(insert(source, node, xml, after=node.children[-1] if node.children else None))


def _lane_at(source: Source, boxes: dict[str, Rect], key: str) -> str | None:
    """The lane that something is drawn in, if its process has lanes and it is in no subprocess."""
    graph = Graph(source)
    if graph.scope(key).local != "process":
        return None
    return next(
        (
            lane
            for lane, node in graph.lanes().items()
            if lane in boxes and boxes[lane].holds(boxes[key]) and node.child(BPMN + "childLaneSet") is None
        ),
        None,
    )


def require_name(kind: str, name: str) -> None:
    if kind not in STEPS | {"boundaryEvent"}:
        raise EditRefused("no_such_kind", detail=kind)
    if not name.strip():
        raise EditRefused("name_needed")


def require_target(graph: Graph, step: str, to: str | New) -> None:
    """Raises: EditRefused: no flow from a step may lead there, or the new element has no name or nothing after it."""
    if isinstance(to, New):
        require_name(to.kind, to.name)
        if to.kind != "endEvent":
            if to.then is None:
                raise EditRefused("nothing_after_new")
            require_target(graph, step, to.then) if isinstance(to.then, New) else _require_there(graph, step, to.then)
        return
    if to == step:
        raise EditRefused("not_a_target", to)
    _require_there(graph, step, to)


def _require_there(graph: Graph, step: str, to: str) -> None:
    target = graph.node(to)
    if is_link(target, COMES):
        raise EditRefused("link_led_to", to)
    if target.local in {"startEvent", "boundaryEvent"} or target.get("triggeredByEvent") == "true":
        raise EditRefused("not_a_target", to)
    if graph.scope(step) is not graph.scope(to):
        raise EditRefused("other_scope", to)
