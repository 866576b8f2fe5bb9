"""Playing: the job that plays the runs of a replay, a second at a time, so that a worker is never held for longer."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Mapping
from time import monotonic
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.finishing import finish
from engine.models import Job, Simulation, SimulationRun
from engine.municipality import now, reading, transaction
from engine.requesting import ask_for, new_job
from engine.simulation import Plan, plan_from_json, replay, sum_up

log = logging.getLogger("smederij.whatif")
KIND = "simulate"
SECONDS = 0.9
"""How long a worker is held: a run is begun only if, judging by the previous one, it would be done by then."""


def pack(told: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(told).encode())


def unpack(blob: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(zlib.decompress(blob))
    return told


def ask_for_runs(session: Session, simulation_id: str) -> None:
    """Have the next runs of a replay played."""
    ask_for(session, [new_job(KIND, {"simulation": simulation_id})])


def play_some(job_id: str) -> None:
    """Play the next runs of a replay, and ask for the rest.

    The runs and the end of the job are one commit. A replay that was stopped meanwhile keeps its runs; one
    that cannot be played is marked as failed. When a job is executed twice, the second execution finds that
    its runs exist, and adds nothing.
    """
    with reading() as session:
        simulation_id = str(session.get_one(Job, job_id).payload["simulation"])
        row = session.get_one(Simulation, simulation_id)
    begun, played, broken = row.done, [], False
    try:
        played = _play(row) if row.state == "running" else []
    except Exception:  # The sum is the same each time: a retry would give the same, and nobody would hear of it.
        log.exception("replay failed", extra={"simulation": simulation_id})
        broken = True
    with transaction() as session:
        job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
        row = _lock(session, simulation_id)
        if job is None or job.state == "done":
            return
        finish(job)
        if row.state != "running" or row.done != begun:
            return
        if broken:
            row.state, row.ended_at = "failed", now()
            return
        for at, figures in enumerate(played, begun):
            number, side = divmod(at, row.sides)
            session.add(SimulationRun(simulation_id=row.id, number=number, side=side, figures=figures))
        row.done += len(played)
        if row.done < row.runs * row.sides:
            ask_for_runs(session, row.id)
        else:
            row.state, row.ended_at = "done", now()


def _lock(session: Session, simulation_id: str) -> Simulation:
    query = select(Simulation).where(Simulation.id == simulation_id).with_for_update()
    row: Simulation = session.scalars(query.execution_options(populate_existing=True)).one()
    return row


def _play(row: Simulation) -> list[dict[str, Any]]:
    """The figures of the runs that fit in the time; at least one. The sides take turns."""
    told = unpack(row.plans)
    sides: list[tuple[Plan, dict[str, int]]] = [
        (plan_from_json(side["plan"]), side["people"]) for side in told["sides"]
    ]
    first, before = monotonic(), monotonic()
    found: list[dict[str, Any]] = []
    for at in range(row.done, row.runs * row.sides):
        number, side = divmod(at, row.sides)
        # The same seed for each side: they differ by what was changed, and not by chance.
        plan, people = sides[side]
        found.append(sum_up(replay(plan, people, told["arrivals"], row.seed + number)))
        moment = monotonic()
        if moment + (moment - before) > first + SECONDS:
            break
        before = moment
    return found


def read_figures(session: Session, simulation_id: str, sides: int) -> list[list[dict[str, Any]]]:
    """The figures of all runs that are done, by side."""
    query = select(SimulationRun.side, SimulationRun.figures).where(SimulationRun.simulation_id == simulation_id)
    found: list[list[dict[str, Any]]] = [[] for _ in range(sides)]
    for side, figures in session.execute(query.order_by(SimulationRun.number)):
        found[side].append(figures)
    return found


def count_running(session: Session) -> int:
    return session.scalar(select(func.count()).where(Simulation.state == "running")) or 0
