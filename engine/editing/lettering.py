"""Lettering: where the names of events, gateways and flows are drawn."""

from __future__ import annotations

from engine.editing.geometry import Rect, Way


def label_below(box: Rect, name: str, *, gateway: bool = False) -> Rect:
    """Where the name of an event or gateway is drawn: below it, or above the line that enters a gateway."""
    height = 14 * max(1, -(-len(name) * 6 // 90))
    return (
        Rect(box.cx - 105, box.y - 2 - height, 90, height) if gateway else Rect(box.cx - 45, box.bottom + 5, 90, height)
    )


def label_of_way(way: Way, name: str) -> Rect:
    return _at_start(way, min(90, 6 * len(name) + 8), 14 * max(1, -(-len(name) * 6 // 90)))


def relabelled(way: Way, label: Rect) -> Rect:
    """Where the name of a flow is drawn, now that the flow is drawn otherwise."""
    return _at_start(way, label.width, label.height)


def _at_start(way: Way, width: float, height: float) -> Rect:
    (x1, y1), (x2, y2) = way[0], way[1]
    if y1 == y2:
        return Rect(x1 + 4 if x2 >= x1 else x1 - 4 - width, y1 + 5, width, height)
    return Rect(x1 + 6, y1 + 8 if y2 > y1 else y1 - 8 - height, width, height)
