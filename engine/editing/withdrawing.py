"""Withdrawing: letting who handed something in withdraw it at any moment, written as well as drawn."""

from __future__ import annotations

from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.done import Done, Edited
from engine.editing.extensions import set_property
from engine.editing.geometry import Rect
from engine.editing.graph import Graph, add_flow, add_node, new_id
from engine.editing.inserting import in_lane
from engine.editing.interchange import read_layout, write_layout
from engine.editing.messages import know_message
from engine.editing.neatness import neat
from engine.editing.order import declare
from engine.editing.placing import EVENT, draw_way, label_below, place_apart
from engine.editing.source import Source
from engine.editing.splicing import element as write
from engine.errors import EditRefused

SIZE = (320, 130)
SETTINGS = {"outcome": "ingetrokken", "publishedStatus": "Ingetrokken", "legalEffect": "geen", "retentionClass": "6.3"}
"""What the end of it says: broken off by who asked for it (selectielijst 6.3)."""


@neat
def let_withdraw(source: Source, process: str, message: str, key: str, lane: str | None = None) -> Edited:
    """Add an event subprocess that stops a process when a message comes, and ends it as withdrawn.

    `key` is the value by which the message finds its case, as FEEL. It lies in `lane`, where there are lanes.

    Raises: EditRefused: it has lanes and none of them is told, or no drawing.
    """
    scope = source.element(process)
    if lane is None and any(node.tag == f"{BPMN}laneSet" for node in scope.children):
        raise EditRefused("whose_lane", process)
    source, reference = know_message(declare(source, ZEEBE, "zeebe"), message, key)
    around, start, end = (
        new_id(source, kind, f"{process} {kind} {message}") for kind in ("Activity", "Start", "Event")
    )
    prefix = scope.prefix
    definition = write(
        f"{prefix}messageEventDefinition", {"id": f"MessageEventDefinition_{start}", "messageRef": reference}
    )
    inside = (
        write(f"{prefix}startEvent", {"id": start, "name": "Ingetrokken door de indiener"}, definition),
        write(f"{prefix}endEvent", {"id": end, "name": "Ingetrokken"}),
    )
    told = {"id": around, "name": "Intrekken", "triggeredByEvent": "true"}
    source = add_node(source, source.element(process), write(f"{prefix}subProcess", told, *inside))
    flow = new_id(source, "Flow", f"{start} {end}")
    source = add_flow(source, flow, start, end)
    for name, value in SETTINGS.items():
        source = set_property(source, end, name, value).source
    source = in_lane(source, around, lane)
    return Edited(_draw(source, process, lane, around, start, end, flow), Done("withdrawal", around, "Intrekken"))


def _draw(source: Source, process: str, lane: str | None, around: str, start: str, end: str, flow: str) -> Source:
    layout = read_layout(source)
    if not any(key in Graph(source).nodes for key in layout.boxes):
        raise EditRefused("not_drawn", around)
    if lane is not None and lane not in layout.boxes:
        raise EditRefused("not_drawn", lane)
    pool = next((one.get("id") for one in source.root.walk() if one.get("processRef") == process), None)
    box = place_apart(layout, layout.boxes.get(lane or pool or ""), SIZE)
    layout.boxes[around] = box
    for key, name, x in ((start, "Ingetrokken door de indiener", box.x + 60), (end, "Ingetrokken", box.x + 220)):
        layout.boxes[key] = Rect(x, box.y + 40, *EVENT)
        layout.labels[key] = label_below(layout.boxes[key], name)
    layout.ends[flow] = (start, end)
    draw_way(layout, flow)
    return write_layout(source, layout)
