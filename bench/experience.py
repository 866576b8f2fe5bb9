"""`python -m bench.experience`: what it costs to work out how a process went, and to replay it, with many cases."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import click
from sqlalchemy import func, select, text

import engine
from bench.completing import store_copies
from bench.places import municipality, new_database, postgres_server
from engine.models import Case, HistoryEvent
from engine.municipality import here, reading, transaction

OWNER = engine.User("bench", "Bench", frozenset({"proceseigenaar"}))
STORIES = 29
TIMES = 5


def measure(act: Callable[[], object]) -> float:
    """The middle of some times, in seconds."""
    found = []
    for _ in range(TIMES):
        begun = perf_counter()
        act()
        found.append(perf_counter() - begun)
    return sorted(found)[TIMES // 2]


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
            seconds = measure(lambda process_id=process_id: engine.read_experience(process_id, OWNER))  # type: ignore[misc]
            click.echo(f"experience of {process_id:<16}{seconds * 1e3:>8.0f} ms")
        click.echo(
            f"{'preparing a replay':<30}{measure(lambda: engine.prepare_simulation('idee', OWNER)) * 1e3:>8.0f} ms"
        )
        engine.start_simulation("idee", OWNER, runs=10)
        begun = perf_counter()
        engine.run_worker_once()
        click.echo(f"{'a run of 800 arrivals':<30}{(perf_counter() - begun) * 100:>8.0f} ms")


@click.command()
@click.option("--cases", default=10_000, show_default=True)
@click.option("--postgres/--no-postgres", default=True)
def main(cases: int, postgres: bool) -> None:
    """Measure and print."""
    on(None, cases)
    if postgres:
        with postgres_server() as server, new_database(server) as url:
            on(url, cases)


if __name__ == "__main__":
    main()
