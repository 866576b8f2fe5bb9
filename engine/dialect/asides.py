"""Asides: what people may begin besides the tasks of a case: an event subprocess that a message starts, by a form.

In BPMN a message comes from outside (2.0.2 clause 10.5.6). Who on the staff may send it, and with which form, is given
as for a plain start: by `startableBy` and a form on the start event.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.dialect import naming
from engine.dialect.elements import Element, Process

OUTSIDERS = frozenset({"iedereen", "indiener", "auditor"})
"""Those who do not work on a case: they see only what is published of it, or take no part at all."""


def may_be_aside(process: Process, start: Element) -> bool:
    """Whether a start event is one that people could begin, if it said who and by which form."""
    around = process.elements.get(start.parent)
    return (
        start.kind == "startEvent"
        and around is not None
        and around.triggered_by_event
        and start.event is not None
        and start.event.kind == "message"
    )


def asides_of(process: Process) -> Iterator[Element]:
    """The start events of a process that people may begin besides its tasks."""
    for element in process.elements.values():
        if element.form_id is not None and element.properties.get("startableBy") and may_be_aside(process, element):
            yield element


def name_of(process: Process, start: Element) -> str:
    """The text of the button: the name of the event subprocess, or of its start if it has none."""
    around = process.elements[start.parent]
    return around.name or naming.call(start)


def message_of(start: Element) -> str:
    return str(start.event.reference) if start.event is not None else ""


def groups_of(start: Element) -> frozenset[str]:
    """Who may begin it."""
    told = start.properties.get("startableBy", "").split(",")
    return frozenset(group.strip() for group in told if group.strip())
