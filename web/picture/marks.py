"""Marks: show where a case has been and is now, or a figure about a step: in colour, and always in form too."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from web.picture.geometry import Point, Rect
from web.picture.labels import INK
from web.picture.lettering import measure
from web.picture.nodes import draw_outline
from web.picture.pen import clean, number, quote, tag
from web.picture.scene import EVENTS, GATEWAYS, Connection, Figure
from web.picture.strokes import PAPER


@dataclass(frozen=True, slots=True)
class Look:
    """How a state looks: class, colour of the lines, the paper, and how much thicker the border is."""

    classes: str
    color: str
    paper: str
    extra: float


@dataclass(frozen=True, slots=True)
class Note:
    """A figure at a step: its `text` in the picture, its `words` on hovering, and a degree of shading.

    `shade` is 0 for none, 1 to 5 from light to dark. The figure conveys the same without colour.
    """

    text: str
    words: str
    shade: int = 0
    number: int = 0
    """Its number in a list beside the picture."""


PLAIN = Look("", "#22262e", PAPER, 0)
_WALKED = Look(" is-walked", "#0b6b3a", "#e9f6ee", 0.4)
_CURRENT = Look(" is-current", "#0a4b9c", "#dcebfb", 1.6)
MISSED = Look(" is-missed", "#97390b", "#fdf0e7", 0.9)
_BOTH = Look(" is-walked is-current", _CURRENT.color, _CURRENT.paper, _CURRENT.extra)

SHADES = ("#fff3d6", "#ffdf9e", "#fcc763", "#f3a93c", "#e58a1f")
"""From light to dark. Ink stays readable on each (7:1 on the darkest), also where they are printed in grey."""
_SHADED = tuple(Look(f" is-shaded is-shade-{step}", PLAIN.color, paper, 0) for step, paper in enumerate(SHADES, 1))
_LONGEST_NOTE = 12
_NOTE_SIZE, _NOTE_HEIGHT = 11.0, 18.0
_SHARES = (0.5, 0.35, 0.65, 0.2, 0.8)
"""Where along a part of a line a note can be, the best first."""

CHANGES = {
    "added": Look(" is-added", "#1f516d", "#e4edf2", 1.2),
    "removed": Look(" is-removed", "#a33d0d", "#fdeadf", 1.2),
    "changed": Look(" is-changed", "#3b3a36", "#fff3d6", 1.2),
    "moved": Look(" is-moved", "#55534d", PAPER, 0.4),
}
"""The look of what differs from another version. A sign and a number in a note say the same (see `Note`)."""

_TICK = "M-4.2 0.3L-1.3 3.4L4.3 -3.2"
_GAP = "M0 -4.6V0.8M0 3.4V4.6"
_HERE = "M-2.6 -4.4L5 0L-2.6 4.4Z"


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a case has been and is now, what was never reached, and figures: by the ids of what they are about.

    `notes` are at nodes only.
    """

    walked: frozenset[str] = frozenset()
    current: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    notes: Mapping[str, Note] = field(default_factory=dict)

    def look_of(self, key: str) -> Look:
        if key in self.missed:
            return MISSED
        if key in self.current:
            return _BOTH if key in self.walked else _CURRENT
        if key in self.walked:
            return _WALKED
        note = self.notes.get(key)
        return _SHADED[min(note.shade, len(_SHADED)) - 1] if note is not None and note.shade > 0 else PLAIN

    def facts(self) -> Iterator[str]:
        """All that they say, the same for equal marks."""
        for keys in (self.walked, self.current, self.missed):
            yield from (*sorted(keys), "")
        yield from _say(self.notes)


@dataclass(frozen=True, slots=True)
class Differences:
    """What is added, removed, changed or moved in comparison with another version, by the ids of nodes and flows.

    What has a note can be linked to, by `anchors` and the number of its note.
    """

    changes: Mapping[str, str]
    notes: Mapping[str, Note]
    anchors: str

    def look_of(self, key: str) -> Look:
        return CHANGES.get(self.changes.get(key, ""), PLAIN)

    def facts(self) -> Iterator[str]:
        """As `Marks.facts`."""
        yield from (f"{key}:{change}" for key, change in sorted(self.changes.items()))
        yield from (*_say(self.notes), self.anchors)


def _say(notes: Mapping[str, Note]) -> Iterator[str]:
    return (f"{key}={note.text}" for key, note in sorted(notes.items()))


def draw_ring(figure: Figure, look: Look) -> str:
    """A second border around where the case is now; nothing elsewhere."""
    return draw_outline(figure, 5) if look in (_CURRENT, _BOTH) else ""


