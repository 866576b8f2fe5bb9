"""Removing: removing a step or a branch, so that what came before it leads on to what came after it."""

from __future__ import annotations

from collections.abc import Iterable

from engine.dialect.xml import BPMN
from engine.editing.done import Done, Edited
from engine.editing.extensions import name_of
from engine.editing.geometry import Way, connect, crosses, segments, simplified
from engine.editing.graph import Graph, drop, drop_flow, lead
from engine.editing.interchange import read_layout, write_layout
from engine.editing.layout import Layout
from engine.editing.links import is_link, remove_link
from engine.editing.source import Source
from engine.editing.splicing import remove
from engine.errors import EditRefused

IDLE = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway"})
"""Gateways that do nothing with one way in and one way out."""


def remove_step(source: Source, step: str) -> Edited:
    """Remove a step. What led to it leads to what came after it.

    An end is removed with the branch that leads only to it; an event on an edge, with all that only it leads to; what
    an event begins, whole. What undoes a step is removed with the event for it on the step's edge, and vice versa.

    Raises: EditRefused: the process begins there, it is the only end, it is a choice with more than one way out, it
        leads only to itself, messages lead to or from it, or something can happen on its edge.
    """
    graph = Graph(source)
    node = graph.node(step)
    name = name_of(source, step)
    done = Done("removed", step, name, node.local)
    incoming, outgoing = graph.incoming(step), graph.outgoing(step)
    _require_loose(source, graph, step)
    if edges := graph.undone_by(step):
        return Edited(_remove_all(source, [*edges, step]), done)
    if node.local == "boundaryEvent" or node.get("triggeredByEvent") == "true":
        return Edited(_remove_all(source, [step, *_lost(graph, outgoing, [step])]), done)
    if is_link(node):
        return Edited(remove_link(source, step), done)
    if not incoming:
        raise EditRefused("begins_here", step)
    if len(outgoing) > 1:
        raise EditRefused("choice_left", step)
    if outgoing:
        if graph.ends(outgoing[0])[1] == step:
            raise EditRefused("only_way", step)
        return Edited(_bridge(source, step), done)
    if len(incoming) == 1:
        return Edited(_remove_way(source, graph, incoming[0]), done)
    raise EditRefused("end_of_several", step)


def remove_branch(source: Source, flow: str) -> Edited:
    """Remove a way out of a gateway, with all that only it leads to.

    A gateway that is left with one way out is removed too.

    Raises: EditRefused: it is the only way on, no end would be left, or messages lead to or from what would be removed.
    """
    graph = Graph(source)
    start, end = graph.ends(flow)
    label = source.element(flow).get("name") or name_of(source, end)
    done = Done("branch_removed", flow, label, name_of(source, start))
    return Edited(_remove_way(source, graph, flow), done)


def _remove_way(source: Source, graph: Graph, flow: str) -> Source:
    """Raises: EditRefused: see `remove_branch`."""
    start, _ = graph.ends(flow)
    outgoing = graph.outgoing(start)
    if graph.node(start).local == "boundaryEvent":
        return _remove_all(source, [start, *_lost(graph, outgoing, [start])])
    if len(outgoing) < 2:
        raise EditRefused("only_way", graph.ends(flow)[1])
    lost = _lost(graph, [flow])
    if set(_stuck(graph, lost, flow)) - set(_stuck(graph, [], "")):
        raise EditRefused("last_end", graph.ends(flow)[1])
    for key in lost:
        _require_free_of_messages(source, key)
    source = _remove_all(source, lost, flow)
    return _without_idle(source, [start])


def _without_idle(source: Source, gateways: Iterable[str]) -> Source:
    """Remove gateways that are left with one way in and one way out, because they do nothing."""
    for key in gateways:
        graph = Graph(source)
        rest = graph.outgoing(key) if key in graph.nodes else []
        single = len(rest) == 1 and (len(graph.incoming(key)) == 1 or graph.node(key).get("default"))
        if not single or graph.node(key).local not in IDLE or _has_messages(source, key):
            continue
        if graph.ends(rest[0])[1] == key:
            continue
        condition = source.element(rest[0]).child(BPMN + "conditionExpression")
        source = source.splice(remove(source, condition)) if condition is not None else source
        source = _bridge(source, key)
    return source


