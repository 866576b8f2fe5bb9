"""Rights: what the municipality's history says about accounts: who gave whom which rights, when, and who was
away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import annals, events, history
from engine.models import Account, HistoryEvent, Person
from engine.municipality import reading, transaction
from engine.permissions import require
from engine.views import MOST, SYSTEM, AccountEvent, Page, User

KINDS: Final = (
    *("account_found", "account_added", "account_password_changed", "account_contact_changed"),
    *("account_blocked", "account_unblocked", "account_groups_changed", "account_linked", "account_unlinked"),
)
"""Kinds of events about what an account lets somebody do."""
LEAVES: Final = (
    *("account_leave_planned", "account_leave_changed", "account_leave_begun"),
    *("account_leave_ended", "account_leave_withdrawn"),
)
"""Kinds of events about somebody who is away for some days."""
REVIEWED: Final = "rights_reviewed"
"""The kind of event that says that somebody went through all accounts."""


def digest_of_link(account_id: str, subject: str) -> str:
    """The digest with which the history records the name by which a sign-in service knows the owner of an account."""
    return history.salted_digest(subject, account_id)


def digest_of(account: Account) -> str:
    """The digest with which the history records whose an account is and what opens it.

    Without that, anyone who can write in the database could give the acts of one colleague the name of another. The
    salt is with the person.
    """
    person: Person | None = account.person
    if person is None:
        return ""  # Somebody removed it, which no function here does.
    return history.salted_digest([account.username, person.name, person.email, account.password_hash], person.salt)


def digest_before(account: Account) -> str:
    """The same, before a change that is about to be recorded.

    An account of an earlier release gets its salt here; later it would be recorded as if somebody had changed it.
    """
    person: Person | None = account.person
    if person is not None and not person.salt:
        person.salt = history.new_salt()
    return digest_of(account)


def record_earlier() -> int:
    """Give the accounts that the history has no such digest of one, and a salt; returns how many. A worker calls this.

    They were made by an earlier release: what was changed before now cannot be proved.
    """
    unsalted = select(Account).join(Person, Person.id == Account.id).where(Person.salt == "").order_by(Account.id)
    with reading() as session:
        if session.scalar(unsalted.with_only_columns(Account.id).limit(1)) is None:
            return 0
    with transaction() as session:
        annals.lock(session)
        found = session.scalars(unsalted).unique().all()
        for account in found:
            account.person.salt = history.new_salt()
        if found:
            recorded = events.AccountsRecorded({account.id: digest_of(account) for account in found})
            annals.record(session, [recorded], SYSTEM.id)
        return len(found)


def list_account_events(user: User, *, page: int = 1, size: int = 50) -> Page[AccountEvent]:
    """What happened to accounts, the newest first. Raises: NotAllowed."""
    require(user, "read_account_events", None)
    page, size = max(1, page), min(max(1, size), 100)
    with reading() as session:
        about = (HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_((*KINDS, *LEAVES, REVIEWED)))
        total = session.scalar(select(func.count()).select_from(HistoryEvent).where(*about)) or 0
        skipped = min((page - 1) * size, MOST)
        query = select(HistoryEvent).where(*about).order_by(HistoryEvent.sequence.desc())
        rows = session.scalars(query.limit(min(size, MOST - skipped)).offset(skipped)).all()
        others = {str(row.facts["replacement"]) for row in rows if row.facts.get("replacement")}
        owners = {row.facts["account"] for row in rows if "account" in row.facts}
        names = names_of_accounts(session, {row.person_id for row in rows} | owners | others)
        return Page(tuple(_view(row, names) for row in rows), min(total, MOST + 1), page, size)


def _view(row: HistoryEvent, names: Mapping[str, str]) -> AccountEvent:
    replacement = names.get(str(row.facts.get("replacement")), "")
    whose = names[row.facts["account"]] if "account" in row.facts else ""
    return AccountEvent(row.at, row.kind, names[row.person_id], whose, row.facts, replacement)


def names_of_accounts(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Names, each with its username; an id that belongs to nobody known is its own name."""
    ids = set(ids)
    query = select(Person.id, Person.name, Account.username).outerjoin(Account, Account.id == Person.id)
    found = session.execute(query.where(Person.id.in_(ids)))
    told = {id: f"{name} ({username})" if username else name for id, name, username in found}
    return {**{id: id for id in ids}, SYSTEM.id: SYSTEM.name, **told}
