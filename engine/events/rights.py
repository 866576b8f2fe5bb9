"""What happens to accounts: who may do what, since when, and by whom.

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
