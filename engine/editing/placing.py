"""Placing: drawing something new: in the line between two steps, beside a step on its own branch, or near it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.editing.clearing import clear_between, clear_beyond, find_places, holder_of, make_row, make_way, take_place
from engine.editing.geometry import Rect, Way, X, Y, centred, connect, crosses, segments, simplified, union
from engine.editing.layout import Layout, lines
from engine.editing.lettering import label_below, label_of_way, relabelled
from engine.editing.routing import draw_line
from engine.editing.sizes import EVENT, GAP, MARGIN, NEAR, ON_EDGE, Size


def place_in_flow(layout: Layout, flow: str, key: str, new_flow: str, size: Size, lane: str | None) -> None:
    """Draw something new in a flow; the new flow leads from it to the old target."""
    start, end = layout.ends[flow]
    a, b = layout.box(start), layout.box(end)
    band = layout.boxes.get(lane or "")
    old = layout.ways.get(flow, ())
    if b.x >= a.right:
        box = clear_between(layout, flow, size, band)
    elif b.right > a.x and (band is None or band.holds(b)):
        # What other flows lead to keeps its row: theirs would run through whatever took its place.
        alone = [one for one, (_, to) in layout.ends.items() if to == end] == [flow]
        box = take_place(layout, a, end, size) if alone else make_way(layout, flow, size, band)
    else:
        box = clear_beyond(layout, a, size, band)
    layout.boxes[key] = box
    layout.ends[flow], layout.ends[new_flow] = (start, key), (key, end)
    a, b, way = layout.box(start), layout.box(end), layout.ways.get(flow, ())
    split = _split(way, box)
    if split is not None:
        layout.ways[flow], layout.ways[new_flow] = split
    else:
        liked = _redocked_start(way, a, box) if box.right > b.x or box.cy != b.cy else ()
        layout.ways[flow] = draw_line(a, box, _others(layout, start, key), [*_redocked_end(old, box)])
        layout.ways[new_flow] = draw_line(box, b, _others(layout, key, end), [*liked])
    fit(layout, key)
    lead_around(layout, key)


def place_beside(
    layout: Layout,
    start: str,
    flow: str,
    key: str,
    size: Size,
    *,
    lane: str | None,
    label: str = "",
    below: bool = False,
) -> None:
    """Draw something new on its own branch, as near as there is room, with the flow that leads to it.

    It is drawn further on than where the flow begins, or straight `below` that.
    """
    a = layout.box(start)
    band = layout.boxes.get(lane or "") or holder_of(layout, a)
    targets = [layout.boxes[end] for one, end in layout.ends.values() if one == start and end in layout.boxes]
    columns = sorted(box.cx for box in targets if box.x >= a.right + 20)
    cx = max(columns[0] if columns else 0, a.right + (30 if start in layout.hosts else GAP) + size[0] / 2)
    cx = a.cx if below else cx
    box = next(find_places(layout, a, band, cx, size, label), None)
    if box is None:
        box = make_row(layout, start, lane, cx, size, label)
    layout.boxes[key] = box
    layout.ends[flow] = (start, key)
    fit(layout, key)
    layout.ways[flow] = draw_line(layout.box(start), layout.box(key), _others(layout, start, key))
    lead_around(layout, key)


def place_near(layout: Layout, beside: str, key: str, name: str, lane: str | None, *, after: bool) -> None:
    """Draw an event with its name right after or before a step, at the same height where nothing is in the way."""
    a = layout.box(beside)
    band = layout.boxes.get(lane or "") or holder_of(layout, a)
    cx = a.right + NEAR if after else a.x - NEAR
    level = centred(cx, a.cy, EVENT)
    whole = union(level, label_below(level, name))
    taken = [*layout.taken(beside), *layout.barred(a), *layout.labels.values()]
    inside = band is None or band.holds(whole.around(MARGIN))
    clear = inside and not any(whole.around(5).meets(one) for one in taken)
    if clear and not any(crosses(piece, whole) for piece in lines(layout)):
        box: Rect | None = level
    else:
        box = next((one for one in find_places(layout, a, band, cx, EVENT, name) if after or one.x < a.x), None)
    layout.boxes[key] = box if box is not None else make_row(layout, beside, lane, cx, EVENT, name)
    layout.labels[key] = label_below(layout.boxes[key], name)
    fit(layout, key)


def draw_way(layout: Layout, flow: str, liked: Sequence[Way] = (), *, label: str = "", search: bool = True) -> None:
    """Draw a flow between two drawn elements, with its label; by a liked way where that is equally clear.

    Without `search`, it is the simplest line, also where that crosses something.
    """
    start, end = layout.ends[flow]
    draw = draw_line if search else connect
    layout.ways[flow] = draw(layout.box(start), layout.box(end), _others(layout, start, end), liked)
    if label:
        layout.labels[flow] = label_of_way(layout.ways[flow], label)


def fit(layout: Layout, key: str) -> None:
    """Let the pool, lanes and subprocesses around something extend a little beyond it."""
    box = layout.boxes[key]
    around = [
        layout.boxes[one]
        for one in layout.holders
        if one != key
        and layout.boxes[one].x <= box.x < layout.boxes[one].right
        and layout.boxes[one].y <= box.cy < layout.boxes[one].bottom
    ]
    edged = [one for one in around if any(layout.boxes.get(host) == one for host in layout.hosts.values())]
    for axis in (X, Y):
        # What is on the edge of a part reaches into it.
        margins = {one: ON_EDGE if axis == Y and one in edged else MARGIN for one in around}
        short = max((box.end(axis) + margins[one] - one.end(axis) for one in around), default=0)
        if short > 0:
            layout.stretch(axis, min(one.end(axis) for one in around) - 0.5, short)
            layout.boxes[key] = box


def lead_around(layout: Layout, key: str) -> None:
    """Draw the lines again that run behind something new, where there is a way around it."""
    box = layout.boxes[key].around(-1)
    for flow, way in list(layout.ways.items()):
        start, end = layout.ends.get(flow, ("", ""))
        own = {layout.hosts.get(one, one) for one in (start, end)}
        if key in own or not own <= layout.boxes.keys() or not any(crosses(piece, box) for piece in segments(way)):
            continue
        others = _others(layout, start, end)
        drawn = draw_line(layout.box(start), layout.box(end), others, [way])
        if drawn != way:
            layout.ways[flow] = drawn
            if flow in layout.labels:
                layout.labels[flow] = relabelled(drawn, layout.labels[flow])


def _others(layout: Layout, *besides: str) -> list[Rect]:
    """What a line goes around: all but its ends and what is on their edges, and the parts that hold neither end."""
    on_edge = {edge for edge, host in layout.hosts.items() if host in besides and edge not in besides}
    ends = [layout.boxes[one] for one in besides if one in layout.boxes]
    parts = (layout.boxes[one] for one in layout.closed_off if one not in besides)
    return [*layout.taken(*besides, *on_edge), *(one for one in parts if not any(one.holds(end) for end in ends))]


def _split(way: Way, box: Rect) -> tuple[Way, Way] | None:
    """A way split in two, where a horizontal piece of it crosses a box from left to right."""
    for number, ((x1, y1), (x2, y2)) in enumerate(segments(way)):
        if y1 == y2 == box.cy and x1 < box.x and box.right < x2:
            first = (*way[: number + 1], (box.x, y1))
            return simplified(first), simplified(((box.right, y1), *way[number + 1 :]))
    return None


def _redocked_end(way: Way, box: Rect) -> Iterator[Way]:
    """A way that led to the place where a box is now, redirected to that box."""
    if len(way) < 2:
        return
    (x1, y1), (x2, y2) = way[-2:]
    if x1 == x2 and box.x < x1 < box.right:
        yield (*way[:-1], (x2, box.y if y1 < box.y else box.bottom))
    elif y1 == y2 and box.y < y1 < box.bottom:
        yield (*way[:-1], (box.x if x1 < box.x else box.right, y2))


def _redocked_start(way: Way, old: Rect, box: Rect) -> Iterator[Way]:
    """A way that left another box upwards or downwards, starting from this one."""
    if len(way) > 2 and way[0][0] == way[1][0]:
        side = box.y if way[1][1] < old.y else box.bottom
        yield simplified([(box.cx, side), (box.cx, way[1][1]), *way[2:]])
