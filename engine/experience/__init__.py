"""Experience: how a process went: where its cases waited and how long, as counts and medians, never about a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from engine.dialect import naming
from engine.dialect.elements import Element, Process
from engine.errors import NotFound
from engine.experience import asking
from engine.experience.asking import Asked
from engine.experience.measuring import Clock, list_quarters, spread, whole_quarters
from engine.models import Case, Definition
from engine.municipality import calendar, here, now, reading, today
from engine.permissions import require
from engine.versions import definitions
from engine.views import FEW, Experience, Spread, TaskExperience, User, VariantExperience, WaitExperience, WayExperience

YEAR = timedelta(days=365)
LONGEST = timedelta(days=366 * 20)
"""The maximum period looked back: the calendar is calculated day by day."""
QUARTERS = 20
"""How many quarters can be chosen from."""
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"})
STANDING = frozenset({"intermediateCatchEvent", "receiveTask"})
"""Where a token stands and waits; an event on an edge, or one that begins something, waits beside the flow."""


def read_experience(
    process_id: str, user: User, *, since: date | None = None, until: date | None = None, version: int | None = None
) -> Experience:
    """How a process went in the calendar quarters that contain two days; by default the last four, in all versions.

    Counted are tasks opened in the period, cases that ended in it, and events that happened in it. A quarter in which
    something happened fewer than `FEW` times on a version counts only in how often it happened, not in times, lateness,
    choices or routes. So nothing can be singled out by a short period, nor by subtracting one period or version from
    another. A quarter that is not over does not count, since each look at it would be another period.

    Raises: NotAllowed, NotFound: no such process or version.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        versions = read_versions(session, process_id)
        chosen = versions[0] if version is None else next((v for v in versions if v.version == version), None)
        if chosen is None:
            raise NotFound("version", f"{process_id} {version}")
        floor = today() - LONGEST  # The days are typed, and no quarter exists before the first possible day.
        first, last = (None if day is None else max(min(day, today()), floor) for day in (since, until))
        period = whole_quarters(first, last, today())
        asked = ask_for(session, process_id, *period, None if version is None else chosen.id)
        files = definitions.files_of(session, chosen.id)
        tasks = tuple(_read_tasks(session, asked, files.process))
        overall = session.execute(asking.ask_leads(asked)).mappings().one_or_none()
        variants, kinds = _read_variants(session, asked)
        ways = _read_ways(session, asked, files.process)
        lead, working = (spread(overall, "lead"), spread(overall, "working")) if overall else (Spread(), Spread())
        return Experience(
            process_id=process_id,
            name=chosen.name,
            version=version,
            versions=tuple(row.version for row in versions),
            since=_day_of(asked.since),
            until=_day_of(asked.until) - timedelta(days=1),
            quarters=list_quarters(today(), QUARTERS),
            called=asked.called,
            ended=lead.count,
            lead=lead,
            working=working,
            tasks=tasks,
            ways=ways,
            variants=variants,
            kinds=kinds,
            waits=tuple(read_waits(session, asked, files.process)),
            diagram=files.diagram,
            process=files.process,
        )


def read_versions(session: Session, process_id: str) -> list[Definition]:
    """The versions of a process: that in use first, then the newest. Raises: NotFound: there is none."""
    query = select(Definition).where(Definition.process_id == process_id)
    found = session.scalars(query.order_by(Definition.in_use.desc(), Definition.version.desc())).all()
    if not found:
        raise NotFound("process", process_id)
    return list(found)


def ask_for(
    session: Session, process_id: str, since: date | None, until: date | None, definition_id: str | None = None
) -> Asked:
    """What is asked of the database for a process and a period, with the calendar that it needs."""
    floor = today() - LONGEST  # The days are typed, and nothing comes before the first possible day.
    last = max(min(until or today(), today()), floor)
    first = max(min(since or last - YEAR, last), floor)
    called = not session.scalar(select(exists().where(Case.process_id == process_id)))
    begun = session.scalar(_first_day(process_id, called, first))
    earliest = max(min(first, _day_of(begun) if begun is not None else first), floor)
    clock = Clock(earliest, today(), here().settings.zone, calendar(session))
    calls = _find_calls(session, process_id) if called else None
    return Asked(process_id, definition_id, _start_of(first), _start_of(last + timedelta(days=1)), now(), clock, calls)


def _find_calls(session: Session, process_id: str) -> tuple[tuple[str, str], ...]:
    """What calls a process, in the versions in use: when the call is done, the process has ended."""
    return tuple(
        (name, element.id)
        for name, files in definitions.in_use_files(session).items()
        for element in files.process.elements.values()
        if element.called_process == process_id
    )


def _first_day(process_id: str, called: bool, first: date) -> Any:
    """When the oldest of the cases that ended in the period began: the calendar must go back that far."""
    if called:
        return select(func.min(Case.started_at))  # An index has this; only the history knows which of them called it.
    ended = Case.ended_at >= _start_of(first)
    return select(func.min(Case.started_at)).where(Case.process_id == process_id, ended)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), here().settings.zone).astimezone(UTC)


def _day_of(moment: datetime) -> date:
    return moment.astimezone(here().settings.zone).date()


def _read_tasks(session: Session, asked: Asked, process: Process) -> Iterator[TaskExperience]:
    found = {row["element_id"]: row for row in session.execute(asking.ask_tasks(asked)).mappings()}
    order = {key: number for number, key in enumerate(process.elements)}
    for key in sorted(found, key=lambda key: (order.get(key, len(order)), key)):
        row, element = found[key], process.elements.get(key)
        yield TaskExperience(
            element_id=key,
            name=(element.name if element is not None else "") or row["name"],
            opened=row["opened"],
            completed=row["completed"],
            cancelled=row["cancelled"],
            open=row["open"],
            due=row["due_kept"] or row["due_count"],
            late=row["late"] if row["due_kept"] or not row["due_count"] else None,
            claimed=spread(row, "claimed"),
            done=spread(row, "done"),
            working=spread(row, "working"),
        )


