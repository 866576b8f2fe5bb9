"""Enclosing: putting consecutive steps together in a part (an embedded subprocess), in the model and the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.editing.done import Done, Edited
from engine.editing.extensions import name_of
from engine.editing.geometry import Rect, Way, X, Y, connect, crosses, segments, union
from engine.editing.graph import Graph, add_flow, add_node, lead, leave_lanes, new_id
from engine.editing.inserting import in_lane, require_name
from engine.editing.interchange import read_layout, write_layout
from engine.editing.layout import Layout
from engine.editing.lettering import label_below
from engine.editing.links import is_link
from engine.editing.moving import change_lane
from engine.editing.neatness import neat
from engine.editing.placing import draw_way, fit
from engine.editing.relocating import relocate
from engine.editing.sizes import EVENT
from engine.editing.source import Node, Source
from engine.editing.splicing import element as write
from engine.errors import EditRefused

BEGUN, DONE = "Begonnen", "Klaar"
"""The names of the start and end of a part, which readers hardly notice."""
SIDE, TOP, BOTTOM = 106, 40, 30
"""Room around the steps of a part: for its start and end, for its name, and below."""
MARGIN = 30
"""Between the edge of a part and its start or end."""


@dataclass(frozen=True, slots=True)
class Region:
    """Steps with one way in, to `first`, and one way out, from `last`; `nodes` in file order."""

    first: str
    last: str
    nodes: tuple[str, ...]
    entries: tuple[str, ...]
    exit: str
    inner: tuple[str, ...]
    """The flows between them, and the lines to compensation handlers."""


@neat
def enclose(source: Source, first: str, last: str, name: str, lane: str | None = None) -> Edited:
    """Put a step and those after it, up to and including the last, in a part that begins and ends with them.

    Events on their edges go along, with what only those lead to. Steps of different lanes are brought together in
    `lane`: a part is in one lane, and lanes do not say who does what (BPMN 2.0.2 clause 10.8).

    Raises: EditRefused: there is more than one way in or out, the process begins or ends among them, they are in
        different lanes and none is given, or there is no room.
    """
    require_name("userTask", name)
    graph = Graph(source)
    region = find_region(graph, first, last)
    if len({graph.lane(key) for key in region.nodes}) > 1:
        source = _bring_together(source, graph, region, lane)
        graph = Graph(source)
        region = find_region(graph, first, last)
    layout = read_layout(source)
    prefix = source.element(first).prefix
    key, start, end = (new_id(source, kind, f"{first} {last} {kind} {name}") for kind in ("Activity", "Start", "Event"))
    inside = (
        write(f"{prefix}startEvent", {"id": start, "name": BEGUN}),
        write(f"{prefix}endEvent", {"id": end, "name": DONE}),
    )
    xml = write(f"{prefix}subProcess", {"id": key, "name": name.strip()}, *inside)
    source = add_node(source, graph.scope(first), xml, after=first)
    for flow in region.entries:
        source = lead(source, flow, end=key)
    source = lead(source, region.exit, start=key)
    for node in region.nodes:
        source = leave_lanes(source, node)
    source = in_lane(source, key, graph.lane(first))
    source = relocate(source, [*region.nodes, *region.inner], end)
    begins, ends = new_id(source, "Flow", f"{start} {first}"), new_id(source, "Flow", f"{last} {end}")
    source = add_flow(source, begins, start, first)
    source = add_flow(source, ends, last, end)
    _draw(layout, region, key, start, end)
    for flow, ends_of in ((begins, (start, first)), (ends, (last, end))):
        layout.ends[flow] = ends_of
        draw_way(layout, flow)
    return Edited(write_layout(source, layout), Done("enclosed", key, name.strip(), "", name_of(source, first)))


def _bring_together(source: Source, graph: Graph, region: Region, lane: str | None) -> Source:
    """Put all steps of a region in one lane. Raises: EditRefused."""
    if lane is None:
        raise EditRefused("part_in_lanes", region.first)
    for key in region.nodes:
        if graph.lane(key) != lane and graph.node(key).local != "boundaryEvent":
            source = change_lane(source, key, lane).source
    return source


def list_lasts(source: Source, first: str) -> list[str]:
    """The steps up to and including which a step can be put in a part, in file order."""
    graph = Graph(source)
    if first not in graph.nodes:
        return []
    scope = graph.scope(first)
    return [key for key in graph.nodes if graph.scope(key) is scope and _is_region(graph, first, key)]


def _is_region(graph: Graph, first: str, last: str) -> bool:
    try:
        find_region(graph, first, last)
    except EditRefused:
        return False
    return True


def find_region(graph: Graph, first: str, last: str) -> Region:
    """The nodes between two steps, including both. Raises: EditRefused: see `enclose`."""
    for key in (first, last):
        if graph.node(key).local in {"startEvent", "endEvent", "boundaryEvent"} or _stands_alone(graph.node(key)):
            raise EditRefused("part_begins" if key == first else "part_ends", key)
    leaving = graph.outgoing(last)
    nodes = _reached(graph, first, last)
    if last not in nodes or len(leaving) != 1:
        raise EditRefused("part_leaves", last)
    _require_inside(graph, first, nodes, nodes - find_main(graph, first, last))
    entries = _find_entries(graph, first, nodes, leaving[0])
    inner = [flow for flow in graph.flows if set(graph.ends(flow)) <= nodes]
    # What undoes a step goes along, with the line to it.
    inner += [line for line, ends in graph.undoings().items() if set(ends) <= nodes]
    ordered = tuple(key for key in graph.nodes if key in nodes)
    return Region(first, last, ordered, entries, leaving[0], tuple(inner))


def _require_inside(graph: Graph, first: str, nodes: set[str], extra: set[str]) -> None:
    """Nothing in the region begins, ends or goes on elsewhere. In what is `extra` a plain end may stand."""
    if any(is_link(graph.node(key)) for key in nodes):
        raise EditRefused("part_link", first)
    if any(graph.node(key).local == "startEvent" for key in nodes):
        raise EditRefused("part_begins", first)
    for key in nodes:
        if graph.node(key).local == "endEvent" and (key not in extra or _says_something(graph.node(key))):
            raise EditRefused("part_ends", key)


def _find_entries(graph: Graph, first: str, nodes: set[str], leaving: str) -> tuple[str, ...]:
    """The flows that come into a region. They all come to its first step, and only one flow leaves."""
    flows = {flow: graph.ends(flow) for flow in graph.flows}
    entries = [flow for flow, (start, end) in flows.items() if end == first and start not in nodes]
    crossing = {flow for flow, (start, end) in flows.items() if (start in nodes) != (end in nodes)}
    if crossing != {*entries, leaving} or not entries:
        raise EditRefused("part_leaves", first)
    if any(graph.node(flows[flow][0]).local == "eventBasedGateway" for flow in entries):
        raise EditRefused("part_begins", first)
    if len(entries) > 1 and graph.node(first).local.endswith("Gateway"):
        # Inside the part it would join what comes in as one.
        raise EditRefused("part_begins", first)
    return tuple(entries)


def find_main(graph: Graph, first: str, last: str = "") -> set[str]:
    """What is reached from a step, except what is reached only through reminders that stop nothing."""
    return _reached(graph, first, last, only_main=True)


def _reached(graph: Graph, first: str, last: str, *, only_main: bool = False) -> set[str]:
    """What is reached from a step without passing the last."""
    found: set[str] = set()
    pending = [first]
    while pending:
        key = pending.pop()
        if key in found:
            continue
        found.add(key)
        edges = [one for one in graph.edges(key) if not only_main or graph.node(one).get("cancelActivity") != "false"]
        pending += edges
        pending += graph.handlers(key)
        if key != last:
            pending += [graph.ends(flow)[1] for flow in graph.outgoing(key)]
    return found


def _stands_alone(node: Node) -> bool:
    return "true" in (node.get("triggeredByEvent"), node.get("isForCompensation"))


def _says_something(node: Node) -> bool:
    return bool({child.local for child in node.children} - {"incoming", "documentation"})


# ---- drawing -------------------------------------------------------------------------------------------------------


def _draw(layout: Layout, region: Region, key: str, start: str, end: str) -> None:
    """Make room around the steps, draw the part there, and lead their incoming and outgoing lines to its edge."""
    for axis, sides in ((X, (SIDE, SIDE)), (Y, (TOP, BOTTOM))):
        whole = _around(layout, region)
        layout.stretch(axis, whole.end(axis) + 0.5, sides[1])
        layout.stretch(axis, whole.start(axis) - 0.5, sides[0])
    whole = _around(layout, region)
    box = Rect(whole.x - SIDE, whole.y - TOP, whole.width + 2 * SIDE, whole.height + TOP + BOTTOM)
    layout.boxes[key] = box
    layout.holders.add(key)
    layout.closed_off.add(key)
    fit(layout, key)
    for event, x, row, name in (
        (start, box.x + MARGIN, layout.boxes[region.first].cy, BEGUN),
        (end, box.right - MARGIN - EVENT[0], layout.boxes[region.last].cy, DONE),
    ):
        layout.boxes[event] = Rect(x, row - EVENT[1] / 2, *EVENT)
        layout.labels[event] = label_below(layout.boxes[event], name)
    for flow in region.entries:
        _lead_to_edge(layout, flow, (layout.ends[flow][0], key), box)
    _lead_to_edge(layout, region.exit, (key, layout.ends[region.exit][1]), box)
    mine = {*region.nodes, key, start, end}
    for flow, way in list(layout.ways.items()):
        ends = layout.ends.get(flow, ("", ""))
        if not mine & set(ends) and set(ends) <= layout.boxes.keys() and _meets(way, box):
            others = [*layout.taken(*ends), box]
            layout.ways[flow] = connect(layout.box(ends[0]), layout.box(ends[1]), others)


def _around(layout: Layout, region: Region) -> Rect:
    """The area of the steps, with their names and the lines between them."""
    drawn = [layout.box(key) for key in region.nodes]
    drawn += [layout.labels[key] for key in (*region.nodes, *region.inner) if key in layout.labels]
    drawn += [_extent(layout.ways[flow]) for flow in region.inner if layout.ways.get(flow)]
    whole = drawn[0]
    for one in drawn[1:]:
        whole = union(whole, one)
    return whole


def _extent(way: Way) -> Rect:
    xs, ys = [x for x, _ in way], [y for _, y in way]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _lead_to_edge(layout: Layout, flow: str, ends: tuple[str, str], box: Rect) -> None:
    """Lead a line between outside and a step within, in either direction, to the edge of the part."""
    way = layout.ways.get(flow, ())
    outward = layout.boxes.get(ends[0]) == box
    layout.ends[flow] = ends
    cut = _cut(tuple(reversed(way)) if outward else way, box)
    liked = [tuple(reversed(cut)) if outward else cut] if cut else []
    layout.ways[flow] = connect(layout.box(ends[0]), layout.box(ends[1]), list(_beside(layout, ends)), liked)


def _beside(layout: Layout, ends: Iterable[str]) -> Iterator[Rect]:
    """What a line to or from a part goes around: all that is neither inside the part nor on the edge of an end."""
    ends = set(ends)
    inside = [layout.boxes[one] for one in ends if one in layout.closed_off]
    for key, box in layout.boxes.items():
        on_edge = layout.hosts.get(key) in ends
        if key not in layout.holders and key not in ends and not on_edge and not any(one.holds(box) for one in inside):
            yield box


def _cut(way: Way, box: Rect) -> Way:
    """A way up to where it enters a box; nothing where it does not."""
    for number, ((x1, y1), (x2, y2)) in enumerate(segments(way)):
        for axis, (a, b), (at, _) in ((X, (x1, x2), (y1, y2)), (Y, (y1, y2), (x1, x2))):
            low, high, across = box.start(axis), box.end(axis), Y - axis
            level = (y1 == y2, x1 == x2)[axis] and box.start(across) < at < box.end(across)
            if level and (a <= low < b or b < high <= a):
                edge = low if a <= low else high
                return (*way[: number + 1], (edge, at) if axis == X else (at, edge))
    return ()


def _meets(way: Way, box: Rect) -> bool:
    return any(crosses(piece, box) for piece in segments(way))
