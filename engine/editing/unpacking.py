"""Unpacking: taking a part (an embedded subprocess) apart, so that its steps join those around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.dialect.xml import BPMN
from engine.editing.done import Done, Edited
from engine.editing.enclosing import find_main
from engine.editing.extensions import name_of
from engine.editing.geometry import Way, simplified
from engine.editing.graph import ARTIFACTS, UNDOING, Graph, drop, drop_flow, lead
from engine.editing.inserting import in_lane
from engine.editing.interchange import read_layout, write_layout
from engine.editing.layout import Layout
from engine.editing.neatness import neat
from engine.editing.placing import draw_way
from engine.editing.relocating import relocate
from engine.editing.source import Node, Source
from engine.errors import EditRefused

FLOWING = frozenset({"incoming", "outgoing", "sequenceFlow", *ARTIFACTS})
HARMLESS = frozenset({"messageEventDefinition", "signalEventDefinition"})
"""What the end of a reminder may throw: it means the same outside the part."""


@neat
def unpack(source: Source, part: str) -> Edited:
    """Remove a part and keep its steps: what led to it leads to its first step, its last leads on.

    Raises: EditRefused: the part has settings of its own that would be lost, something is on its edge, or it begins or
        ends in a manner that only a part can.
    """
    graph = Graph(source)
    plan = _plan(graph, part)
    layout = read_layout(source)
    done = Done("unpacked", part, name_of(source, part))
    source, led = _take_apart(source, graph, plan)
    _tidy(layout, source, plan)
    _draw_again(layout, source, led)
    return Edited(write_layout(source, layout), done)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What becomes of a part: its start and ends go, and what its start led to is its first step."""

    part: str
    inside: list[str]
    start: str
    begins: str
    """The line out of its start."""
    ends: list[str]
    """Those of its main line."""
    leaving: str | None
    """The line out of the part."""

    @property
    def gone(self) -> list[str]:
        """Without a line out of the part, its ends are those of the whole."""
        return [self.start, *(self.ends if self.leaving is not None else [])]


def _plan(graph: Graph, part: str) -> _Plan:
    """Raises: EditRefused: see `unpack`."""
    node = graph.node(part)
    if node.local != "subProcess" or node.get("triggeredByEvent") == "true":
        raise EditRefused("not_a_part", part)
    if graph.edges(part):
        raise EditRefused("has_edge", part)
    inside = [key for key in graph.nodes if graph.scope(key) is node]
    start = _require_plain(graph, node, inside)
    (begins,) = graph.outgoing(start)
    first = graph.ends(begins)[1]
    leaving = graph.outgoing(part)
    main = find_main(graph, first)
    ends = [key for key in inside if key in main and graph.node(key).local == "endEvent"]
    _require_ends(graph, inside, ends)
    _require_same_undoing(graph, part, inside)
    if first in ends or len(leaving) > 1:
        raise EditRefused("only_way" if first in ends else "choice_left", part)
    return _Plan(part, inside, start, begins, ends, leaving[0] if leaving else None)


def _take_apart(source: Source, graph: Graph, plan: _Plan) -> tuple[Source, list[str]]:
    """The drawing with the steps beside those around the part, and the lines that now lead elsewhere."""
    led = graph.incoming(plan.part)
    source = _lead_in(source, led, plan.begins, graph.ends(plan.begins)[1])
    if plan.leaving is not None:
        source, bridged = _lead_on(source, plan.leaving, plan.ends)
        led = [*led, *bridged]
    for key in plan.gone:
        source = drop(source, key)
    kept = [key for key in plan.inside if key not in plan.gone]
    children = Graph(source).node(plan.part).children
    flows = [child.get("id") or "" for child in children if child.local == "sequenceFlow"]
    artifacts = [child.get("id") or "" for child in children if child.local in ARTIFACTS]
    source = relocate(source, [*kept, *flows, *artifacts], plan.part)
    for key in kept:
        source = in_lane(source, key, graph.lane(plan.part))
    return drop(source, plan.part), led


