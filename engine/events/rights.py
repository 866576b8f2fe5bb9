"""What happens to accounts: who may do what, since when, and by whom; and when somebody is absent.

The account's owner is a person's pseudonym: names, including those to sign in with, are stored apart. Of a password
nothing is here, not even what it is checked against: a digest proves that nobody replaced it.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class AccountFound(Event):
    """An account that existed when the history began to record accounts (migration 0015 writes these)."""

    account: str
    role: str
    groups: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class AccountAdded(Event):
    """`digest` is of whose it is and what opens it (`engine.accounts.rights.digest_of`)."""

    account: str
    role: str
    groups: tuple[str, ...]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AccountsRecorded(Event):
    """Accounts from before the history had such digests; from now on each has one."""

    digests: dict[str, str]


@dataclass(frozen=True, slots=True)
class AccountPasswordChanged(Event):
    """`was` is the digest before it; without that, this change would cover up what somebody had changed unseen."""

    account: str
    was: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AccountContactChanged(Event):
    """The name or the e-mail address of an account was changed."""

    account: str
    was: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AccountBlocked(Event):
    """Nobody can sign in with this account any more; `groups` are those that it has."""

    account: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountUnblocked(Event):
    """This account can sign in again, with these groups."""

    account: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountLinked(Event):
    """From now on, this account signs in whoever this sign-in service says is its owner.

    `digest` is of the service's name for that person, so that replacing it with another is detected.
    """

    account: str
    issuer: str
    digest: str


@dataclass(frozen=True, slots=True)
class AccountUnlinked(Event):
    """No sign-in service signs anybody in with this account any more, until it is linked again."""

    account: str


@dataclass(frozen=True, slots=True)
class AccountGroupsChanged(Event):
    account: str
    was: tuple[str, ...]
    becomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountLeavePlanned(Event):
    """Somebody will be absent from one day until another. Days are ISO dates; `replacement` is a pseudonym."""

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
    """What they had claimed was passed on: how many tasks, to whom. `kept` are theirs alone."""

    account: str
    leave: str
    passed_on: int
    given_back: int
    kept: int


@dataclass(frozen=True, slots=True)
class AccountLeaveEnded(Event):
    """It is over: its last day has passed, or they are back sooner. Not `begun`: it passed while no worker was running,
    and no task was touched."""

    account: str
    leave: str
    begun: bool


@dataclass(frozen=True, slots=True)
class AccountLeaveWithdrawn(Event):
    """It does not take place."""

    account: str
    leave: str


@dataclass(frozen=True, slots=True)
class RightsReviewed(Event):
    """An operator went through all accounts that could sign in, and wrote down what came of it."""

    accounts: int
    remark: str
