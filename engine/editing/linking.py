"""Linking: replacing a line across a drawing by a pair of links (BPMN 2.0.2 10.5.1)."""

from __future__ import annotations

from engine.dialect.xml import BPMN
from engine.editing.done import Done, Edited
from engine.editing.extensions import name_of
from engine.editing.graph import Graph, add_flow, add_node, lead, new_id
from engine.editing.inserting import in_lane
from engine.editing.interchange import read_layout, write_layout
from engine.editing.links import COMES, DEFINITION, LEAVES, is_link
from engine.editing.neatness import neat
from engine.editing.placing import draw_way, place_near
from engine.editing.source import Source
from engine.editing.splicing import element as write
from engine.errors import EditRefused

WAITS = "eventBasedGateway"
"""Only events or tasks that wait may follow it (BPMN 2.0.2 clause 10.6.6)."""


@neat
def link_way(source: Source, flow: str, name: str) -> Edited:
    """Replace the line of a way: it leads to a link, and another link of that name leads on to the old target.

    Raises: EditRefused: it has no name, another link of its scope has that name, either end is already a link, it
        leads to what waits, or there is no room.
    """
    graph = Graph(source)
    start, end = graph.ends(flow)
    name = " ".join(name.split())
    if not name:
        raise EditRefused("name_needed", flow)
    if any(is_link(graph.node(key)) for key in (start, end)) or graph.node(start).local == WAITS:
        raise EditRefused("no_link_here", flow)
    scope = graph.scope(start)
    links = [node for key, node in graph.nodes.items() if graph.scope(key) is scope and is_link(node)]
    told = [" ".join((one.get("name") or "").split()) for node in links for one in node.all(DEFINITION)]
    if name in told:
        raise EditRefused("link_taken", flow, name)
    prefix = source.element(start).prefix
    leaves, comes = (new_id(source, "Event", f"{flow} {kind} {name}") for kind in (LEAVES, COMES))
    for key, kind, beside in ((leaves, LEAVES, start), (comes, COMES, end)):
        linked = {"id": new_id(source, "LinkEventDefinition", key), "name": name}
        inside = write(f"{prefix}{DEFINITION.removeprefix(BPMN)}", linked)
        xml = write(f"{prefix}{kind}", {"id": key, "name": name}, inside)
        lane = Graph(source).lane(beside)
        source = in_lane(add_node(source, Graph(source).scope(beside), xml, after=beside), key, lane)
    source = lead(source, flow, end=leaves)
    onward = new_id(source, "Flow", f"{comes} {end}")
    source = add_flow(source, onward, comes, end)
    layout = read_layout(source)
    if flow not in layout.ways:
        raise EditRefused("not_drawn", flow)
    layout.ways.pop(flow)
    layout.labels.pop(flow, None)
    for key, beside, after in ((leaves, start, True), (comes, end, False)):
        lane = Graph(source).lane(beside)
        place_near(layout, beside, key, name, lane, after=after)
    layout.ends[flow], layout.ends[onward] = (start, leaves), (comes, end)
    for one in (flow, onward):
        draw_way(layout, one, label=source.element(one).get("name") or "")
    done = Done("linked", leaves, name, "", name_of(source, start), name_of(source, end))
    return Edited(write_layout(source, layout), done)
