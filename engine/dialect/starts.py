"""Starts: the events with which a process can begin, each a separate beginning (BPMN 2.0.2 clause 10.5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dialect.elements import Element, Event, Process

BY_EVENT = frozenset({"message", "timer", "signal"})
"""What can begin a case without a member of staff."""


def starts_of(process: Process) -> tuple[Element, ...]:
    """The start events of the process itself, in the order in which they are drawn."""
    return tuple(e for e in process.elements.values() if e.kind == "startEvent" and e.parent == process.id)


def plain_starts(process: Process) -> tuple[Element, ...]:
    return tuple(start for start in starts_of(process) if start.event is None)


def event_starts(process: Process) -> Iterator[tuple[Element, Event]]:
    """Those that wait for a message, a moment or a signal as long as their version is in use."""
    for start in starts_of(process):
        if start.event is not None and start.event.kind in BY_EVENT:
            yield start, start.event


def only_plain_start(process: Process) -> Element | None:
    """Where a call, or a case that follows from another, begins; None if that is not clear."""
    found = plain_starts(process)
    return found[0] if len(found) == 1 else None
