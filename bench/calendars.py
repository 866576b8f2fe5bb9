"""`python -m bench.calendars`: what it costs when a day becomes free while many ideas are running."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

import click

import engine
from bench.filling import begin_ideas
from bench.places import municipality
from engine.municipality import today

OPERATOR = engine.User("bench", "Bench", frozenset({"beheerder"}))
LOOKED_AT = 14
"""How many days ahead to look for one that is not free yet."""


def add_free_day() -> None:
    """Make free the first day, from a few days ahead, that is not free yet."""
    for ahead in range(3, LOOKED_AT):
        try:
            engine.add_calendar_day(today() + timedelta(days=ahead), "off", "Meten", OPERATOR)
        except engine.CalendarRefused:
            continue
        return
    raise RuntimeError("every day of the coming weeks is free")


@click.command()
@click.option("--cases", default=10_000, show_default=True, help="Running cases.")
@click.option("--database-url", help="PostgreSQL to measure on; without it a new SQLite file.")
def main(cases: int, database_url: str | None) -> None:
    """Measure and print."""
    with municipality(database_url) as place:
        begin_ideas(cases)
        begun = perf_counter()
        add_free_day()
        acted = perf_counter() - begun
        begun = perf_counter()
        engine.run_worker_once()
        moved = perf_counter() - begun
    click.echo(f"{place.database.url.get_backend_name()}, {cases} running cases of the stock")
    click.echo(f"the act    {acted * 1e3:>8.0f} ms")
    click.echo(f"its jobs   {moved:>8.1f} s, each case in a commit of its own")


if __name__ == "__main__":
    main()
