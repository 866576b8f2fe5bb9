"""`make bench`: what an act costs, compared with the least that any program would pay for it on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import click
from sqlalchemy import text

import engine
from bench.filling import IDEA
from bench.measuring import Figure, measure
from bench.places import WHO, municipality
from engine.dialect import feel
from engine.municipality import transaction


def figures(runs: int) -> Iterator[Figure]:
    """Every figure, measured one after the other."""
    with transaction() as session:
        session.execute(text("CREATE TABLE bench_rows (id INTEGER PRIMARY KEY, said TEXT)"))
    numbers = iter(range(10**9))

    def commit_one_row() -> None:
        with transaction() as session:
            session.execute(text("INSERT INTO bench_rows VALUES (:id, 'x')"), {"id": next(numbers)})

    commit = measure(commit_one_row, runs)
    yield Figure("one row, one commit", commit, "itself", commit)
    user = engine.find_user(WHO)
    yield Figure("start an idea", measure(lambda: engine.start_case("idee", IDEA, None), runs), "a commit", commit)
    tasks = iter(engine.list_team_tasks(user, size=200).items)
    answers = {"volledig": "ja"}
    done = measure(lambda: engine.complete_task(next(tasks).id, user, answers), min(runs, 100))
    yield Figure("complete a task", done, "a commit", commit)
    for _ in range(3 * runs):
        engine.start_case("idee", IDEA, None)
    yield Figure("a page of the worklist", measure(lambda: engine.list_team_tasks(user), runs), "a commit", commit)
    yield Figure("a page of all ideas", measure(lambda: engine.list_cases(user), runs), "a commit", commit)
    yield from _expressions(runs)


def _expressions(runs: int) -> Iterator[Figure]:
    scope = {"bedrag": Decimal(6000), "advies": "positief"}
    compiled = feel.parse('bedrag > 5000 and advies = "positief"')

    def in_python() -> bool:
        return scope["bedrag"] > 5000 and scope["advies"] == "positief"  # type: ignore[operator]

    def thousand(act: Callable[[], object]) -> Callable[[], object]:
        return lambda: [act() for _ in range(1000)]

    plain = measure(thousand(in_python), runs) / 1000
    ours = measure(thousand(lambda: compiled.evaluate(scope)), runs) / 1000
    yield Figure("a condition in FEEL", ours, "the same in Python", plain)


@click.command()
@click.option("--runs", default=200, show_default=True, help="Runs per figure.")
@click.option("--database-url", help="PostgreSQL to measure on; without it a new SQLite file.")
def main(runs: int, database_url: str | None) -> None:
    """Measure and print a table."""
    with municipality(database_url) as place:
        click.echo(f"{place.database.url.get_backend_name()}, medians of {runs} runs\n")
        for figure in figures(runs):
            click.echo(str(figure))


if __name__ == "__main__":
    main()
