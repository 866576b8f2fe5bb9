"""`python -m bench.completing`: the cost of completing a task, compared with a lower limit and with other engines.

Workload W (see `bench.workload`); a step is the real `complete_task`: permissions, form validation, the token game,
worklist rows and the history, one durable commit. Our engine and a limit take turns in the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import click
from sqlalchemy import select

import engine
from bench import peers, workload
from bench.filling import store_copies
from bench.measuring import Line, in_ms, in_turns, timed
from bench.places import WHO, municipality, new_database, postgres_server, run_pgbench
from engine import models
from engine.municipality import reading


@dataclass
class Ours:
    """Completes task after task of one case after the other; a case loops `laps` times."""

    laps: int = workload.LAPS
    times: list[list[float]] = field(default_factory=list)
    """Seconds per step, by lap of its case."""
    _open: list[tuple[str, str]] = field(default_factory=list)
    _done: int = 0

    def step(self) -> float:
        user = engine.find_user(WHO)
        if not self._open:
            engine.start_case(workload.PROCESS, {"titel": "Bankje"}, None)
            self._done = 0
            self._look(user)
        task_id, name = self._open.pop()
        lap = self._done // workload.STEPS_A_LAP
        answers = workload.answers(name, "nee" if lap + 1 == self.laps else "ja")
        begun = perf_counter()
        engine.complete_task(task_id, user, answers)
        seconds = perf_counter() - begun
        while len(self.times) <= lap:
            self.times.append([])
        self.times[lap].append(seconds)
        self._done += 1
        if not self._open:
            self._look(user)
        return seconds

    def _look(self, user: engine.User) -> None:
        """The tasks that are open now in the newest case."""
        with reading() as session:
            newest = select(models.Case.id).order_by(models.Case.started_at.desc()).limit(1).scalar_subquery()
            rows = session.execute(
                select(models.Task.id, models.Task.element_id).where(
                    models.Task.case_id == newest, models.Task.state == "open"
                )
            )
            self._open = [(task_id, element) for task_id, element in rows]


def on_sqlite(steps: int, *, npm: bool) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with municipality(None, workload.process()):
            ours, bare, spiff = in_turns(
                steps, Ours().step, timed(peers.bare_sqlite(folder)), timed(peers.spiffworkflow(folder))
            )
        yield Line("a step on SQLite", in_ms(ours), f"bare SQLite, {in_ms(bare)}", bare / ours, 0.18)
        yield Line("a step on SQLite", in_ms(ours), f"SpiffWorkflow 3.2.0, {in_ms(spiff)}", spiff / ours, 1.5)
        if npm:
            try:
                theirs = peers.bpmn_engine(folder, steps)
            except (OSError, subprocess.CalledProcessError) as error:
                click.echo(f"NOT MEASURED: bpmn-engine ({type(error).__name__})", err=True)
            else:
                yield Line(
                    "a step on SQLite", in_ms(ours), f"bpmn-engine {peers.ENGINE}, {in_ms(theirs)}", theirs / ours, 8
                )


def on_postgres(steps: int) -> Iterator[Line]:
    with postgres_server() as server, new_database(server) as url:
        with municipality(url, workload.process()):
            (ours,) = in_turns(steps, Ours().step)
        theirs = run_pgbench(url, seconds=max(2, steps // 100))
        yield Line("a step on PostgreSQL", in_ms(ours), f"pgbench, one client, {in_ms(theirs)}", theirs / ours, 0.20)


def by_laps(cases: int) -> Iterator[Line]:
    """A case that has looped fifty times, compared with one that has not."""
    with municipality(None, workload.process()):
        ours = Ours(laps=51)
        while len(ours.times) < 51 or len(ours.times[50]) < workload.STEPS_A_LAP * cases:
            ours.step()
            if (lap := len(ours.times)) and ours._done == workload.STEPS_A_LAP and lap == 1:
                young = _bytes_of_state()
        old = _bytes_of_state(largest=True)
        first = statistics.median([t for lap in ours.times[1:4] for t in lap])
        last = statistics.median([t for lap in ours.times[47:51] for t in lap])
    yield Line("a step in lap 50", in_ms(last), f"in lap 1, {in_ms(first)}", last / first, 1.2, at_least=False)
    yield Line("state in lap 50", f"{old} B", f"in lap 1, {young} B", old / young, 1.1, at_least=False)


def _bytes_of_state(*, largest: bool = False) -> int:
    with reading() as session:
        sizes = [len(state) for state in session.scalars(select(models.CaseState.state))]
        return max(sizes) if largest else sizes[-1]


def by_stored_cases(steps: int, few: int = 1_000, many: int = 100_000) -> Iterator[Line]:
    with municipality(None, workload.process()):
        sample = engine.start_case(workload.PROCESS, {"titel": "Bankje"}, None)
        store_copies(sample.case_id, few)
        (small,) = in_turns(steps, Ours().step)
        store_copies(sample.case_id, many - few)
        (large,) = in_turns(steps, Ours().step)
    told = f"with {few:,} cases, {in_ms(small)}"
    yield Line(f"a step with {many:,} cases", in_ms(large), told, large / small, 1.4, at_least=False)


@click.command()
@click.option("--steps", default=500, show_default=True, help="Steps per figure.")
@click.option("--npm/--no-npm", default=True, help="Install npm bpmn-engine into a folder of its own and measure it.")
@click.option("--postgres/--no-postgres", default=True)
@click.option("--stored", default=100_000, show_default=True, help="Cases in the large database.")
def main(steps: int, npm: bool, postgres: bool, stored: int) -> None:
    """Measure and print a table."""
    parts = [on_sqlite(steps, npm=npm), by_laps(max(1, steps // 250)), by_stored_cases(steps, many=stored)]
    for part in [*parts, *([on_postgres(steps)] if postgres else [])]:
        for line in part:
            click.echo(str(line))


if __name__ == "__main__":
    main()
