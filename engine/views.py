"""Views: the frozen facts that leave the engine. Readers get these, never rows of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from engine.dialect.elements import Diagram, Process
from engine.forms import Form

T = TypeVar("T")

Answers = Mapping[str, Any]
"""Answers by key: text, bool, Decimal, date, list of text, or None. Never a float."""


@dataclass(frozen=True, slots=True)
class User:
    """Who acts. `id` is a pseudonym; the name belongs to the person record and is for showing only."""

    id: str
    name: str
    groups: frozenset[str] = frozenset()
    role: str = "medewerker"
    """`medewerker` or `inwoner`: in which quality a member of the stuurgroep votes."""
    case_id: str | None = None
    """Only for a submitter who came in by a secret link: the one case that the link opens."""

    @property
    def is_submitter(self) -> bool:
        return self.case_id is not None


SYSTEM = User("systeem", "Smederij", frozenset({"systeem"}))


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `total` counts all rows that fit the filter."""

    items: tuple[T, ...]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task in a worklist."""

    id: str
    case_id: str
    reference: str
    case_title: str
    process_name: str
    area: str | None
    element_id: str
    name: str
    groups: tuple[str, ...]
    assignee: str | None
    assignee_name: str | None
    state: str
    """`open`, `completed` or `cancelled`."""
    created_at: datetime
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    claimed_at: datetime | None = None
    completed_at: datetime | None = None
    completed_by_name: str | None = None
    overdue: bool = False
    has_draft: bool = False
    ballot: bool = False
    instance: str | None = None
    """For an instance of a multi-instance task: whom or what it is for, in words."""


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task as its page shows it: the form with what to fill in, and what this user may do."""

    task: TaskView
    form: Form
    answers: Answers
    """What the fields start with: what was voted, else variables of the case with the field's key."""
    draft: Mapping[str, list[str]] | None
    """What was typed and not sent, valid or not; it goes before `answers`."""
    draft_saved_at: datetime | None
    documentation: str
    may_claim: bool
    may_release: bool
    may_delegate: bool
    may_complete: bool
    may_recuse: bool
    colleagues: tuple[tuple[str, str], ...] = ()
    """(id, name) of those whom this task may be delegated to."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case in a list."""

    id: str
    reference: str
    title: str
    process_id: str
    process_name: str
    status: str
    """What the submitter sees: the last published status, in Dutch."""
    state: str
    """`running`, `completed`, `withdrawn` or `incident`."""
    area: str | None
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    waiting_for: tuple[str, ...]
    """Names of the open tasks."""
    due_at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Field:
    """An answer or variable in words: label of the form field (or the name), and the value as given."""

    key: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """What one completed task, or the start form, was answered."""

    task_name: str
    element_id: str
    by_name: str
    at: datetime
    fields: tuple[Field, ...]
    hidden: bool = False
    """A ballot that is not closed yet: that someone voted may be seen, not what."""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event of the history, for reading: a code and its facts; the web makes the sentence."""

    sequence: int
    at: datetime
    kind: str
    who: str
    """The name of the person, `Smederij` for the system, or the pseudonym of someone who was erased."""
    element_id: str | None
    element_name: str | None
    process_name: str | None
    version: str | None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DrawnProcess:
    """A process of the case with what to mark on its diagram."""

    process_id: str
    name: str
    version: int
    version_hash: str
    diagram: Diagram
    process: Process
    walked: frozenset[str]
    current: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case for staff and auditors."""

    case: CaseView
    submitter_name: str | None
    submitter_contact: Mapping[str, str]
    """Only for who may see it, else empty."""
    status_text: str | None
    statutory_due: date | None
    term_suspended: bool
    answers: tuple[GivenAnswers, ...]
    timeline: tuple[TimelineItem, ...]
    processes: tuple[DrawnProcess, ...]
    open_tasks: tuple[TaskView, ...]
    linked: tuple[CaseView, ...]
    outcome: str | None
    legal_effect: str | None
    retention_class: str | None
    incident: str | None
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A published status: what the submitter was told, and when."""

    at: datetime
    status: str
    text: str | None


@dataclass(frozen=True, slots=True)
class SubmitterCase:
    """*Mijn idee*: only what has been published, and what is asked of the submitter."""

    reference: str
    title: str
    status: str
    status_text: str | None
    started_at: datetime
    changes: tuple[StatusChange, ...]
    tasks: tuple[TaskView, ...]
    answers: tuple[GivenAnswers, ...]
    """Only what the submitter gave."""
    may_withdraw: bool
    ended: bool
    reply_by: datetime | None


@dataclass(frozen=True, slots=True)
class StartedCase:
    """What the submitter needs to come back: the reference and the secret, which is shown once and stored hashed."""

    case_id: str
    reference: str
    secret: str


@dataclass(frozen=True, slots=True)
class StartableProcess:
    """A process that this user may start."""

    process_id: str
    name: str
    form: Form
    documentation: str
    startable_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What a list of cases can be filtered by, each as (value, label)."""

    processes: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """The figures beside the links to the worklists."""

    mine: int
    team: int
    overdue: int
    ballots: int


@dataclass(frozen=True, slots=True)
class CompletedTask:
    """What was completed, and the next task of the same case that this user may do, if any."""

    case_id: str
    reference: str
    next_task_id: str | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """What someone typed and did not send, or could not send any more."""

    task: TaskView
    fields: tuple[Field, ...]
    saved_at: datetime


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
class BallotView:
    """How a vote stands: who has voted (never what, until it closes)."""

    task_name: str
    reference: str
    case_id: str
    case_title: str
    closes_at: datetime | None
    closed: bool
    voted: int
    eligible: int
    recused: int
    my_task: TaskView | None
    my_vote: Answers | None
    tally: Mapping[str, int] | None
    """Counts per choice; only when closed."""


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account of a member of staff or of the stuurgroep."""

    user: User
    username: str
    email: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the token of the session, which is told only here."""

    user: User
    token: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session of a user."""

    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the system can do its work. `timer_lag` is the age in seconds of the oldest timer that is due."""

    ok: bool
    database: bool
    workers: int
    failed_jobs: int
    incidents: int
    timer_lag: float


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was tried too often."""

    id: str
    kind: str
    case_id: str | None
    attempts: int
    error: str
    created_at: datetime