def _lost(graph: Graph, flows: list[str], gone: list[str] | None = None) -> list[str]:
    """What tokens can no longer reach without these flows, and could before."""
    before = set(graph.reached_only_through([]))
    after = graph.reached_only_through(flows, gone or [])
    return [key for key in after if key not in before and key not in (gone or [])]


def _stuck(graph: Graph, gone: list[str], without: str) -> list[str]:
    """The steps from which no end is reached when something is removed."""
    ends = [key for key, node in graph.nodes.items() if node.local == "endEvent" and key not in gone]
    leaving, pending = set(ends), list(ends)
    while pending:
        key = pending.pop()
        before = [graph.ends(flow)[0] for flow in graph.incoming(key) if flow != without]
        new = [one for one in before if one not in leaving and one not in gone]
        leaving |= set(new)
        pending += new
    return [key for key in graph.nodes if key not in leaving and key not in gone and graph.outgoing(key)]


def _bridge(source: Source, step: str) -> Source:
    """Let everything that leads to a step lead to what comes after it, along the existing lines."""
    graph = Graph(source)
    onward = graph.outgoing(step)[0]
    _, target = graph.ends(onward)
    incoming = [flow for flow in graph.incoming(step) if flow != onward]
    layout = read_layout(source)
    after = layout.ways.pop(onward, ())
    box = layout.boxes.pop(step, None)
    layout.labels.pop(onward, None)
    source = drop_flow(source, onward)
    for flow in incoming:
        source = lead(source, flow, end=target)
        start = graph.ends(flow)[0]
        layout.ends[flow] = (start, target)
        way = layout.ways.get(flow, ())
        if box is not None and way and after:
            joined = simplified([*way[:-1], (box.cx, box.cy), *after[1:]])
            layout.ways[flow] = _best(layout, start, target, joined)
    layout.labels.pop(step, None)
    return write_layout(drop(source, step), layout)


def _best(layout: Layout, start: str, target: str, joined: Way) -> Way:
    """The joined line, unless it has more bends than a new one needs, or is slanted."""
    a, b = layout.boxes.get(start), layout.boxes.get(target)
    if a is None or b is None:
        return joined
    others = layout.taken(start, target, layout.hosts.get(start, ""))
    askew = any(x1 != x2 and y1 != y2 for (x1, y1), (x2, y2) in segments(joined))
    new = connect(a, b, others)
    met = any(crosses(piece, other) for piece in segments(new) for other in others)
    return new if askew or (len(new) < len(joined) and not met) else joined


def _remove_all(source: Source, nodes: list[str], *flows: str) -> Source:
    graph = Graph(source)
    layout = read_layout(source)
    gone = {flow for key in nodes for flow in (*graph.incoming(key), *graph.outgoing(key))} | set(flows)
    # The content of a subprocess goes with it.
    inside = [key for key in graph.nodes if key not in nodes and _lies_in(graph, key, set(nodes))]
    gone |= {flow for key in inside for flow in graph.outgoing(key)}
    joined = sorted({graph.ends(flow)[1] for flow in gone})
    for flow in gone:
        source = drop_flow(source, flow)
        layout.ways.pop(flow, None)
        layout.labels.pop(flow, None)
    for key in nodes:
        if source.find(key) is not None:
            source = drop(source, key)
    for key in (*nodes, *inside):
        layout.boxes.pop(key, None)
        layout.labels.pop(key, None)
    for line in [key for key in layout.ways if source.find(key) is None]:
        layout.ways.pop(line)
        layout.labels.pop(line, None)
    return _without_idle(write_layout(source, layout), joined)


def _lies_in(graph: Graph, key: str, holders: set[str]) -> bool:
    parent = graph.nodes[key].parent
    while parent is not None:
        if parent.get("id") in holders:
            return True
        parent = parent.parent
    return False


def _require_loose(source: Source, graph: Graph, step: str) -> None:
    if graph.edges(step):
        raise EditRefused("has_edge", step)
    if graph.node(step).local == "startEvent":
        raise EditRefused("begins_here", step)
    _require_free_of_messages(source, step)


def _require_free_of_messages(source: Source, step: str) -> None:
    if _has_messages(source, step):
        raise EditRefused("has_message", step)


def _has_messages(source: Source, step: str) -> bool:
    flows = [node for node in source.root.walk() if node.local == "messageFlow"]
    return any(step in {node.get("sourceRef"), node.get("targetRef")} for node in flows)
