"""Rows: a list of what may be destroyed and its cases: locking, proving by a digest, and showing them.

For the other rooms of retention: nothing here opens a transaction or checks permissions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import annals, history
from engine.errors import DestructionMoved, NotFound
from engine.models import Definition, DestructionItem, DestructionList, HistoryEvent, Person
from engine.subjects import DestructionSubject
from engine.views import DestructionItemView, DestructionListView, User

OFFERED, APPROVED, REFUSED, CARRIED_OUT = KINDS = (
    "destruction_list_offered",
    "destruction_list_approved",
    "destruction_list_refused",
    "destruction_list_carried_out",
)
"""The kinds of events about lists in the history of the municipality."""


def lock_list(session: Session, list_id: str) -> DestructionList:
    """A list, locked with the history of the municipality: one act at a time works on lists. Raises: NotFound."""
    annals.lock(session)
    query = select(DestructionList).where(DestructionList.id == list_id).with_for_update()
    made = session.scalar(query.execution_options(populate_existing=True))
    if made is None:
        raise NotFound("destruction list", list_id)
    return made


def require_state(session: Session, made: DestructionList, state: str) -> None:
    """Raises: DestructionMoved: it is in another state; says who moved it there."""
    if made.state != state:
        by = made.judged_by or made.offered_by
        raise DestructionMoved(made.state, name_of(session, by), made.judged_at or made.offered_at)


def subject_of(made: DestructionList) -> DestructionSubject:
    return DestructionSubject(made.state, frozenset(made.hands))


def touch(made: DestructionList, user: User) -> None:
    """Record that somebody had a hand in a draft."""
    made.revision += 1
    if user.id not in made.hands:
        made.hands = [*made.hands, user.id]


def items_of(session: Session, list_id: str) -> list[DestructionItem]:
    query = select(DestructionItem).where(DestructionItem.list_id == list_id)
    return list(session.scalars(query.order_by(DestructionItem.ended_on, DestructionItem.case_id)))


def digest_of(made: DestructionList, items: Iterable[DestructionItem]) -> str:
    """The digest by which the history proves every case on an offered list, and why others were taken off."""
    told = sorted(
        [
            item.case_id, item.reference, item.retention_class, item.term, item.counts_from,
            item.ended_on.isoformat(), item.over_on.isoformat(), item.kept_because,
        ]
        for item in items
    )  # fmt: skip
    return history.salted_digest([made.number, made.table_id, sorted(made.hands), told], "")


def digest_of_outcomes(items: Iterable[DestructionItem]) -> str:
    """The digest by which the history proves the outcome of a list."""
    return history.salted_digest(sorted([item.case_id, item.outcome] for item in items), "")


def count_classes(items: Iterable[DestructionItem]) -> dict[str, int]:
    """How many cases of each class are to be destroyed."""
    return dict(sorted(Counter(item.retention_class for item in items if not item.kept_because).items()))


def count_outcomes(items: Iterable[DestructionItem]) -> dict[str, int]:
    return dict(sorted(Counter(item.outcome for item in items if item.outcome).items()))


def told_of(session: Session, number: str) -> list[HistoryEvent]:
    """The events about a list in the history of the municipality, the oldest first."""
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_(KINDS))
    events = session.scalars(query.order_by(HistoryEvent.sequence))
    return [event for event in events if event.facts["number"] == number]


# ---- showing ----------------------------------------------------------------------------------------------------


def name_of(session: Session, person_id: str | None) -> str | None:
    if person_id is None:
        return None
    return session.scalar(select(Person.name).where(Person.id == person_id)) or person_id


def view(session: Session, made: DestructionList) -> DestructionListView:
    kept, outcome = DestructionItem.kept_because != "", DestructionItem.outcome
    query = select(kept, outcome, func.count()).where(DestructionItem.list_id == made.id).group_by(kept, outcome)
    counts = session.execute(query).all()
    return DestructionListView(
        id=made.id,
        number=made.number,
        state=made.state,
        revision=made.revision,
        table_version=session.get_one(Definition, made.table_id).version,
        made_by=name_of(session, made.made_by) or "",
        made_at=made.made_at,
        offered_by=name_of(session, made.offered_by),
        offered_at=made.offered_at,
        judged_by=name_of(session, made.judged_by),
        judged_at=made.judged_at,
        judgement=made.judgement,
        done_at=made.done_at,
        to_destroy=sum(count for is_kept, _, count in counts if not is_kept),
        taken_off=sum(count for is_kept, _, count in counts if is_kept),
        outcomes={outcome: count for _, outcome, count in counts if outcome},
    )


def view_items(items: Sequence[DestructionItem]) -> tuple[DestructionItemView, ...]:
    return tuple(
        DestructionItemView(
            item.case_id,
            item.reference,
            item.retention_class,
            item.term,
            item.counts_from,
            item.ended_on,
            item.over_on,
            item.kept_because,
            item.outcome,
        )
        for item in items
    )
