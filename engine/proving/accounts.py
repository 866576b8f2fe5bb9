"""Accounts: that each has the rights and the links that the history says were given, and no others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.rights import KINDS, digest_of_link
from engine.models import Account, AccountIdentity, HistoryEvent
from engine.proving.faults import Fault


@dataclass(frozen=True, slots=True)
class Accounts:
    """How many were examined, and what does not match."""

    accounts: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Rights:
    role: str
    groups: tuple[str, ...]
    active: bool


@dataclass(slots=True)
class _Told:
    """What the history says: the rights of each account, and those that differed from it when they were changed."""

    rights: dict[str, _Rights]
    otherwise: set[str]
    unseen: set[str]
    """Accounts whose creation it does not have."""
    linked: set[tuple[str, str, str]]
    """Linked accounts, each with its sign-in service and the digest of the name that the service has for its owner."""


def examine(session: Session) -> Accounts:
    """Compare all accounts with the history of the municipality, which was found intact.

    It records every account: for accounts from before it did so, migration 0015 wrote down what they were.
    """
    told = _replay(session)
    names: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    for row in session.scalars(select(Account)).unique():
        names[row.id] = row.username
        is_now = _Rights(row.role, tuple(sorted(group.group_id for group in row.groups)), row.active)
        if row.id not in told.rights:
            told.unseen.add(row.id)
        elif told.rights[row.id] != is_now:
            found.append((row.id, "rights"))
    found += [(id, "missing") for id in told.rights if id not in names]
    found += [(id, "unknown") for id in told.unseen]
    found += [(id, "otherwise") for id in told.otherwise]
    linked = {
        (row.account_id, row.issuer, digest_of_link(row.account_id, row.subject))
        for row in session.scalars(select(AccountIdentity))
    }
    found += [(id, "link") for id in sorted({id for id, *_ in linked ^ told.linked})]
    return Accounts(len(names), tuple(Fault("account", names.get(id, id), None, reason) for id, reason in found))


def _replay(session: Session) -> _Told:
    told = _Told({}, set(), set(), set())
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_(KINDS))
    for event in session.scalars(query.order_by(HistoryEvent.sequence)):
        account, facts = str(event.facts["account"]), event.facts
        before = told.rights.get(account)
        if event.kind in {"account_found", "account_added"}:
            told.rights[account] = _Rights(facts["role"], tuple(facts["groups"]), facts.get("active", True))
        elif before is None:
            told.unseen.add(account)
        elif event.kind == "account_linked":
            told.linked.add((account, facts["issuer"], facts.get("digest", "")))
        elif event.kind == "account_unlinked":
            told.linked = {link for link in told.linked if link[0] != account}
        elif event.kind not in {"account_password_changed", "account_contact_changed"}:
            # Only an open account can be blocked, and only a blocked one can be opened again.
            was_active = {"account_blocked": True, "account_unblocked": False}.get(event.kind, before.active)
            had = tuple(facts["was"] if event.kind == "account_groups_changed" else facts["groups"])
            if (had, was_active) != (before.groups, before.active):
                told.otherwise.add(account)
            active = {"account_blocked": False, "account_unblocked": True}.get(event.kind, before.active)
            told.rights[account] = _Rights(before.role, tuple(facts.get("becomes", had)), active)
    return told
