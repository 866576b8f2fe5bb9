"""Cases: that each case that got a number exists, and began, was suspended and ended as its history says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.models import Case, Counter, HistoryEvent, Publication
from engine.municipality import here
from engine.names import WITHDRAWN
from engine.proving.faults import APART, Fault

BEGUN, ENDED = "case_started", "case_ended"
PUBLISHED = "status_published"
STOPPED, RESUMED, EXTENDED = "term_suspended", "term_resumed", "term_extended"
_NUMBER = re.compile(r"(?P<row>.+-[0-9]{4})-(?P<number>[0-9]+)", re.ASCII)
"""A reference: the series that its number belongs to, and the number."""


_Status = tuple[str, datetime]
"""What was published, and when."""


@dataclass(frozen=True, slots=True)
class Cases:
    """How many were examined, and what does not match."""

    cases: int
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Told:
    """What the history has of one case."""

    begun: Row[Any] | None = None
    ended: Row[Any] | None = None
    term: list[Row[Any]] = field(default_factory=list)
    """When its statutory term was suspended, resumed or extended."""
    statuses: list[_Status] = field(default_factory=list)
    """The statuses that were published to the submitter."""


def examine(session: Session) -> Cases:
    """Compare all cases with the history, which was found intact."""
    told, shown = _read_told(session), _read_shown(session)
    references: list[str] = []
    faults: list[Fault] = []
    for case in session.scalars(select(Case)).yield_per(500):
        references.append(case.reference)
        wrong = _judge(case, told.pop(case.id, _Told()), shown.get(case.id, []))
        faults += [Fault("case", case.id, case.id, why) for why in wrong]
    gone = [str(one.begun.facts["reference"]) for one in told.values() if one.begun is not None]
    faults += [Fault("case", reference, None, "missing") for reference in gone]
    faults += [Fault("case", name, None, reason) for name, reason in _find_gaps(session, [*references, *gone])]
    return Cases(len(references), tuple(faults))


def _read_told(session: Session) -> dict[str, _Told]:
    told: dict[str, _Told] = defaultdict(_Told)
    kinds = (BEGUN, ENDED, PUBLISHED, STOPPED, RESUMED, EXTENDED)
    columns = (HistoryEvent.case_id, HistoryEvent.at, HistoryEvent.kind, HistoryEvent.process_id)
    query = select(*columns, HistoryEvent.element_id, HistoryEvent.facts)
    query = query.where(HistoryEvent.case_id.is_not(None), HistoryEvent.kind.in_(kinds))
    for event in session.execute(query.order_by(HistoryEvent.sequence)).yield_per(500):
        one = told[str(event.case_id)]
        if event.kind == BEGUN:
            one.begun = one.begun or event
        elif event.kind == ENDED:
            one.ended = event
        elif event.kind == PUBLISHED:
            one.statuses.append((event.facts["status"], event.at))
        else:
            one.term.append(event)
    return told


def _read_shown(session: Session) -> dict[str, list[_Status]]:
    shown: dict[str, list[_Status]] = defaultdict(list)
    query = select(Publication.case_id, Publication.status, Publication.at).order_by(Publication.id)
    for case_id, status, at in session.execute(query):
        shown[case_id].append((status, at))
    return shown


def _judge(case: Case, told: _Told, shown: Sequence[_Status]) -> Iterator[str]:
    """What is wrong with a case. `shown` are the statuses that its submitter reads."""
    if told.begun is None:
        yield "unknown"
        return
    begun = told.begun.facts
    said = begun["reference"], told.begun.process_id, begun.get("linked_case", case.linked_case_id)
    is_so = said == (case.reference, case.process_id, case.linked_case_id)
    if not is_so or abs(case.started_at - told.begun.at) > APART:
        yield "changed"
    if not _ended_so(case, told.ended):
        yield "ended"
    if not _stood_still_so(case, told.term):
        yield "term"
    if not _was_shown_so(case, told.statuses, shown):
        yield "status"


def _ended_so(case: Case, ended: Row[Any] | None) -> bool:
    says = (case.end_element, case.outcome, case.legal_effect, case.retention_class)
    if ended is None or case.ended_at is None:
        is_running = case.ended_at is None and case.state == "running" and not any(says)
        return ended is None and is_running
    told = (ended.element_id, *(ended.facts[name] for name in ("outcome", "legal_effect", "retention_class")))
    state = "withdrawn" if case.outcome == WITHDRAWN else "completed"
    return says == told and abs(case.ended_at - ended.at) <= APART and case.state == state


def _was_shown_so(case: Case, told: Sequence[_Status], shown: Sequence[_Status]) -> bool:
    """Whether the submitter reads the statuses that were published, with the moments of publication (Awb 3:41)."""
    if [status for status, _ in shown] != [status for status, _ in told]:
        return False
    is_now = shown[-1][0] if shown else ""
    in_time = all(abs(at - then) <= APART for (_, at), (_, then) in zip(shown, told, strict=True))
    return case.status == is_now and in_time


def _stood_still_so(case: Case, told: Iterable[Row[Any]]) -> bool:
    """Whether the statutory term was suspended, resumed and extended on the days in the history (Awb 4:14-15)."""
    turned: list[tuple[datetime, str | None]] = []
    longer: list[tuple[str, datetime]] = []
    for event in told:
        if event.kind == EXTENDED:
            longer.append((event.facts["duration"], event.at))
        else:
            turned.append((event.at, event.facts.get("day")))
    said = [day for since, until in case.suspensions for day in (since, until) if day is not None]
    return (
        len(said) == len(turned)
        and len(case.extensions) == len(longer)
        and all(told == day if told else _is_day_of(day, at) for day, (at, told) in zip(said, turned, strict=True))
        and all(
            duration == told_duration and _is_day_of(day, at)
            for (duration, day), (told_duration, at) in zip(case.extensions, longer, strict=True)
        )
    )


def _is_day_of(day: str, at: datetime) -> bool:
    """The day and the event each read the clock, within one act: around midnight they can fall on different days."""
    zone = here().settings.zone
    return day in {moment.astimezone(zone).date().isoformat() for moment in (at - APART, at, at + APART)}


def _find_gaps(session: Session, references: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Numbers that were given out and belong to no case: numbers have no gaps, even if an act fails."""
    given: dict[str, set[int]] = defaultdict(set)
    for reference in references:
        if found := _NUMBER.fullmatch(reference):
            given[found["row"]].add(int(found["number"]))
    counters: Mapping[str, int] = dict(session.execute(select(Counter.name, Counter.value)).all())
    rows = set(given) | {name for name in counters if _NUMBER.fullmatch(f"{name}-1")}
    for row in sorted(rows):
        last, numbers = counters.get(row, 0), sorted(given[row])
        if numbers and numbers[-1] > last:
            yield f"{row}-{numbers[-1]:04d}", "counter"
        for before, after in pairwise([0, *numbers, max(last, *numbers, 0) + 1]):
            if after - before > 1:
                names = f"{row}-{before + 1:04d}", f"{row}-{after - 1:04d}"
                yield names[0] if names[0] == names[1] else " … ".join(names), "gap"
