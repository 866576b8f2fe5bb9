"""Preparing: collecting what a replay is made of: the drawings, what was measured, the arrivals and the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.deadlines import WorkingDays
from engine.dialect.elements import Process
from engine.dialect.folder import ProcessFiles
from engine.errors import NotFound
from engine.experience import ask_for
from engine.experience.asking import Asked
from engine.models import Change, ChangePart, Definition
from engine.municipality import calendar, group_names, here, today
from engine.simulation import Assumption, Measured, Plan, draw_plan
from engine.simulation.drawing import GUESS
from engine.versions import definitions
from engine.views import ChoiceToReplay, GroupAtWork, MeasuredLead, UnknownTask
from engine.whatif.choosing import list_choices
from engine.whatif.keeping import once
from engine.whatif.sampling import read_arrivals, read_lead, read_measured, read_members, read_peaks
from engine.workshop.parts import OPEN, sources_of

YEAR = timedelta(days=365)
MOST_ARRIVALS = 2_000
"""Of one run, which then takes a third of a second. The latest are taken, so that they are as dense as in reality."""
YEARS_AHEAD = 6
"""How far ahead the working days are counted, for deadlines of what is replayed late."""
UNMEASURED = frozenset({"typical", "guessed"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """One side of a replay: a drawing, ready to be played, with its assumptions."""

    title: str
    version: int | None
    plan: Plan
    assumptions: tuple[Assumption, ...]
    unknown: tuple[UnknownTask, ...]
    choices: tuple[ChoiceToReplay, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that a replay needs to know, measured."""

    definition: Definition
    since: date
    until: date
    arrivals: tuple[float, ...]
    left_out: int
    lead: MeasuredLead | None
    groups: tuple[GroupAtWork, ...]
    sides: tuple[Drawn, ...]
    """The version in use, and the change if one was asked for."""


def prepare(
    session: Session,
    process_id: str,
    change_id: str | None,
    told: Mapping[str, float] | None = None,
    chosen: Mapping[str, tuple[float, ...]] | None = None,
) -> Prepared:
    """All that a replay of the year until yesterday needs. What was measured is cached until tomorrow.

    `told` holds seconds per piece of work by node, for what was not measured; `chosen` holds the probabilities of the
    ways out of a choice by node, in the drawing as it would be.

    Raises: NotFound: no such process in use, or no such change to it that can be read.
    """
    definition = definitions.find_version(session, process_id, None)
    until = today() - timedelta(days=1)
    in_use = definitions.in_use_files(session)
    year = _Year(session, process_id, until, in_use)
    drawings: list[tuple[str, int | None, Mapping[str, ProcessFiles]]] = [("", definition.version, in_use)]
    if change_id is not None:
        drawings.append((_title(session, change_id, process_id), None, _folders(session, change_id, process_id)))
    elif chosen:
        drawings.append(drawings[0])
    days = _working_days(calendar(session), until)
    sides = tuple(
        _draw(year, *drawing, told or {}, days, chosen if number == len(drawings) - 1 else None)
        for number, drawing in enumerate(drawings)
    )
    arrivals = year.arrivals()
    kept = arrivals[-MOST_ARRIVALS:]
    return Prepared(
        definition,
        kept[0].astimezone(here().settings.zone).date() if len(kept) < len(arrivals) else until - YEAR,
        until,
        tuple(moment.timestamp() for moment in kept),
        len(arrivals) - len(kept),
        year.lead(),
        _groups(session, year, sides),
        sides,
    )


class _Year:
    """What was measured of a process in a closed year, from the cache, or else queried from the database."""

    def __init__(self, session: Session, process_id: str, until: date, in_use: Mapping[str, ProcessFiles]) -> None:
        self.process_id = process_id
        self._session = session
        self._until = until
        # All processes in use together determine what calls the process, and so when it has ended.
        self._key = ("year", process_id, until, _names(in_use))

    @cached_property
    def _asked(self) -> Asked:
        return ask_for(self._session, self.process_id, self._until - YEAR, self._until)

    def measured(self, folders: Mapping[str, ProcessFiles], processes: Mapping[str, Process]) -> Measured:
        drawn = _names({name: folders[name] for name in processes})
        found = once((*self._key, drawn), lambda: read_measured(self._session, self._asked, processes))
        return replace(found, members=read_members(self._session))

    def arrivals(self) -> list[datetime]:
        return once((*self._key, "arrivals"), lambda: read_arrivals(self._session, self._asked))

    def lead(self) -> MeasuredLead | None:
        return once((*self._key, "lead"), lambda: read_lead(self._session, self._asked))

    def peaks(self, processes: frozenset[str]) -> dict[str, int]:
        return once((*self._key, processes), lambda: read_peaks(self._session, self._asked, processes))