def draw_badge(figure: Figure, look: Look) -> str:
    """A tick on what has been walked, an arrowhead on where the case is now, an exclamation mark on what was missed."""
    if look is MISSED:
        sign = tag(
            "path",
            class_="bpmn-badge-sign",
            d=_GAP,
            fill="none",
            stroke=PAPER,
            stroke_width=2.2,
            stroke_linecap="round",
        )
        badge = tag("rect", class_="bpmn-badge", x=-8, y=-8, width=16, height=16, rx=3, fill="currentColor")
        return _place(figure, badge + sign, "bpmn-badge-missed", look.color)
    if look in (_CURRENT, _BOTH):
        sign = tag("path", class_="bpmn-badge-sign", d=_HERE, fill=PAPER)
        badge = tag("circle", class_="bpmn-badge", r=9.5, fill="currentColor", stroke=PAPER, stroke_width=1.5)
        return _place(figure, badge + sign, "bpmn-badge-current", look.color)
    if look is _WALKED:
        sign = tag(
            "path", class_="bpmn-badge-sign", d=_TICK, fill="none", stroke="currentColor", stroke_width=2.2,
            stroke_linecap="round", stroke_linejoin="round",
        )  # fmt: skip
        badge = tag("circle", class_="bpmn-badge", r=7.5, fill=PAPER, stroke="currentColor", stroke_width=1.4)
        return _place(figure, badge + sign, "bpmn-badge-walked", look.color)
    return ""


def draw_note(figure: Figure, note: Note) -> str:
    """The figure of a step in a rounded box, over its border at the upper right."""
    x, y = _corner(figure)
    # On a wide step all of it is left of the corner, so that it is not mistaken for the next step's.
    left = min(0.0, 14.0 - _note_width(note) / 2) if figure.place.width > 60 else 0.0
    return _draw_note(x + left, y, note, PLAIN.color)


def draw_change_note(figure: Figure, note: Note, color: str) -> str:
    """The same at the upper left, since events on the edge of a step are mostly at its other corners."""
    x, y = _corner(figure)
    return _draw_note(2 * figure.place.center[0] - x, y, note, color)


def draw_flow_note(connection: Connection, note: Note, color: str, names: Collection[Rect]) -> str:
    """The same on a line, in the middle of its longest part, or else where it covers none of these names."""
    pairs = sorted(pairwise(connection.points), key=lambda ends: -math.dist(*ends))
    places = [_between(*ends, share) for ends in pairs for share in _SHARES]
    x, y = next((place for place in places if not any(_covers(place, note, name) for name in names)), places[0])
    return _draw_note(x, y, note, color)


def _between(one: Point, two: Point, share: float) -> Point:
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share


def _covers(place: Point, note: Note, name: Rect) -> bool:
    x, y = name.center
    near = (_note_width(note) + name.width) / 2, (_NOTE_HEIGHT + name.height) / 2
    return abs(place[0] - x) < near[0] and abs(place[1] - y) < near[1]


def _note_width(note: Note) -> float:
    return max(_NOTE_HEIGHT, measure(clean(note.text, _LONGEST_NOTE), _NOTE_SIZE) + 10)


def _draw_note(x: float, y: float, note: Note, color: str) -> str:
    text, width = clean(note.text, _LONGEST_NOTE), _note_width(note)
    box = tag(
        "rect", class_="bpmn-note-box", x=-width / 2, y=-_NOTE_HEIGHT / 2, width=width, height=_NOTE_HEIGHT,
        rx=_NOTE_HEIGHT / 2, fill=PAPER, stroke="currentColor", stroke_width=1.6,
    )  # fmt: skip
    words = tag("title", quote(clean(note.words, 300))) if note.words else ""
    label = tag(
        "text", quote(text), class_="bpmn-label", x=0, y=_NOTE_SIZE * 0.36, font_size=_NOTE_SIZE, font_weight="bold",
        text_anchor="middle", fill=INK,
    )  # fmt: skip
    place = f"translate({number(x)} {number(y)})"
    return tag("g", words + box + label, class_="bpmn-note", color=color, transform=place)


def _place(figure: Figure, badge: str, classes: str, color: str) -> str:
    x, y = _corner(figure)
    return tag("g", badge, class_=classes, color=color, transform=f"translate({number(x)} {number(y)})")


def _corner(figure: Figure) -> Point:
    """On the border, upper right, where it covers neither the name nor the sign."""
    spot = figure.place
    x, y = spot.center
    if figure.kind in EVENTS:
        return x + spot.width * 0.36, y - spot.height * 0.36
    if figure.kind in GATEWAYS:
        return x + spot.width * 0.32, y - spot.height * 0.32
    return spot.right - min(9.0, spot.width / 2), spot.y
