"""Nodes: the outlines of events, gateways and activities with their signs and the text inside."""

from __future__ import annotations

from web.picture import icons
from web.picture.geometry import Rect
from web.picture.labels import draw_label
from web.picture.lettering import fit, fit_beside, measure
from web.picture.pen import number, tag
from web.picture.scene import EVENTS, GATEWAYS, SUBPROCESSES, Figure
from web.picture.strokes import draw_body, draw_box, draw_circle

CORNER = 10.0
_PADDING = 7.0
_FOOT = 18.0
"""The strip at the foot of an activity that holds its markers."""
_ICON = Rect(5, 3, 21, 21)
"""The place of the sign of a task's type, from the corner of the task."""

_EVENT_CLASSES = {
    "startEvent": "bpmn-event bpmn-event-start",
    "endEvent": "bpmn-event bpmn-event-end",
    "boundaryEvent": "bpmn-event bpmn-event-boundary",
}


def name_node(figure: Figure) -> str:
    """The classes that say what kind of node it is."""
    if figure.kind in EVENTS:
        return _EVENT_CLASSES.get(figure.kind, "bpmn-event bpmn-event-intermediate")
    if figure.kind in GATEWAYS:
        return "bpmn-gateway"
    if figure.kind in SUBPROCESSES:
        more = (" bpmn-subprocess-event" if figure.dotted else "") + (
            "" if figure.expanded else " bpmn-subprocess-collapsed"
        )
        return "bpmn-subprocess" + more
    return "bpmn-call-activity" if figure.kind == "callActivity" else "bpmn-task"


def draw_node(figure: Figure, paper: str, extra: float) -> str:
    """The drawing of a node on `paper` (a colour), its border `extra` pixels thicker than usual."""
    if figure.kind in EVENTS:
        return _draw_event(figure, paper, extra)
    if figure.kind in GATEWAYS:
        return _draw_gateway(figure, paper, extra)
    return _draw_activity(figure, paper, extra)


def draw_outline(figure: Figure, gap: float) -> str:
    """The border of a node `gap` pixels away from it, in the node's own form."""
    spot = figure.place
    x, y = spot.center
    if figure.kind in EVENTS:
        return _ring("circle", cx=x, cy=y, r=_radius(spot) + gap)
    if figure.kind in GATEWAYS:
        return _ring("path", d=_diamond(spot, gap * 1.5))
    width, height = spot.width + 2 * gap, spot.height + 2 * gap
    return _ring("rect", x=spot.x - gap, y=spot.y - gap, width=width, height=height, rx=CORNER + gap)


def _draw_activity(figure: Figure, paper: str, extra: float) -> str:
    """A task, call activity or subprocess; an expanded subprocess with its name at the top."""
    spot = figure.place
    thickness = 4.5 if figure.kind == "callActivity" else 2.5 if figure.dotted else 2.0
    dashes = "0 5.5" if figure.dotted else None
    parts = [draw_box(spot, paper, thickness + extra, corner=CORNER, dashes=dashes)]
    if figure.kind == "transaction":
        inner = Rect(spot.x + 3, spot.y + 3, max(1.0, spot.width - 6), max(1.0, spot.height - 6))
        parts.append(draw_box(inner, "none", 1.5, corner=CORNER - 3))
    if icons.has_task_icon(figure.kind):
        parts.append(icons.draw_task_icon(figure.kind, spot.x + 15, spot.y + 13.5))
    elif figure.dotted and not figure.expanded and figure.event:
        parts.append(icons.draw_event_icon(figure.event, spot.x + 16, spot.y + 16, 0.75, filled=False))
    parts.append(_draw_markers(figure))
    parts.append(_draw_heading(figure) if figure.is_area else _draw_name(figure))
    return "".join(parts)


def _draw_event(figure: Figure, paper: str, extra: float) -> str:
    (x, y), radius = figure.place.center, _radius(figure.place)
    dashes = "5.5 3.6" if figure.dashed else None
    thickness = {"startEvent": 2.0, "endEvent": 4.0}.get(figure.kind, 1.6) + extra
    parts = [draw_circle(x, y, radius, paper, thickness, dashes)]
    if figure.kind not in ("startEvent", "endEvent"):
        parts.append(draw_circle(x, y, max(0.5, radius - 3.5), "none", 1.6, dashes))
    filled = figure.kind in ("endEvent", "intermediateThrowEvent")
    parts.append(icons.draw_event_icon(figure.event, x, y, min(4.0, radius / 18), filled=filled))
    return "".join(parts)


def _draw_gateway(figure: Figure, paper: str, extra: float) -> str:
    spot = figure.place
    scale = min(4.0, min(spot.width, spot.height) / 50)
    outline = draw_body(_diamond(spot, 0), paper, 2 + extra)
    return outline + icons.draw_gateway_sign(figure.kind, *spot.center, scale)


def _draw_markers(figure: Figure) -> str:
    x, _ = figure.place.center
    left = x - 9.0 * (len(figure.markers) - 1)
    return "".join(
        icons.draw_marker(marker, left + 18.0 * index, figure.place.bottom - 11)
        for index, marker in enumerate(figure.markers)
    )


def _draw_heading(figure: Figure) -> str:
    """The name of an expanded subprocess, at most two lines at its top."""
    spot = figure.place
    lettering = fit(figure.name, max(20.0, spot.width - 4 * _PADDING), min(spot.height, 30.0))
    return draw_label(lettering, figure.name, spot.center[0], spot.y + _PADDING)


def _draw_name(figure: Figure) -> str:
    """The name of a task in its middle, beside or below the sign in its corner."""
    spot, foot = figure.place, _FOOT if figure.markers else 0.0
    width, height = max(20.0, spot.width - 2 * _PADDING), max(12.0, spot.height - foot - 4)
    top, depth, narrow = spot.y + 2, 0.0, width
    if icons.has_task_icon(figure.kind) or (figure.dotted and figure.event):
        depth, narrow = _ICON.bottom - 6, max(1.0, spot.width - 2 * _ICON.right)
    lettering = fit_beside(figure.name, width, height, depth, narrow)
    down = (height - lettering.height) / 2
    if depth and down < depth and lettering.lines and measure(lettering.lines[0], lettering.size) > narrow:
        down = depth + (height - depth - lettering.height) / 2
    return draw_label(lettering, figure.name, spot.center[0], top + down)


def _ring(name: str, **attributes: str | float | None) -> str:
    return tag(name, class_="bpmn-ring", fill="none", stroke="currentColor", stroke_width=2, **attributes)


def _radius(spot: Rect) -> float:
    return min(spot.width, spot.height) / 2


def _diamond(spot: Rect, gap: float) -> str:
    (x, y), half_width, half_height = spot.center, spot.width / 2 + gap, spot.height / 2 + gap
    corners = ((x, y - half_height), (x + half_width, y), (x, y + half_height), (x - half_width, y))
    return "M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z"
