"""Placing: where something new is drawn: in the line between two steps, or beside a step on its own branch.

Room is made by moving what is beyond, so that nothing overlaps; lanes and pools grow with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.editing.geometry import Rect, Way, X, Y, centred, crosses, segments, simplified, union
from engine.editing.layout import Layout, lines
from engine.editing.lettering import label_below, label_of_way, relabelled
from engine.editing.routing import draw_line

Size = tuple[float, float]
TASK: Size = (100, 80)
EVENT: Size = (36, 36)
GATEWAY: Size = (50, 50)
GAP = 70
"""Between two steps, as in modelers."""
NEAR = 60
"""From the side of a step to the centre of a link after or before it."""
MARGIN = 15
"""Between a step and the edge of its lane."""
ON_EDGE = 30
"""Between a step and the lower edge of a part, if there is an event on that edge."""
_FAR = 1_000_000


def size_of(kind: str) -> Size:
    if kind.endswith("Event"):
        return EVENT
    return GATEWAY if kind.endswith("Gateway") else TASK


def place_in_flow(layout: Layout, flow: str, key: str, new_flow: str, size: Size, lane: str | None) -> None:
    """Draw something new in a flow; the new flow leads from it to the old target."""
    start, end = layout.ends[flow]
    a, b = layout.box(start), layout.box(end)
    band = layout.boxes.get(lane or "")
    old = layout.ways.get(flow, ())
    if b.x >= a.right:
        box = _between(layout, flow, size, band)
    elif b.right > a.x and (band is None or band.holds(b)):
        # What other flows lead to keeps its row: theirs would run through whatever took its place.
        alone = [one for one, (_, to) in layout.ends.items() if to == end] == [flow]
        box = _take_place(layout, a, end, size) if alone else _make_way(layout, flow, size, band)
    else:
        box = _beyond(layout, a, size, band)
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
    box = next(_free_places(layout, a, band, cx, size, label), None)
    if box is None:
        box = _make_row(layout, start, lane, cx, size, label)
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
        box = next((one for one in _free_places(layout, a, band, cx, EVENT, name) if after or one.x < a.x), None)
    layout.boxes[key] = box if box is not None else _make_row(layout, beside, lane, cx, EVENT, name)
    layout.labels[key] = label_below(layout.boxes[key], name)
    fit(layout, key)


def draw_way(layout: Layout, flow: str, liked: Sequence[Way] = (), *, label: str = "") -> None:
    """Draw a flow between two drawn elements, with its label; by a liked way where that is equally clear."""
    start, end = layout.ends[flow]
    layout.ways[flow] = draw_line(layout.box(start), layout.box(end), _others(layout, start, end), liked)
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


def holder_of(layout: Layout, box: Rect, *besides: str) -> Rect | None:
    """The innermost lane, subprocess or pool that contains a box."""
    holders = [layout.boxes[key] for key in layout.holders if key in layout.boxes and key not in besides]
    around = [one for one in holders if one.holds(box)]
    return min(around, key=lambda one: one.width * one.height, default=None)


def _others(layout: Layout, *besides: str) -> list[Rect]:
    """What a line goes around: all but its ends and what is on their edges, and the parts that hold neither end."""
    on_edge = {edge for edge, host in layout.hosts.items() if host in besides and edge not in besides}
    ends = [layout.boxes[one] for one in besides if one in layout.boxes]
    parts = (layout.boxes[one] for one in layout.closed_off if one not in besides)
    return [*layout.taken(*besides, *on_edge), *(one for one in parts if not any(one.holds(end) for end in ends))]


def _between(layout: Layout, flow: str, size: Size, band: Rect | None) -> Rect:
    """Room in a flow that leads to the right, on its longest horizontal piece in the lane; made where there is none."""
    a, b = (layout.box(end) for end in layout.ends[flow])
    pieces = [
        (min(x2, b.x) - max(x1, a.right), max(x1, a.right), min(x2, b.x), y1)
        for (x1, y1), (x2, y2) in segments(layout.ways.get(flow, ()))
        if y1 == y2 and x2 > x1 and (band is None or band.y < y1 < band.bottom)
    ]
    length, low, high, row = max(pieces, default=(0, a.right, b.x, None))
    if row is not None and length >= size[0] + 80:
        box = centred((low + high) / 2, row, size)
        if not any(box.around(10).meets(other) for other in layout.taken()):
            return box
    if length < 2:
        low, high, row = a.right, b.x, None
    at = layout.corridor(X, low, high)
    at = min(high, low + 20) if at is None else at
    by = size[0] + (GAP if size != GATEWAY else 100)
    layout.stretch(X, at, by)
    return centred(at + by / 2, row if row is not None else _free_row(layout, a.cy, at + by / 2, size, band), size)


def _beyond(layout: Layout, a: Rect, size: Size, band: Rect | None) -> Rect:
    """Room to the right of a step from which the flow leads back."""
    at = layout.corridor(X, a.right, _FAR)
    at = a.right + 20 if at is None else at
    by = size[0] + (GAP if size != GATEWAY else 100)
    layout.stretch(X, at, by)
    return centred(at + by / 2, _free_row(layout, a.cy, at + by / 2, size, band), size)


def _free_row(layout: Layout, wanted: float, cx: float, size: Size, band: Rect | None, *besides: str) -> float:
    """The height nearest to the wanted one, in a lane, at which nothing is and no other line passes."""
    low = band.y + MARGIN + size[1] / 2 if band is not None else wanted - 300
    high = band.bottom - MARGIN - size[1] / 2 if band is not None else wanted + 300
    near = min(max(wanted, low), high)
    pieces, taken = lines(layout, *besides), layout.taken()
    for step in range(60):
        for row in (near + 10 * step, near - 10 * step):
            box = centred(cx, row, size)
            if not low <= row <= high or any(crosses(piece, box) for piece in pieces):
                continue
            if not any(box.around(10).meets(one) for one in taken):
                return row
    return near


def _take_place(layout: Layout, a: Rect, key: str, size: Size) -> Rect:
    """The place of an element that moves away, with everything beyond it."""
    old = layout.boxes[key]
    _move_on(layout, key, max(a.right, old.right), size[0] + GAP)
    return centred(old.cx, old.cy, size)


def _make_way(layout: Layout, flow: str, size: Size, band: Rect | None) -> Rect:
    """Room to the right of a step that leads up or down; where it leads moves on, with everything beyond that."""
    start, end = layout.ends[flow]
    a, old = layout.box(start), layout.box(end)
    cx = a.right + GAP + size[0] / 2
    _move_on(layout, end, max(a.right, old.right), a.right + 2 * GAP + size[0] - old.x)
    return centred(cx, _free_row(layout, a.cy, cx, size, band, flow), size)


def _move_on(layout: Layout, key: str, low: float, by: float) -> None:
    """Move an element to the right, with everything that is beyond `low`: what follows it must stay after it."""
    old = layout.boxes[key]
    ahead = min((box.x for box in layout.taken() if box.x >= low), default=_FAR)
    at = layout.corridor(X, low, ahead)
    at = min(low + 20, ahead) if at is None else at
    inside = [one for one, box in layout.boxes.items() if key in layout.holders and old.holds(box)]
    layout.stretch(X, at, max(by, at - old.x + 20), along={key, *inside})


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


def _free_places(layout: Layout, a: Rect, band: Rect | None, cx: float, size: Size, label: str) -> Iterator[Rect]:
    """Places above and below a step where nothing is drawn, the nearest first."""
    low, high = (band.y, band.bottom) if band is not None else (a.y - 260, a.bottom + 260)
    far = (a.height + size[1]) / 2 + 25
    rows = [a.cy + sign * (far + 10 * step) for step in range(20) for sign in (1, -1)]
    taken, pieces = [*layout.taken(), *layout.barred(a)], lines(layout)
    labels = list(layout.labels.values())
    for row in rows:
        for shift in (0, 30, 60):
            box = centred(cx + shift, row, size)
            whole = union(box, label_below(box, label) if label else None)
            if whole.y < low + MARGIN or whole.bottom > high - MARGIN or (band is not None and box.x < band.x):
                continue
            if any(whole.around(20).meets(one) for one in taken) or any(whole.around(5).meets(one) for one in labels):
                continue
            if not any(crosses(piece, whole.around(10)) for piece in pieces):
                yield box


def _make_row(layout: Layout, start: str, lane: str | None, cx: float, size: Size, label: str) -> Rect:
    """A new row below a step, within its lane or the requested one."""
    a = layout.box(start)
    band = layout.boxes.get(lane or "") or holder_of(layout, a)
    below = band is None or band.holds(a)
    host = layout.boxes.get(layout.hosts.get(start, ""))
    low = max(a.bottom, host.bottom if host is not None else 0) if below else (band.y if band is not None else 0)
    high = band.bottom if band is not None else max(one.bottom for one in layout.boxes.values()) + 100
    barred = [key for key in layout.closed_off if not layout.boxes[key].holds(a)]
    at = layout.corridor(Y, low, high, barred)
    at = min(high - 1, low + 20 if at is None else at)
    extra = label_below(Rect(0, 0, *size), label).height + 5 if label else 0
    by = size[1] + extra + 60
    layout.stretch(Y, at, by)
    row = at + (by - extra) / 2
    pieces, taken = lines(layout), [*layout.taken(), *layout.barred(layout.boxes[start])]
    for shift in range(0, 400, 20):
        box = centred(cx + shift, row, size)
        clear = not any(crosses(piece, box.around(10)) for piece in pieces)
        if clear and not any(box.around(10).meets(one) for one in taken):
            return box
    return centred(cx, row, size)
