"""`python -m bench.migration`: how many running cases per second are judged, migrated to another version, and back."""

from __future__ import annotations

from time import perf_counter

import click

import engine
from bench.filling import begin_ideas
from bench.places import municipality
from engine.dialect.folder import from_bytes
from engine.municipality import here, transaction
from engine.versions.definitions import put_in_use
from engine.versions.folders import read_folders

OPERATOR = engine.User("bench", "Bench", frozenset({"beheerder"}))
OWNER = engine.User("eigenaar", "Eigenaar", frozenset({"proceseigenaar"}))


def change(process_id: str) -> None:
    """Put a version in use that differs by one term."""
    files = read_folders(here().settings.workflows)[process_id]
    changed = files.files["process.bpmn"].replace(b"P14D", b"P15D")
    again = from_bytes({**files.files, "process.bpmn": changed}, source=process_id)
    with transaction() as session:
        put_in_use(session, process_id, again, "bench")


@click.command()
@click.option("--cases", default=1000, show_default=True, help="Running cases.")
@click.option("--database-url", help="PostgreSQL to measure on; without it a new SQLite file.")
def main(cases: int, database_url: str | None) -> None:
    """Measure and print."""
    with municipality(database_url) as place:
        begin_ideas(cases)
        change("behandeling")
        begun = perf_counter()
        plan = engine.plan_migration("behandeling", OPERATOR)
        judged = perf_counter() - begun
        draft = engine.begin_change("behandeling", OWNER, "Meten")
        begun = perf_counter()
        foreseen = engine.plan_for_change(draft, "behandeling", OWNER)
        looked = perf_counter() - begun
        key = engine.start_migration("behandeling", OPERATOR, "Meten.")
        begun = perf_counter()
        engine.run_worker_once()
        carried = perf_counter() - begun
        done = engine.read_migration(key, OPERATOR).count("done")
        engine.undo_migration(key, OPERATOR)
        begun = perf_counter()
        engine.run_worker_once()
        returned = perf_counter() - begun
        back = engine.read_migration(key, OPERATOR).count("returned")
    click.echo(f"{place.database.url.get_backend_name()}, {cases} running cases of the stock")
    click.echo(f"dry run    {len(plan.verdicts) / judged:>8.0f} cases a second ({plan.movable} would go)")
    click.echo(f"of a change{len(foreseen.verdicts) / looked:>7.0f} cases a second ({foreseen.movable} would go)")
    click.echo(f"carry out  {done / carried:>8.0f} cases a second")
    click.echo(f"take back  {back / returned:>8.0f} cases a second")


if __name__ == "__main__":
    main()
