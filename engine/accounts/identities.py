"""Identities: which person at the municipality's own sign-in service owns an account, and signing them in.

The pages ask the service, and prove that it was the service that answered. What somebody may do here is not for the
service to say: an operator gives groups and roles, and the history records which operator.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import annals, events
from engine.accounts import rights
from engine.accounts.sessions import open_session, user_of
from engine.errors import IdentityRefused
from engine.models import Account, AccountIdentity
from engine.municipality import now, transaction
from engine.views import SignedIn

LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, 2."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a sign-in service says about whoever signed in there."""

    issuer: str
    subject: str
    """Identifies one person at this issuer, and never another."""
    username: str
    """The person's name there: the service may give it to somebody else later."""


def sign_in_by_service(identity: Identity) -> SignedIn:
    """Open a session for the account linked to this identity; the first time, for the account of that name.

    From then on it is linked, and the name no longer matters: somebody who is given the name of a colleague who
    left is not signed in as that colleague.

    Raises: IdentityRefused.
    """
    refused = IdentityRefused("unknown", identity.username)
    if not identity.subject or len(identity.subject) > LONGEST_SUBJECT:
        raise refused
    with transaction() as session:
        account = _linked(session, identity)
        if account is None:
            annals.lock(session)
            account = _linked(session, identity) or _link(session, identity)
        if not account.active:
            raise IdentityRefused("blocked", identity.username)
        return open_session(session, account, by_service=True)


def _linked(session: Session, identity: Identity) -> Account | None:
    link = session.get(AccountIdentity, (identity.issuer, identity.subject), populate_existing=True)
    return session.get_one(Account, link.account_id) if link is not None else None


def _link(session: Session, identity: Identity) -> Account:
    """Raises: IdentityRefused."""
    name = identity.username.strip()
    account = session.scalar(select(Account).where(Account.username == name.lower()))
    # The lower case of some characters, such as the kelvin sign, is an ordinary letter: refuse them in a name.
    if account is None or account.username.upper() != name.upper():
        raise IdentityRefused("unknown", identity.username)
    if not account.active:
        raise IdentityRefused("blocked", identity.username)
    theirs = AccountIdentity.account_id == account.id, AccountIdentity.issuer == identity.issuer
    if session.scalar(select(AccountIdentity.subject).where(*theirs)) is not None:
        raise IdentityRefused("taken", identity.username)
    session.add(
        AccountIdentity(issuer=identity.issuer, subject=identity.subject, account_id=account.id, linked_at=now())
    )
    digest = rights.digest_of_link(account.id, identity.subject)
    annals.record(session, [events.AccountLinked(account.id, identity.issuer, digest)], user_of(account).id)
    return account


def forget_identities(session: Session, account_id: str) -> bool:
    """Unlink an account from every sign-in service, within the caller's transaction; returns whether it was linked."""
    links = AccountIdentity.account_id == account_id
    known = session.scalar(select(AccountIdentity.subject).where(links).limit(1)) is not None
    session.execute(delete(AccountIdentity).where(links))
    return known
