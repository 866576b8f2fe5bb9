"""Cases: what is known of one, for staff, auditors and its submitter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.dialect.nouns import Noun
from engine.forms import Form
from engine.views.papers import EntryView, LetterView, PostedLetter
from engine.views.people import User
from engine.views.timeline import DrawnProcess, TimelineItem
from engine.views.work import Field, TaskView


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
    noun: Noun
    """What such a case is called."""


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What a list of cases can be filtered by, each as (value, label)."""

    processes: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """The answers of one completed task, or of the start form."""

    task_name: str
    element_id: str
    by_name: str
    at: datetime
    fields: tuple[Field, ...]
    hidden: bool = False
    """A ballot that is not closed yet, or one of two tasks of which the other is not done: it may be seen that someone
    answered, not what."""
    awaits: str | None = None
    """The name of that other task."""
    process_id: str = ""
    version: int | None = None
    form_id: str = ""
    """The form that was filled in, as this version of this process had it; empty where there was none."""
    task_id: str | None = None
    id: int = 0
    asked_of: str = ""
    """Which of several it was asked of, where each did a task of their own: an organisation, a part of the plan."""
    together: str | None = None
    """The same for all who were asked this at the same time."""


@dataclass(frozen=True, slots=True)
class AsideView:
    """What the reader may begin beside the tasks of a case: the start event, its message, and what its button says."""

    element_id: str
    message: str
    name: str


@dataclass(frozen=True, slots=True)
class AsideDetail:
    """The same with its form, and the case that it belongs to."""

    case_id: str
    reference: str
    title: str
    noun: Noun
    element_id: str
    name: str
    documentation: str
    form: Form
    is_open: bool
    """Whether it can be begun now."""


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case for staff and auditors."""

    case: CaseView
    submitter_name: str | None
    submitter_contact: Mapping[str, str]
    """Empty for readers who may not see it."""
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
    letters: tuple[LetterView, ...] = ()
    entries: tuple[EntryView, ...] = ()
    term_extended: bool = False
    received_on: date | None = None
    """When it had come in, if it was entered on a later day: the statutory term counts from then."""
    may_copy: bool = False
    """Whether the reader may take everything about it along as one file."""
    may_extend_term: bool = False
    may_correct_receipt: bool = False
    may_resend_link: bool = False
    """Whether the reader may, and there is an address to send it to."""
    may_correct_contact: bool = False
    readable_tasks: frozenset[str] = frozenset()
    """The ids of open tasks that the reader may open."""
    asides: tuple[AsideView, ...] = ()
    """What the reader may begin now beside the tasks."""


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A published status: what the submitter was told, and when."""

    at: datetime
    status: str
    text: str | None


@dataclass(frozen=True, slots=True)
class GoneQuestion:
    """What a submitter was asked, and cannot answer any more."""

    name: str
    why: str
    """taken: staff are filling it in; answered: staff did; late: the last day passed; lapsed: it is not needed now."""
    at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class SubmitterCase:
    """*Mijn idee*: only what has been published, and what the submitter is asked."""

    reference: str
    title: str
    noun: Noun
    status: str
    status_text: str | None
    started_at: datetime
    changes: tuple[StatusChange, ...]
    tasks: tuple[TaskView, ...]
    answers: tuple[GivenAnswers, ...]
    """Only what the submitter gave."""
    may_withdraw: bool
    ended: bool
    letters: tuple[PostedLetter, ...] = ()
    """Those that were posted to the submitter."""
    has_email: bool = False
    """Whether the submitter can be sent e-mail."""
    contact: Mapping[str, str] = field(default_factory=dict)
    """How to reach the submitter, shown to the submitter: e-mail, telephone number and postal address, where known."""
    decided_by: date | None = None
    """The last day of the statutory term, as long as its decision has not been announced. While the term is suspended:
    the last day if it continued today."""
    term_suspended: bool = False
    received_on: date | None = None
    """When it had come in, if staff entered it on a later day."""
    late: bool = False
    """Whether that day has passed."""
    looked_at_by: datetime | None = None
    """When the first of the current tasks of staff is due, where that is known."""
    gone: tuple[GoneQuestion, ...] = ()
    """What was asked lately and cannot be answered any more."""


@dataclass(frozen=True, slots=True)
class ContactView:
    """Who the submitter of a case is and how to reach them; empty for what is not known."""

    reference: str
    title: str
    noun: Noun
    name: str
    email: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What a secret link opens: the submitter in whose name one acts, and the few facts that a list has of the case."""

    secret: str = field(repr=False)
    user: User
    reference: str
    title: str
    status: str
    started_at: datetime
    asks: bool
    """Whether something is asked of the submitter now."""


@dataclass(frozen=True, slots=True)
class StartedCase:
    """What the submitter needs to come back: the reference and the secret, which is shown once and stored hashed."""

    case_id: str
    reference: str
    secret: str


@dataclass(frozen=True, slots=True)
class Correlation:
    """What happened to a message: the cases that have got it so far, and until when it is kept for others."""

    id: str
    case_ids: tuple[str, ...]
    kept_until: datetime


@dataclass(frozen=True, slots=True)
class StartableProcess:
    """A process that this user may start, by one of its plain start events."""

    process_id: str
    """For a process with several such starts, from the second on: `process.start`."""
    name: str
    form: Form
    documentation: str
    startable_by: frozenset[str] = frozenset()
    element_id: str = ""
    has_term: bool = False
    """Whether what begins here has a statutory term."""
    dates_receipt: bool = False
    """Whether this user may say that it came in on an earlier day, from which that term counts."""
