"""What if: replaying the last year through a version or a change, with other people, as rows and jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.database import lock_name
from engine.errors import NotFound, SimulationRefused
from engine.models import Person, Simulation
from engine.municipality import now, reading, transaction
from engine.permissions import may, require
from engine.simulation import Assumption, summarise
from engine.versions import definitions
from engine.views import SYSTEM, GroupAtWork, MeasuredLead, Side, SimulationView, User, WhatIf
from engine.whatif.choosing import weigh
from engine.whatif.playing import ask_for_runs, count_running, pack, read_figures
from engine.whatif.preparing import Prepared, list_open_changes, prepare

RUNS = 200
"""As many runs as show the effect of chance to a tenth; more would add little."""
SEED = 1
"""The random seed: the same for each replay, so that asking the same again gives the same figures."""
MOST_PEOPLE = 500
MOST_HOURS = 24 * 365.0
AT_ONCE = 3
"""Replays that may run at the same time: they take the time of workers who also send mail."""
LATEST = 20


def prepare_simulation(process_id: str, user: User, change_id: str | None = None) -> WhatIf:
    """What a replay of the last year would be made of.

    Raises: NotAllowed, NotFound: no such process in use, or no such change to it that can be read.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        found = prepare(session, process_id, change_id)
        return WhatIf(
            process_id=process_id,
            name=found.definition.name,
            version=found.definition.version,
            since=found.since,
            until=found.until,
            arrivals=len(found.arrivals),
            left_out=found.left_out,
            lead=found.lead,
            groups=found.groups,
            unknown=tuple({task.node: task for side in found.sides for task in side.unknown}.values()),
            choices=found.sides[-1].choices,
            changes=list_open_changes(session, process_id),
            change_id=change_id,
            may_ask=may(user, "edit_processes", None),
        )


def start_simulation(
    process_id: str,
    user: User,
    *,
    change_id: str | None = None,
    people: Mapping[str, int | None] | None = None,
    hours: Mapping[str, float | None] | None = None,
    chances: Mapping[str, int | None] | None = None,
    runs: int = RUNS,
) -> str:
    """Have the last year replayed in the background: as it is now, and as it would be. Returns the id of the replay.

    `people` is how many each group would have, `hours` how long a piece of work takes for which nothing was measured,
    `chances` how likely each way out of a choice would be, in percents; those that are left out stay as measured.

    Raises:
        NotAllowed, NotFound.
        SimulationRefused: nothing to replay, too many running, or an impossible number.
    """
    require(user, "edit_processes", None)
    given, known = dict(people or {}), dict(hours or {})
    told = {node: value * 3600 for node, value in known.items() if value is not None and 0 <= value <= MOST_HOURS}
    with reading() as session:  # It takes seconds with many rows, and must not block writers.
        found = prepare(session, process_id, change_id, told)
        chosen, wrong = weigh(found.sides[-1].choices, chances or {})
        if chosen and not wrong:
            found = prepare(session, process_id, change_id, told, chosen)
    problems = {} if found.arrivals else {"aantal": "no_arrivals"}
    problems |= {f"kans-{key}": code for key, code in wrong.items()}
    groups = {each.group for each in found.groups}
    for group, count in given.items():
        if group in groups and (count is None or not 1 <= count <= MOST_PEOPLE):
            problems[f"mensen-{group}"] = "no_people"
    problems |= {f"uren-{node}": "no_hours" for node in known.keys() - told.keys()}
    laid = _lay_down(found, {group: count for group, count in given.items() if count and group in groups})
    with transaction() as session:
        lock_name(session, "simulations")
        if count_running(session) >= AT_ONCE:
            problems["aantal"] = "too_many"
        if problems:
            raise SimulationRefused(problems)
        row = Simulation(
            process_id=process_id,
            change_id=change_id,
            asked_by=user.id,
            asked_at=now(),
            seed=SEED,
            runs=max(1, min(runs, 1000)),
            state="running",
            done=0,
            **laid,
        )
        session.add(row)
        session.flush()
        ask_for_runs(session, row.id)
        return row.id


