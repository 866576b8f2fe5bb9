"""Absences: what the history has a proof of and no longer exists, and whether the history says that it was erased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import HistoryEvent

TOLD = ("case_erased", "absence_found")


@dataclass(frozen=True, slots=True)
class Absences:
    """Of a case: the digests of answers and explanations, and the ids of letters."""

    erased: set[str] = field(default_factory=set)
    """An operator erased these, and the history says who and why."""
    unexplained: set[str] = field(default_factory=set)
    """These were gone when the history began to record erasing: erased or removed, nobody can say."""


def read(session: Session, cases: Sequence[str] | None = None) -> dict[str, Absences]:
    """By case, for these cases or for all."""
    found: dict[str, Absences] = defaultdict(Absences)
    query = select(HistoryEvent).where(HistoryEvent.kind.in_(TOLD))
    if cases is not None:
        query = query.where(HistoryEvent.case_id.in_(cases))
    for event in session.scalars(query):
        if event.kind == "case_erased":
            found[str(event.case_id)].erased.update(event.facts["erased"])
        else:
            found[str(event.case_id)].unexplained.update(event.facts["missing"])
    return found
