"""Operations: what a municipality runs on (processes, calendar, mails and jobs), what got stuck, and its health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.dialect.elements import Diagram, Process
from engine.dialect.nouns import Noun


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """One version of a process."""

    id: str
    process_id: str
    name: str
    version: int
    version_tag: str | None
    content_hash: str
    deployed_at: datetime
    deployed_by: str
    running_cases: int
    diagram: Diagram
    process: Process


@dataclass(frozen=True, slots=True)
class CalendarDayView:
    """A day that an operator added: `off` counts as a public holiday, `worked` is a holiday on which people work."""

    day: date
    kind: str
    reason: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class MovedDeadlines:
    """The effect of a change of the calendar: in how many cases a deadline moved; None when jobs have yet to find out.

    `unread` has the references of cases that could not be read. A job keeps trying those.
    """

    cases: int | None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail that was, or will be, sent."""

    id: str
    case_id: str | None
    reference: str | None
    to: str
    subject: str
    body: str
    created_at: datetime
    sent_at: datetime | None
    state: str
    error: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the system can do its work: it has a database, and a worker.

    `timer_lag` is the age in seconds of the oldest timer that is due.
    """

    ok: bool
    database: bool
    workers: int
    last_sign: datetime | None
    """When a worker last gave a sign of life, if that is known; old ones are forgotten."""
    waiting: int
    """Jobs and timers that are due."""
    failed_jobs: int
    retried: int
    """Jobs that went wrong and are tried again, such as mails while the mail server is silent."""
    incidents: int
    timer_lag: float
    last_backup: datetime | None
    """When `smederij backup` last made a copy; None if it never did."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A case that could not go on, and why."""

    case_id: str
    reference: str
    title: str
    process_name: str
    noun: Noun
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class RepairableVariable:
    """A variable of a case that stands still. `key` names it with its scope; `place` is empty for the case itself."""

    key: str
    name: str
    place: str
    text: str
    """Its value as FEEL."""


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    incident: Incident
    variables: tuple[RepairableVariable, ...]


@dataclass(frozen=True, slots=True)
class TriedAgain:
    """Jobs that failed at least once and will be tried again: how many, with the moment and error of the oldest."""

    count: int
    since: datetime
    error: str


@dataclass(frozen=True, slots=True)
class LateCase:
    """A case in which something was due at a moment, and every attempt to let it happen has failed so far."""

    case_id: str
    reference: str
    due_at: datetime
    attempts: int
    error: str
    next_at: datetime
    """When it is tried again."""


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was tried too often."""

    id: str
    kind: str
    case_id: str | None
    attempts: int
    error: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SealView:
    """A seal that was made: by whom, of how many events, and the digest of its file."""

    made_at: datetime
    by: str
    mark: str
    events: int
