"""Signing in: accounts, and a password sign-in that slows down after failures."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine import annals, events, history
from engine.accounts import rights
from engine.accounts.sessions import hash_token, open_session, user_of
from engine.database import lock_name
from engine.errors import Conflict, NotFound, SignInRefused
from engine.forms.typed import TypedRefused, parse_email
from engine.models import Account, AccountGroup, FailedSignIn, Person, new_id
from engine.municipality import here, now, reading, transaction
from engine.permissions import may, require
from engine.tidying import tidy_line
from engine.views import SYSTEM, AccountView, SignedIn, User

FREE_FAILURES = 5
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_PASSWORD = 200
LONGEST_EMAIL = 254
LONGEST_USERNAME, LONGEST_NAME = 100, 300
NO_PASSWORD = ""
"""What is stored where there is no password: none matches it."""
_hasher = PasswordHasher()


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
    if new.password is not None and not 8 <= len(new.password) <= LONGEST_PASSWORD:
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


def hash_password(password: str) -> str:
    """The stored form of a password. Raises: ValueError for one under 8 or over 200 characters."""
    if not 8 <= len(password) <= LONGEST_PASSWORD:
        raise ValueError("an account needs a password of 8 to 200 characters")
    return _hasher.hash(password)


def sign_in(username: str, password: str, *, address: str) -> SignedIn:
    """Check a name and password and open a session; its token is shown once and stored as a hash.

    After five failures within a quarter of an hour, for this name or from this address, each next attempt has to wait
    twice as long as the one before. The failures are counted in the database, so they count for every server.

    Raises:
        SignInRefused: wrong, or too soon; then `wait` is how many seconds are left.
    """
    subjects = [_subject_of_name(username), hash_token("address:" + place_of(address))]
    with reading() as session:
        if wait := max(_seconds_to_wait(session, subject) for subject in subjects):
            raise SignInRefused(wait)
        account = session.scalar(select(Account).where(Account.username == username.strip().lower()))
    known = account is not None and account.active
    # A name that is unknown, or has no password, costs as much time as a wrong password, so timing reveals nothing.
    right = _matches((account is not None and account.password_hash) or _no_password(), password)
    with transaction() as session:
        for subject in sorted(subjects):
            lock_name(session, f"sign-in:{subject}")
        # Many may be trying at this moment: of those, too, only the first few are told whether they were right.
        if wait := max(_seconds_to_wait(session, subject) for subject in subjects):
            raise SignInRefused(wait)
        if not (known and right) or account is None:
            session.add_all(FailedSignIn(subject=subject, at=now()) for subject in subjects)
            refused = True
        else:
            refused = False
            # In one statement: with two, people who sign in at the same moment each hold what the other is to remove.
            own, old = FailedSignIn.subject == subjects[0], FailedSignIn.at < now() - WINDOW
            session.execute(delete(FailedSignIn).where(own | old))
            opened = open_session(session, account)
            session.flush()  # If this account is being changed, this waits for it.
            is_still = Account.id == account.id, Account.active, Account.password_hash == account.password_hash
            if session.scalar(select(Account.id).where(*is_still)) is None:
                raise SignInRefused
    if refused:
        raise SignInRefused
    return opened


def confirm_password(user: User, password: str) -> str:
    """Confirm that the signed-in user is the one who acts; returns the stored form of the password.

    A failure counts as a failed sign-in.

    Raises: SignInRefused.
    """
    with reading() as session:
        account = session.get_one(Account, user.id)
        subject = _subject_of_name(account.username)
        if wait := _seconds_to_wait(session, subject):
            raise SignInRefused(wait)
    right = _matches(account.password_hash, password)
    with transaction() as session:
        lock_name(session, f"sign-in:{subject}")
        # As when signing in: of many attempts at this moment, only the first few are told whether they were right.
        if wait := _seconds_to_wait(session, subject):
            raise SignInRefused(wait)
        if not right:
            session.add(FailedSignIn(subject=subject, at=now()))
    if not right:
        raise SignInRefused
    return account.password_hash


def forget_failures(session: Session, username: str) -> None:
    """Let the user of this name try again at once, in the caller's transaction. Failures by address still count."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.subject == _subject_of_name(username)))


def _subject_of_name(username: str) -> str:
    return hash_token("name:" + username.strip().lower()[:200])


def place_of(address: str) -> str:
    """The part of an address by which failures are counted: whoever has an IPv6 address has 2^64 of them.

    Some proxies add the port, which differs each time.
    """
    host, colon, port = address.strip().rpartition(":")
    told = host if colon and port.isdecimal() and (host.count(".") == 3 or host.endswith("]")) else address.strip()
    try:
        found = ip_address(told.strip("[]").partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found)


def _seconds_to_wait(session: Session, subject: str) -> int:
    count, last = session.execute(
        select(func.count(), func.max(FailedSignIn.at)).where(
            FailedSignIn.subject == subject, FailedSignIn.at > now() - WINDOW
        )
    ).one()
    if count < FREE_FAILURES or last is None:
        return 0
    wait = min(timedelta(seconds=2 ** min(count - FREE_FAILURES, 10)), LONGEST_WAIT)
    left: timedelta = last + wait - now()
    return max(0, -int(-left.total_seconds() // 1))


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password[:LONGEST_PASSWORD])
    except (VerifyMismatchError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _no_password() -> str:
    return _hasher.hash(secrets.token_hex(16))


def list_accounts(user: User) -> tuple[AccountView, ...]:
    """All accounts, by name. Raises: NotAllowed."""
    require(user, "manage_accounts", None)
    with reading() as session:
        rows = session.scalars(select(Account).order_by(Account.username)).unique()
        return tuple(AccountView(user_of(row), row.username, row.person.email, row.active) for row in rows)


def list_demo_accounts() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(username, name, groups) of every account, only where the demo is on."""
    if not here().settings.demo:
        return ()
    with reading() as session:
        rows = session.scalars(select(Account).where(Account.active).order_by(Account.username)).unique()
        return tuple((a.username, a.person.name, tuple(sorted(g.group_id for g in a.groups))) for a in rows)


def find_user(username: str) -> User:
    """The user of an account that may sign in, for the command line and tests. Raises: NotFound."""
    with reading() as session:
        known = Account.username == username.strip().lower()
        account = session.scalar(select(Account).where(known, Account.active))
        if account is None:
            raise NotFound("account", username)
        return user_of(account)


def has_operator() -> bool:
    """Whether anybody can manage accounts, and so can be named as the one who does."""
    with reading() as session:
        return is_managed(session)


def is_managed(session: Session) -> bool:
    """As `has_operator`, within the caller's transaction."""
    return any(may(user_of(row), "manage_accounts") for row in session.scalars(select(Account).where(Account.active)))
