"""Signing in: by a password, slower after failures; and the accounts that there are."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.accounts.sessions import hash_token, open_session, user_of
from engine.database import lock_name
from engine.errors import NotFound, SignInRefused
from engine.models import Account, FailedSignIn
from engine.municipality import here, now, reading, transaction
from engine.permissions import may, require
from engine.views import AccountView, SignedIn, User

FREE_FAILURES = 5
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_PASSWORD = 200
NO_PASSWORD = ""
"""What is stored where there is no password: none matches it."""
_hasher = PasswordHasher()


def is_password(typed: str) -> bool:
    """Whether it is long enough, and no longer than can be checked."""
    return 8 <= len(typed) <= LONGEST_PASSWORD


def hash_password(password: str) -> str:
    """The stored form of a password. Raises: ValueError for one under 8 or over 200 characters."""
    if not is_password(password):
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
