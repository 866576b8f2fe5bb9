"""People: who acts, and their accounts and sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.views.work import TaskView


@dataclass(frozen=True, slots=True)
class User:
    """Who acts. `id` is a pseudonym; the name belongs to the person record and is only for display."""

    id: str
    name: str
    groups: frozenset[str] = frozenset()
    role: str = "medewerker"
    """`medewerker` or `inwoner`: the capacity in which a member of the stuurgroep votes."""
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
    """Something that happened to an account. The actor and the account's owner are names, with the username."""

    at: datetime
    kind: str
    by: str
    whose: str
    facts: Mapping[str, Any]
    replacement: str = ""
    """The name of the replacement, where somebody is away and has one."""


@dataclass(frozen=True, slots=True)
class AwayView:
    """That somebody is absent today."""

    last_day: date
    replacement: str | None
    """The name of the replacement."""


@dataclass(frozen=True, slots=True)
class LeaveView:
    """That somebody is absent for some days, now or later."""

    id: str
    revision: int
    first_day: date
    last_day: date
    begun: bool
    replacement: str | None
    """The id of the replacement."""
    replacement_name: str | None
    fault: str
    """Why no task would go to that person at this moment: `gone`, `away` or `no_group`; empty if tasks would."""


@dataclass(frozen=True, slots=True)
class ReplacedView:
    """A colleague who goes away, and named this person as the replacement."""

    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class LeavesView:
    """When somebody is away, and what there is to choose from."""

    account_id: str
    name: str
    leaves: tuple[LeaveView, ...]
    """In order of date, the earliest first."""
    colleagues: tuple[tuple[str, str], ...]
    """Who can be the replacement: by id, the name."""
    personal: tuple[TaskView, ...]
    """The open tasks that are theirs alone: these go to nobody."""
    replaces: tuple[ReplacedView, ...]


@dataclass(frozen=True, slots=True)
class LeaveOutcome:
    """What followed when somebody's absence was planned, changed or begun."""

    begun: bool
    """Whether they are away from this moment on, and what they had claimed was passed on by this act."""
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
    """Of the case; empty for what is about no single case."""
    subject: str
    """What it was about instead: the key of a register, or a year."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the token of the session, which is shown only here."""

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
