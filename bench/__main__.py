"""`make bench`: what an act costs, beside the least that any program would pay for it on this machine."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from time import perf_counter

import click
from sqlalchemy import text

import engine
from bench.places import WHO, municipality
from engine.dialect import feel
from engine.municipality import transaction

IDEA = {
    "titel": "Bankje bij de vijver",
    "omschrijving": "Een bank aan het pad.",
    "doel": "Mensen komen vaker buiten.",
    "plaats": "De Weide",
    "kosten": "1200",
    "binnen_een_jaar": "ja",
    "vergunning": "nee",
    "grond_van_ander": "nee",
    "naam": "Ina Inwoner",
    "e_mail": "ina@voorbeeld.invalid",
}


def begin_ideas(count: int) -> None:
    """Hand in so many ideas, and carry out what that asks for: it is no part of what is measured."""
    for number in range(count):
        engine.start_case("idee", {**IDEA, "titel": f"Idee {number}"}, None)
    engine.run_worker_once()


@dataclass(frozen=True)
class Figure:
    """One line of the table: the median of an act, and of the limit it is held against."""

    name: str
    seconds: float
    limit_name: str
    limit_seconds: float

    def __str__(self) -> str:
        ratio = self.seconds / self.limit_seconds
        return f"{self.name:<34}{self.seconds * 1e3:>10.3f} ms {ratio:>9.1f} × {self.limit_name}"


def measure(act: Callable[[], object], runs: int) -> float:
    """The median of some runs, in seconds, after a tenth of them to warm up."""
    for _ in range(max(1, runs // 10)):
        act()
    times = []
    for _ in range(runs):
        begun = perf_counter()
        act()
        times.append(perf_counter() - begun)
    return statistics.median(times)


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
