"""`python -m tests.faults`: the faults of the tests for as long as you like; prints what docs/reliability.md says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from tests.faults.killing import kill_at_random


@click.group()
def main() -> None:
    """Break things and compare."""


@main.command()
@click.option("--moments", default=200, show_default=True, help="Number of times that something is killed.")
@click.option("--database-url", help="An empty PostgreSQL database; without it a new SQLite file.")
@click.option("--seed", default=1, show_default=True, help="Chance.")
def kills(moments: int, database_url: str | None, seed: int) -> None:
    """kill -9 of web servers and workers at random moments, under load."""
    with tempfile.TemporaryDirectory() as folder:
        url = database_url or f"sqlite:///{folder}/smederij.sqlite"
        outcome = kill_at_random(Path(folder), url, moments=moments, web=2 if database_url else 1, seed=seed)
    click.echo(str(outcome))
    if outcome.verdict.wrong:
        raise click.ClickException("\n".join(outcome.verdict.wrong[:20]))


if __name__ == "__main__":
    main()
