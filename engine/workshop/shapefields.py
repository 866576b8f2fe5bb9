"""Shape fields: what a drawing shows of an element by its shape: what stops, where a link leads, what is undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.dialect import naming
from engine.dialect.compensation import KIND as UNDO
from engine.dialect.elements import EMBEDDED, THROWING, Element, Process, is_link
from engine.steps import link_targets
from engine.workshop.stepfield import CHOICE, StepField
from engine.workshop.words import Choice

FLAGS = ("true", "false")


def shape_fields(process: Process, element: Element) -> Iterator[StepField]:
    """Whether the running activity stops, where a link leads, and whether a part can be undone as a whole."""
    if begins_aside(process, element) and element.event is not None and element.event.kind not in {"error", UNDO}:
        # An error always ends the activity it comes from (BPMN 2.0.2 clause 10.5.6), and what is undone was over.
        yield _choice("isInterrupting", "true" if element.interrupting else "false", FLAGS)
    if is_link(element) and element.kind in THROWING:
        yield StepField("link", CHOICE, *_link(process, element), required=True)
    if element.kind in EMBEDDED and not element.triggered_by_event:
        yield _choice("part", element.kind, sorted(EMBEDDED))


def begins_aside(process: Process, element: Element) -> bool:
    """Whether it begins something beside the steps."""
    around = process.elements.get(element.parent)
    return element.kind == "startEvent" and around is not None and around.triggered_by_event


def _choice(name: str, value: str, options: Iterable[str]) -> StepField:
    return StepField(name, CHOICE, value, tuple(Choice(one, one) for one in options), required=True)


def _link(process: Process, element: Element) -> tuple[str, tuple[Choice, ...]]:
    """Where a link leads, and where it could lead: to any link target in the same scope."""
    others = [one for one in process.elements.values() if one.parent == element.parent and is_link(one)]
    choices = tuple(Choice(one.id, naming.call(one)) for one in others if one.kind == "intermediateCatchEvent")
    return next(iter(link_targets(process, element)), ""), choices
