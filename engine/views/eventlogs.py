"""Event logs: the history as other programs read it, per event, per case, or as objects and what happened to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Said = str | int | bool | datetime


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event of the history, for other programs. Who did it is a pseudonym."""

    number: int
    at: datetime
    reference: str
    """Of the case; empty for what happened in the municipality."""
    kind: str
    by: str
    process_id: str
    version: int | None
    element_id: str
    element_name: str
    digest: str
    on_behalf: bool = False
    """Whether staff did it for the submitter of the case."""
    said: tuple[tuple[str, Said], ...] = ()
    """What else it says, without what anybody typed."""


@dataclass(frozen=True, slots=True)
class LoggedCase:
    """A case with all its events, for programs that mine processes."""

    reference: str
    process_id: str
    outcome: str
    events: tuple[LoggedEvent, ...]


@dataclass(frozen=True, slots=True)
class LoggedObject:
    """Something that events are about. For persons there is only a pseudonym."""

    id: str
    kind: str
    """For a case, or for the work of one process in it: that process; else its kind."""
    said: tuple[tuple[str, Said, datetime | None], ...] = ()
    """What is said of it, and since when; None for what never changes."""
    related: tuple[tuple[str, str], ...] = ()
    """The ids of other objects, each with its relation to this one."""


@dataclass(frozen=True, slots=True)
class LoggedHappening:
    """An event, with its other facts and the objects that it is about."""

    event: LoggedEvent
    said: tuple[tuple[str, Said], ...]
    related: tuple[tuple[str, str], ...]
    """The ids of the objects, each with its relation to the event."""


@dataclass(frozen=True, slots=True)
class LoggedStory:
    """All that happened in one case, and the objects that it is about and that no earlier story had."""

    happenings: tuple[LoggedHappening, ...]
    objects: tuple[LoggedObject, ...]
