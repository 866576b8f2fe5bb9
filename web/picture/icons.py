"""Icons: the signs of BPMN 2.0 (clauses 10.3 to 10.6) as small drawings of our own."""

from __future__ import annotations

import math
from collections.abc import Mapping

from web.picture.geometry import Rect
from web.picture.pen import number, tag

_LINE, _SOLID = "line", "solid"
_Icon = tuple[tuple[str, str], ...]
"""Pieces of path data, each drawn as a line or filled."""


def _pentagon(radius: float) -> str:
    angles = (math.radians(72 * corner - 90) for corner in range(5))
    return "M" + "L".join(f"{radius * math.cos(a):.2f} {radius * math.sin(a):.2f}" for a in angles) + "Z"


def _circle(radius: float, x: float = 0, y: float = 0) -> str:
    return f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0Z"


def _gear(teeth: int, inner: float, outer: float) -> str:
    """A cog wheel around the origin: per tooth, a foot, two shoulders and a foot."""
    points = []
    for tooth in range(teeth):
        for turn, radius in ((-0.3, inner), (-0.17, outer), (0.17, outer), (0.3, inner)):
            angle = 2 * math.pi * (tooth + turn) / teeth
            points.append(f"{radius * math.cos(angle):.2f} {radius * math.sin(angle):.2f}")
    return "M" + "L".join(points) + "Z"


def _ticks(count: int, inner: float, outer: float) -> str:
    turns = [(math.cos(turn), math.sin(turn)) for turn in (2 * math.pi * tick / count for tick in range(count))]
    return "".join(f"M{inner * x:.2f} {inner * y:.2f}L{outer * x:.2f} {outer * y:.2f}" for x, y in turns)


_ENVELOPE: _Icon = (("M-9.5 -6.5H9.5V6.5H-9.5ZM-9.5 -6.5L0 1.5L9.5 -6.5", _LINE),)
_FULL_ENVELOPE: _Icon = (("M-9 -6.8H9L0 0.6Z", _SOLID), ("M-9.5 -4.9L0 2.9L9.5 -4.9V6.8H-9.5Z", _SOLID))

_EVENTS: Mapping[str, _Icon] = {
    "message": _ENVELOPE,
    "timer": ((_circle(11), _LINE), (_ticks(12, 9, 11), _LINE), ("M1.6 -7.5L0 0L5.8 2.2", _LINE)),
    "signal": (("M0 -9L9.3 7H-9.3Z", _LINE),),
    "error": (("M-9.5 9L-5 -8L2.6 2.4L9.5 -9L5.4 8.4L-2.4 -1.4Z", _LINE),),
    "escalation": (("M0 -10L7.5 9L0 1.6L-7.5 9Z", _LINE),),
    "link": (("M-10 -4H2V-8.5L11 0L2 8.5V4H-10Z", _LINE),),
    "compensation": (("M-1 -6.5V6.5L-10 0ZM8.5 -6.5V6.5L-0.5 0Z", _LINE),),
    "conditional": (("M-7 -9H7V9H-7ZM-4.5 -5.4H4.5M-4.5 -1.8H4.5M-4.5 1.8H4.5M-4.5 5.4H4.5", _LINE),),
    "cancel": (("M-9 -6.4L-6.4 -9L0 -2.6L6.4 -9L9 -6.4L2.6 0L9 6.4L6.4 9L0 2.6L-6.4 9L-9 6.4L-2.6 0Z", _LINE),),
    "multiple": ((_pentagon(10), _LINE),),
    "terminate": ((_circle(11), _SOLID),),
}
_STAYS_OPEN = ("timer", "conditional")
"""Signs that are lines whether the event throws or catches (BPMN 2.0, table 10.93)."""

_TASKS: Mapping[str, _Icon] = {
    "userTask": (
        (_circle(3.9, 0, -4.2), _LINE),
        ("M-7.5 8.2V5.6Q-7.5 0.6 -2.6 -0.4Q0 1.3 2.6 -0.4Q7.5 0.6 7.5 5.6V8.2Z", _LINE),
    ),
    "serviceTask": ((_gear(8, 6, 8.4), _LINE), (_circle(2.7), _LINE)),
    "scriptTask": (
        ("M-4.5 -8H7Q1.5 -3.8 4.6 0Q7.7 3.8 3 8H-8Q-3.3 3.8 -6.4 0Q-9.5 -3.8 -4.5 -8Z", _LINE),
        ("M-4.6 -4.6H2.2M-4.9 -1.4H2.2M-3.2 1.6H4.2M-3.4 4.8H3.6", _LINE),
    ),
    "businessRuleTask": (
        ("M-8.5 -6H8.5V-2.4H-8.5Z", _SOLID),
        ("M-8.5 -6H8.5V7H-8.5ZM-8.5 -2H8.5M-8.5 2.5H8.5M-3.5 -2V7", _LINE),
    ),
    "sendTask": _FULL_ENVELOPE,
    "receiveTask": _ENVELOPE,
    "manualTask": (
        (
            "M-8.5 -1.5L-3.2 -6.6Q-1.8 -7.6 -1 -6.2Q-0.7 -5.4 -3 -3.3H7.2Q8.5 -3.1 8.5 -2Q8.5 -0.9 7.2 -0.8"
            "H7.6Q8.4 -0.4 8.2 0.6Q8 1.5 6.8 1.5H6.6Q7.4 2 7.1 2.9Q6.8 3.7 5.8 3.7H5.5"
            "Q6 4.3 5.6 5Q5.2 5.7 4.2 5.7H-4.5Q-8.5 5.7 -8.5 2.5Z"
            "M0.5 -0.8H7.2M0.5 1.5H6.6M0.5 3.7H5.5",
            _LINE,
        ),
    ),
}

