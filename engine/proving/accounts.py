"""Accounts: that each has the rights and the links that the history says were given, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.rights import KINDS, digest_of, digest_of_link
from engine.models import Account, AccountIdentity, HistoryEvent
from engine.proving.faults import Fault

RECORDED = "accounts_recorded"


@dataclass(frozen=True, slots=True)
class Accounts:
    """How many were examined, and what does not match."""

    accounts: int
    earlier: int
    """How many of these existed when the history began to have a digest of whose they are."""
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
    owned: dict[str, str]
    """For each account, the digest of whose it is and what opens it."""
    earlier: set[str]
    """Accounts that were made before there were such digests."""
    misled: set[str]
    """Accounts of which somebody changed that from something else than it was before."""


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
        if row.id in told.misled or told.owned.get(row.id, digest_of(row)) != digest_of(row):
            found.append((row.id, "owner"))
    found += [(id, "missing") for id in told.rights if id not in names]
    found += [(id, "unknown") for id in told.unseen]
    found += [(id, "otherwise") for id in told.otherwise]
    linked = {
        (row.account_id, row.issuer, digest_of_link(row.account_id, row.subject))
        for row in session.scalars(select(AccountIdentity))
    }
    found += [(id, "link") for id in sorted({id for id, *_ in linked ^ told.linked})]
    faults = (Fault("account", names.get(id, id), None, reason) for id, reason in found)
    return Accounts(len(names), len(told.earlier & names.keys()), tuple(faults))


def _replay(session: Session) -> _Told:
    told = _Told({}, set(), set(), set(), {}, set(), set())
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_((*KINDS, RECORDED)))
    for event in session.scalars(query.order_by(HistoryEvent.sequence)):
        if event.kind == RECORDED:
            for id, digest in event.facts["digests"].items():
                _follow_owner(told, id, RECORDED, {"digest": digest})
            continue
        account, facts = str(event.facts["account"]), event.facts
        _follow_owner(told, account, event.kind, facts)
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


def _follow_owner(told: _Told, account: str, kind: str, facts: Mapping[str, Any]) -> None:
    """Go on to whose an account is after an event. It is recorded anew only where the history had nothing of it."""
    digest, was = facts.get("digest"), told.owned.get(account)
    if kind in {"account_found", "account_added"} and not digest:
        told.earlier.add(account)
    if kind == "account_linked" or not digest:
        return
    if was is not None and facts.get("was") != was:
        told.misled.add(account)
    told.owned[account] = digest
