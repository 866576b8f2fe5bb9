"""People: who acts, and their accounts and sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.views.work import TaskView


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
class AccountView:
    """An account of a member of staff or of the stuurgroep."""

    user: User
    username: str
    email: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """Something that happened to an account. Who did it and whose it is are names, with the username."""

    at: datetime
    kind: str
    by: str
    whose: str
    facts: Mapping[str, Any]
    replacement: str = ""
    """The name of who takes over, where somebody is away and another does."""


@dataclass(frozen=True, slots=True)
class AwayView:
    """That somebody is not there today."""

    last_day: date
    replacement: str | None
    """The name of who took over."""


@dataclass(frozen=True, slots=True)
class LeaveView:
    """That somebody is not there for some days, now or later."""

    id: str
    revision: int
    first_day: date
    last_day: date
    begun: bool
    replacement: str | None
    """The id of who takes over."""
    replacement_name: str | None
    fault: str
    """Why nothing would go to that person as it is now: `gone`, `away` or `no_group`; empty for nothing."""


@dataclass(frozen=True, slots=True)
class ReplacedView:
    """A colleague who goes away, and named this person as who takes over."""

    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class LeavesView:
    """When somebody is away, and what there is to choose from."""

    account_id: str
    name: str
    leaves: tuple[LeaveView, ...]
    """The first that comes first."""
    colleagues: tuple[tuple[str, str], ...]
    """Who can take over: by id, the name."""
    personal: tuple[TaskView, ...]
    """The open tasks that are theirs alone: these go to nobody."""
    replaces: tuple[ReplacedView, ...]


@dataclass(frozen=True, slots=True)
class LeaveOutcome:
    """What followed when somebody's being away was planned, changed or begun."""

    begun: bool
    """Whether they are away from this moment on, and what they had taken went on by this."""
    passed_on: tuple[str, ...] = ()
    """References of the cases of which a task went to the replacement, one for each task."""
    given_back: tuple[str, ...] = ()
    """The same of tasks that went back to their groups."""
    kept: tuple[str, ...] = ()
    """The same of tasks that are theirs alone."""


@dataclass(frozen=True, slots=True)
class ViewingView:
    """That somebody looked at something on a day. `who` is a name with the username."""

    day: date
    first_at: datetime
    person_id: str
    who: str
    kind: str
    reference: str
    """Of the case; empty for what is about no one case."""
    subject: str
    """What it was about instead: the key of a register, or a year."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the token of the session, which is told only here."""

    user: User
    token: str


@dataclass(frozen=True, slots=True)
class DigestChoice:
    """How often somebody wants a mail about the tasks that wait for them."""

    choice: str
    """`daily`, `weekly` or `never`."""
    address: str | None
    """Where it goes; an operator sets it."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session of a user."""

    created_at: datetime
    seen_at: datetime
    expires_at: datetime
