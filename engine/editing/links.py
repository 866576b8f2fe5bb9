"""Links: where a link leads that continues elsewhere in the drawing without a line (BPMN 2.0.2 clause 10.5.1)."""

from __future__ import annotations

from engine.dialect.xml import BPMN
from engine.editing.done import Done, Edited, edited
from engine.editing.extensions import name_of
from engine.editing.graph import Graph, drop, drop_flow, lead
from engine.editing.interchange import read_layout, write_layout
from engine.editing.placing import draw_way
from engine.editing.source import Node, Source
from engine.editing.splicing import remove, set_attribute
from engine.errors import EditRefused

DEFINITION = f"{BPMN}linkEventDefinition"
LEAVES, COMES = "intermediateThrowEvent", "intermediateCatchEvent"


def is_link(node: Node, kind: str = "") -> bool:
    """Whether a node is a link, or one of this kind."""
    return node.child(DEFINITION) is not None and kind in {"", node.local}


def lead_link(source: Source, element: str, to: str) -> Edited:
    """Let a link lead to another one of its scope. Raises: EditRefused: either is none."""
    graph = Graph(source)
    leaving, coming = graph.node(element), graph.node(to)
    if not is_link(leaving, LEAVES) or not is_link(coming, COMES):
        raise EditRefused("not_on_this_kind", element, "link")
    if graph.scope(element) is not graph.scope(to):
        raise EditRefused("other_scope", to)
    name = link_name(coming)
    if not name:
        raise EditRefused("name_needed", to)
    done = Done("link", element, name_of(source, element), "link", "", name_of(source, to))
    if link_name(leaving) == name:
        return edited(source, source, done)
    result = source
    for key in (element, to):
        # The link that it belongs to can be distinguished (EXT.124, 125); equal names are enough.
        told = [one for one in _definition(result, key).children if one.local in {"source", "target"}]
        result = result.splice(remove(result, *told)) if told else result
    result = result.splice(set_attribute(result, _definition(result, element), "name", name))
    return edited(source, result, done)


def remove_link(source: Source, element: str) -> Source:
    """Lead what led to a removed link to its target; the other end is removed with the last link that leads there.

    Raises: EditRefused: the link leads nowhere, or others lead to the one that would go.
    """
    graph = Graph(source)
    node, scope = graph.node(element), graph.scope(element)
    ends = [key for key, one in graph.nodes.items() if graph.scope(key) is scope and is_link(one)]
    same = [key for key in ends if link_name(graph.node(key)) == link_name(node)]
    coming = next((key for key in same if graph.node(key).local == COMES), None)
    if node.local == COMES or coming is None or len(graph.outgoing(coming)) != 1:
        raise EditRefused("link_led_to", element)
    onward = graph.outgoing(coming)[0]
    target = graph.ends(onward)[1]
    if target == element:
        raise EditRefused("only_way", element)
    layout, gone, moved = read_layout(source), [element], graph.incoming(element)
    if sum(graph.node(key).local == LEAVES for key in same) == 1:
        gone.append(coming)
        source = drop_flow(source, onward)
        layout.ways.pop(onward, None)
        layout.labels.pop(onward, None)
    for flow in moved:
        source = lead(source, flow, end=target)
        layout.ends[flow] = (graph.ends(flow)[0], target)
    for key in gone:
        source = drop(source, key)
        layout.boxes.pop(key, None)
        layout.labels.pop(key, None)
    for flow in moved:
        if flow in layout.ways and set(layout.ends[flow]) <= layout.boxes.keys():
            draw_way(layout, flow)
    return write_layout(source, layout)


def _definition(source: Source, element: str) -> Node:
    found = source.element(element).child(DEFINITION)
    if found is None:
        raise EditRefused("not_on_this_kind", element, "link")
    return found


def link_name(node: Node) -> str:
    """The name by which a link is found; empty if it has none."""
    told = node.child(DEFINITION)
    return " ".join((told.get("name") or "").split()) if told is not None else ""
