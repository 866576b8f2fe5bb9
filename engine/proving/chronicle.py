"""Chronicle: what happened in the municipality outside any case, as those who audit it read it.

It is the chain that no case has: accounts, the calendar, processes, destruction, copies, seals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.accounts.rights import KINDS, LEAVES, names_of_accounts
from engine.models import Case, Change, HistoryEvent
from engine.municipality import reading
from engine.permissions import require
from engine.retention import rows as retention
from engine.views import MOST, AccountEvent, Page, User

SUBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    "rights": (*KINDS, "accounts_recorded"),
    "leaves": LEAVES,
    "processes": (
        *("definition_deployed", "change_begun", "change_offered", "change_approved", "change_sent_back"),
        *("change_held_back", "change_put_in_use", "change_replaced", "change_discarded", "change_taken_up"),
        "snapshot_deleted",
    ),
    "destruction": retention.KINDS,
    "copies": ("copy_given",),
    "calendar": ("calendar_day_added", "calendar_day_removed"),
    "proof": ("seal_made", "viewings_closed", "viewings_forgotten", "links_renewed"),
}
"""The kinds of events by what they are about; a kind that is in none of these is found only without a choice."""


@dataclass(frozen=True, slots=True)
class MunicipalEvent(AccountEvent):
    """Something that happened outside any case. `whose` is empty where it is about no account."""

    number: int = 0
    process_id: str = ""
    change: str = ""
    """The title of the change of processes that it is about."""
    references: tuple[str, ...] = ()
    """The cases of whoever got a copy of their data."""


def list_municipal_events(
    user: User, about: str | None = None, *, page: int = 1, size: int = 50
) -> Page[MunicipalEvent]:
    """What happened outside any case, the newest first, up to `MOST`; only of one subject, if one is named.

    Raises: NotAllowed, KeyError: there is no such subject.
    """
    require(user, "prove_history", None)
    page, size = max(1, page), min(max(1, size), 100)
    conditions = [HistoryEvent.case_id.is_(None)]
    if about is not None:
        conditions.append(HistoryEvent.kind.in_(SUBJECTS[about]))
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(HistoryEvent).where(*conditions)) or 0
        skipped = min((page - 1) * size, MOST)
        query = select(HistoryEvent).where(*conditions).order_by(HistoryEvent.sequence.desc())
        rows = session.scalars(query.limit(min(size, MOST - skipped)).offset(skipped)).all()
        return Page(tuple(_view(session, rows)), min(total, MOST + 1), page, size)


def _view(session: Session, rows: Sequence[HistoryEvent]) -> list[MunicipalEvent]:
    facts = [row.facts for row in rows]
    people = {str(one[name]) for one in facts for name in ("account", "replacement") if one.get(name)}
    names = names_of_accounts(session, people | {row.person_id for row in rows})
    asked = {str(one["change_id"]) for one in facts if "change_id" in one}
    titles: dict[str, str] = dict(session.execute(select(Change.id, Change.title).where(Change.id.in_(asked))).all())
    return [
        MunicipalEvent(
            at=row.at,
            kind=row.kind,
            by=names[row.person_id],
            whose=names.get(str(row.facts.get("account")), ""),
            facts=row.facts,
            replacement=names.get(str(row.facts.get("replacement")), ""),
            number=row.sequence,
            process_id=row.process_id or "",
            change=titles.get(str(row.facts.get("change_id")), ""),
            references=_references(session, row.facts) if row.kind == "copy_given" else (),
        )
        for row in rows
    ]


def _references(session: Session, facts: Mapping[str, Any]) -> tuple[str, ...]:
    query = select(Case.reference).where(Case.submitter_id.in_(facts["people"])).order_by(Case.reference)
    return tuple(session.scalars(query))
