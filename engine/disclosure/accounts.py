"""Accounts: what is held about somebody who signs in: staff, and residents in the initiatiefgroep or stuurgroep.

What they filled in for a case is about that case and its submitter, so the copy says where and when, not what (AVG
art. 15 lid 4).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.accounts import rights
from engine.disclosure.people import name_of
from engine.models import Account, AccountIdentity, Case, HistoryEvent, Leave, Person, SignedInSession, Viewing
from engine.views import HeldAccount, HeldActs, HeldIdentity, HeldPerson, HeldSession


def tell_person(session: Session, person: Person) -> HeldPerson:
    """One record of who somebody is, with their account if they have one."""
    account = session.get(Account, person.id)
    return HeldPerson(
        *name_of(person),
        _tell_account(session, account) if account is not None else None,
    )


def _tell_account(session: Session, account: Account) -> HeldAccount:
    identity, opened, leave, viewing = AccountIdentity, SignedInSession, Leave, Viewing
    identities = select(identity.issuer, identity.subject, identity.linked_at).where(identity.account_id == account.id)
    sessions = select(opened.created_at, opened.seen_at, opened.expires_at).where(opened.account_id == account.id)
    leaves = select(leave.first_day, leave.last_day).where(leave.account_id == account.id).order_by(leave.first_day)
    looked = select(viewing.day, func.count()).where(viewing.person_id == account.id).group_by(viewing.day)
    return HeldAccount(
        username=account.username,
        groups=tuple(sorted(group.group_id for group in account.groups)),
        role=account.role,
        active=account.active,
        digest=account.digest,
        identities=tuple(HeldIdentity(*row) for row in session.execute(identities.order_by(identity.linked_at))),
        sessions=tuple(HeldSession(*row) for row in session.execute(sessions.order_by(opened.created_at))),
        leaves=tuple((first, last) for first, last in session.execute(leaves)),
        events=tuple(_events(session, account.id)),
        acts=tuple(_acts(session, account.id)),
        looked=tuple((day, count) for day, count in session.execute(looked.order_by(viewing.day))),
    )


def _events(session: Session, account_id: str) -> Iterable[tuple[datetime, str]]:
    about = (HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_((*rights.KINDS, *rights.LEAVES)))
    whose = HistoryEvent.facts["account"].as_string() == account_id
    query = select(HistoryEvent.at, HistoryEvent.kind).where(*about, whose).order_by(HistoryEvent.sequence)
    return ((at, kind) for at, kind in session.execute(query))


def _acts(session: Session, account_id: str) -> Iterable[HeldActs]:
    """In which cases they did something. There is no index on who did it: this reads the whole history, once."""
    done = (func.count(), func.min(HistoryEvent.at), func.max(HistoryEvent.at))
    query = (
        select(Case.reference, *done)
        .select_from(HistoryEvent)
        .outerjoin(Case, Case.id == HistoryEvent.case_id)
        .where(HistoryEvent.person_id == account_id)
        .group_by(Case.reference)
        .order_by(Case.reference)
    )
    return (HeldActs(reference or "", count, first, last) for reference, count, first, last in session.execute(query))