def _names(folders: Mapping[str, ProcessFiles]) -> tuple[str, ...]:
    """Identifies drawings by their content."""
    return tuple(folders[name].content_hash for name in sorted(folders))


def list_open_changes(session: Session, process_id: str) -> tuple[tuple[str, str], ...]:
    """(id, title) of the open changes to a process, the latest first."""
    query = (
        select(Change.id, Change.title)
        .join(ChangePart, ChangePart.change_id == Change.id)
        .where(ChangePart.process_id == process_id, Change.state.in_(OPEN))
        .order_by(Change.begun_at.desc(), Change.id)
    )
    return tuple((change_id, title) for change_id, title in session.execute(query))


def _title(session: Session, change_id: str, process_id: str) -> str:
    change = session.get(Change, change_id)
    if change is None or session.get(ChangePart, (change_id, process_id)) is None:
        raise NotFound("change", change_id)
    return change.title


def _folders(session: Session, change_id: str, process_id: str) -> Mapping[str, ProcessFiles]:
    sources = sources_of(session, change_id)
    if process_id not in sources.folders:
        raise NotFound("readable process of the change", process_id)
    return sources.folders


def _draw(
    year: _Year,
    title: str,
    version: int | None,
    folders: Mapping[str, ProcessFiles],
    told: Mapping[str, float],
    days: tuple[float, ...],
    chosen: Mapping[str, tuple[float, ...]] | None,
) -> Drawn:
    processes = _reachable(year.process_id, folders)
    measured = year.measured(folders, processes)
    plan, assumptions = draw_plan(year.process_id, processes, measured, told, days, chosen)
    without = {name for assumed in assumptions if assumed.code in UNMEASURED for name in assumed.names}
    unknown = []
    for process in processes.values():
        for element in process.elements.values():
            node = plan.nodes.get(f"{process.id}:{element.id}")
            if element.kind == "userTask" and node is not None and (node.name in without or node.id in told):
                hours = (node.lasts[0] if node.lasts else GUESS) / 3600
                unknown.append(UnknownTask(node.id, node.name, process.name or process.id, round(hours, 1)))
    return Drawn(title, version, plan, assumptions, tuple(unknown), list_choices(plan, processes))


def _reachable(process_id: str, folders: Mapping[str, ProcessFiles]) -> dict[str, Process]:
    """The process and all that it calls, as far as they exist."""
    found: dict[str, Process] = {}
    wanted = [process_id]
    while wanted:
        name = wanted.pop()
        if name in found or name not in folders:
            continue
        found[name] = folders[name].process
        wanted += found[name].calls
    return found


def _groups(session: Session, year: _Year, sides: tuple[Drawn, ...]) -> tuple[GroupAtWork, ...]:
    """The groups whose time the drawings take, with the people they have now and how much each had in hand."""
    used = {group for side in sides for node in side.plan.nodes.values() for group in node.groups}
    processes = frozenset(node.id.partition(":")[0] for side in sides for node in side.plan.nodes.values())
    members = read_members(session)
    peaks = year.peaks(processes)
    found = []
    names = group_names()
    for group in sorted(used, key=lambda group: names.get(group, group)):
        people = max(1, members.get(group, 0))
        found.append(GroupAtWork(group, names.get(group, group), people, max(1, ceil(peaks.get(group, 0) / people))))
    return tuple(found)


def _working_days(days: WorkingDays, until: date) -> tuple[float, ...]:
    day, last, zone = until - YEAR, until.replace(year=until.year + YEARS_AHEAD, day=1), here().settings.zone
    found = []
    while day <= last:
        if days.is_working_day(day):
            found.append(datetime.combine(day, time(), zone).astimezone(UTC).timestamp())
        day += timedelta(days=1)
    return tuple(found)
