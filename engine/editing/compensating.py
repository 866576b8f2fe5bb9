"""Compensating: defining how a step is undone, by another that runs only then (BPMN 2.0.2 clause 10.7.1)."""

from __future__ import annotations

from engine.dialect.document import ACTIVITIES, SUBPROCESSES
from engine.dialect.xml import BPMN
from engine.editing.boundaries import draw_on_edge
from engine.editing.done import Done, Edited
from engine.editing.extensions import name_of
from engine.editing.graph import UNDOING, Graph, add_association, add_node, new_id
from engine.editing.happening import define
from engine.editing.inserting import New, in_lane, require_name, write_beside
from engine.editing.interchange import read_layout, write_layout
from engine.editing.neatness import neat
from engine.editing.placing import place_beside
from engine.editing.sizes import size_of
from engine.editing.source import Source
from engine.editing.splicing import element as write
from engine.editing.splicing import set_attribute
from engine.errors import EditRefused

UNDONE = "Teruggedraaid"
"""The name of the event on the edge, which readers hardly notice."""


@neat
def add_undoing(source: Source, step: str, kind: str, name: str, lane: str | None = None) -> Edited:
    """Let a step be undone by a new one, which is outside the flow and goes in `lane`, or in the lane of the step.

    Raises: EditRefused: it is no activity, or undoes another itself; how it is undone is already defined, on its edge
        or within it; or there is no room.
    """
    graph = Graph(source)
    node = graph.node(step)
    if node.local not in ACTIVITIES or node.get("triggeredByEvent") == "true":
        raise EditRefused("undone_never", step)
    if node.get("isForCompensation") == "true":
        raise EditRefused("undoes_itself", step)
    if any(graph.node(edge).child(UNDOING) is not None for edge in graph.edges(step)) or _undoes_itself(graph, step):
        raise EditRefused("undone_already", step)
    if kind not in ACTIVITIES:
        raise EditRefused("no_such_kind", detail=kind)
    require_name(kind, name)
    edge = new_id(source, "Event", f"{step} {UNDONE}")
    told = {"id": edge, "name": UNDONE, "attachedToRef": step}
    source = add_node(source, graph.scope(step), write(f"{node.prefix}boundaryEvent", told), after=step)
    source = define(source, edge, "compensate", "")
    key = new_id(source, "Activity", f"{step} {name}")
    source = write_beside(source, edge, key, New(kind, name))
    source = source.splice(set_attribute(source, source.element(key), "isForCompensation", "true"))
    line = new_id(source, "Association", f"{edge} {key}")
    source = add_association(source, line, edge, key)
    own = Graph(source).lane(step)
    source = in_lane(in_lane(source, edge, own), key, lane or own)
    source = draw_on_edge(source, step, edge, UNDONE)
    layout = read_layout(source)
    place_beside(layout, edge, line, key, size_of(kind), lane=lane or own, below=True)
    done = Done("undoing", key, name.strip(), "", name_of(source, step))
    return Edited(write_layout(source, layout), done)


def _undoes_itself(graph: Graph, part: str) -> bool:
    """Whether a part defines inside itself how it is undone: an event subprocess that begins with compensation."""
    if graph.node(part).local not in SUBPROCESSES:
        return False
    asides = [one for one in graph.node(part).all(f"{BPMN}subProcess") if one.get("triggeredByEvent") == "true"]
    return any(start.child(UNDOING) is not None for one in asides for start in one.all(f"{BPMN}startEvent"))
