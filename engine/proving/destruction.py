"""Destruction: that lists of what was destroyed match the history, and that no other case was destroyed by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import Case, DestructionItem, DestructionList, HistoryEvent
from engine.municipality import here
from engine.proving.faults import APART, Fault
from engine.retention.rows import (
    APPROVED,
    CARRIED_OUT,
    KINDS,
    OFFERED,
    REFUSED,
    count_outcomes,
    digest_of,
    digest_of_outcomes,
    items_of,
)

_Told = Mapping[str, Mapping[str, HistoryEvent]]
"""By kind, and then by the number of the list."""


@dataclass(frozen=True, slots=True)
class Destruction:
    """How many lists were examined, and what does not match. Drafts do not count yet."""

    lists: int
    faults: tuple[Fault, ...]


def examine(session: Session) -> Destruction:
    """Compare all lists that were offered, and all erasing by them, with the history, which was found intact."""
    told = _read_told(session)
    missing = set(told[OFFERED])
    erased = _read_erased(session)
    count, faults = 0, []
    for made in session.scalars(select(DestructionList).where(DestructionList.state != "draft")).all():
        count += 1
        name = made.number or made.id
        missing.discard(name)
        items = items_of(session, made.id)
        faults += [_fault(name, reason) for reason in _judge(session, made, name, items, told)]
        went = {item.case_id for item in items if item.outcome == "destroyed"}
        if went != {case_id for case_id, number in erased if number == name}:
            faults.append(_fault(name, "outcome"))
    faults += [_fault(name, "missing") for name in missing]
    faults += [
        Fault("list", number, case_id, "unapproved") for case_id, number in erased if number not in told[APPROVED]
    ]
    faults += [Fault("case", case_id, case_id, "emptied") for case_id in _hidden(session)]
    faults += [Fault("case", case_id, case_id, "refilled") for case_id in _unhidden(session)]
    return Destruction(count, tuple(faults))


def _fault(name: str, reason: str) -> Fault:
    return Fault("list", name, None, reason)


def _read_told(session: Session) -> _Told:
    told: dict[str, dict[str, HistoryEvent]] = defaultdict(dict)
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_(KINDS))
    for event in session.scalars(query):
        told[event.kind][event.facts["number"]] = event
    return told


def _read_erased(session: Session) -> list[tuple[str, str]]:
    """The cases that were destroyed by a list, each with its number, according to their own history."""
    query = select(HistoryEvent).where(HistoryEvent.kind == "case_erased")
    found = [(str(event.case_id), event.facts.get("destruction_list", "")) for event in session.scalars(query)]
    return [(case_id, number) for case_id, number in found if number]


def _judge(
    session: Session, made: DestructionList, name: str, items: Sequence[DestructionItem], told: _Told
) -> Iterator[str]:
    """What is wrong with a list."""
    offered = told[OFFERED].get(name)
    if offered is None:
        yield "unknown"
        return
    digest = digest_of(made, items)
    is_so = offered.facts["digest"] == digest and made.made_by in offered.facts["hands"]
    if not is_so or not _fits(offered, made.offered_by, made.offered_at):
        yield "changed"
    if not all(_ended_so(session, item) for item in items if not item.kept_because):
        yield "class"
    yield from _judge_judgement(made, name, digest, offered, told)
    if not _came_about(made, items, told[CARRIED_OUT].get(name)):
        yield "outcome"


def _judge_judgement(
    made: DestructionList, name: str, digest: str, offered: HistoryEvent, told: _Told
) -> Iterator[str]:
    """What is wrong with the approval or refusal of a list: another one, or by somebody who had a hand in the list."""
    if made.state == "offered":
        if name in told[APPROVED] or name in told[REFUSED] or made.judged_by or made.judged_at or made.judgement:
            yield "judged"
        return
    judged = told[APPROVED if made.state in ("approved", "done") else REFUSED].get(name)
    if judged is None or judged.facts["digest"] != digest or not _fits(judged, made.judged_by, made.judged_at):
        yield "judged"
    elif made.state != "refused" and judged.person_id in {*offered.facts["hands"], offered.person_id}:
        yield "own"
    elif made.judgement != judged.facts["reason" if made.state == "refused" else "remark"]:
        yield "judged"


def _came_about(made: DestructionList, items: Sequence[DestructionItem], done: HistoryEvent | None) -> bool:
    """Whether a list has the outcome that the history tells; none where it tells none."""
    if made.state != "done" or done is None or made.done_at is None:
        return made.state != "done" and done is None and made.done_at is None
    is_so = done.facts["digest"] == digest_of_outcomes(items) and done.facts["outcomes"] == count_outcomes(items)
    return is_so and abs(made.done_at - done.at) <= APART


def _fits(event: HistoryEvent, by: str | None, at: datetime | None) -> bool:
    return event.person_id == by and at is not None and abs(at - event.at) <= APART


def _ended_so(session: Session, item: DestructionItem) -> bool:
    """Whether a case ended, according to its history, on the day and in the class that are on the list."""
    query = select(HistoryEvent).where(HistoryEvent.case_id == item.case_id, HistoryEvent.kind == "case_ended")
    zone = here().settings.zone
    ended = [(event.facts["retention_class"], event.at.astimezone(zone).date()) for event in session.scalars(query)]
    return (item.retention_class, item.ended_on) in ended


def _hidden(session: Session) -> Sequence[str]:
    """Cases that claim to have been erased, and so are on no list, without an event of then that says so."""
    told = select(HistoryEvent.case_id, HistoryEvent.at).where(HistoryEvent.kind == "case_erased")
    erased: dict[str | None, list[datetime]] = defaultdict(list)
    for case_id, at in session.execute(told):
        erased[case_id].append(at)
    claims = session.execute(select(Case.id, Case.erased_at).where(Case.erased_at.is_not(None)))
    return [id for id, at in claims if at and not any(abs(at - then) <= APART for then in erased[id])]


def _unhidden(session: Session) -> Sequence[str]:
    """Cases that do not say so, although the history records that they were erased."""
    told = select(HistoryEvent.case_id).where(HistoryEvent.kind == "case_erased")
    return session.scalars(select(Case.id).where(Case.erased_at.is_(None), Case.id.in_(told))).all()
