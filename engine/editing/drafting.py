"""Drafting: a drawing for a file that has none: written by hand, by a program or by a language model.

The same file always gives the same drawing. What the file says the process does stays as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.dialect.document import SUBPROCESSES
from engine.dialect.xml import BPMN, BPMNDI, DC, DI
from engine.editing.arranging import EXPLAINS, Sketch, arrange, lines_beside
from engine.editing.done import Done, Edited
from engine.editing.geometry import Rect, X, Y, segments
from engine.editing.graph import Graph, new_id
from engine.editing.interchange import POOLS, read_layout, write_layout
from engine.editing.layout import Layout
from engine.editing.lettering import label_below, label_of_way
from engine.editing.order import called, declare
from engine.editing.placing import draw_way
from engine.editing.source import Node, Source
from engine.editing.splicing import element as write
from engine.editing.splicing import insert, remove, set_attribute
from engine.errors import EditRefused

LEFT, TOP = 160, 80
"""Where a drawing begins, as in modelers."""
BAND = 30
"""The strip of a pool or lane that holds its name."""
APART = 60
"""From one pool to the next: the lines between them bend there."""
CLOSED = 60
"""The height of a pool whose process is not known."""
MOST_STEPS = 100
"""More steps, or twice as many flows, are left for people or another program to draw: it would take too long."""
MOST_SEARCHED = 80
"""In a drawing with more flows than this, lines may cross what is between."""
UNNAMED = ("sequenceFlow", "lane", "participant")
"""What can be written without an id, but not drawn without one."""


def is_drawn(source: Source) -> bool:
    """Whether anything that a process does is drawn."""
    steps = Graph(source).nodes
    return any(node.tag == f"{BPMNDI}BPMNShape" and node.get("bpmnElement") in steps for node in source.root.walk())


def draw_anew(source: Source) -> Edited:
    """Draw everything in a file, instead of what is drawn now.

    Raises: EditRefused: nothing in it can be drawn, or too much.
    """
    graph = Graph(source)
    if not 0 < len(graph.nodes) <= MOST_STEPS or len(graph.flows) > 2 * MOST_STEPS:
        raise EditRefused("not_drawn")
    source = _with_plane(_with_ids(_without_drawing(source)))
    layout = read_layout(source)
    _draw_pools(source, layout)
    _draw_lines(source, layout)
    process = next(_processes(source))
    done = Done("drafted", process.get("id") or "", process.get("name") or "")
    return Edited(write_layout(source, layout), done)


def _without_drawing(source: Source) -> Source:
    drawings = [node for node in source.root.children if node.tag == f"{BPMNDI}BPMNDiagram"]
    return source.splice(splice for node in drawings for splice in remove(source, node))


def _with_ids(source: Source) -> Source:
    splices = []
    for number, node in enumerate(source.root.walk()):
        if node.tag.startswith(BPMN) and node.local in UNNAMED and not node.get("id"):
            kind = node.local.removeprefix("sequence").capitalize()
            splices += set_attribute(source, node, "id", new_id(source, kind, str(number)))
    return source.splice(splices)


def _with_plane(source: Source) -> Source:
    for namespace, prefix in ((BPMNDI, "bpmndi"), (DC, "dc"), (DI, "di")):
        source = declare(source, namespace, prefix)
    pools = next((node for node in source.root.children if node.tag == f"{BPMN}collaboration" and node.get("id")), None)
    shown = pools if pools is not None and pools.all(f"{BPMN}participant") else next(_processes(source))
    plane = {"id": new_id(source, "Plane", "plane"), "bpmnElement": shown.get("id")}
    inner = write(called(source, BPMNDI, "BPMNPlane"), plane)
    xml = write(called(source, BPMNDI, "BPMNDiagram"), {"id": new_id(source, "Diagram", "diagram")}, inner)
    return source.splice(insert(source, source.root, xml, after=source.root.children[-1]))


def _processes(source: Source) -> Iterator[Node]:
    """The processes in which there is something to draw, the one that runs first."""
    steps = {id(node.parent) for node in Graph(source).nodes.values()}
    found = [node for node in source.root.children if node.tag == f"{BPMN}process" and id(node) in steps]
    yield from sorted(found, key=lambda node: node.get("isExecutable") != "true")


@dataclass(frozen=True, slots=True)
class _Lane:
    key: str
    depth: int
    innermost: tuple[str, ...]


def _lanes(holder: Node, depth: int = 0) -> Iterator[_Lane]:
    """The lanes of a process, outer ones first, each with the innermost lanes in it."""
    for lane_set in [node for node in holder.children if node.local in {"laneSet", "childLaneSet"}]:
        for lane in lane_set.all(f"{BPMN}lane"):
            inside = list(_lanes(lane, depth + 1))
            key = lane.get("id") or ""
            yield _Lane(key, depth, tuple(one.key for one in inside if one.innermost == (one.key,)) or (key,))
            yield from inside


def _draw_pools(source: Source, layout: Layout) -> None:
    graph, at = Graph(source), float(TOP)
    drawn = {str(node.get("id")): node for node in _processes(source)}
    pools = [node for node in source.root.walk() if node.tag == f"{BPMN}participant"]
    shown = [(str(node.get("id")), (node.get("processRef") or "").rpartition(":")[2]) for node in pools]
    held = {process for _, process in shown}
    closed: list[tuple[str, float]] = []
    for pool, process in [*shown, *(("", key) for key in drawn if key not in held)]:
        if process not in drawn:
            closed.append((pool, at))
            at += CLOSED + APART
            continue
        lanes = list(_lanes(drawn[process]))
        innermost = [one.key for one in lanes if one.innermost == (one.key,)]
        sketch = arrange(graph, drawn[process], innermost)
        _draw_pool(layout, pool, lanes, sketch, at)
        at += sketch.height + APART
    right = max((box.right for box in layout.boxes.values()), default=LEFT + 600)
    for pool, top in closed:
        layout.boxes[pool] = Rect(LEFT, top, right - LEFT, CLOSED)
    _mark_holders(source, graph, layout)


def _draw_pool(layout: Layout, pool: str, lanes: Sequence[_Lane], sketch: Sketch, top: float) -> None:
    strips = (BAND if pool else 0) + BAND * max((one.depth + 1 for one in lanes), default=0)
    right = LEFT + strips + sketch.width
    if pool:
        layout.boxes[pool] = Rect(LEFT, top, right - LEFT, sketch.height)
    for one in lanes:
        bands = [sketch.bands[key] for key in one.innermost]
        x = LEFT + (BAND if pool else 0) + BAND * one.depth
        layout.boxes[one.key] = Rect(x, top + bands[0].y, right - x, sum(band.height for band in bands))
    layout.boxes |= sketch.moved(LEFT + strips, top)


def _mark_holders(source: Source, graph: Graph, layout: Layout) -> None:
    for key in layout.boxes:
        kind = source.element(key).local
        if kind in POOLS or kind in SUBPROCESSES:
            layout.holders.add(key)
            if kind in SUBPROCESSES:
                layout.closed_off.add(key)
    for key, box in layout.boxes.items():
        node = source.element(key)
        name = node.get("name") or ""
        if key in layout.hosts and name:
            layout.labels[key] = Rect(box.right + 2, box.bottom - 8, 74, label_below(box, name).height)
        elif name and (node.local.endswith(("Event", "Gateway")) or node.local in EXPLAINS):
            layout.labels[key] = label_below(box, name, gateway=node.local.endswith("Gateway"))


def _draw_lines(source: Source, layout: Layout) -> None:
    for flow, ends in layout.ends.items():
        if all(end in layout.boxes for end in ends) and source.element(flow).local != "association":
            draw_way(layout, flow, search=len(layout.ends) <= MOST_SEARCHED)
            if name := source.element(flow).get("name"):
                layout.labels[flow] = _find_label(layout, flow, name)
    graph = Graph(source)
    undoings = graph.undoings()
    for process in _processes(source):
        for line, start, end in lines_beside(process, graph):
            if start not in layout.boxes or end not in layout.boxes:
                continue
            if line in undoings:
                draw_way(layout, line)
            else:
                layout.ways[line] = _straight(layout.boxes[start], layout.boxes[end])


def _find_label(layout: Layout, flow: str, name: str) -> Rect:
    """Where the name of a flow is drawn: at its start, or further on where another name is there."""
    way = layout.ways[flow]
    usual = label_of_way(way, name)
    further = [
        Rect(
            x2 - usual.width - 10 if x2 > x1 else x1 - usual.width - 4, y1 - usual.height - 3, usual.width, usual.height
        )
        for (x1, y1), (x2, y2) in segments(way)
        if y1 == y2 and abs(x1 - x2) > usual.width
    ]
    taken = [*layout.labels.values(), *layout.taken()]
    return next((one for one in (usual, *further) if not any(one.meets(other) for other in taken)), usual)


def _straight(start: Rect, end: Rect) -> tuple[tuple[float, float], ...]:
    """From the lower side of the upper to the upper side of the lower: what explains is above what it is about."""
    upper, lower = sorted((start, end), key=lambda box: box.y)
    way = ((upper.middle(X), upper.end(Y)), (lower.middle(X), lower.start(Y)))
    return way if upper is start else way[::-1]
