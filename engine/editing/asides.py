"""Asides: what begins by itself beside the steps of a process (an event subprocess), in the model and the drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.apart import place_apart
from engine.editing.done import Done, Edited
from engine.editing.geometry import Point, Rect, centred
from engine.editing.graph import Graph, add_flow, add_node, new_id
from engine.editing.happening import define
from engine.editing.inserting import in_lane, require_name
from engine.editing.interchange import read_layout, write_layout
from engine.editing.layout import Layout
from engine.editing.lettering import label_below
from engine.editing.neatness import require_neat
from engine.editing.order import called, declare
from engine.editing.placing import draw_way
from engine.editing.sizes import size_of
from engine.editing.source import Source
from engine.editing.splicing import element as write
from engine.errors import EditRefused

BELOW = 22
"""How far below an event on a lower edge its line runs to the lower edge of another step."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A step or event of an aside; its place is that of its centre, from the upper left corner of the aside."""

    kind: str
    name: str
    place: Point
    on: str = ""
    """The piece on whose edge it is."""
    event: str = ""
    """What it waits for, by its kind in BPMN, and `value`: a name, a term, or a condition as FEEL."""
    value: str = ""
    stops: bool = True
    """For an event that begins or interrupts: whether the running activity stops."""
    label: Point | None = None
    """The centre of its name, where that is not below it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What is put beside the steps: its pieces, by names of our own, and which piece leads to which."""

    name: str
    size: tuple[float, float]
    pieces: Mapping[str, Piece]
    flows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Put(Edited):
    """A file with an aside, and the ids that the pieces of the aside got."""

    ids: Mapping[str, str]


def add_aside(source: Source, within: str, aside: Aside, lane: str | None = None) -> Put:
    """Put something that an event begins beside the steps of a process, or of a part of it.

    It goes in `lane`, where the process has lanes. Inside a part it goes in the lane of that part.

    Raises: EditRefused: it has no name, the process has lanes and none is given, there is no drawing, or no room.
    """
    require_name("userTask", aside.name)
    scope = source.element(within)
    if lane is None and any(node.tag == f"{BPMN}laneSet" for node in scope.children):
        raise EditRefused("whose_lane", within)
    before = source
    source = declare(source, ZEEBE, "zeebe")
    around = new_id(source, "Activity", f"{within} {aside.name}")
    ids = {key: new_id(source, _prefix(one), f"{around} {key} {one.name}") for key, one in aside.pieces.items()}
    scope = source.element(within)
    told = {"id": around, "name": aside.name.strip(), "triggeredByEvent": "true"}
    inside = [_write(source, scope.prefix, one, ids[key], ids) for key, one in aside.pieces.items()]
    source = add_node(source, scope, write(f"{scope.prefix}subProcess", told, *inside))
    flows = {}
    for start, end in aside.flows:
        key = new_id(source, "Flow", f"{ids[start]} {ids[end]}")
        source = add_flow(source, key, ids[start], ids[end])
        flows[key] = (start, end)
    for key, one in aside.pieces.items():
        if one.event:
            source = define(source, ids[key], one.event, one.value.strip())
    source = in_lane(source, around, lane)
    source = _draw(source, within, lane, aside, {**ids, "": around}, flows)
    require_neat(before, source, within)
    return Put(source, Done("aside", around, aside.name.strip()), ids)


def _prefix(piece: Piece) -> str:
    if piece.kind == "startEvent":
        return "Start"
    return "Event" if piece.kind.endswith("Event") else "Activity"


def _write(source: Source, prefix: str, piece: Piece, key: str, ids: Mapping[str, str]) -> str:
    told: dict[str, str | None] = {"id": key, "name": piece.name.strip()}
    if piece.on:
        told["attachedToRef"] = ids[piece.on]
    if not piece.stops:
        told["cancelActivity" if piece.on else "isInterrupting"] = "false"
    inside = []
    if piece.kind == "userTask":
        # Without this, Camunda 8 treats a user task as a job.
        inside.append(write(f"{prefix}extensionElements", {}, write(called(source, ZEEBE, "userTask"), {})))
    return write(f"{prefix}{piece.kind}", told, *inside)


def _draw(
    source: Source,
    within: str,
    lane: str | None,
    aside: Aside,
    ids: Mapping[str, str],
    flows: Mapping[str, tuple[str, str]],
) -> Source:
    layout, around = read_layout(source), ids[""]
    if not any(key in Graph(source).nodes for key in layout.boxes) or (lane and lane not in layout.boxes):
        raise EditRefused("not_drawn", around)
    pool = next((one.get("id") for one in source.root.walk() if one.get("processRef") == within), None)
    is_part = source.element(within).local != "process"
    if is_part and within not in layout.holders:
        raise EditRefused("not_drawn", within)
    around_it = within if is_part else lane or pool or ""
    corner = place_apart(layout, layout.boxes.get(around_it), aside.size)
    layout.boxes[around] = corner
    layout.holders.add(around)
    layout.closed_off.add(around)
    for key, one in aside.pieces.items():
        box = centred(corner.x + one.place[0], corner.y + one.place[1], size_of(one.kind))
        layout.boxes[ids[key]] = box
        if one.on:
            layout.hosts[ids[key]] = ids[one.on]
        if one.kind.endswith("Event"):
            layout.labels[ids[key]] = _label(corner, box, one)
    for flow, (start, end) in flows.items():
        layout.ends[flow] = (ids[start], ids[end])
        draw_way(layout, flow, _below(layout, ids[start], ids[end]))
    return write_layout(source, layout)


def _label(corner: Rect, box: Rect, piece: Piece) -> Rect:
    label = label_below(box, piece.name)
    if piece.label is None:
        return label
    return centred(corner.x + piece.label[0], corner.y + piece.label[1], (label.width, label.height))


def _below(layout: Layout, start: str, end: str) -> list[tuple[Point, ...]]:
    """The way from something on a lower edge to the lower edge of another step."""
    a, b = layout.box(start), layout.box(end)
    host = layout.hosts.get(start)
    if host is None or a.cy < layout.box(host).bottom:
        return []
    level = a.bottom + BELOW
    return [((a.cx, a.bottom), (a.cx, level), (b.cx, level), (b.cx, b.bottom))]
