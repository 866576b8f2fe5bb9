"""Drawing: a process as readers see it: the picture, and the list of its steps as its equivalent in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from markupsafe import Markup

import engine
from web.picture import Marks, Note, draw
from web.versions import stepnames
from web.words import _


@dataclass(frozen=True, slots=True)
class ShownBranch:
    """One way forward from a step: the answer that leads there, and the step it leads to."""

    label: str
    target: str
    name: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step in words, with what is inside it or attached to its boundary."""

    id: str
    kind: str
    name: str
    who: str
    state: str
    remark: str
    branches: tuple[ShownBranch, ...]
    within: tuple[ShownStep, ...]
    way: str | None = None
    """The answer that leads to it, if it is the first step on a way from a choice."""
    note: str = ""
    """What a figure in the picture says about it, in words."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One process, as a picture and in words."""

    name: str
    caption: str
    picture: Markup
    steps: tuple[ShownStep, ...]
    steps_id: str
    marks: str
    """What is marked in it: `walked` (by a case), `aimed` (with a place to reach), `reached` (by scenarios)."""


class Drawable(Protocol):
    """One of the many things of the engine that come with the drawing of a process."""

    @property
    def process_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def diagram(self) -> engine.Diagram: ...
    @property
    def process(self) -> engine.Process: ...


def draw_plain(definition: engine.DefinitionView) -> Drawn:
    """A version of a process, with nothing marked."""
    return _draw(definition, _("Het schema van %(name)s", name=definition.name), Marks())


def draw_part(drawn: engine.PartDrawing) -> Drawn:
    """A process of a change, with nothing marked."""
    return _draw(drawn, _("Het schema van %(name)s in deze wijziging", name=drawn.name), Marks())


def draw_walked(drawn: engine.DrawnProcess, caption: str = "", aim: str = "") -> Drawn:
    """A process of a case, with the path taken and the current place; `aim` is a place that was not reached yet."""
    caption = caption or _("Het schema van %(name)s, versie %(version)s", name=drawn.name, version=drawn.version)
    if drawn.left:  # Beside the version that the case is on now.
        caption = _("Hoe %(name)s toen was: versie %(version)s", name=drawn.name, version=drawn.version)
    aims = frozenset({aim}) if aim else frozenset()
    states = {**dict.fromkeys(drawn.walked, "walked"), **dict.fromkeys(drawn.current, "current")}
    states |= dict.fromkeys(aims, "aim")
    kind = "aimed" if aim else "walked" if drawn.walked or drawn.current else ""
    steps_id = f"stappen-{drawn.process_id}-versie-{drawn.version}" if drawn.left else ""
    return _draw(drawn, caption, Marks(drawn.walked, drawn.current, aims), states, kind, steps_id)


def draw_noted(drawable: Drawable, caption: str, notes: Mapping[str, Note]) -> Drawn:
    """A process with a figure at some of its steps, both in the picture and in the list of steps."""
    return _draw(drawable, caption, Marks(notes=notes))


def draw_rehearsed(rehearsed: engine.RehearsedProcess) -> Drawn:
    """A process of a change, with what its scenarios reached and what they never did."""
    missed = frozenset(one.element_id for one in rehearsed.unreached)
    states = {**dict.fromkeys(rehearsed.reached, "reached"), **dict.fromkeys(missed, "missed")}
    caption = _("Wat de verhalen bereiken van %(name)s", name=rehearsed.name)
    return _draw(rehearsed, caption, Marks(rehearsed.reached, missed=missed), states, "reached")


def _draw(
    drawable: Drawable,
    caption: str,
    marks: Marks,
    states: Mapping[str, str] = MappingProxyType({}),
    kind: str = "",
    steps_id: str = "",
) -> Drawn:
    """The picture, and in words: `states` by the id of a step, and the `kind` of marks."""
    steps_id = steps_id or f"stappen-{drawable.process_id}"
    # The renderer escapes every name it draws and returns one well-formed <svg>.
    picture = Markup(draw(drawable.diagram, marks, title=caption, description_id=steps_id))  # noqa: S704
    teller = _Teller(steps_id, engine.list_steps(drawable.process), states, marks.notes)
    return Drawn(drawable.name, caption, picture, teller.tell(0, len(teller.items)), steps_id, kind)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Turns the flat list of steps, each with its depth, into nested ones."""

    steps_id: str
    items: Sequence[engine.StepItem]
    states: Mapping[str, str]
    notes: Mapping[str, Note]

    def tell(self, begin: int, end: int) -> tuple[ShownStep, ...]:
        """The steps from `begin` up to `end`; the first of them is the least deep."""
        found = []
        at = begin
        while at < end:
            last = at + 1
            while last < end and self.items[last].depth > self.items[at].depth:
                last += 1
            found.append(self._show(at, last))
            at = last
        return tuple(found)

    def _show(self, at: int, last: int) -> ShownStep:
        item = self.items[at]
        following = self.items[last].element_id if last < len(self.items) else None
        ways = [ShownBranch(f.label, self._id(f.element_id), f.name or _("de volgende stap")) for f in item.followed_by]
        is_next = len(item.followed_by) == 1 and item.followed_by[0].element_id == following
        goes_straight_on = is_next and item.interrupts is None
        return ShownStep(
            id=self._id(item.element_id),
            kind=stepnames.step_kind(item),
            name=item.name,
            who=item.lane or "",
            state=self.states.get(item.element_id, ""),
            remark=stepnames.step_remark(item),
            branches=() if goes_straight_on else tuple(ways),
            within=self.tell(at + 1, last),
            way=item.way,
            note=self.notes[item.element_id].words if item.element_id in self.notes else "",
        )

    def _id(self, element_id: str) -> str:
        return f"{self.steps_id}-{element_id}"
