"""Boundaries: letting something happen while a task waits, such as a timeout, a message or an error."""

from __future__ import annotations

from engine.dialect.elements import SCOPED
from engine.editing.clearing import holder_of
from engine.editing.done import Done, Edited
from engine.editing.extensions import name_of
from engine.editing.geometry import Rect, Y
from engine.editing.graph import Graph, add_node, new_id
from engine.editing.happening import CODED, KINDS, define
from engine.editing.inserting import New, Way, in_lane, lead_on, require_name, require_target
from engine.editing.interchange import read_layout, write_layout
from engine.editing.lettering import label_below
from engine.editing.neatness import neat
from engine.editing.placing import lead_around
from engine.editing.sizes import EVENT
from engine.editing.source import Source
from engine.editing.splicing import element as write
from engine.editing.transactions import WHOLE
from engine.errors import EditRefused

LABEL_ROOM = 5
"""Between the name of an event on an edge and the border of its lane."""
BETWEEN = 120
"""From one event on the edge of a part to the next."""
WAITING = frozenset({"userTask", "callActivity", "subProcess", "transaction", "receiveTask"})
"""Activities that last, so that something can happen meanwhile."""


@neat
def add_boundary(
    source: Source,
    task: str,
    name: str,
    to: str | New,
    kind: str,
    value: str = "",
    *,
    interrupting: bool = True,
) -> Edited:
    """Let something happen while a task waits, by its kind in BPMN: a `timer`, `message`, `signal`, `conditional`,
    `error` or `escalation`; for a transaction also its being broken off, by `cancel`.

    `value` is a duration, a name or code, or a condition as FEEL. A name that is new to the file is added to it. An
    error or escalation without a value catches any.

    Raises: EditRefused: the task does not wait, nothing in it can throw this, a required value is missing, it leads to
        where it may not, or the edge of the task has no room for another event.
    """
    graph = Graph(source)
    node = graph.node(task)
    if node.local not in WAITING:
        raise EditRefused("does_not_wait", task)
    if kind not in KINDS - {"terminate", "compensate"} or not (value.strip() or kind in CODED | {"cancel"}):
        raise EditRefused("what_happens", task)
    if kind == "cancel" and node.local != WHOLE:
        raise EditRefused("no_transaction", task)
    if kind in CODED and node.local not in SCOPED:
        raise EditRefused("nothing_inside", task)
    require_name("boundaryEvent", name)
    require_target(graph, task, to)
    key = new_id(source, "Event", f"{task} {name}")
    # An error, or breaking off, always ends the activity it comes from (BPMN 2.0.2 clause 10.5.4).
    interrupting = interrupting or kind in {"error", "cancel"}
    told = {"id": key, "name": name.strip(), "attachedToRef": task, "cancelActivity": None if interrupting else "false"}
    xml = write(f"{node.prefix}boundaryEvent", told)
    source = define(add_node(source, graph.scope(task), xml, after=task), key, kind, value.strip())
    lane = Graph(source).lane(task)
    source = in_lane(source, key, lane)
    source = draw_on_edge(source, task, key, name)
    flow = new_id(source, "Flow", f"{key} {to}")
    result = lead_on(source, key, to, Way(flow), lane)
    return Edited(result, Done("boundary", key, name.strip(), kind, name_of(source, task), value))


def draw_on_edge(source: Source, task: str, key: str, name: str) -> Source:
    """Draw an event on the lower edge of a step, with its name beside it. Raises: EditRefused: there is no room."""
    layout = read_layout(source)
    edges = [one for one in Graph(source).edges(task) if one != key and one in layout.boxes]
    box = _on_edge(task, layout.box(task), [layout.boxes[one] for one in edges])
    layout.boxes[key] = box
    label = Rect(box.right + 2, box.bottom - 8, 90, label_below(box, name).height)
    layout.labels[key] = label
    band = holder_of(layout, layout.box(task), task)
    if band is not None and label.bottom + LABEL_ROOM > band.bottom:
        layout.stretch(Y, band.bottom - 0.5, label.bottom + LABEL_ROOM - band.bottom)
        layout.labels[key] = label
    layout.hosts[key] = task
    lead_around(layout, key)
    return write_layout(source, layout)


def _on_edge(task: str, box: Rect, taken: list[Rect]) -> Rect:
    """A free place on the lower edge, from the right, its left corner last. Raises: EditRefused: there is none."""
    # On the edge of a part there is room for the names between the events.
    apart = 20 if box.width < 2 * BETWEEN else BETWEEN
    lefts = [left for number in range(6) if (left := box.right - 36 - apart * number) >= box.x]
    lefts.append(box.x - 18)
    places = (Rect(left, box.bottom - 18, *EVENT) for left in lefts)
    free = next((place for place in places if not any(place.meets(one) for one in taken)), None)
    if free is None:
        raise EditRefused("no_room", task)
    return free
