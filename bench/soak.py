"""`make soak`: live through many demos, each with other chance, and see that none breaks a case or its history."""

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
def main(seeds: int, cases: int) -> None:
    """Play, and fail at the first case with an incident or history that does not verify."""
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


if __name__ == "__main__":
    main()
