"""Event fields: what can be set of an event beside its time or message, and what an end does beside ending."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dialect import naming
from engine.dialect.compensation import KIND as COMPENSATE
from engine.dialect.compensation import undoable_from
from engine.dialect.elements import THROWING, Element, Process
from engine.workshop.stepfield import CHOICE, FEEL, TEXT, StepField, with_own
from engine.workshop.words import Choice

ENDS = ("", "terminate", "error", "escalation", "signal")
"""What an end can do beside ending, by its BPMN word; a message is sent by a system task."""
REFERRED = frozenset({"error", "escalation", "signal"})
"""What has a name by which an event that waits for it finds it."""


def happening_fields(process: Process, element: Element) -> Iterator[StepField]:
    """What else an event waits for or throws, and what an end does beside ending."""
    kind = element.event.kind if element.event is not None else ""
    undoable = undoable_from(process, element) if element.kind in THROWING else []
    is_end = element.kind == "endEvent"
    if is_end:
        yield _ask_how_it_ends(process, element, kind, bool(undoable))
    if kind in REFERRED or is_end:
        yield _ask_for_a_name(process, element, kind)
    if element.kind in THROWING and (kind == COMPENSATE or (undoable and is_end)):
        own = (element.event.activity if element.event is not None else None) or ""
        activities = tuple(Choice(one.id, naming.call(one)) for one in undoable)
        yield StepField("event.activity", CHOICE, own, with_own(activities, own), sometimes=True)
    if kind == "conditional" and element.event is not None:
        yield StepField("event.condition", TEXT, element.event.expression or "", reads=FEEL, required=True)


def _ask_how_it_ends(process: Process, element: Element, kind: str, can_undo: bool) -> StepField:
    """Only the end of a transaction can cancel it, and only where something can be undone can an end undo it."""
    around = process.elements.get(element.parent)
    ends = (*ENDS, "cancel") if around is not None and around.kind == "transaction" else ENDS
    ends = (*ends, COMPENSATE) if can_undo else ends
    return StepField("event.kind", CHOICE, kind, with_own(tuple(Choice(one, one) for one in ends if one), kind))


def _ask_for_a_name(process: Process, element: Element, kind: str) -> StepField:
    """The name by which others find an event, with those that the process has already. A catch may go without."""
    known = {
        one.event.code or one.event.reference or ""
        for one in process.elements.values()
        if one.event is not None and one.event.kind in ({kind} if kind else REFERRED)
    }
    choices = tuple(Choice(one, one) for one in sorted(known - {""}))
    event = element.event
    own = (event.code or event.reference or "") if event is not None and kind in REFERRED else ""
    needed = bool(kind) and (element.kind in THROWING or kind == "signal")
    return StepField("event.name", CHOICE, own, choices, is_open=True, needed=needed, sometimes=True)
