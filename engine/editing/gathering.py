"""Gathering: separate ways that lead to a step wait for each other before it, in the model and the drawing."""

from __future__ import annotations

from engine.editing.done import Done, Edited
from engine.editing.extensions import name_of
from engine.editing.graph import Graph, lead, new_id
from engine.editing.inserting import New, put_in_flow
from engine.editing.interchange import read_layout, write_layout
from engine.editing.neatness import neat
from engine.editing.placing import draw_way
from engine.editing.source import Source
from engine.errors import EditRefused

JOIN = "parallelGateway"


@neat
def gather(source: Source, step: str) -> Edited:
    """Let all ways that lead to a step wait for each other: they join in a parallel gateway before it.

    Raises: EditRefused: fewer than two ways lead there, or they are not drawn.
    """
    graph = Graph(source)
    graph.node(step)
    ways = graph.incoming(step)
    if len(ways) < 2:
        raise EditRefused("nothing_to_gather", step)
    layout = read_layout(source)
    if not all(way in layout.ways for way in ways):
        raise EditRefused("not_drawn", step)
    # The way that leads straight to the step stays straight; the others bend towards the gateway.
    row = layout.box(step).cy
    first, *others = sorted(ways, key=lambda way: abs(layout.box(graph.ends(way)[0]).cy - row))
    key = new_id(source, "Gateway", f"{step} {JOIN}")
    source = put_in_flow(source, first, key, New(JOIN, ""), graph.lane(step))
    for way in others:
        source = lead(source, way, end=key)
    layout = read_layout(source)
    for way in others:
        draw_way(layout, way)
    return Edited(write_layout(source, layout), Done("gathered", key, name_of(source, step)))
