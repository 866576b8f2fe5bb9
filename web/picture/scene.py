"""The scene: the content of a diagram, sorted for drawing, with every name and place made safe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from web.picture.geometry import Point, Rect, line, place
from web.picture.pen import clean

if TYPE_CHECKING:
    from engine import Diagram, Edge, Element, Shape

MOST_SHAPES, MOST_EDGES = 3_000, 6_000
LONGEST_NAME, LONGEST_ID = 300, 120

EVENTS = frozenset({"startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "endEvent"})
SUBPROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = SUBPROCESSES | {
    "task",
    "userTask",
    "serviceTask",
    "scriptTask",
    "businessRuleTask",
    "sendTask",
    "receiveTask",
    "manualTask",
    "callActivity",
}
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"})
NODES = ACTIVITIES | GATEWAYS | EVENTS
DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "dataInput", "dataOutput"})
_SYNONYMS = {"compensate": "compensation"}
"""The tag of BPMN's compensation is a verb, as in `compensateEventDefinition`."""
LABELLED_OUTSIDE = EVENTS | GATEWAYS | DATA


@dataclass(frozen=True, slots=True)
class Figure:
    """One shape: what it is (the BPMN tag as `kind`), its text, its place and how it is drawn."""

    id: str
    kind: str
    name: str
    place: Rect
    label_place: Rect | None
    expanded: bool = True
    horizontal: bool = True
    event: str = ""
    """The kind of event ("message", "timer" …); of a collapsed event subprocess, that of its start."""
    dashed: bool = False
    """A start or boundary event that does not interrupt (BPMN 2.0, 10.5.3 and 10.5.4)."""
    dotted: bool = False
    """An event subprocess."""
    markers: tuple[str, ...] = ()

    @property
    def is_node(self) -> bool:
        """Whether a case can be at it."""
        return self.kind in NODES

    @property
    def is_area(self) -> bool:
        """Whether other figures are inside it."""
        return self.kind in ("participant", "lane", "group") or (self.kind in SUBPROCESSES and self.expanded)


@dataclass(frozen=True, slots=True)
class Connection:
    """One edge, from its first to its last point."""

    id: str
    kind: str
    name: str
    points: tuple[Point, ...]
    label_place: Rect | None
    default: bool = False
    conditional: bool = False
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    figures: tuple[Figure, ...]
    connections: tuple[Connection, ...]
    names: tuple[str, ...]
    """The names in the diagram: of its processes and pools."""
    left_out: int
    """Shapes and edges that are not drawn: too many, or without a usable place."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What an id in the drawing represents."""

    kind: str = ""
    name: str = ""
    element: Element | None = None
    expanded: bool = True


def read_scene(diagram: Diagram) -> Scene:
    """Sort a diagram for drawing.

    Nothing inside a collapsed subprocess is drawn, and of two shapes for one element only the first. What
    is beyond `MOST_SHAPES` and `MOST_EDGES`, or has a number that is not finite, is counted in `left_out`.
    """
    index = dict(_index(diagram))
    hidden = _find_hidden(diagram, index)
    shapes = {shape.element: shape for shape in reversed(diagram.shapes) if shape.element not in hidden}
    edges = {edge.element: edge for edge in reversed(diagram.edges) if edge.element not in hidden}
    defaults = {named.element.default for named in index.values() if named.element and named.element.default}
    starts = {e.parent: e.event.kind for e in _elements(diagram) if e.kind == "startEvent" and e.event}
    figures = [
        figure
        for shape in islice(reversed(shapes.values()), MOST_SHAPES)
        if (figure := _read_figure(shape, index.get(shape.element, _Named()), starts.get(shape.element, "")))
    ]
    connections = [
        connection
        for edge in islice(reversed(edges.values()), MOST_EDGES)
        if (connection := _read_connection(edge, index, is_default=edge.element in defaults))
    ]
    pools = diagram.collaboration.participants if diagram.collaboration else ()
    called = [name for name in (*(p.name for p in diagram.processes), *(p.name for p in pools)) if name.strip()]
    return Scene(
        tuple(figures),
        tuple(connections),
        tuple(dict.fromkeys(clean(name, LONGEST_NAME) for name in called[:20])),
        len(shapes) + len(edges) - len(figures) - len(connections),
    )


