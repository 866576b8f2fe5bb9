"""Lists: an operator selects which cases are to be destroyed, and takes off those that have to stay for now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from engine import annals
from engine.errors import DestructionRefused, NotFound
from engine.models import Account, Case, DestructionItem, DestructionList, RegisterEntry
from engine.municipality import now, reading, transaction
from engine.names import REGISTERS
from engine.papers import registers
from engine.permissions import may, require
from engine.retention.overview import ended_on, is_free, read_rules
from engine.retention.reckoning import over_on
from engine.retention.rows import (
    items_of,
    lock_list,
    name_of,
    require_state,
    subject_of,
    told_of,
    touch,
    view,
    view_items,
)
from engine.tidying import tidy_line
from engine.views import MOST, DestructionEvent, DestructionListDetail, DestructionListView, Page, User

MOST_LISTED = 500
"""Most cases on one list: somebody has to look at them. The rest goes on the next."""
LONGEST_REASON = 500


def make_destruction_list(user: User, retention_class: str | None = None) -> str:
    """Put the cases that are past their term and on no other list on a new one, in order of ending. Returns its id.

    All of them, or those of one class; `MOST_LISTED` at most.

    What was taken off the last list that it was on is taken off this one for the same reason, until somebody puts it
    back: a pending objection is not forgotten.

    Raises: NotAllowed. DestructionRefused: there is nothing to be destroyed (`lijst`: nothing).
    """
    require(user, "make_destruction_lists", None)
    with transaction() as session:
        annals.lock(session)
        rules = read_rules(session)
        past = select(Case).where(Case.ended_at.is_not(None), Case.erased_at.is_(None), rules.over(), is_free())
        if retention_class is not None:
            past = past.where(Case.retention_class == retention_class)
        cases = session.scalars(past.order_by(Case.ended_at, Case.id).limit(MOST_LISTED)).all()
        if not cases or rules.table.row is None:
            raise DestructionRefused({"lijst": "nothing"})
        made = DestructionList(table_id=rules.table.row.id, made_by=user.id, made_at=now(), hands=[user.id])
        session.add(made)
        session.flush()
        kept = _kept_before(session, [case.id for case in cases])
        for case in cases:
            rule, ended = rules.of(case.retention_class), ended_on(case)
            session.add(
                DestructionItem(
                    list_id=made.id,
                    case_id=case.id,
                    reference=case.reference,
                    retention_class=rule.retention_class,
                    term=rule.term,
                    counts_from=rule.counts_from,
                    ended_on=ended,
                    over_on=over_on(rule, ended),
                    kept_because=kept.get(case.id, ""),
                )
            )
        return made.id


def _kept_before(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """For each case, why it was taken off the last list that it was on."""
    query = (
        select(DestructionItem.case_id, DestructionItem.kept_because)
        .join(DestructionList, DestructionList.id == DestructionItem.list_id)
        .where(DestructionItem.case_id.in_(ids))
        .order_by(DestructionList.made_at, DestructionList.id)
    )
    return dict(session.execute(query).all())


def take_off_list(list_id: str, case_ids: Iterable[str], reason: str, user: User) -> int:
    """Take cases off a draft, and say why: an objection, a court case. Returns how many.

    Raises: NotAllowed, NotFound, DestructionMoved.
        DestructionRefused: no reason (`reden`: required), or none of these is to be destroyed (`zaak`: required).
    """
    require(user, "make_destruction_lists", None)
    told, chosen = tidy_line(reason, LONGEST_REASON), set(case_ids)
    with transaction() as session:
        made = _lock_for_edit(session, list_id, user)
        items = [i for i in items_of(session, list_id) if i.case_id in chosen and not i.kept_because]
        problems = {} if told else {"reden": "required"}
        if not items:
            problems["zaak"] = "required"
        if problems:
            raise DestructionRefused(problems)
        for item in items:
            item.kept_because = told
        touch(made, user)
        return len(items)


def put_back_on_list(list_id: str, case_id: str, user: User) -> None:
    """Put a case that was taken off a draft back on it. Raises: NotAllowed, NotFound, DestructionMoved."""
    require(user, "make_destruction_lists", None)
    with transaction() as session:
        made = _lock_for_edit(session, list_id, user)
        item = session.get(DestructionItem, (list_id, case_id))
        if item is None:
            raise NotFound("case on the list", case_id)
        item.kept_because = ""
        touch(made, user)


def discard_list(list_id: str, user: User) -> None:
    """Delete a draft; its cases are free again. Raises: NotAllowed, NotFound, DestructionMoved."""
    require(user, "make_destruction_lists", None)
    with transaction() as session:
        made = _lock_for_edit(session, list_id, user)
        session.execute(delete(DestructionItem).where(DestructionItem.list_id == list_id))
        session.delete(made)


def _lock_for_edit(session: Session, list_id: str, user: User) -> DestructionList:
    made = lock_list(session, list_id)
    require_state(session, made, "draft")
    require(user, "edit_destruction_list", subject_of(made))
    return made


# ---- reading ----------------------------------------------------------------------------------------------------


def list_destruction_lists(user: User, *, page: int = 1, size: int = 20) -> Page[DestructionListView]:
    """All lists, the newest first. Raises: NotAllowed."""
    require(user, "read_retention", None)
    page, size = max(1, page), min(max(1, size), 100)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(DestructionList)) or 0
        skipped = min((page - 1) * size, MOST)
        newest = select(DestructionList).order_by(DestructionList.made_at.desc(), DestructionList.id.desc())
        rows = session.scalars(newest.limit(min(size, MOST - skipped)).offset(skipped)).all()
        return Page(tuple(view(session, row) for row in rows), min(total, MOST + 1), page, size)


def read_destruction_list(list_id: str, user: User) -> DestructionListDetail:
    """A list, with every case on it and what remains of those that were destroyed. Raises: NotAllowed, NotFound."""
    require(user, "read_retention", None)
    with reading() as session:
        made = session.get(DestructionList, list_id)
        if made is None:
            raise NotFound("destruction list", list_id)
        items, subject = items_of(session, list_id), subject_of(made)
        gone = [item.case_id for item in items if item.outcome == "destroyed"]
        return DestructionListDetail(
            list=view(session, made),
            items=view_items(items),
            may_edit=may(user, "edit_destruction_list", subject),
            may_approve=may(user, "approve_destruction_list", subject),
            may_refuse=may(user, "refuse_destruction_list", subject),
            named_elsewhere=tuple(_named_elsewhere(session, gone)),
            entries=tuple(_entries(session, gone)),
            events=tuple(_events(session, made.number)) if made.number else (),
        )


def _named_elsewhere(session: Session, gone: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Destroyed cases whose submitter keeps a name, because that person has other cases."""
    other = aliased(Case)
    query = (
        select(Case.reference, other.reference)
        .join(other, (other.submitter_id == Case.submitter_id) & (other.id != Case.id))
        .where(Case.id.in_(gone), other.erased_at.is_(None))
        .where(Case.submitter_id.not_in(select(Account.id)))
        .order_by(Case.reference, other.reference)
    )
    found: dict[str, tuple[str, ...]] = {}
    for reference, beside in session.execute(query):
        found[reference] = (*found.get(reference, ()), beside)
    yield from found.items()


def _entries(session: Session, gone: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    query = select(Case.reference, RegisterEntry).join(RegisterEntry, RegisterEntry.case_id == Case.id)
    for reference, row in session.execute(query.where(Case.id.in_(gone)).order_by(Case.reference, RegisterEntry.id)):
        if row.columns:
            yield reference, REGISTERS.get(row.register, row.register), registers.number_of(row)


def _events(session: Session, number: str) -> Iterator[DestructionEvent]:
    for event in told_of(session, number):
        remark = event.facts.get("remark") or event.facts.get("reason") or ""
        yield DestructionEvent(event.at, event.kind, name_of(session, event.person_id) or "", remark)
