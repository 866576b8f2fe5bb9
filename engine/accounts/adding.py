"""Adding: making accounts, and what can be stored of one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals, events, history
from engine.accounts import rights
from engine.accounts.signing_in import NO_PASSWORD, hash_password, is_password
from engine.errors import Conflict
from engine.forms.typed import TypedRefused, parse_email
from engine.models import Account, AccountGroup, Person, new_id
from engine.municipality import now, transaction
from engine.permissions import require
from engine.tidying import tidy_line
from engine.views import SYSTEM, User

LONGEST_USERNAME, LONGEST_NAME, LONGEST_EMAIL = 100, 300, 254


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is needed to make an account."""

    username: str
    name: str
    password: str | None
    """None for people who use only the sign-in service."""
    groups: tuple[str, ...]
    email: str | None = None
    role: str = "medewerker"


class UsernameTaken(Conflict):
    """An account with this name exists already."""


class AccountRefused(ValueError):
    """What cannot be stored of a new account: `fields` are those of `NewAccount`."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(f"not usable for an account: {', '.join(fields)}")
        self.fields = fields


def add_account(new: NewAccount, by: User) -> User:
    """Make an account; the municipality's history records who did so, and which rights came with it.

    Raises: NotAllowed, UsernameTaken, AccountRefused.
    """
    require(by, "manage_accounts", None)
    with transaction() as session:
        return add_accounts(session, [new], by)[0]


def add_accounts(session: Session, accounts: Collection[NewAccount], by: User = SYSTEM) -> list[User]:
    """Make accounts within the caller's transaction, as its first act. Raises: UsernameTaken, AccountRefused."""
    hashes: dict[str, str] = {}
    made = []
    annals.lock(session)
    names = [new.username.strip().lower() for new in accounts]
    taken = set(session.scalars(select(Account.username).where(Account.username.in_(names))))
    for username, new in zip(names, accounts, strict=True):
        if refused := tuple(_find_unusable(new)):
            raise AccountRefused(refused)
        if username in taken:
            raise UsernameTaken(username)
        taken.add(username)
        if new.password is not None and new.password not in hashes:
            hashes[new.password] = hash_password(new.password)
        email, salt = read_email(new.email), history.new_salt()
        person = Person(id=new_id(), name=new.name.strip(), email=email, salt=salt, created_at=now())
        account = Account(
            id=person.id,
            person=person,
            username=username,
            password_hash=hashes[new.password] if new.password is not None else NO_PASSWORD,
            role=new.role,
            active=True,
            groups=[AccountGroup(group_id=group) for group in dict.fromkeys(new.groups)],
        )
        made.append((account, User(person.id, person.name, frozenset(new.groups), new.role)))
    # Once for all: two statements each would be most of the cost of making the staff of a demo.
    session.add_all(account for account, _ in made)
    session.flush()
    users = [user for _, user in made]
    added = (
        events.AccountAdded(user.id, user.role, tuple(sorted(user.groups)), rights.digest_of(account))
        for account, user in made
    )
    annals.record(session, added, by.id)
    return users


def _find_unusable(new: NewAccount) -> Iterator[str]:
    """The fields that are empty, too long for where they are kept, or hold what no line of text has."""
    if not _is_line(new.username, LONGEST_USERNAME):
        yield "username"
    if not is_name(new.name):
        yield "name"
    try:
        read_email(new.email)
    except ValueError:
        yield "email"
    if new.password is not None and not is_password(new.password):
        yield "password"


def is_name(typed: str) -> bool:
    """Whether somebody can be called so."""
    return _is_line(typed, LONGEST_NAME)


def _is_line(typed: str, longest: int) -> bool:
    kept = typed.strip()
    return bool(kept) and tidy_line(kept, longest) == kept


def read_email(typed: str | None) -> str | None:
    """The address of an account; None for an empty one. Raises: ValueError for an invalid address."""
    try:
        return parse_email((typed or "").strip(), LONGEST_EMAIL) or None
    except TypedRefused as error:
        raise ValueError("no e-mail address") from error
