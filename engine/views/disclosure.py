"""Disclosure: what is held about a person, as whoever asks for it gets it (AVG art. 15), or about a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.dialect.nouns import Noun
from engine.views.cases import CaseDetail, GivenAnswers, StatusChange
from engine.views.papers import EntryView


@dataclass(frozen=True, slots=True)
class Named:
    """One record of who somebody is. Each time that somebody submits something makes a record of its own."""

    id: str
    name: str
    email: str | None
    phone: str | None
    address: str | None
    known_since: datetime


@dataclass(frozen=True, slots=True)
class FoundPerson(Named):
    """Somebody about whom something is held."""

    username: str | None
    """What they sign in with, if they have an account."""
    cases: tuple[tuple[str, str], ...]
    """The cases that they submitted: reference and title, the first of them."""


@dataclass(frozen=True, slots=True)
class HeldIdentity:
    """How a sign-in service identifies an account."""

    issuer: str
    subject: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class HeldSession:
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HeldActs:
    """How often somebody did something in one case; without a reference, in the municipality itself."""

    reference: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """What is held about the owner of an account, besides name and address."""

    username: str
    groups: tuple[str, ...]
    role: str
    active: bool
    digest: str
    identities: tuple[HeldIdentity, ...]
    sessions: tuple[HeldSession, ...]
    leaves: tuple[tuple[date, date], ...]
    events: tuple[tuple[datetime, str], ...]
    """What happened to the account: when, and the kind of event."""
    acts: tuple[HeldActs, ...]
    looked: tuple[tuple[date, int], ...]
    """On which days it was recorded that they looked at personal data, and at how many things."""


@dataclass(frozen=True, slots=True)
class HeldPerson(Named):
    """What is held about who somebody is."""

    account: HeldAccount | None


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that somebody handed in, without its contents."""

    id: str
    reference: str
    """Of the case."""
    name: str
    media_type: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class FileContents:
    """The contents of one of those files."""

    id: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeldMail:
    """A mail to the submitter. Their secret link is left out: other people read this too."""

    to: str
    """Empty where no address is known any more, or none ever was."""
    subject: str
    body: str
    asked_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldLetter:
    """A letter that was posted to the submitter."""

    addressee: str
    address: tuple[str, ...]
    subject: str
    body: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class HeldDraft:
    """What a submitter typed for a task and did not send: each question with what was typed."""

    task_name: str
    saved_at: datetime
    typed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeldNote:
    """What somebody else filled in about the case. It is given only if whoever answers the request chose so."""

    id: int
    answers: GivenAnswers
    """Empty, unless it is given or shown to be chosen."""
    given: bool


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """One event of the history of a case."""

    number: int
    at: datetime
    kind: str
    by: str
    """`person` (whom this is about), `system` or `other`."""


@dataclass(frozen=True, slots=True)
class HeldLook:
    """That members of staff looked at something of a case on a day, and how many of them."""

    day: date
    kind: str
    people: int


@dataclass(frozen=True, slots=True)
class HeldCase:
    """Everything that is held of one case and is about its submitter."""

    id: str
    reference: str
    title: str
    process_name: str
    noun: Noun
    area: str | None
    status: str
    started_at: datetime
    ended_at: datetime | None
    received_on: date | None
    decide_by: date | None
    """The last day of its statutory term, if it has one."""
    outcome: str | None
    legal_effect: str | None
    retention_class: str | None
    retention: str
    """How long it is kept from its end: `forever`, `term` or `unknown`."""
    kept_until: date | None
    """The first day on which it may be destroyed, where there is a term."""
    erased: bool
    statuses: tuple[StatusChange, ...]
    answers: tuple[GivenAnswers, ...]
    """What the submitter gave, or staff entered on their behalf; without who that was."""
    drafts: tuple[HeldDraft, ...]
    notes: tuple[HeldNote, ...]
    letters: tuple[HeldLetter, ...]
    unsent_letters: int
    """How many are written and have yet to be posted: what these say is announced by posting them (Awb 3:41)."""
    mails: tuple[HeldMail, ...]
    files: tuple[HeldFile, ...]
    entries: tuple[EntryView, ...]
    events: tuple[HeldEvent, ...]
    looks: tuple[HeldLook, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is held about somebody, to be looked at before it is given."""

    persons: tuple[HeldPerson, ...]
    cases: tuple[HeldCase, ...]
    """The first of them."""
    total: int


@dataclass(frozen=True, slots=True)
class GivenCopy:
    """That somebody's data were copied to be given to them."""

    at: datetime
    by: str
    reason: str
    references: tuple[str, ...]
    """Of the cases that they submitted and that still exist."""


@dataclass(frozen=True, slots=True)
class DossierProcess:
    """One version of a process that a case went along."""

    process_id: str
    name: str
    version: int
    files: Mapping[str, bytes] = field(repr=False)
    """By their paths in the folder of the process."""


@dataclass(frozen=True, slots=True)
class DossierChain:
    """The history of a case as its digests were made (`engine.disclosure.chain`)."""

    file: bytes = field(repr=False)
    events: int
    newest: str
    """The digest of the last of them."""


@dataclass(frozen=True, slots=True)
class HeldTerm:
    """How long something is kept: an ISO 8601 duration, from a day, and the last day of it."""

    duration: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one case, as those who handle it read it."""

    detail: CaseDetail
    statuses: tuple[StatusChange, ...]
    letters: tuple[HeldLetter, ...]
    """Those that were posted, to whomever."""
    unsent_letters: int
    mails: tuple[HeldMail, ...]
    files: tuple[HeldFile, ...]
    processes: tuple[DossierProcess, ...]
    retention: str
    """How long it is kept from its end: `forever`, `term` or `unknown`, which is also so while it runs."""
    term: HeldTerm | None
    """That term, where there is one."""
    erased: bool
    chain: DossierChain


Held = HeldPerson | HeldCase | FileContents
"""What a copy consists of, in this order: who somebody is, each case, and after each case its files."""
