"""Withdrawing: letting who handed something in withdraw it at any moment, written as well as drawn."""

from __future__ import annotations

from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.done import Done, Edited
from engine.editing.extensions import set_property
from engine.editing.geometry import Rect
from engine.editing.graph import Graph, add_flow, add_node, new_id
from engine.editing.interchange import read_layout, write_layout
from engine.editing.messages import know_message
from engine.editing.neatness import neat
from engine.editing.order import declare
from engine.editing.placing import EVENT, draw_way, label_below
from engine.editing.source import Source
from engine.editing.splicing import element as write
from engine.errors import EditRefused

SIZE = (320, 130)
GAP = 40
"""Between what is drawn and what comes below it."""
SETTINGS = {"outcome": "ingetrokken", "publishedStatus": "Ingetrokken", "legalEffect": "geen", "retentionClass": "6.3"}
"""What the end of it says: broken off by who asked for it (selectielijst 6.3)."""


@neat
def let_withdraw(source: Source, process: str, message: str, key: str) -> Edited:
    """Add an event subprocess that stops a process when a message comes, and ends it as withdrawn.

    `key` is the value by which the message finds its case, as FEEL.

    Raises: EditRefused: it has lanes, so that somebody must choose whose this is, or no drawing.
    """
    scope = source.element(process)
    if any(node.tag == f"{BPMN}laneSet" for node in scope.children):
        raise EditRefused("has_lanes", process)
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
    return Edited(_draw(source, around, start, end, flow), Done("withdrawal", around, "Intrekken"))


def _draw(source: Source, around: str, start: str, end: str, flow: str) -> Source:
    layout = read_layout(source)
    boxes = [box for key, box in layout.boxes.items() if key in Graph(source).nodes]
    if not boxes:
        raise EditRefused("not_drawn", around)
    left, top = min(box.x for box in boxes), max(box.bottom for box in boxes) + GAP
    layout.boxes[around] = Rect(left, top, *SIZE)
    for key, name, x in ((start, "Ingetrokken door de indiener", left + 60), (end, "Ingetrokken", left + 220)):
        layout.boxes[key] = Rect(x, top + 40, *EVENT)
        layout.labels[key] = label_below(layout.boxes[key], name)
    layout.ends[flow] = (start, end)
    draw_way(layout, flow)
    return write_layout(source, layout)
