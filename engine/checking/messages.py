"""Messages: every event that waits for a message names it, and no other event takes it first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding, make
from engine.dialect import naming
from engine.dialect.elements import THROWING, Element, Process
from engine.dialect.folder import ProcessFiles


def check(folder: ProcessFiles) -> Iterator[Finding]:
    process = folder.process
    waiting = [e for e in process.elements.values() if message_of(e) is not None]
    for number, element in enumerate(waiting):
        name = message_of(element)
        if not name:
            # A receive task may leave out its message (clause 10.3.3), and a message its name.
            open_ = element.kind == "receiveTask" or element.event is None or element.event.reference is not None
            yield make("message_unnamed" if open_ else "message_without_name", folder.source, element)
            continue
        earlier = waiting[:number]
        first = next((e for e in waiting if e is not element and _goes_before(process, e, element, e in earlier)), None)
        if first is not None:
            other = naming.describe(first)
            yield make("same_message", folder.source, element, detail=name, other=other)


def message_of(element: Element) -> str | None:
    """The name of the message that an element waits for, empty for one without a name; None if it waits for none."""
    if element.kind in THROWING | {"sendTask"} or element.event is None or element.event.kind != "message":
        return None  # A task that sends a message requests a job.
    return element.event.reference or ""


def _goes_before(process: Process, first: Element, other: Element, is_earlier: bool) -> bool:
    """Whether `first` takes a message before `other` ever could.

    An event subprocess takes it from everything inside its own scope, and a receive task from its own edge. On one
    activity, and after one event-based gateway, the first event drawn takes it.
    """
    if message_of(first) != message_of(other):
        return False
    if first.kind == "boundaryEvent" and other.kind == "boundaryEvent":
        return is_earlier and first.attached_to == other.attached_to
    if other.kind == "boundaryEvent" and other.attached_to == first.id:
        return True
    if is_earlier and process.choices_before(first) & process.choices_before(other):
        return True
    listener = process.elements.get(first.parent)
    if first.kind != "startEvent" or listener is None or not listener.triggered_by_event:
        return False
    around = list(process.scopes_around(other))
    if other.kind == "startEvent":
        around = around[1:]  # Its event subprocess listens in the scope around it.
    if listener.parent not in around or listener.id in around:
        return False
    return is_earlier or around[0] != listener.parent or other.kind != "startEvent"
