"""Redrawing: where something is drawn that two people moved, and how far one moved what another drew beside. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.editing.source import Node
from engine.editing.units import Sides

Shift = tuple[float, float]
_PLACE = re.compile(r"(<[^<>]*?(?:Bounds|waypoint)\b[^<>]*>)")
_NUMBER = re.compile(r"(\s([xy]|width|height)\s*=\s*[\"'])(-?[\d.]+(?:[eE][-+]?\d+)?)")


def moved_by(sides: Sides) -> dict[str, Shift]:
    """How far the other moved each element that was drawn before."""
    found: dict[str, Shift] = {}
    for key, was in sides.base.items():
        now = sides.theirs.get(key)
        drawn = was.node.get("bpmnElement") if was.is_drawn and was.node.local == "BPMNShape" else None
        if drawn and now is not None:
            before, after = _places(was.node)[:1], _places(now.node)[:1]
            if before and after:
                found[drawn] = (after[0]["x"] - before[0]["x"], after[0]["y"] - before[0]["y"])
    return found


def shift(text: str, by: Shift) -> str:
    """A drawn element, so far away."""
    if not any(by):
        return text
    return _each(text, lambda at, name, value: value + {"x": by[0], "y": by[1]}.get(name, 0))


def combine(text: str, was: Node, mine: Node, theirs: Node) -> str:
    """What both moved, as I wrote it (`text`), with their shift added; what has more corners now stays as I drew it."""
    before, there, here = _places(was), _places(theirs), _places(mine)
    if not len(before) == len(there) == len(here):
        return text
    return _each(text, lambda at, name, value: value + there[at].get(name, 0) - before[at].get(name, 0))


def _places(node: Node) -> list[dict[str, float]]:
    found = []
    for one in node.walk():
        if one.local in {"Bounds", "waypoint"}:
            found.append({name: _number(one.get(name)) for name in ("x", "y", "width", "height") if one.get(name)})
    return found


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0


def _each(text: str, change: Callable[[int, str, float], float]) -> str:
    """Change each number of each place in order."""
    places = iter(range(len(text)))

    def at_place(found: re.Match[str]) -> str:
        at = next(places)
        return _NUMBER.sub(lambda one: f"{one[1]}{change(at, one[2], _number(one[3])):g}", found[0])

    return _PLACE.sub(at_place, text)
