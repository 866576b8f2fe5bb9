"""Differing: two versions compared, as readers see it: numbered sentences, and the numbers in both drawings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

import engine
from web.picture import Differences, Note, draw
from web.text import with_names
from web.words import _, _l

SIGNS: Mapping[str, str] = {"added": "+", "removed": "−", "changed": "≠", "moved": "↔"}
"""The sign before the number in the drawing, for readers who cannot see its colour."""
MARKS = {"added": _l("nieuw"), "removed": _l("weg"), "changed": _l("veranderd"), "moved": _l("anders getekend")}
LONG = 60
"""From this length (characters), old and new text are also shown below the sentence, so they can be compared."""


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """A sentence; and the old and new text, where these are long."""

    sentence: Markup
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What changed in one element. `drawn` lists the links to it in a drawing: (address, words)."""

    number: int
    mark: str
    name: str
    edits: tuple[engine.Edit, ...]
    drawn: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownPicture:
    caption: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison, ready to lay out. `key` is the prefix of the ids in it."""

    key: str
    found: engine.Comparison
    changes: tuple[ShownChange, ...]
    """Elements that are only drawn differently come last."""
    drawn_along: int
    """Flows and other elements that are only drawn differently because of what they connect."""
    pictures: tuple[ShownPicture, ...]

    @property
    def moved(self) -> tuple[ShownChange, ...]:
        return tuple(change for change in self.changes if change.mark == "moved")


def show(found: engine.Comparison, key: str, old: str, new: str) -> Shown:
    """Lay out a comparison. `old` and `new` say in words which versions these are."""
    # Making room for one new step moves everything after it: real changes would drown among mere moves.
    told = sorted((change for change in found.elements if change.edits), key=lambda change: change.mark == "moved")
    pictures: list[ShownPicture] = []
    anchors: dict[str, str] = {}
    if found.old is not None and found.new is not None and found.elements:
        for side, words, diagram, marks in (
            ("was", old, found.old, found.marks_old),
            ("nu", new, found.new, found.marks_new),
        ):
            numbers = dict(_numbers(told, marks, side))
            anchors[side] = f"{key}-{side}"
            picture = draw(
                diagram,
                Differences(marks, numbers, anchors[side]),
                title=_("Schema van %(version)s", version=words),
                description_id=f"{key}-verschillen",
            )
            # The renderer escapes every name it draws and returns one well-formed <svg>.
            pictures.append(ShownPicture(words, Markup(picture)))  # noqa: S704
    drawn = bool(pictures)
    return Shown(
        key,
        found,
        tuple(_show_change(number, change, anchors if drawn else {}, found) for number, change in enumerate(told, 1)),
        len(found.elements) - len(told),
        tuple(pictures),
    )


def _numbers(told: Sequence[engine.ElementChange], marks: Mapping[str, str], side: str) -> Iterator[tuple[str, Note]]:
    for number, change in enumerate(told, 1):
        element = change.before if side == "was" else change.element
        if element in marks:
            yield element, Note(f"{SIGNS[change.mark]}{number}", f"{MARKS[change.mark]}: {change.name}", number=number)


def _show_change(
    number: int, change: engine.ElementChange, anchors: Mapping[str, str], found: engine.Comparison
) -> ShownChange:
    links = []
    for side, words, element, diagram in (
        ("was", _("in het oude schema"), change.before, found.old),
        ("nu", _("in het nieuwe schema"), change.element if change.mark != "removed" else "", found.new),
    ):
        if element and side in anchors and diagram is not None and element in _drawn(diagram):
            links.append((f"#{anchors[side]}-{number}", words))
    return ShownChange(number, change.mark, change.name, change.edits, tuple(links))


def _drawn(diagram: engine.Diagram) -> set[str]:
    """What carries a note: nodes and flows that have a place, but no lanes."""
    known = {key for process in diagram.processes for key in process.elements}
    return ({shape.element for shape in diagram.shapes} | {edge.element for edge in diagram.edges}) & known


def show_headings(table: engine.TableChange) -> list[Markup]:
    """The columns of both versions; added and removed columns are marked as such."""
    found = []
    for column in table.columns:
        was, now = column.heading.old, column.heading.new
        if not column.mark:
            found.append(escape(now))
            continue
        old = Markup('<del class="smederij-was">{}</del> ').format(was) if was else Markup("")
        new = Markup('<ins class="smederij-is">{}</ins> ').format(now) if now else Markup("")
        found.append(old + new + Markup("<span>({})</span>").format(MARKS[column.mark]))
    return found


def show_edit(edit: engine.Edit) -> ShownEdit:
    """A sentence with its names in bold (`<strong>`)."""
    is_long = len(edit.old) + len(edit.new) > LONG and edit.old and edit.new
    return ShownEdit(with_names(edit.sentence), edit.old if is_long else "", edit.new if is_long else "")


WORDS = {"marks": MARKS, "show_edit": show_edit, "show_headings": show_headings}
"""What the templates of a comparison need in addition to it."""