_MARKERS: Mapping[str, _Icon] = {
    "subprocess": (("M-7 -7H7V7H-7ZM0 -4.2V4.2M-4.2 0H4.2", _LINE),),
    "parallel": (("M-4.5 -6V6M0 -6V6M4.5 -6V6", _LINE),),
    "sequential": (("M-6 -4.5H6M-6 0H6M-6 4.5H6", _LINE),),
    "loop": (("M-2.6 5.4A6 6 0 1 1 2.6 5.4M-6.6 6.2L-2.2 5.7L-3.2 1.3", _LINE),),
    "compensation": (("M-0.5 -5.2V5.2L-7.4 0ZM6.9 -5.2V5.2L0 0Z", _LINE),),
    "adHoc": (("M-7 2.4Q-4.4 -5.6 0 -1Q4.6 3.4 7 -2.6V0.4Q4.4 6.4 0 2.2Q-4.6 -2.4 -7 5.4Z", _SOLID),),
}

_GATEWAYS: Mapping[str, _Icon] = {
    "exclusiveGateway": (("M-8 -9.5H-4.4L0 -3L4.4 -9.5H8L1.9 0L8 9.5H4.4L0 3L-4.4 9.5H-8L-1.9 0Z", _SOLID),),
    "parallelGateway": (("M-2 -11.5H2V-2H11.5V2H2V11.5H-2V2H-11.5V-2H-2Z", _SOLID),),
    "complexGateway": (("M-11.5 0H11.5M0 -11.5V11.5M-8 -8L8 8M8 -8L-8 8", _LINE),),
    "inclusiveGateway": ((_circle(11), _LINE),),
    "eventBasedGateway": ((_circle(13), _LINE), (_circle(10.4), _LINE), (_pentagon(6.6), _LINE)),
}
_THICK = {"inclusiveGateway": 2.6, "complexGateway": 3.4}


def trace_page(spot: Rect, fold: float) -> str:
    """Path data of a sheet of paper with its upper right corner folded."""
    x, y, right, bottom = (number(value) for value in (spot.x, spot.y, spot.right, spot.bottom))
    inner, lower = number(spot.right - fold), number(spot.y + fold)
    return f"M{x} {y}H{inner}L{right} {lower}V{bottom}H{x}ZM{inner} {y}V{lower}H{right}"


def draw_event_icon(kind: str, x: float, y: float, scale: float, *, filled: bool) -> str:
    """The sign inside an event of 36 pixels, centred on a point; filled when the event throws."""
    icon = _EVENTS.get(kind, ())
    if filled and kind == "message":
        icon = _FULL_ENVELOPE
    elif filled and kind not in _STAYS_OPEN:
        icon = tuple((data, _SOLID) for data, _ in icon)
    return _draw(icon, x, y, scale * 0.9, 1.2)


def draw_task_icon(kind: str, x: float, y: float) -> str:
    """The sign of a task's type, in 18 by 18 pixels around a point; nothing for a plain task."""
    return _draw(_TASKS.get(kind, ()), x, y, 1, 1.1)


def has_task_icon(kind: str) -> bool:
    return kind in _TASKS


def draw_data_arrow(kind: str, x: float, y: float) -> str:
    """The sign of a data input, or filled of a data output, from a corner; nothing for other data."""
    style = {"dataInput": _LINE, "dataOutput": _SOLID}.get(kind)
    return _draw((("M2 6H9V2L14 8L9 14V10H2Z", style),), x, y, 1, 1.2) if style else ""


def draw_marker(kind: str, x: float, y: float) -> str:
    """A marker at the foot of an activity, in 14 by 14 pixels around a point."""
    return _draw(_MARKERS[kind], x, y, 1, 2.2 if kind in ("parallel", "sequential") else 1.4)


def draw_gateway_sign(kind: str, x: float, y: float, scale: float) -> str:
    """The sign inside a gateway of 50 pixels, around a point."""
    return _draw(_GATEWAYS.get(kind, ()), x, y, scale, _THICK.get(kind, 1.2))


def _draw(icon: _Icon, x: float, y: float, scale: float, thickness: float) -> str:
    if not icon:
        return ""
    pieces = "".join(
        tag("path", class_="bpmn-icon bpmn-icon-solid", fill="currentColor", d=data)
        if style == _SOLID
        else tag("path", class_="bpmn-icon", fill="none", stroke="currentColor", stroke_width=thickness, d=data)
        for data, style in icon
    )
    turn = f"translate({x:.2f} {y:.2f})" + (f" scale({scale:.3f})" if abs(scale - 1) > 0.001 else "")
    return tag("g", pieces, transform=turn, stroke_linejoin="round")
