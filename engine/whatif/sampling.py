"""Sampling: what the database knows of the work on some processes in a period, as lists to draw from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, Text, case, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from engine.dialect.elements import Process
from engine.experience import STANDING, asking, count_ways, read_taken
from engine.experience.asking import Asked
from engine.experience.measuring import Seconds, middles, spread
from engine.models import Account, AccountGroup, Task
from engine.names import PARTNERS
from engine.permissions import STAFF, TEAM
from engine.simulation import Measured
from engine.spelling import read
from engine.views import FEW, MeasuredLead

SAMPLES = 200
"""For each task and wait, this many times, spread evenly from the shortest to the longest, represent all."""
MOST_COUNTS = 50
_GROUPS = cast(Task.candidate_groups, Text).label("groups")
"""As text: PostgreSQL cannot tell whether two JSON values are equal."""


def read_members(session: Session) -> dict[str, int]:
    """How many active accounts each group has; a member of a partner organisation is also in the wijkteam."""
    query = (
        select(AccountGroup.group_id, func.count())
        .join(Account, Account.id == AccountGroup.account_id)
        .where(Account.active)
        .group_by(AccountGroup.group_id)
    )
    found = {group: count for group, count in session.execute(query) if group in STAFF}
    found[TEAM] = found.get(TEAM, 0) + sum(found.get(partner, 0) for partner in PARTNERS)
    return {group: count for group, count in found.items() if count}


def read_measured(session: Session, asked: Asked, processes: Mapping[str, Process]) -> Measured:
    """What was measured of these processes, for the drawings that are given.

    Times of fewer than `FEW`, and choices made fewer times, are left out: a replay of them could reveal somebody.
    """
    wanted = list(processes)
    lasts: dict[tuple[str, str], tuple[float, ...]] = {}
    named: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (process_id, element_id), (name, values) in _read_lasts(session, asked, wanted).items():
        lasts[process_id, element_id] = tuple(values)
        named[process_id, name] += values
    typical = middles(_handled(asked, wanted), "process_id", ("lasts",))[0]
    ways, waits = {}, {}
    taken, arrivals = read_taken(session, asked, wanted), _read_arrivals(session, asked, wanted)
    for process_id, process in processes.items():
        for way in count_ways(process, taken, arrivals.get(process_id, {})):
            if way.of >= FEW:
                ways[process_id, way.flow_id] = way.taken
        for element_id, waited in _read_waits(session, replace(asked, process_id=process_id), process).items():
            waits[process_id, element_id] = waited
    middle = {row["process_id"]: spread(row, "lasts").median for row in session.execute(typical).mappings()}
    return Measured(
        lasts=_without_few(lasts),
        named=_without_few(named),
        typical={process_id: float(median) for process_id, median in middle.items() if median is not None},
        waits=_without_few(waits),
        ways=ways,
        counts=_read_counts(session, asked, wanted),
        groups=_read_groups(session, asked, wanted),
        members=read_members(session),
    )


def _without_few(times: Mapping[tuple[str, str], Sequence[float]]) -> dict[tuple[str, str], tuple[float, ...]]:
    return {place: tuple(values) for place, values in times.items() if len(values) >= FEW}


def _handled(asked: Asked, wanted: Collection[str]) -> Subquery:
    """How long each completed task was in somebody's hands, or open where nobody claimed it first."""
    begun = Seconds(func.coalesce(Task.claimed_at, Task.created_at))
    return (
        select(
            Task.process_id,
            Task.element_id,
            (Task.process_id + ":" + Task.element_id).label("place"),
            Task.name,
            (Seconds(Task.completed_at) - begun).label("lasts"),
        )
        .where(Task.process_id.in_(wanted), Task.state == "completed")
        .where(Task.completed_at >= asked.since, Task.completed_at < asked.until)
        .subquery()
    )


def _samples(base: Subquery, keys: Iterable[str], measure: str) -> Select[Any]:
    """For each key at most `SAMPLES` values, evenly from the lowest to the highest."""
    columns = [base.c[key] for key in keys]
    value = base.c[measure]
    number = func.row_number().over(partition_by=columns, order_by=value) - 1
    numbered = select(
        *columns,
        value,
        number.label("number"),
        func.count(value).over(partition_by=columns).label("total"),
    ).where(value.is_not(None))
    rows = numbered.subquery()
    few = case((rows.c.total < SAMPLES, rows.c.total), else_=literal(SAMPLES, Integer))
    bucket: ColumnElement[int] = rows.c.number * few // rows.c.total
    grouped = [rows.c[column.key] for column in columns]
    return select(*grouped, func.min(rows.c[measure]).label("value")).group_by(*grouped, bucket)


def _read_lasts(
    session: Session, asked: Asked, wanted: Collection[str]
) -> dict[tuple[str, str], tuple[str, list[float]]]:
    found: dict[tuple[str, str], tuple[str, list[float]]] = {}
    query = _samples(_handled(asked, wanted), ("process_id", "element_id", "name"), "lasts")
    for process_id, element_id, name, value in session.execute(query):
        known = found.setdefault((process_id, element_id), (name, []))
        known[1].append(float(value))
    return {place: (name, sorted(values)) for place, (name, values) in found.items()}


