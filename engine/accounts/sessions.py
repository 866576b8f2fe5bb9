"""Sessions: who is signed in, by a token that is shown once and stored as a hash, and how a session is ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from engine.database import connection_of
from engine.joining import Joined, split
from engine.models import Account, AccountGroup, Person, SignedInSession, table_of
from engine.municipality import here, now, reading, transaction
from engine.prepared import Prepared
from engine.views import SessionView, SignedIn, User

LONGEST_BY_SERVICE = timedelta(hours=12)
"""How long a session lasts that a sign-in service opened, however much it is used: a working day. Whoever is blocked
there cannot sign in again, and Smederij is not told of the block in any other way."""
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


def open_session(session: Session, account: Account, *, by_service: bool = False) -> SignedIn:
    """Open a session for an account, within the caller's transaction, and delete all sessions that have ended.

    `by_service`: a sign-in service said who it is, not a password.
    """
    session.execute(delete(SignedInSession).where(SignedInSession.expires_at < now()))
    token = secrets.token_urlsafe(32)
    opened = SignedInSession(
        token_hash=hash_token(token), account_id=account.id, created_at=now(), seen_at=now(), by_service=by_service
    )
    opened.expires_at = _end_of(opened, now())
    session.add(opened)
    return SignedIn(user_of(account), token)


def read_session(token: str) -> User | None:
    """Whose session this is, or None if it was revoked or has ended. Using it keeps it alive."""
    token_hash, moment = hash_token(token[:200]), now()
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
            used = {"seen_at": moment, "expires_at": _end_of(fresh, moment)}
            # As a statement, since the session may have been ended meanwhile: then there is nothing to keep alive.
            kept = session.execute(update(SignedInSession).where(SignedInSession.token_hash == token_hash).values(used))
            if not kept.rowcount:  # type: ignore[attr-defined]
                return None
    return User(id, name, split(groups), role)


def sign_out(token: str) -> bool:
    """End this session; a leftover cookie then opens nothing. Returns whether a sign-in service had opened it."""
    with transaction() as session:
        own = SignedInSession.token_hash == hash_token(token[:200])
        by_service = session.scalar(select(SignedInSession.by_service).where(own))
        session.execute(delete(SignedInSession).where(own))
        return bool(by_service)


def sign_out_everywhere(user: User) -> int:
    """End all sessions of this user; returns how many there were."""
    with transaction() as session:
        return end_sessions(session, user.id)


def end_sessions(session: Session, account_id: str, but: str | None = None) -> int:
    """End all sessions of an account, `but` the one of this token, in the caller's transaction; returns how many."""
    ended = delete(SignedInSession).where(SignedInSession.account_id == account_id)
    if but is not None:
        ended = ended.where(SignedInSession.token_hash != hash_token(but[:200]))
    return int(session.execute(ended).rowcount)  # type: ignore[attr-defined]


def list_sessions(user: User) -> tuple[SessionView, ...]:
    """This user's own sessions, the most recently used first."""
    with reading() as session:
        query = select(SignedInSession).where(SignedInSession.account_id == user.id, SignedInSession.expires_at > now())
        rows = session.scalars(query.order_by(SignedInSession.seen_at.desc()))
        return tuple(SessionView(row.created_at, row.seen_at, row.expires_at) for row in rows)


def user_of(account: Account) -> User:
    """The user who acts with this account."""
    return User(account.id, account.person.name, frozenset(g.group_id for g in account.groups), account.role)


def _end_of(opened: SignedInSession, seen_at: datetime) -> datetime:
    """When a session ends if it is not used again."""
    unused = seen_at + timedelta(hours=here().settings.session_hours)
    return min(unused, opened.created_at + LONGEST_BY_SERVICE) if opened.by_service else unused


def hash_token(text: str) -> str:
    """The form in which a token is stored, and attempts are counted."""
    return hashlib.sha256(text.encode()).hexdigest()
