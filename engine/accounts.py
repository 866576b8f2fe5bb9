"""Accounts: who may sign in, sessions that can be revoked, and a sign-in that slows down after failures."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from engine import events, rights
from engine.database import connection_of, lock_name
from engine.errors import Conflict, NotFound, SignInRefused
from engine.joining import Joined, split
from engine.models import Account, AccountGroup, FailedSignIn, Person, SignedInSession, new_id, table_of
from engine.municipality import here, now, reading, transaction
from engine.permissions import may, require
from engine.prepared import Prepared
from engine.views import SYSTEM, AccountView, SessionView, SignedIn, User

FREE_FAILURES = 5
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_PASSWORD = 200
_hasher = PasswordHasher()
_sessions, _accounts, _persons = table_of(SignedInSession), table_of(Account), table_of(Person)
_groups = table_of(AccountGroup)
_groups_of_account = (
    select(Joined(_groups.c.group_id)).where(_groups.c.account_id == _accounts.c.id).correlate(_accounts)
)
# Asked at the beginning of every request.
_OF_SESSION = Prepared(
    select(_sessions.c.seen_at, _accounts.c.id, _persons.c.name, _accounts.c.role, _groups_of_account.scalar_subquery())
    .join_from(_sessions, _accounts, _accounts.c.id == _sessions.c.account_id)
    .join(_persons, _persons.c.id == _accounts.c.id)
    .where(_sessions.c.token_hash == bindparam("token"), _sessions.c.expires_at >= bindparam("moment"))
    .where(_accounts.c.active)
)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is needed to make an account."""

    username: str
    name: str
    password: str
    groups: tuple[str, ...]
    email: str | None = None
    role: str = "medewerker"


class UsernameTaken(Conflict):
    """There is an account with this name already."""


def add_account(new: NewAccount, by: User) -> User:
    """Make an account; the history of the municipality says who did so, and which rights came with it.

    Raises: NotAllowed, UsernameTaken, ValueError for an empty name or a password under 8 characters.
    """
    require(by, "manage_accounts", None)
    with transaction() as session:
        return add_accounts(session, [new], by)[0]


def add_accounts(session: Session, accounts: Collection[NewAccount], by: User = SYSTEM) -> list[User]:
    """Make accounts within the caller's transaction, as its first act."""
    hashes: dict[str, str] = {}
    users = []
    rights.lock(session)
    for new in accounts:
        username = new.username.strip().lower()
        if not username or not new.name.strip():
            raise ValueError("an account needs a username and a name")
        if session.scalar(select(Account.id).where(Account.username == username)) is not None:
            raise UsernameTaken(username)
        if new.password not in hashes:
            hashes[new.password] = hash_password(new.password)
        person = Person(id=new_id(), name=new.name.strip(), email=new.email, created_at=now())
        session.add(person)
        session.flush()
        session.add(
            Account(
                id=person.id,
                username=username,
                password_hash=hashes[new.password],
                role=new.role,
                active=True,
                groups=[AccountGroup(group_id=group) for group in dict.fromkeys(new.groups)],
            )
        )
        session.flush()
        users.append(User(person.id, person.name, frozenset(new.groups), new.role))
    added = (events.AccountAdded(user.id, user.role, tuple(sorted(user.groups))) for user in users)
    rights.record(session, added, by)
    return users


def hash_password(password: str) -> str:
    """What is kept of a password. Raises: ValueError for one under 8 or over 200 characters."""
    if not 8 <= len(password) <= LONGEST_PASSWORD:
        raise ValueError("an account needs a password of 8 to 200 characters")
    return _hasher.hash(password)


