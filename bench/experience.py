"""`python -m bench.experience`: the cost of computing how a process went, and of replaying it, with many cases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter, process_time

import click
from sqlalchemy import func, select, text

import engine
from bench.filling import store_copies
from bench.places import municipality, new_database, postgres_server
from engine.models import Case, HistoryEvent
from engine.municipality import here, reading, transaction

OWNER = engine.User("bench", "Bench", frozenset({"proceseigenaar"}))
STORIES = 29
TIMES = 2


def measure(act: Callable[[], object]) -> str:
    """The least of several runs: by the clock, and of this process alone (on SQLite that is all of it)."""
    found = []
    for _ in range(TIMES):
        begun, worked = perf_counter(), process_time()
        act()
        found.append((perf_counter() - begun, process_time() - worked))
    clock, work = (min(times) * 1e3 for times in zip(*found, strict=True))
    return f"{clock:>8.0f} ms {work:>8.0f} ms of this process"


def prepare_anew() -> None:
    here().known.measured.clear()
    engine.prepare_simulation("idee", OWNER)


def replay_once() -> None:
    engine.start_simulation("idee", OWNER, runs=1)
    engine.run_worker_once()


def on(url: str | None, cases: int) -> None:
    with municipality(url) as opened:
        engine.fill_demo(opened, count=STORIES)
        with reading() as session:
            ended = session.scalars(
                select(Case.id).where(Case.process_id == "idee", Case.state == "completed").order_by(Case.id)
            ).all()
        for case_id in ended:
            store_copies(case_id, cases // len(ended))
        if here().database.engine.dialect.name == "postgresql":
            with here().database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        with transaction() as session:
            events = session.scalar(select(func.count()).select_from(HistoryEvent))
        place = "PostgreSQL" if url else "SQLite"
        click.echo(f"{place}, {cases:,} cases, {events:,} events")
        for process_id in ("idee", "behandeling", "advies-wijkteam"):
            told = measure(partial(engine.read_experience, process_id, OWNER))
            click.echo(f"experience of {process_id:<16}{told}")
        click.echo(f"{'preparing a replay':<30}{measure(prepare_anew)}")
        click.echo(f"{'the same again that day':<30}{measure(partial(engine.prepare_simulation, 'idee', OWNER))}")
        click.echo(f"{'asking for it, and one run':<30}{measure(replay_once)}")


@click.command()
@click.option("--cases", default=10_000, show_default=True)
@click.option("--sqlite/--no-sqlite", default=True)
@click.option("--postgres/--no-postgres", default=True)
def main(cases: int, sqlite: bool, postgres: bool) -> None:
    """Measure and print."""
    if sqlite:
        on(None, cases)
    if postgres:
        with postgres_server() as server, new_database(server) as url:
            on(url, cases)


if __name__ == "__main__":
    main()
