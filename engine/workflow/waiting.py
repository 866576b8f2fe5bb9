"""Waiting: something in a case that waits for an event. Whatever kind of event it is, the concept is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.task import Task

from engine.dialect.elements import Element, Event
from engine.workflow.compiled import EventSubprocess
from engine.workflow.run import Run


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for an event: a token at one, or an event subprocess of a scope that is alive."""

    element: Element
    """The event itself; for an event subprocess, its start event."""
    event: Event
    memory: dict[str, Any]
    """Kept with the case: `due`, `left` and `every` of a timer, `key` of a message, `held` of a condition, and `spent`
    of what cannot occur again."""
    ref: str
    scope: str
    workflow: Run
    task: Task | None = None
    listener: EventSubprocess | None = None

    def awaits(self, message: str, key: str | None) -> bool:
        """Whether it waits for a message; with a correlation key, for the one with that key."""
        fits = self.event.kind == "message" and self.event.reference == message
        return fits and (key is None or self.memory.get("key") == key)

    def awaits_signal(self, name: str) -> bool:
        return self.event.kind == "signal" and self.event.reference == name

    def is_on_edge_of(self, host: Task) -> bool:
        """Whether it is on the edge of an activity; for an instance of a repeated one, on the edge of the whole."""
        whole = host if host.task_spec.tracked else host.parent
        attached = self.element.attached_to == host.task_spec.element.id
        return attached and self.task is not None and self.task.parent is whole.parent