def _read_waits(session: Session, asked: Asked, process: Process) -> dict[str, tuple[float, ...]]:
    standing = [e for e in process.elements.values() if e.kind in STANDING]
    sources = {e.id: {str(process.elements[flow].source) for flow in e.incoming} for e in standing}
    if not any(sources.values()):
        return {}
    found: dict[str, list[float]] = defaultdict(list)
    for element_id, value in session.execute(_samples(asking.waited(asked, sources), ("element_id",), "waited")):
        found[element_id].append(float(value))
    return {element_id: tuple(sorted(values)) for element_id, values in found.items()}


def _read_arrivals(session: Session, asked: Asked, wanted: Collection[str]) -> dict[str, dict[str, int]]:
    """By process and task, how often a case reached it."""
    arrival = func.coalesce(Task.multi_instance, Task.id)
    query = (
        select(Task.process_id, Task.element_id, func.count(arrival.distinct()))
        .where(Task.process_id.in_(wanted), Task.created_at >= asked.since, Task.created_at < asked.until)
        .group_by(Task.process_id, Task.element_id)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for process_id, element_id, count in session.execute(query):
        found[process_id][element_id] = count
    return found


def _read_counts(session: Session, asked: Asked, wanted: Collection[str]) -> dict[tuple[str, str], tuple[int, ...]]:
    """How many people did each task that is for several, each number as often as it occurred."""
    side_by_side = (
        select(Task.process_id, Task.element_id, Task.multi_instance, func.count().label("people"))
        .where(Task.process_id.in_(wanted), Task.multi_instance.is_not(None))
        .where(Task.created_at >= asked.since, Task.created_at < asked.until)
        .group_by(Task.process_id, Task.element_id, Task.multi_instance)
        .subquery()
    )
    columns = (side_by_side.c.process_id, side_by_side.c.element_id, side_by_side.c.people)
    rows = session.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns)).all()
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for process_id, element_id, _, times in rows:
        totals[process_id, element_id] += times
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for process_id, element_id, people, times in rows:
        share = max(1, round(MOST_COUNTS * times / max(MOST_COUNTS, totals[process_id, element_id])))
        found[process_id, element_id] += [people] * share
    return {place: tuple(counts) for place, counts in found.items()}


def _read_groups(session: Session, asked: Asked, wanted: Collection[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The groups of staff that each task was offered to."""
    query = (
        select(Task.process_id, Task.element_id, _GROUPS)
        .where(Task.process_id.in_(wanted), Task.created_at >= asked.since, Task.created_at < asked.until)
        .distinct()
    )
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for process_id, element_id, groups in session.execute(query):
        found[process_id, element_id] |= STAFF.intersection(read(groups))
    return {place: tuple(sorted(groups)) for place, groups in found.items() if groups}


def read_peaks(session: Session, asked: Asked, wanted: Collection[str]) -> dict[str, int]:
    """How many pieces of work each group had in hand at most at one moment."""
    begun = func.coalesce(Task.claimed_at, Task.created_at)
    rows = (
        select(_GROUPS, begun.label("begun"), Task.completed_at.label("ended"))
        .where(Task.process_id.in_(wanted), Task.state == "completed", Task.assigned.is_(False))
        .where(Task.completed_at >= asked.since, Task.completed_at < asked.until)
        .subquery()
    )
    groups = rows.c[_GROUPS.name]
    changes = union_all(
        select(groups, rows.c.begun.label("at"), literal(1, Integer).label("by")),
        select(groups, rows.c.ended.label("at"), literal(-1, Integer).label("by")),
    ).subquery()
    # What ends at a moment makes room for what begins then.
    query = select(changes.c[_GROUPS.name], changes.c.by).order_by(changes.c.at, changes.c.by)
    in_hand: Counter[str] = Counter()
    peaks: dict[str, int] = {}
    for told, by in session.execute(query):
        for group in read(told):
            in_hand[group] += by
            peaks[group] = max(peaks.get(group, 0), in_hand[group])
    return peaks


def read_arrivals(session: Session, asked: Asked) -> list[datetime]:
    """When each case of the period reached the process, in order."""
    return list(session.scalars(asking.ask_arrivals(asked)))


def read_lead(session: Session, asked: Asked) -> MeasuredLead | None:
    """How long the cases that ended in the period took; None when fewer than `FEW` did."""
    base = asking.leads(asked)
    numbered = select(
        base.c.lead, func.row_number().over(order_by=base.c.lead).label("number"), func.count().over().label("total")
    ).subquery()
    ranks = [(numbered.c.total * tenths + 9) // literal(10, Integer) for tenths in (1, 5, 9)]
    columns = [func.max(case((numbered.c.number == rank, numbered.c.lead))) for rank in ranks]
    total, *values = session.execute(select(func.max(numbered.c.total), *columns)).one()
    return MeasuredLead(total, *(float(value) for value in values)) if total and total >= FEW else None
