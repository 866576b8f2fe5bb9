"""Clearing: a place for something new where nothing is, found or made; what is beyond moves, and lanes grow."""

from __future__ import annotations

from collections.abc import Iterator

from engine.editing.geometry import Rect, X, Y, centred, crosses, segments, union
from engine.editing.layout import Layout, lines
from engine.editing.lettering import label_below
from engine.editing.sizes import GAP, GATEWAY, MARGIN, Size

_FAR = 1_000_000


def holder_of(layout: Layout, box: Rect, *besides: str) -> Rect | None:
    """The innermost lane, subprocess or pool that contains a box."""
    holders = [layout.boxes[key] for key in layout.holders if key in layout.boxes and key not in besides]
    around = [one for one in holders if one.holds(box)]
    return min(around, key=lambda one: one.width * one.height, default=None)


def clear_between(layout: Layout, flow: str, size: Size, band: Rect | None) -> Rect:
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


def clear_beyond(layout: Layout, a: Rect, size: Size, band: Rect | None) -> Rect:
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


def take_place(layout: Layout, a: Rect, key: str, size: Size) -> Rect:
    """The place of an element that moves away, with everything beyond it."""
    old = layout.boxes[key]
    _move_on(layout, key, max(a.right, old.right), size[0] + GAP)
    return centred(old.cx, old.cy, size)


def make_way(layout: Layout, flow: str, size: Size, band: Rect | None) -> Rect:
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


def find_places(layout: Layout, a: Rect, band: Rect | None, cx: float, size: Size, label: str) -> Iterator[Rect]:
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


def make_row(layout: Layout, start: str, lane: str | None, cx: float, size: Size, label: str) -> Rect:
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
