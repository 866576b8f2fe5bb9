"""Moving: a step to another place in its line, or to another lane."""

from __future__ import annotations

from engine.editing.done import Done, Edited
from engine.editing.elements import move_to_lane
from engine.editing.extensions import name_of
from engine.editing.geometry import Y, centred
from engine.editing.graph import Graph, lead
from engine.editing.interchange import read_layout, write_layout
from engine.editing.layout import Layout
from engine.editing.neatness import neat
from engine.editing.placing import draw_way
from engine.editing.sizes import MARGIN
from engine.editing.source import Source
from engine.errors import EditRefused


@neat
def move_step(source: Source, step: str, beside: str, *, before: bool = False) -> Edited:
    """Move a step right after another of its line, or right before it. Each takes the place of the one it displaces.

    Raises: EditRefused: the two are not in one line: consecutive steps without another way in or out.
    """
    graph = Graph(source)
    line, flows = _line(graph, step, beside)
    rest = [key for key in line if key != step]
    place = rest.index(beside) + (0 if before else 1)
    new = [*rest[:place], step, *rest[place:]]
    done = Done("moved", step, name_of(source, step), "before" if before else "after", name_of(source, beside))
    if new == line:
        return Edited(source, None)
    layout = read_layout(source)
    boxes = [layout.box(key) for key in line]
    first, last = graph.ends(flows[0])[0], graph.ends(flows[-1])[1]
    for number, flow in enumerate(flows):
        start = first if number == 0 else new[number - 1]
        end = last if number == len(new) else new[number]
        source = lead(source, flow, start=start, end=end)
        layout.ends[flow] = (start, end)
    one_row = len({box.cy for box in boxes}) == 1
    kept = {key: layout.boxes[key] for key in line}
    for key, slot in zip(new, boxes, strict=True):
        box = kept[key]
        moved = centred(slot.cx, slot.cy if one_row else box.cy, (box.width, box.height))
        layout.move(key, moved)
    _require_room(layout, new)
    for flow in flows:
        draw_way(layout, flow)
    return Edited(write_layout(source, layout), done)


@neat
def change_lane(source: Source, step: str, lane: str) -> Edited:
    """Move a step to another lane, also in the drawing, with what is on its edge; room is made where needed.

    Raises: EditRefused: no such lane, or it is an event on an edge, or an open subprocess, to be redrawn by hand.
    """
    graph = Graph(source)
    if graph.node(step).local == "boundaryEvent":
        raise EditRefused("lane_of_host", step)
    edit = move_to_lane(source, step, lane)
    if edit.done is None:
        return edit
    written = edit.source
    for edge in graph.edges(step):
        written = move_to_lane(written, edge, lane).source
    edit = Edited(written, edit.done)
    layout = read_layout(written)
    if step in layout.holders:
        raise EditRefused("no_room", step)
    if step not in layout.boxes or lane not in layout.boxes:
        return edit
    box, band = layout.boxes[step], layout.boxes[lane]
    rows = [band.y + MARGIN + box.height / 2 + 10 * number for number in range(200)]
    rows = [row for row in rows if row + box.height / 2 + MARGIN <= band.bottom]
    rows.sort(key=lambda row: abs(row - band.cy))
    on_edge = [edge for edge, host in layout.hosts.items() if host == step]
    taken = [*layout.taken(step, *on_edge), *layout.barred(box)]
    size = (box.width, box.height)
    places = (centred(box.cx, row, size) for row in rows)
    free = next((one.cy for one in places if not any(one.around(20).meets(other) for other in taken)), None)
    if free is None:
        barred = [key for key in layout.closed_off if not layout.boxes[key].holds(box)]
        at = layout.corridor(Y, band.y, band.bottom, barred)
        at = band.bottom - 1 if at is None else min(at, band.bottom - 1)
        layout.stretch(Y, at, box.height + 60)
        free = at + box.height / 2 + 30
        box = layout.boxes[step]
    layout.move(step, centred(box.cx, free, size))
    for flow, ends in layout.ends.items():
        if {step, *on_edge} & set(ends) and flow in layout.ways and set(ends) <= layout.boxes.keys():
            draw_way(layout, flow)
    return Edited(write_layout(edit.source, layout), edit.done)


def _line(graph: Graph, step: str, beside: str) -> tuple[list[str], list[str]]:
    """The steps from one to another, in order, and the flows before, between and after them."""
    graph.node(step)
    graph.node(beside)
    for start, end in ((step, beside), (beside, step)):
        line, flows = [start], []
        while line[-1] != end:
            after = graph.outgoing(line[-1])
            if len(after) != 1 or len(line) > len(graph.nodes):
                break
            flows += after
            line.append(graph.ends(after[0])[1])
        if line[-1] == end and start != end:
            break
    else:
        raise EditRefused("not_in_line", step)
    for key in line:
        if len(graph.incoming(key)) != 1 or len(graph.outgoing(key)) != 1:
            raise EditRefused("not_in_line", step)
    return line, [graph.incoming(line[0])[0], *flows, graph.outgoing(line[-1])[0]]


def _require_room(layout: Layout, keys: list[str]) -> None:
    """Raises: EditRefused: a step would overlap another, because they differ in size or row."""
    for key in keys:
        box = layout.boxes[key]
        on_edge = [edge for edge, host in layout.hosts.items() if host == key]
        if any(box.meets(other) for other in layout.taken(key, *on_edge)):
            raise EditRefused("no_room", key)
