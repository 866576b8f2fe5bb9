"""Labels: text broken into lines, inside a figure or beside it."""

from __future__ import annotations

from itertools import pairwise

from web.picture.geometry import Rect, middle
from web.picture.lettering import LINE_HEIGHT, Lettering, fit, is_right_to_left, measure_longest_word
from web.picture.pen import quote, tag
from web.picture.scene import Connection, Figure

INK = "#16181d"
_SIZE = 11.0
_USUAL = 90.0
"""How wide a name beside a figure may be when the diagram does not say."""
_WIDEST_WORD = 130.0
"""A word up to this width makes its label wider instead of being broken."""
_ROOM = 8 * _SIZE * LINE_HEIGHT


def draw_label(
    lettering: Lettering,
    name: str,
    x: float,
    top: float,
    *,
    anchor: str = "middle",
    classes: str = "bpmn-label",
    transform: str | None = None,
) -> str:
    """Lines of text around `x`, or beside it by `anchor`; when cut, with the whole name as a tooltip."""
    if not lettering.lines:
        return ""
    step = lettering.size * LINE_HEIGHT
    first = top + lettering.size * 0.96
    lines = "".join(
        tag("tspan", quote(text), x=x, y=first + step * index) for index, text in enumerate(lettering.lines) if text
    )
    tooltip = tag("title", quote(name)) if lettering.cut else ""
    return tag(
        "text", tooltip + lines, class_=classes, fill=INK, font_size=lettering.size, text_anchor=anchor,
        direction="rtl" if is_right_to_left(name) else None, transform=transform,
    )  # fmt: skip


def place_label(thing: Figure | Connection) -> tuple[Lettering, Rect] | None:
    """The name of something that is labelled outside itself, in lines, and the rectangle these take."""
    if not thing.name:
        return None
    given = thing.label_place
    widest = min(measure_longest_word(thing.name, _SIZE), _WIDEST_WORD)
    # A modeler stores the width that it measured, so rounding must not push a word to the next line.
    lettering = fit(thing.name, max(given.width + 2 if given else _USUAL, widest + 0.1), _ROOM, sizes=(_SIZE,))
    width, height = lettering.width, lettering.height
    if given:
        x, top = given.center[0], given.y
    elif isinstance(thing, Figure):
        x, top = thing.place.center[0], thing.place.bottom + 5
    else:
        x, top = _beside(thing, width, height)
    return lettering, Rect(x - width / 2, top, max(1.0, width), max(1.0, height))


def draw_ground(spot: Rect, paper: str) -> str:
    """A pale background for a name outside its figure, so that no line behind strikes it through."""
    return tag(
        "rect",
        class_="bpmn-label-back",
        x=spot.x - 1,
        y=spot.y,
        width=spot.width + 2,
        height=spot.height,
        fill=paper,
        fill_opacity=0.85,
    )


def _beside(connection: Connection, width: float, height: float) -> tuple[float, float]:
    """Above the middle of a horizontal line, to the right of a vertical one."""
    x, y = middle(connection.points)
    for (x1, y1), (x2, y2) in pairwise(connection.points):
        if min(x1, x2) - 1 <= x <= max(x1, x2) + 1 and min(y1, y2) - 1 <= y <= max(y1, y2) + 1:
            return (x, y - height - 3) if abs(x2 - x1) >= abs(y2 - y1) else (x + width / 2 + 5, y - height / 2)
    return x, y - height - 3
