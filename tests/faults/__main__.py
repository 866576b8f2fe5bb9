"""`python -m tests.faults`: runs the fault tests for as long as you like; prints the figures in docs/reliability.md."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import click

import engine
from tests.faults.fleet import CLERKS, Fleet
from tests.faults.killing import kill_at_random
from tests.faults.loading import load_for
from tests.faults.racing import race_for_a_task


@click.group()
def main() -> None:
    """Break things and compare."""


URL = click.option("--database-url", help="An empty PostgreSQL database; without it a new SQLite file.")


@main.command()
@click.option("--cases", default=10_000, show_default=True, help="Ideas that are there already.")
@click.option("--seconds", default=60.0, show_default=True, help="How long.")
@URL
def load(cases: int, seconds: float, database_url: str | None) -> None:
    """Sixteen clients on many ideas."""
    with tempfile.TemporaryDirectory() as folder:
        url = database_url or f"sqlite:///{folder}/smederij.sqlite"
        outcome = load_for(Path(folder), url, cases=cases, seconds=seconds, web=2 if database_url else 1)
    click.echo(str(outcome))
    if outcome.verdict.wrong or outcome.notes.errors:
        raise click.ClickException("\n".join([*outcome.verdict.wrong[:20], *outcome.notes.errors[:20]]))


@main.command()
@click.option("--rounds", default=1000, show_default=True, help="Number of tasks.")
@URL
def races(rounds: int, database_url: str | None) -> None:
    """Two people complete the same task at the same moment."""
    with tempfile.TemporaryDirectory() as folder:
        fleet = Fleet(Path(folder), database_url or f"sqlite:///{folder}/smederij.sqlite", web=0, workers=0)
        with fleet.inside() as municipality:
            one, other = (engine.find_user(name) for name in CLERKS[:2])
            found = race_for_a_task(municipality, one, other, rounds)
    click.echo(", ".join(f"{what}: {count}" for what, count in found.items()))
    if set(found) != {"one won"}:
        raise click.ClickException("not every race had one winner")


@main.command()
@click.option("--moments", default=200, show_default=True, help="Number of times that something is killed.")
@URL
@click.option("--minutes", default=math.inf, help="No more kills after so long; what comes after takes its own time.")
@click.option("--seed", default=1, show_default=True, help="Chance.")
def kills(moments: int, database_url: str | None, minutes: float, seed: int) -> None:
    """kill -9 of web servers and workers at random moments, under load."""
    with tempfile.TemporaryDirectory() as folder:
        url = database_url or f"sqlite:///{folder}/smederij.sqlite"
        web = 2 if database_url else 1
        outcome = kill_at_random(Path(folder), url, moments=moments, web=web, seed=seed, seconds=60 * minutes)
    click.echo(str(outcome))
    if outcome.verdict.wrong:
        raise click.ClickException("\n".join(outcome.verdict.wrong[:20]))


if __name__ == "__main__":
    main()
