"""`make soak`: run many demos, each with another random seed, and check that none breaks a case or its history.

It also plays many random diagrams against the references of the tests, which play a few of them each time.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from sqlalchemy import select

import engine
from engine import history
from engine.migrations import migrate
from engine.models import Case
from engine.municipality import reading


@click.command()
@click.option("--seeds", default=20, show_default=True, help="Number of demos.")
@click.option("--cases", default=120, show_default=True, help="Cases in each.")
@click.option("--diagrams", default=2000, show_default=True, help="Random diagrams of each kind.")
@click.option("--first", default=0, show_default=True, help="The first of them: each number makes another.")
def main(seeds: int, cases: int, diagrams: int, first: int) -> None:
    """Play, and fail at the first case with an incident, with history that does not verify, or unlike its reference."""
    play_diagrams(range(first, first + diagrams))
    for seed in range(1, seeds + 1):
        with tempfile.TemporaryDirectory() as folder:
            settings = engine.load_settings({}, data_dir=Path(folder), secret_key="s" * 32, demo=True)
            municipality = engine.open_municipality(settings)
            migrate(municipality.database)
            with engine.at(municipality):
                count = engine.fill_demo(municipality, seed=seed, count=cases)
                with reading() as session:
                    events = history.verify(session)
                    broken = session.scalars(select(Case.reference).where(Case.incident.is_not(None))).all()
            municipality.close()
        if broken:
            raise click.ClickException(f"seed {seed}: incidents in {', '.join(broken)}")
        click.echo(f"seed {seed}: {count} cases, {events} events, no incident, history whole")


def play_diagrams(seeds: range) -> None:
    """Raises: AssertionError: the engine differs from the reference; the last line says with which diagram."""
    from tests.engine.conformance import test_random_events, test_random_tangles

    for play in (test_random_events.play_wide, test_random_tangles.play):
        for seed in seeds:
            if seed % 100 == 0:
                click.echo(f"{play.__module__}.{play.__name__}: {seed} to {min(seed + 99, seeds.stop - 1)}")
            try:
                play(seed)
            except AssertionError:
                click.echo(f"{play.__module__}.{play.__name__}({seed})")
                raise


if __name__ == "__main__":
    main()
