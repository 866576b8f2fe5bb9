"""Arranging: where the steps of a part (a process or subprocess) are drawn that nobody has drawn yet. Pure.

A column for each step of the longest way, a band for each lane, and in it a row for each way. What begins by itself is
at the bottom of its band, and what only explains (data, notes) at the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.dialect.document import SUBPROCESSES
from engine.dialect.xml import BPMN
from engine.editing.geometry import Rect, X, Y, centred
from engine.editing.graph import Graph
from engine.editing.lettering import label_below
from engine.editing.links import COMES, LEAVES, is_link, link_name
from engine.editing.ranking import Link, Place, rank
from engine.editing.sizes import EVENT, GAP, MARGIN, TASK, Size, size_of
from engine.editing.source import Node

BETWEEN_ROWS = 40
PADDING = 30
"""Between the edge of a band and what is in it."""
LOWEST = 120
"""The height of a lane at least, so that its name can be read."""
EDGE = 110
"""From one event on the edge of a step to the next: their names are between them."""
EXPLAINS: Mapping[str, Size] = {
    "textAnnotation": (160, 50),
    "dataObjectReference": (36, 50),
    "dataStoreReference": (50, 50),
}
"""What is beside the flow and only explains it."""
LINES = ("association", "dataInputAssociation", "dataOutputAssociation")


@dataclass(slots=True)
class Sketch:
    """A part as drawn by itself, from its own upper left corner."""

    boxes: dict[str, Rect] = field(default_factory=dict)
    width: float = 0
    height: float = 0
    bands: dict[str, Rect] = field(default_factory=dict)

    def moved(self, x: float, y: float) -> dict[str, Rect]:
        return {key: box.moved(X, x).moved(Y, y) for key, box in self.boxes.items()}


def arrange(graph: Graph, scope: Node, lanes: Sequence[str] = ()) -> Sketch:
    """Place what is in a part; `lanes` are the innermost lanes of a process, from top to bottom."""
    return _Arrangement(graph, scope, lanes).arrange()


class _Arrangement:
    def __init__(self, graph: Graph, scope: Node, lanes: Sequence[str]) -> None:
        self._graph, self._scope = graph, scope
        inside = {str(node.get("id")): node for node in scope.children if node.get("id") in graph.nodes}
        self._edges: dict[str, list[str]] = {}
        self._steps: dict[str, Node] = {}
        self._asides: dict[str, Node] = {}
        for key, node in inside.items():
            host = node.get("attachedToRef") or ""
            if node.local == "boundaryEvent" and host in inside:
                self._edges.setdefault(host, []).append(key)
            elif node.get("triggeredByEvent") == "true":
                self._asides[key] = node
            else:
                self._steps[key] = node
        self._inner = {key: arrange(graph, node) for key, node in inside.items() if node.local in SUBPROCESSES}
        self._lanes = list(lanes) or [""]
        self._sizes = {key: self._size(key, node) for key, node in inside.items()}
        self._links = list(self._list_links())
        self._bands = self._list_bands()
        self._sketch = Sketch()

    def arrange(self) -> Sketch:
        handlers: dict[str, list[str]] = {}
        hosts = {edge: host for host, edges in self._edges.items() for edge in edges}
        for edge, handler in self._graph.undoings().values():
            if edge in hosts and handler in self._steps:
                handlers.setdefault(hosts[edge], []).append(handler)
        places = rank({key: self._bands[key] for key in self._steps}, self._links, handlers)
        columns = self._columns(places)
        top = 0.0
        for lane in self._lanes:
            bottom = self._draw_band(lane, top, columns, places)
            self._sketch.bands[lane] = Rect(0, top, 0, bottom - top)
            top = bottom
        boxes = self._sketch.boxes
        self._sketch.width = max((box.right for box in boxes.values()), default=TASK[0]) + PADDING
        self._sketch.height = top
        for lane, band in self._sketch.bands.items():
            self._sketch.bands[lane] = Rect(band.x, band.y, self._sketch.width, band.height)
        return self._sketch

    def _size(self, key: str, node: Node) -> Size:
        if key in self._inner and self._inner[key].boxes:
            width, height = self._inner[key].width, self._inner[key].height
        else:
            width, height = size_of(node.local)
        edges = len(self._edges.get(key, ()))
        return max(width, EDGE * (edges - 1) + 46), height

    def _list_links(self) -> Iterator[Link]:
        comes = {link_name(node): key for key, node in self._steps.items() if is_link(node, COMES)}
        for host in self._steps:
            for flow in self._graph.outgoing(host):
                yield Link(host, self._graph.flows[flow].get("targetRef") or "")
            if is_link(self._steps[host], LEAVES) and (end := comes.get(link_name(self._steps[host]))):
                yield Link(host, end)
            for edge in self._edges.get(host, ()):
                for flow in self._graph.outgoing(edge):
                    yield Link(host, self._graph.flows[flow].get("targetRef") or "", is_aside=True)

    def _list_bands(self) -> dict[str, str]:
        """In which lane each step is; one in none is in that of what leads to it, else the first."""
        found = {key: lane for key in self._sizes if (lane := self._graph.lane(key)) in self._lanes and lane}
        for link in self._links:
            if link.start in found and link.end in self._sizes:
                found.setdefault(link.end, found[link.start])
        return {key: found.get(key, self._lanes[0]) for key in self._sizes}

    def _columns(self, places: Mapping[str, Place]) -> list[float]:
        """The centre of each column: as wide as the widest in it, with room for the names of gateways and flows."""
        count = 1 + max((place.column for place in places.values()), default=-1)
        widths, before, after = [0.0] * count, [float(GAP)] * count, [float(GAP)] * count
        for key, place in places.items():
            at, node = place.column, self._steps[key]
            widths[at] = max(widths[at], self._sizes[key][0])
            if node.local.endswith("Gateway"):
                names = [self._graph.flows[flow].get("name") or "" for flow in self._graph.outgoing(key)]
                after[at] = max([after[at], *(min(90, 6 * len(name) + 8) + 24 for name in names if name)])
                before[at] = 95 if node.get("name") else before[at]
        centres, x = [], float(PADDING)
        for at in range(count):
            x += (max(before[at], after[at - 1]) if at else 0) + widths[at] / 2
            centres.append(x)
            x += widths[at] / 2
        return centres

    def _draw_band(self, lane: str, top: float, columns: Sequence[float], places: Mapping[str, Place]) -> float:
        """Draw what is in a lane, from its upper side; returns its lower side."""
        mine = {key: place for key, place in places.items() if self._bands[key] == lane}
        notes = list(self._list_notes(lane, mine))
        y = top + PADDING + (max((EXPLAINS[note.local][1] for note, _ in notes), default=0) + 30 if notes else 0)
        for row in sorted({place.row for place in mine.values()}):
            keys = [key for key, place in mine.items() if place.row == row]
            y += max(self._reach_up(key) for key in keys)
            for key in keys:
                self._put(key, centred(columns[mine[key].column], y, self._sizes[key]))
            y += max(self._reach_down(key) for key in keys) + BETWEEN_ROWS
        y += PADDING - BETWEEN_ROWS if mine else 0
        x = float(PADDING)
        lowest = y
        for key in (key for key in self._asides if self._bands[key] == lane):
            width, height = self._sizes[key]
            self._put(key, Rect(x, y, width, height))
            x, lowest = x + width + GAP, max(lowest, y + height + PADDING)
        self._draw_notes(notes, top + PADDING)
        return max(lowest, top + LOWEST)

    def _reach_up(self, key: str) -> float:
        name, gateway = self._steps[key].get("name") or "", self._steps[key].local.endswith("Gateway")
        return self._sizes[key][1] / 2 + (label_below(Rect(0, 0, 0, 0), name).height if gateway and name else 0)

    def _reach_down(self, key: str) -> float:
        name, event = self._steps[key].get("name") or "", self._steps[key].local.endswith("Event")
        names = [self._graph.nodes[edge].get("name") or "" for edge in self._edges.get(key, ())]
        under = 5 + label_below(Rect(0, 0, 0, 0), name).height if event and name else 0
        edges = max((EVENT[1] / 2 + label_below(Rect(0, 0, 0, 0), one).height for one in names), default=0)
        return self._sizes[key][1] / 2 + under + edges

    def _put(self, key: str, box: Rect) -> None:
        """Draw a step, what is in it, and what is on its lower edge: the first of these at the right."""
        self._sketch.boxes[key] = box
        if key in self._inner:
            self._sketch.boxes |= self._inner[key].moved(box.x, box.y)
        for number, edge in enumerate(self._edges.get(key, ())):
            left = box.right - EVENT[0] - 10 - EDGE * number
            self._sketch.boxes[edge] = Rect(left, box.bottom - EVENT[1] / 2, *EVENT)

    def _list_notes(self, lane: str, mine: Mapping[str, Place]) -> Iterator[tuple[Node, str]]:
        """What only explains, with the step in this lane that it is about; what is about none is in the first lane."""
        about: dict[str, str] = {}
        for _, start, end in lines_beside(self._scope, self._graph):
            about.setdefault(start, end)
            about.setdefault(end, start)
        for node in self._scope.children:
            key = node.get("id") or ""
            if key and node.tag.startswith(BPMN) and node.local in EXPLAINS:
                step = about.get(key, "")
                if step in mine:
                    yield node, step
                elif step not in self._steps and lane == self._lanes[0]:
                    yield node, ""

    def _draw_notes(self, notes: Sequence[tuple[Node, str]], top: float) -> None:
        boxes = self._sketch.boxes
        x = float(PADDING)
        for node, step in sorted(notes, key=lambda one: boxes[one[1]].cx if one[1] else 0):
            width, height = EXPLAINS[node.local]
            x = max(x, boxes[step].cx - width / 2 if step else x)
            boxes[node.get("id") or ""] = Rect(x, top, width, height)
            x += max(width, 90) + MARGIN


def lines_beside(scope: Node, graph: Graph) -> Iterator[tuple[str, str, str]]:
    """The dotted lines in a part, each with what it leads from and to; one without an id cannot be drawn."""
    for node in scope.walk():
        key = node.get("id") or ""
        if not key or node.local not in LINES:
            continue
        if node.local == "association":
            yield key, node.get("sourceRef") or "", node.get("targetRef") or ""
            continue
        step = node.parent.get("id") or "" if node.parent is not None else ""
        ends = [graph.source.content(one).strip() for one in node.children if one.local in {"sourceRef", "targetRef"}]
        data = next((end for end in ends if end != step and end not in graph.nodes), "")
        yield (key, data, step) if node.local == "dataInputAssociation" else (key, step, data)