def _read_variants(session: Session, asked: Asked) -> tuple[tuple[VariantExperience, ...], int]:
    rows = session.execute(asking.ask_variants(asked)).mappings().all()
    told = [row for row in rows if row["cases"]]
    steps = {step for row in told for step in asking.split_way(row["way"])}
    names = _read_names(session, steps)
    found = tuple(
        VariantExperience(
            tuple(names.get(step, step) for step in asking.split_way(row["way"])),
            row["cases"],
            spread(row, "lead"),
            spread(row, "working"),
        )
        for row in told
    )
    return found, rows[0]["kinds"] if rows else 0


def _read_names(session: Session, steps: set[str]) -> dict[str, str]:
    """The names of steps, as the versions in use have them, else as they last were."""
    named: dict[str, str] = {}
    for process_id in {step.partition(":")[0] for step in steps}:
        for row in read_versions(session, process_id):
            for key, element in definitions.files_of(session, row.id).process.elements.items():
                named.setdefault(f"{process_id}:{key}", naming.call(element))
            if all(step in named for step in steps if step.startswith(f"{process_id}:")):
                break
    return named


def read_taken(session: Session, asked: Asked, process_ids: Iterable[str]) -> dict[tuple[str, str], int]:
    """How often each sequence flow of some processes was taken."""
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for row in session.execute(asking.ask_ways(asked, list(process_ids))):
        taken[row.process_id, row.way] += row.taken
    return taken


def _read_ways(session: Session, asked: Asked, process: Process) -> tuple[WayExperience, ...]:
    """The ways out of the choices, each with how often it was taken in atoms where the choice was made `FEW` times."""
    taken: dict[Any, dict[tuple[str, str], int]] = defaultdict(dict)
    arrivals: dict[Any, dict[str, int]] = defaultdict(dict)
    for row in session.execute(asking.ask_ways(asked, [process.id])):
        taken[row.quarter, row.definition_id][row.process_id, row.way] = row.taken
    for row in session.execute(asking.ask_opened(asked)):
        arrivals[row.quarter, row.definition_id][row.element_id] = row.arrivals
    found: dict[str, WayExperience] = {}
    for atom in taken.keys() | arrivals.keys():
        for way in count_ways(process, taken[atom], arrivals[atom]):
            if way.of >= FEW:
                known = found.get(way.flow_id, replace(way, taken=0, of=0))
                found[way.flow_id] = replace(known, taken=known.taken + way.taken, of=known.of + way.of)
    order = {key: number for number, key in enumerate(process.elements)}
    return tuple(sorted(found.values(), key=lambda way: (order[way.gateway_id], order[way.flow_id])))


def count_ways(
    process: Process, taken: Mapping[tuple[str, str], int], arrivals: Mapping[str, int]
) -> Iterator[WayExperience]:
    """How often each way out of each choice was taken.

    A flow is known to be taken when the step that it leads to has ended. If that is a task and this is the only way to
    it, the times it was opened count instead, since a task that waits or was cancelled was reached as well.
    """
    for gateway in process.elements.values():
        if gateway.kind not in GATEWAYS or len(gateway.outgoing) < 2:
            continue
        flows = [process.elements[key] for key in gateway.outgoing]
        targets = [process.elements.get(str(flow.target)) for flow in flows]
        gone = [taken.get((process.id, flow.id), 0) for flow in flows]
        counts = [_count(target, count, arrivals) for target, count in zip(targets, gone, strict=True)]
        for flow, target, count in zip(flows, targets, counts, strict=True):
            name = naming.call(target) if target is not None else ""
            yield WayExperience(gateway.id, naming.call(gateway), flow.id, flow.name, name, count, sum(counts))


def _count(target: Element | None, taken: int, arrivals: Mapping[str, int]) -> int:
    if target is not None and target.kind == "userTask" and len(target.incoming) == 1:
        return max(taken, arrivals.get(target.id, 0))
    return taken


def read_waits(session: Session, asked: Asked, process: Process) -> Iterator[WaitExperience]:
    """How often each event of the drawing happened, and how long cases waited for those in the flow."""
    awaited = [e for e in process.elements.values() if _is_awaited(e, process)]
    happened = {row.element_id: row.happened for row in session.execute(asking.ask_happenings(asked))}
    sources = {e.id: {str(process.elements[flow].source) for flow in e.incoming} for e in awaited if e.kind in STANDING}
    waited = {}
    if any(sources.values()):
        rows = session.execute(asking.ask_waits(asked, sources)).mappings()
        waited = {row["element_id"]: spread(row, "waited") for row in rows}
    for element in awaited:
        kind = element.event.kind if element.event is not None else "message"
        yield WaitExperience(
            element.id,
            naming.call(element),
            kind,
            element.kind not in STANDING,
            happened.get(element.id, 0),
            waited.get(element.id, Spread()),
        )


def _is_awaited(element: Element, process: Process) -> bool:
    kinds = {"timer", "message", "signal", "conditional"}
    if element.kind == "receiveTask":
        return True
    if element.event is None or element.event.kind not in kinds:
        return False
    in_scope = element.kind == "startEvent" and element.parent != process.id
    return in_scope or element.kind in {"intermediateCatchEvent", "boundaryEvent"}
