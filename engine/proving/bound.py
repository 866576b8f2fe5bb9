"""Bound: that each case follows the versions of its processes that its history names, and its term."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.models import Case, HistoryEvent
from engine.proving.faults import Fault
from engine.versions import definitions

BEGUN = "case_started"
MOVED = ("case_migrated", "case_migration_reversed")


def examine(session: Session) -> tuple[Fault, ...]:
    """Compare all cases with the history, which was found intact."""
    bindings: dict[str, dict[str, str]] = dict(session.execute(select(Case.id, Case.bindings)).all())
    found = [(case_id, "version") for case_id in _find_elsewhere(session, bindings)]
    found += [(case_id, "term") for case_id in _find_other_terms(session)]
    return tuple(Fault("case", case_id, case_id, reason) for case_id, reason in found)


def _find_elsewhere(session: Session, bindings: dict[str, dict[str, str]]) -> Iterator[str]:
    """Cases on another version than in their last event, without having been migrated since."""
    of_cases = HistoryEvent.case_id.is_not(None)
    query = select(HistoryEvent.case_id, func.max(HistoryEvent.sequence)).where(HistoryEvent.kind.in_(MOVED))
    moved = dict(session.execute(query.group_by(HistoryEvent.case_id)).all())
    newest = (
        select(func.max(HistoryEvent.sequence).label("newest"))
        .where(of_cases, HistoryEvent.definition_id.is_not(None))
        .group_by(HistoryEvent.case_id, HistoryEvent.process_id)
        .subquery()
    )
    columns = (HistoryEvent.case_id, HistoryEvent.process_id, HistoryEvent.definition_id, HistoryEvent.sequence)
    last = select(*columns).join(newest, newest.c.newest == HistoryEvent.sequence)
    elsewhere = {
        str(case_id)
        for case_id, process_id, definition_id, sequence in session.execute(last)
        if case_id in bindings
        and sequence > moved.get(case_id, 0)
        and bindings[case_id].get(str(process_id)) != definition_id
    }
    yield from sorted(elsewhere)


def _find_other_terms(session: Session) -> Iterator[str]:
    """Cases whose statutory term differs from that of the version they began with; its start event gives the term.

    Or whose term counts from another day than the one on which the history says that they came in.
    """

    @cache
    def terms_of(definition_id: str) -> frozenset[str | None] | None:
        try:
            elements = definitions.files_of(session, definition_id).process.elements.values()
        except Exception:  # It is gone, or something else was put in its place: that is reported for the version.
            return None
        return frozenset(e.properties.get("statutoryTerm") for e in elements if e.kind == "startEvent")

    query = select(Case.id, Case.statutory_term, HistoryEvent.definition_id, HistoryEvent.facts)
    begun = query.join(HistoryEvent, HistoryEvent.case_id == Case.id).where(HistoryEvent.kind == BEGUN)
    for case_id, told, definition_id, facts in session.execute(begun.order_by(Case.id)):
        received, _, duration = (told or "").rpartition("/")
        terms = terms_of(str(definition_id))
        if (terms is not None and (duration or None) not in terms) or (received or None) != facts.get("received"):
            yield case_id
