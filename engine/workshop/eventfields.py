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
    told = (element.event.code or element.event.reference or "") if element.event is not None else ""
    if element.kind == "endEvent":
        around = process.elements.get(element.parent)
        ends = (*ENDS, "cancel") if around is not None and around.kind == "transaction" else ENDS
        ends = (*ends, COMPENSATE) if undoable else ends
        yield StepField("event.kind", CHOICE, kind, with_own(tuple(Choice(one, one) for one in ends if one), kind))
    if kind in REFERRED or element.kind == "endEvent":
        throws = element.kind in THROWING
        known = {
            one.event.code or one.event.reference or ""
            for one in process.elements.values()
            if one.event is not None and one.event.kind in ({kind} if kind else REFERRED)
        }
        choices = tuple(Choice(one, one) for one in sorted(known - {""}))
        needed = throws or kind == "signal"
        value = told if kind in REFERRED else ""
        yield StepField(
            "event.name", CHOICE, value, choices, is_open=True, needed=needed and bool(kind), sometimes=True
        )
    if element.kind in THROWING and (kind == COMPENSATE or (undoable and element.kind == "endEvent")):
        own = (element.event.activity if element.event is not None else None) or ""
        activities = tuple(Choice(one.id, naming.call(one)) for one in undoable)
        yield StepField("event.activity", CHOICE, own, with_own(activities, own), sometimes=True)
    if kind == "conditional" and element.event is not None:
        yield StepField("event.condition", TEXT, element.event.expression or "", reads=FEEL, required=True)
