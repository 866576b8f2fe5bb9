"""Boundaries: letting something happen while a task waits, such as a time that is up or a message that comes."""

from __future__ import annotations

from engine.editing.done import Done, Edited
from engine.editing.extensions import name_of
from engine.editing.geometry import Rect
from engine.editing.graph import Graph, add_node, new_id
from engine.editing.inserting import (
    New,
    Way,
    in_lane,
    lead_on,
    require_name,
    require_target,
)
from engine.editing.interchange import read_layout, write_layout
from engine.editing.messages import know_message
from engine.editing.neatness import neat
from engine.editing.order import XSI, declare, formal
from engine.editing.placing import EVENT, label_below
from engine.editing.source import Source
from engine.editing.splicing import element as write
from engine.editing.splicing import text_element
from engine.errors import EditRefused

WAITING = frozenset({"userTask", "callActivity", "subProcess", "transaction", "receiveTask"})
"""What lasts, so that something can happen meanwhile."""


@neat
def add_boundary(
    source: Source,
    task: str,
    name: str,
    to: str | New,
    *,
    timer: str = "",
    message: str = "",
    interrupting: bool = True,
) -> Edited:
    """Let something happen while a task waits: a time that is up (`timer`, a duration) or a message that comes.

    A message that the file does not know yet is added to it.

    Raises: EditRefused: the task does not wait, neither or both are given, it leads to where it may not, or
        the edge of the task has no room for one more.
    """
    graph = Graph(source)
    node = graph.node(task)
    if node.local not in WAITING:
        raise EditRefused("does_not_wait", task)
    if bool(timer.strip()) == bool(message.strip()):
        raise EditRefused("timer_or_message", task)
    require_name("boundaryEvent", name)
    require_target(graph, task, to)
    key = new_id(source, "Event", f"{task} {name}")
    if message.strip():
        source, reference = know_message(source, message.strip(), "=kenmerk")
        prefix = source.element(task).prefix
        attributes = {"id": new_id(source, "MessageEventDefinition", key), "messageRef": reference}
        definition = write(f"{prefix}messageEventDefinition", attributes)
    else:
        source = declare(source, XSI, "xsi")
        prefix = source.element(task).prefix
        duration = text_element(f"{prefix}timeDuration", formal(source, source.element(task)), timer.strip())
        definition = write(
            f"{prefix}timerEventDefinition", {"id": new_id(source, "TimerEventDefinition", key)}, duration
        )
    told = {"id": key, "name": name.strip(), "attachedToRef": task, "cancelActivity": None if interrupting else "false"}
    xml = write(f"{prefix}boundaryEvent", told, definition)
    source = add_node(source, Graph(source).scope(task), xml, after=task)
    lane = Graph(source).lane(task)
    source = in_lane(source, key, lane)
    layout = read_layout(source)
    box = _on_edge(task, layout.box(task), [layout.boxes[one] for one in graph.edges(task) if one in layout.boxes])
    layout.boxes[key] = box
    layout.labels[key] = Rect(box.right + 2, box.bottom - 8, 90, label_below(box, name).height)
    source = write_layout(source, layout)
    flow = new_id(source, "Flow", f"{key} {to}")
    result = lead_on(source, key, to, Way(flow), lane)
    what = "message" if message.strip() else "timer"
    return Edited(result, Done("boundary", key, name.strip(), what, name_of(source, task), timer or message))


def _on_edge(task: str, box: Rect, taken: list[Rect]) -> Rect:
    """A free place on the lower edge, from the right, its left corner the last. Raises: EditRefused: there is none."""
    lefts = [*(box.right - 36 - 20 * step for step in range(6)), box.x - 18]
    places = (Rect(left, box.bottom - 18, *EVENT) for left in lefts)
    free = next((place for place in places if not any(place.meets(one) for one in taken)), None)
    if free is None:
        raise EditRefused("no_room", task)
    return free