def _lay_down(found: Prepared, people: Mapping[str, int]) -> dict[str, Any]:
    """The sides of a replay as they are stored: first as it is now, then as it would be."""
    as_now = {each.group: each.people for each in found.groups}
    then = {**as_now, **people}
    laid = [(found.sides[0], as_now)]
    if len(found.sides) > 1 or then != as_now:
        laid.append((found.sides[-1], then))
    at_once = {each.group: each.at_once for each in found.groups}
    sides, plans = [], []
    for drawn, staff in laid:
        noted = [asdict(assumed) for assumed in drawn.assumptions]
        sides.append({"title": drawn.title, "version": drawn.version, "people": staff, "assumptions": noted})
        in_hand = {group: count * at_once[group] for group, count in staff.items()}
        plans.append({"plan": drawn.plan.to_json(), "people": in_hand})
    told = {
        "sides": sides,
        "groups": [asdict(each) for each in found.groups],
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "arrivals": len(found.arrivals),
        "lead": asdict(found.lead) if found.lead is not None else None,
    }
    return {"told": told, "sides": len(sides), "plans": pack({"sides": plans, "arrivals": found.arrivals})}


def stop_simulation(simulation_id: str, user: User) -> None:
    """Have no more runs played; those that exist stay. Raises: NotAllowed, NotFound."""
    require(user, "edit_processes", None)
    with transaction() as session:
        row = session.scalar(select(Simulation).where(Simulation.id == simulation_id).with_for_update())
        if row is None:
            raise NotFound("simulation", simulation_id)
        if row.state == "running":
            row.state, row.ended_at = "stopped", now()


def read_simulation(simulation_id: str, user: User) -> SimulationView:
    """How far a replay is, and the results of its runs so far. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        row = session.get(Simulation, simulation_id)
        if row is None:
            raise NotFound("simulation", simulation_id)
        return _view(session, row, user, with_outcomes=True)


def list_simulations(process_id: str, user: User) -> tuple[SimulationView, ...]:
    """The last replays of a process, the newest first, without their results. Raises: NotAllowed."""
    require(user, "read_workshop", None)
    with reading() as session:
        query = select(Simulation).where(Simulation.process_id == process_id)
        rows = session.scalars(query.order_by(Simulation.asked_at.desc(), Simulation.id).limit(LATEST))
        return tuple(_view(session, row, user, with_outcomes=False) for row in rows)


def _view(session: Session, row: Simulation, user: User, *, with_outcomes: bool) -> SimulationView:
    told, person = row.told, session.get(Person, row.asked_by)
    figures = read_figures(session, row.id, row.sides) if with_outcomes and row.done else None
    current = definitions.current(session, row.process_id)
    return SimulationView(
        id=row.id,
        process_id=row.process_id,
        name=current.name if current is not None else row.process_id,
        change_id=row.change_id,
        state=row.state,
        runs=row.runs,
        done=row.done // row.sides,
        seed=row.seed,
        asked_by=person.name if person is not None else SYSTEM.name,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        since=date.fromisoformat(told["since"]),
        until=date.fromisoformat(told["until"]),
        arrivals=told["arrivals"],
        lead=MeasuredLead(**told["lead"]) if told["lead"] is not None else None,
        groups=tuple(GroupAtWork(**each) for each in told["groups"]),
        sides=tuple(
            Side(
                title=side["title"],
                version=side["version"],
                people=side["people"],
                assumptions=tuple(Assumption(each["code"], tuple(each["names"])) for each in side["assumptions"]),
                outcome=summarise(figures[number]) if figures is not None and figures[number] else None,
            )
            for number, side in enumerate(told["sides"])
        ),
        may_stop=row.state == "running" and may(user, "edit_processes", None),
    )
