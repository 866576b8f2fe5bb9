"""Apart: a place in a drawing for what is beside the flow, low in its lane or part."""

from __future__ import annotations

from engine.editing.geometry import Rect, X, Y, crosses
from engine.editing.layout import Layout, lines
from engine.editing.sizes import MARGIN, ON_EDGE, Size


def place_apart(layout: Layout, band: Rect | None, size: Size) -> Rect:
    """Make room for something that no flow leads to: at the bottom of a lane or pool, or below the whole drawing.

    The lane grows for it, and what is below or beyond moves away. Lines that pass there stay visible beside it.
    """
    if band is None:
        drawn = list(layout.boxes.values())
        return Rect(min(box.x for box in drawn), max(box.bottom for box in drawn) + 40, *size)
    left = min((box.x for box in layout.taken() if band.holds(box)), default=band.x + 60)
    # What is on the lower edge of a part reaches into it.
    low = ON_EDGE if any(layout.boxes.get(host) == band for host in layout.hosts.values()) else MARGIN
    short = left + size[0] + MARGIN - band.right
    if short > 0:
        layout.stretch(X, band.right - 0.5, short)
        band = band.grown(X, short)
    free = _free_apart(layout, band, left, size, low)
    if free is not None:
        return free
    # Make room just inside the lower edge, so that only what the lane holds grows.
    layout.stretch(Y, band.bottom - 0.5, size[1] + MARGIN + low)
    band = band.grown(Y, size[1] + MARGIN + low)
    free = _free_apart(layout, band, left, size, low)
    return free if free is not None else Rect(left, band.bottom - low - size[1], *size)


def _free_apart(layout: Layout, band: Rect, left: float, size: Size, low: float) -> Rect | None:
    """The lowest place in a lane, from the left, where nothing is drawn and no line passes."""
    taken, pieces = [*layout.taken(), *layout.barred(band), *layout.labels.values()], lines(layout)
    x = left
    while x + size[0] + MARGIN <= band.right:
        box = Rect(x, band.bottom - low - size[1], *size)
        clear = box.y >= band.y + MARGIN and not any(box.around(10).meets(one) for one in taken)
        if clear and not any(crosses(piece, box.around(10)) for piece in pieces):
            return box
        x += 20
    return None
