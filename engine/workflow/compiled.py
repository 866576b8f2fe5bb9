"""Compiled: a version of a process in the form that the token game plays, with everything its diagrams call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.dialect.compensation import Compensation
from engine.dialect.elements import Element, Process
from engine.dialect.ends import ends_of
from engine.dialect.mails import MailTemplate


@dataclass(frozen=True)
class EventSubprocess:
    """A listener of a scope: its event starts `spec_name`, and ends everything else if it interrupts."""

    element: Element
    start: Element
    spec_name: str


@dataclass(frozen=True)
class Compiled:
    """Everything needed to play one process and the processes it calls. Immutable once made; threads share it."""

    main: str
    specs: Mapping[str, Any]
    processes: Mapping[str, Process]
    decisions: Mapping[str, Mapping[str, Any]]
    """Per process: decision id → the `Definitions` that holds it."""
    mails: Mapping[str, Mapping[str, MailTemplate]]
    """Per process: template name → template."""
    letters: Mapping[str, Mapping[str, MailTemplate]]
    """As `mails`."""
    listeners: Mapping[str, tuple[EventSubprocess, ...]] = field(default_factory=dict)
    """Per spec name: the event subprocesses of that scope."""
    compensation: Mapping[str, Compensation] = field(default_factory=dict)
    """Per process: what undoes what."""
    data: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per spec name: the variables that its data objects create when it begins."""

    @cached_property
    def listens(self) -> bool:
        """Whether there is any event subprocess."""
        return any(self.listeners.values())

    @cached_property
    def lasting(self) -> frozenset[str]:
        """Specs whose tasks stay as long as their scope: interrupting event subprocesses."""
        listeners = (each for scope in self.listeners.values() for each in scope)
        return frozenset(each.spec_name for each in listeners if each.start.interrupting)

    @cached_property
    def has_conditions(self) -> bool:
        """Whether any event waits for a condition."""
        events = (element.event for process in self.processes.values() for element in process.elements.values())
        return any(event is not None and event.kind == "conditional" for event in events)

    @cached_property
    def ends(self) -> dict[str, bool]:
        """The end events of a case, and whether each belongs to its main course."""
        return ends_of(self.processes[self.main])