def _tidy(layout: Layout, source: Source, plan: _Plan) -> None:
    """Leave out of the layout what is no longer in the drawing."""
    for key in (plan.part, *plan.gone):
        layout.boxes.pop(key, None)
        layout.labels.pop(key, None)
    layout.holders.discard(plan.part)
    layout.closed_off.discard(plan.part)
    for flow in [one for one in layout.ways if source.find(one) is None]:
        layout.ways.pop(flow)
        layout.labels.pop(flow, None)


def _draw_again(layout: Layout, source: Source, flows: Iterable[str]) -> None:
    """Draw the lines that lead elsewhere, as far as both ends are drawn."""
    graph = Graph(source)
    for flow in flows:
        layout.ends[flow] = graph.ends(flow)
        if flow in layout.ways and set(layout.ends[flow]) <= layout.boxes.keys():
            draw_way(layout, flow, list(_longer(layout, flow)))


def _longer(layout: Layout, flow: str) -> Iterator[Way]:
    """A line that entered or left a part at the same height as the step that it now enters or leaves."""
    way = layout.ways[flow]
    a, b = (layout.boxes[end] for end in layout.ends[flow])
    if way and way[0][1] == a.cy and way[0][0] > a.right:
        yield simplified([(a.right, a.cy), *way])
    if way and way[-1][1] == b.cy and way[-1][0] < b.x:
        yield simplified([*way, (b.x, b.cy)])


def _require_plain(graph: Graph, node: Node, inside: list[str]) -> str:
    """The one start of a part without settings of its own. Raises: EditRefused."""
    part = node.get("id") or ""
    told = {child.local for child in node.children if child.get("id") not in inside} - FLOWING
    if told or node.get("isForCompensation") == "true" or not inside:
        raise EditRefused("part_says", part)
    starts = [key for key in inside if graph.node(key).local == "startEvent"]
    alone = any(graph.node(key).get("triggeredByEvent") == "true" for key in inside)
    if alone or len(starts) != 1 or len(graph.outgoing(starts[0])) != 1 or _says(graph.node(starts[0])):
        raise EditRefused("part_throws", part)
    return starts[0]


def _require_ends(graph: Graph, inside: list[str], ends: list[str]) -> None:
    """Raises: EditRefused: an end has or throws something that is possible only within the part."""
    for key in inside:
        node = graph.node(key)
        if node.local == "endEvent" and (_says(node) if key in ends else _says(node) - HARMLESS):
            raise EditRefused("part_throws", key)


def _require_same_undoing(graph: Graph, part: str, inside: list[str]) -> None:
    """What undoes a step goes along with it; what undoes all of the part, or the part, would undo something else.

    Raises: EditRefused.
    """
    for key, node in graph.nodes.items():
        undoing = node.child(UNDOING) if node.local in {"endEvent", "intermediateThrowEvent"} else None
        undone = undoing.get("activityRef") if undoing is not None else ""
        if undone == part or (undone is None and key in inside):
            raise EditRefused("part_undone", key)


def _says(node: Node) -> set[str]:
    return {child.local for child in node.children} - {"incoming", "outgoing", "documentation"}


def _lead_in(source: Source, incoming: list[str], begins: str, first: str) -> Source:
    source = drop_flow(source, begins)
    for flow in incoming:
        source = lead(source, flow, end=first)
    return source


def _lead_on(source: Source, leaving: str, ends: list[str]) -> tuple[Source, list[str]]:
    """Let what led to the ends of a part lead to what came after it; returns the flows that changed.

    Where that is one flow without settings, the old way out is kept, because running cases know it.
    """
    graph = Graph(source)
    after = graph.ends(leaving)[1]
    flows = [flow for end in ends for flow in graph.incoming(end)]
    plain = [flow for flow in flows if not _is_told(graph, flow)]
    if len(flows) == 1 and plain:
        origin = graph.ends(flows[0])[0]
        source = drop_flow(source, flows[0])
        return lead(source, leaving, start=origin), [leaving]
    source = drop_flow(source, leaving)
    for flow in flows:
        source = lead(source, flow, end=after)
    return source, flows


def _is_told(graph: Graph, flow: str) -> bool:
    node = graph.flow(flow)
    is_default = graph.node(node.get("sourceRef") or "").get("default") == flow
    return bool(node.get("name")) or is_default or node.child(f"{BPMN}conditionExpression") is not None
