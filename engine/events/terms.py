"""What happens to the statutory term and the deadlines of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class TermSuspended(Event):
    """The statutory term was suspended (Awb 4:15)."""

    process_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class TermResumed(Event):
    """The statutory term runs again. `day`: from when, if the time for an answer ran out on an earlier day."""

    process_id: str
    element_id: str
    day: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptCorrected(Event):
    """The case had come in on another day, `day`, than was entered: its statutory term counts from there (Awb 4:13).

    `was` and `received` are as in `CaseStarted`: None for the day on which it was entered. `due` is the last day of the
    term since. The reason is stored apart, as an answer.
    """

    was: str | None
    received: str | None
    day: str
    due: str
    fields_given: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class TermExtended(Event):
    """The statutory term ends later, on `due` (Awb 4:14 lid 3). The reason is stored apart, as an answer."""

    duration: str
    due: str
    fields_given: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class TermMoved(Event):
    """The statutory term ends on another day, because the calendar changed."""

    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class DeadlineMoved(Event):
    """A task or timer is due at another moment, because the calendar changed."""

    process_id: str
    element_id: str
    was: datetime
    becomes: datetime