def _elements(diagram: Diagram) -> Iterator[Element]:
    for process in diagram.processes:
        yield from process.elements.values()


def _index(diagram: Diagram) -> Iterator[tuple[str, _Named]]:
    for process in diagram.processes:
        for lane in process.lanes:
            yield lane.id, _Named("lane", lane.name)
    for element in _elements(diagram):
        name = element.text if element.kind == "textAnnotation" else element.name
        yield element.id, _Named(element.kind, name or "", element)
    if diagram.collaboration:
        for pool in diagram.collaboration.participants:
            yield pool.id, _Named("participant", pool.name, expanded=pool.process is not None)
        for flow in diagram.collaboration.message_flows:
            yield flow.id, _Named("messageFlow", flow.name, flow)


def _find_hidden(diagram: Diagram, index: Mapping[str, _Named]) -> frozenset[str]:
    """Ids of everything inside a collapsed subprocess, at any depth."""
    closed = {
        s.element for s in diagram.shapes if not s.expanded and index.get(s.element, _Named()).kind in SUBPROCESSES
    }
    hidden: set[str] = set()
    while closed:
        closed = {e.id for e in _elements(diagram) if e.parent in closed and e.id not in hidden}
        hidden |= closed
    return frozenset(hidden)


def _read_figure(shape: Shape, named: _Named, start: str) -> Figure | None:
    spot = place(shape)
    if spot is None:
        return None
    element, kind = named.element, named.kind
    event = element.event.kind if element and element.event and kind in EVENTS else ""
    dotted = bool(element and element.triggered_by_event and kind in SUBPROCESSES)
    return Figure(
        id=clean(shape.element, LONGEST_ID),
        kind=kind,
        name=clean(named.name, LONGEST_NAME).strip(),
        place=spot,
        label_place=place(shape.label) if kind in LABELLED_OUTSIDE else None,
        expanded=shape.expanded and named.expanded,
        horizontal=shape.horizontal,
        event=_SYNONYMS.get(start if dotted else event, start if dotted else event),
        dashed=bool(element and kind in ("startEvent", "boundaryEvent") and not element.interrupting),
        dotted=dotted,
        markers=_choose_markers(element, expanded=shape.expanded) if element and kind in ACTIVITIES else (),
    )


def _choose_markers(element: Element, *, expanded: bool) -> tuple[str, ...]:
    markers = []
    if element.loop:
        markers.append("loop" if element.loop.standard else "sequential" if element.loop.sequential else "parallel")
    if element.for_compensation:
        markers.append("compensation")
    if element.kind == "callActivity" or (element.kind in SUBPROCESSES and not expanded):
        markers.append("subprocess")
    if element.kind == "adHocSubProcess":
        markers.append("adHoc")
    return tuple(markers)


def _read_connection(edge: Edge, index: Mapping[str, _Named], *, is_default: bool) -> Connection | None:
    points = line(edge.waypoints)
    if not points:
        return None
    named = index.get(edge.element, _Named())
    source = index.get(named.element.source or "", _Named()).kind if named.element else ""
    target = index.get(named.element.target or "", _Named()).element if named.element else None
    return Connection(
        id=clean(edge.element, LONGEST_ID),
        # What the reader keeps no element for is, in a valid file, an association with data.
        kind=named.kind or "dataAssociation",
        name=clean(named.name, LONGEST_NAME).strip(),
        points=points,
        label_place=place(edge.label),
        default=is_default and named.kind == "sequenceFlow",
        conditional=bool(named.element and named.element.condition and source in ACTIVITIES),
        # An association leads from a compensation event to its handler (BPMN 2.0, 10.7.1).
        directed=named.kind != "association" or bool(target and target.for_compensation),
    )
