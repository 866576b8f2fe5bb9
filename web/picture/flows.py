"""Flows: the lines between figures, with the heads and marks that tell them apart (BPMN 2.0, 7.3.1)."""

from __future__ import annotations

import math

from web.picture.geometry import Point, pair, rounded, toward
from web.picture.pen import tag
from web.picture.scene import Connection
from web.picture.strokes import draw_body, draw_circle, draw_line

_BEND = 5.0
_HEAD = 9.5


def name_flow(connection: Connection) -> str:
    """The class that says what kind of line it is."""
    if connection.kind == "sequenceFlow":
        return "bpmn-flow"
    if connection.kind == "messageFlow":
        return "bpmn-message-flow"
    return "bpmn-association" if "ssociation" in connection.kind else "bpmn-unknown"


def draw_flow(connection: Connection, paper: str, *, strong: bool, dashes: str | None) -> str:
    """The drawing of a line; `strong` makes it thicker, `dashes` breaks up that of a sequence flow."""
    if connection.kind == "messageFlow":
        return _draw_message_flow(connection, paper, 2.6 if strong else 1.5)
    if connection.kind != "sequenceFlow":
        return _draw_association(connection)
    thickness = 3.2 if strong else 1.7
    points = connection.points
    # The line stops inside its own head, so that a thick line does not blunt the tip.
    end = toward(points[-1], points[-2], min(_HEAD * 0.6, math.dist(points[-1], points[-2]) / 2))
    parts = [
        draw_line(rounded((*points[:-1], end), _BEND), thickness, dashes=dashes),
        _draw_head(points[-2], points[-1]),
    ]
    if connection.conditional:
        parts.append(_draw_diamond(points[0], points[1], paper))
    elif connection.default:
        parts.append(_draw_slash(points[0], points[1]))
    return "".join(parts)


def _draw_message_flow(connection: Connection, paper: str, thickness: float) -> str:
    points = connection.points
    start = toward(points[0], points[1], 4)
    end = toward(points[-1], points[-2], min(8.0, math.dist(points[-1], points[-2]) / 2))
    return (
        draw_line(rounded((*points[:-1], end), _BEND), thickness, dashes="8 6")
        + draw_circle(*start, 4, paper, 1.3)
        + draw_body(_trace_head(points[-2], points[-1]), paper, 1.3)
    )


def _draw_association(connection: Connection) -> str:
    points = connection.points
    body = draw_line(rounded(points, 0), 1.8, dashes="0.1 5")
    if not connection.directed:
        return body
    left, right = _wings(points[-2], points[-1], _HEAD, 5.0)
    return body + draw_line(f"M{pair(left)}L{pair(points[-1])}L{pair(right)}", 1.5)


def _draw_head(back: Point, tip: Point) -> str:
    return tag("path", class_="bpmn-arrow", d=_trace_head(back, tip), fill="currentColor")


def _draw_slash(start: Point, then: Point) -> str:
    """The mark of a default flow."""
    x, y = toward(start, then, min(10.0, math.dist(start, then) / 2))
    angle = math.atan2(then[1] - start[1], then[0] - start[0]) - math.radians(115)
    dx, dy = 6.5 * math.cos(angle), 6.5 * math.sin(angle)
    return draw_line(f"M{pair((x - dx, y - dy))}L{pair((x + dx, y + dy))}", 1.7)


def _draw_diamond(start: Point, then: Point, paper: str) -> str:
    """The mark of a conditional flow out of an activity."""
    far, half = toward(start, then, 16), toward(start, then, 8)
    left, right = _wings(start, half, 0, 4.5)
    data = f"M{pair(start)}L{pair(left)}L{pair(far)}L{pair(right)}Z"
    return draw_body(data, paper, 1.3)


def _trace_head(back: Point, tip: Point) -> str:
    left, right = _wings(back, tip, _HEAD, 4.2)
    return f"M{pair(left)}L{pair(tip)}L{pair(right)}Z"


def _wings(back: Point, tip: Point, length: float, half: float) -> tuple[Point, Point]:
    """The two points `half` to either side of the line, `length` before its tip."""
    distance = math.dist(back, tip) or 1.0
    ahead = ((tip[0] - back[0]) / distance, (tip[1] - back[1]) / distance)
    x, y = tip[0] - ahead[0] * length, tip[1] - ahead[1] * length
    return (x - ahead[1] * half, y + ahead[0] * half), (x + ahead[1] * half, y - ahead[0] * half)
