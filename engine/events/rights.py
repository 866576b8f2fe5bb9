"""What happens to accounts: who may do what, since when, and by whom; and when somebody is not there.

Whose account it is, is the pseudonym of the person: names, also those to sign in with, are kept apart. Of a password
nothing is here, not even what it is checked by.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class AccountFound(Event):
    """An account that was there when the history began to tell of accounts (migration 0015 writes these)."""

    account: str
    role: str
    groups: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class AccountAdded(Event):
    account: str
    role: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountPasswordChanged(Event):
    account: str


@dataclass(frozen=True, slots=True)
class AccountContactChanged(Event):
    """The name or the e-mail address of an account became another."""

    account: str


@dataclass(frozen=True, slots=True)
class AccountBlocked(Event):
    """Nobody is let in by this account any more; `groups` are those that it has."""

    account: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountUnblocked(Event):
    """This account is let in again, with these groups."""

    account: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountLinked(Event):
    """From now on whoever this sign-in service says it is, is let in by this account.

    `digest` is of the service's name for that person, so that another put in its place is found out.
    """

    account: str
    issuer: str
    digest: str


@dataclass(frozen=True, slots=True)
class AccountUnlinked(Event):
    """No sign-in service lets anybody in by this account any more, until it is linked again."""

    account: str


@dataclass(frozen=True, slots=True)
class AccountGroupsChanged(Event):
    account: str
    was: tuple[str, ...]
    becomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountLeavePlanned(Event):
    """Somebody will not be there from one day until another. Days are ISO dates; `replacement` is a pseudonym."""

    account: str
    leave: str
    first_day: str
    last_day: str
    replacement: str | None


@dataclass(frozen=True, slots=True)
class AccountLeaveChanged(Event):
    """These are the days, and the replacement, from now on."""

    account: str
    leave: str
    first_day: str
    last_day: str
    replacement: str | None


@dataclass(frozen=True, slots=True)
class AccountLeaveBegun(Event):
    """What they had taken went on: so many tasks to the replacement and to their groups. `kept` are theirs alone."""

    account: str
    leave: str
    passed_on: int
    given_back: int
    kept: int


@dataclass(frozen=True, slots=True)
class AccountLeaveEnded(Event):
    """It is over: its last day was, or they are back sooner. Not `begun`: it passed while nothing was at work here, and
    no task was touched."""

    account: str
    leave: str
    begun: bool


@dataclass(frozen=True, slots=True)
class AccountLeaveWithdrawn(Event):
    """It does not take place."""

    account: str
    leave: str