def sign_in(username: str, password: str, *, address: str) -> SignedIn:
    """Check a name and password and open a session; its token is told once and kept as a hash.

    After five failures within a quarter of an hour, for this name or from this address, each next try has to wait
    twice as long as the one before. The failures are counted in the database, so they count for every server.

    Raises:
        SignInRefused: wrong, or too soon; then `wait` says how many seconds are left.
    """
    subjects = [_subject_of_name(username), _hash("address:" + place_of(address))]
    with reading() as session:
        if wait := max(_seconds_to_wait(session, subject) for subject in subjects):
            raise SignInRefused(wait)
        account = session.scalar(select(Account).where(Account.username == username.strip().lower()))
    known = account is not None and account.active
    # An unknown name costs as much time as a wrong password, so that time does not tell which it was.
    right = _matches(account.password_hash if account is not None else _no_password(), password)
    with transaction() as session:
        for subject in sorted(subjects):
            lock_name(session, f"sign-in:{subject}")
        # Many may have tried at this very moment: of those, too, only the first few are told whether they were right.
        if wait := max(_seconds_to_wait(session, subject) for subject in subjects):
            raise SignInRefused(wait)
        if not (known and right) or account is None:
            session.add_all(FailedSignIn(subject=subject, at=now()) for subject in subjects)
            refused = True
        else:
            refused = False
            session.execute(delete(FailedSignIn).where(FailedSignIn.subject == subjects[0]))
            session.execute(delete(FailedSignIn).where(FailedSignIn.at < now() - WINDOW))
            session.execute(delete(SignedInSession).where(SignedInSession.expires_at < now()))
            token = secrets.token_urlsafe(32)
            session.add(
                SignedInSession(
                    token_hash=_hash(token),
                    account_id=account.id,
                    created_at=now(),
                    seen_at=now(),
                    expires_at=now() + _lifetime(),
                )
            )
    if refused or account is None:
        raise SignInRefused
    return SignedIn(user_of(account), token)


def confirm_password(user: User, password: str) -> None:
    """Make sure that it is this user who acts, who is signed in already. A failure counts as one of signing in.

    Raises: SignInRefused.
    """
    with reading() as session:
        account = session.get_one(Account, user.id)
        subject = _subject_of_name(account.username)
        if wait := _seconds_to_wait(session, subject):
            raise SignInRefused(wait)
    if not _matches(account.password_hash, password):
        with transaction() as session:
            session.add(FailedSignIn(subject=subject, at=now()))
        raise SignInRefused


def forget_failures(session: Session, username: str) -> None:
    """Let the user of this name try again at once, within the caller's transaction. Failures by address still count."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.subject == _subject_of_name(username)))


def _subject_of_name(username: str) -> str:
    return _hash("name:" + username.strip().lower()[:200])


def place_of(address: str) -> str:
    """Where an address is, as far as failures are counted together: whoever has one of IPv6 has 2^64 of them.

    Some proxies tell the port as well, which is another each time.
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


def read_session(token: str) -> User | None:
    """Whose session this is, or None if it was revoked or has ended. Using it keeps it alive."""
    token_hash, moment = _hash(token[:200]), now()
    with reading() as session:
        found = _OF_SESSION.fetch(connection_of(session), {"token": token_hash, "moment": moment})
    if not found:
        return None
    ((seen_at, id, name, role, groups),) = found
    if moment - seen_at > timedelta(minutes=1):
        with transaction() as session:
            fresh = session.get(SignedInSession, token_hash)
            if fresh is None:
                return None
            fresh.seen_at, fresh.expires_at = moment, moment + _lifetime()
    return User(id, name, split(groups), role)


def sign_out(token: str) -> None:
    """End this session; what is left of its cookie opens nothing."""
    with transaction() as session:
        session.execute(delete(SignedInSession).where(SignedInSession.token_hash == _hash(token[:200])))


def sign_out_everywhere(user: User) -> int:
    """End all sessions of this user; how many there were."""
    with transaction() as session:
        return end_sessions(session, user.id)


def end_sessions(session: Session, account_id: str, but: str | None = None) -> int:
    """End all sessions of an account, `but` the one of this token, within the caller's transaction; how many."""
    query = select(SignedInSession).where(SignedInSession.account_id == account_id)
    if but is not None:
        query = query.where(SignedInSession.token_hash != _hash(but[:200]))
    rows = session.scalars(query).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def list_sessions(user: User) -> tuple[SessionView, ...]:
    """This user's own sessions, the latest used first."""
    with reading() as session:
        query = select(SignedInSession).where(SignedInSession.account_id == user.id, SignedInSession.expires_at > now())
        rows = session.scalars(query.order_by(SignedInSession.seen_at.desc()))
        return tuple(SessionView(row.created_at, row.seen_at, row.expires_at) for row in rows)


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
    """Whether there is anybody who can manage accounts, and so be named as who does it."""
    with reading() as session:
        return is_managed(session)


def is_managed(session: Session) -> bool:
    """As `has_operator`, within the caller's transaction."""
    return any(may(user_of(row), "manage_accounts") for row in session.scalars(select(Account).where(Account.active)))


def user_of(account: Account) -> User:
    """Who acts by this account."""
    return User(account.id, account.person.name, frozenset(g.group_id for g in account.groups), account.role)


def _lifetime() -> timedelta:
    return timedelta(hours=here().settings.session_hours)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
