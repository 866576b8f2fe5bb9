"""`python -m bench.trials`: the cost of trying a change to the standard processes: begin, step, take back, keep."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

import click

import engine
from bench.places import municipality
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import transaction
from tests.engine.trying import wander


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = perf_counter()
    act()
    return 1000 * (perf_counter() - begun)


@click.command()
@click.option("--trials", default=10, show_default=True, help="Trials to begin and walk through.")
@click.option("--database-url", help="PostgreSQL that the real municipality is on; without it a new SQLite file.")
def main(trials: int, database_url: str | None) -> None:
    """Measure and print."""
    found: dict[str, list[float]] = {}

    def measure(name: str, act: Callable[[], object]) -> None:
        found.setdefault(name, []).append(timed(act))

    with municipality(database_url):
        with transaction() as session:
            (owner,) = add_accounts(session, [NewAccount("eigenaar", "Eigenaar", "geheim-woord", ("proceseigenaar",))])
        change = engine.begin_change("behandeling", owner)
        example = next(one for one in engine.prepare_trial(change, owner).examples if one.source)
        for number in range(trials):
            measure("begin", lambda: engine.begin_trial(change, owner, example.way, example.typed))
            wander(change, owner, random.Random(number), 6)  # noqa: S311 - the same walk each time, nothing secret
            measure("look at it", lambda: engine.read_trial(change, owner))
            seen = engine.read_trial(change, owner)
            if seen.tasks:
                measure("a task's form", partial(engine.read_trial_task, change, owner, seen.tasks[0].place))
            measure("a day goes by", lambda: engine.turn_trial_clock(change, owner, "P1D"))
            measure("take it back", lambda: engine.undo_in_trial(change, owner))
            if seen.case.may_withdraw:
                measure("a step (withdraw)", lambda: engine.withdraw_trial(change, owner, "Toch niet"))
            measure("keep it", partial(engine.keep_trial, change, owner, f"Wandeling {number}"))
        measure("all scenarios", lambda: engine.rehearse_change(change, owner))
    for name, times in found.items():
        click.echo(f"{name:<20} median {median(times):>7.0f} ms   most {max(times):>7.0f} ms   ({len(times)} times)")


if __name__ == "__main__":
    main()
