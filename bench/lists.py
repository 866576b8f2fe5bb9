"""`python -m bench.lists`: the cost of long lists, compared with short ones, in the same run.

Tasks are those of workload W, divided over six teams; the reader is in three groups. Through the web page means a whole
request: Flask's test client, a signed-in person, the page as it is sent.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from time import perf_counter, thread_time
from typing import Any

import click
from sqlalchemy import bindparam, insert, select, text, update

import engine
from bench import workload
from bench.filling import store_copies
from bench.measuring import Line, in_ms, in_turns, timed
from bench.places import municipality, new_database, postgres_server
from engine import models
from engine.cli.entering import OPERATOR
from engine.database import connection_of
from engine.models import table_of
from engine.municipality import here, now, reading, transaction
from engine.running import urgency
from engine.tasks import listing
from web import create_app
from web.security import SESSION

GROUPS = ("ondersteuning", "gebiedsregisseur", "kernteam")
TEAMS = (*GROUPS, "gebiedsregisseur,ondersteuning", "initiatiefgroep", "proceseigenaar")
STEPS = 25
Clock = Callable[[], float]


def on(url: str | None, few: int, many: int, clock: Clock = perf_counter) -> Iterator[Line]:
    place = "PostgreSQL" if url else "SQLite"
    with municipality(url, workload.process()) as opened:
        reader = engine.add_account(engine.NewAccount("lezer", "Lezer", "bench-bench", GROUPS), by=OPERATOR)
        engine.add_account(
            engine.NewAccount("leeg", "Leeg", "bench-bench", ("domesta", "politie", "woonconcept")), by=OPERATOR
        )
        full, empty = browser(opened, "lezer"), browser(opened, "leeg")
        sample = engine.start_case(workload.PROCESS, {"titel": "Bankje"}, None)
        story = engine.start_case(workload.PROCESS, {"titel": "Bankje"}, None).case_id
        short, long = (_case_page(story, full, count, clock) for count in (50, 1_000))
        against = f"of 50, {in_ms(short)}"
        yield Line(f"case of 1,000 events ({place})", in_ms(long), against, long / short, 1.3, at_least=False)
        found: list[list[float]] = []
        stored = 0
        for count in (few, many):
            store_copies(sample.case_id, count - stored)
            stored = count
            _give_out()
            acts: tuple[Callable[[], object], ...] = (
                lambda: first_page(reader),
                lambda: full("/taken/team"),
                lambda: empty("/taken/team"),
                lambda: full("/taken/team?pagina=20"),
                lambda: engine.list_cases(reader),
                lambda: engine.case_filters(reader),
            )
            found.append(in_turns(STEPS, *(timed(act, clock) for act in acts)))
        (search,) = in_turns(25, timed(lambda: engine.list_cases(reader, search="niets"), clock))
    small, large = found
    goal = 1.0 if url else 0.5
    told = f"{place}, {many:,} tasks"
    ratio = large[0] * 1e3 / goal
    yield Line(f"first page, query ({told})", in_ms(large[0]), f"goal {goal} ms", ratio, 1, at_least=False)
    names = {0: "first page, query", 1: "first page, web", 3: "page 20, web", 4: "all cases", 5: "filters of cases"}
    for at, name in names.items():
        against = f"with {few:,}, {in_ms(small[at])}"
        yield Line(f"{name} ({told})", in_ms(large[at]), against, large[at] / small[at], 1.3, at_least=False)
    ratio = large[1] / large[2]
    yield Line(f"first page, web ({told})", in_ms(large[1]), f"empty, {in_ms(large[2])}", ratio, 1.3, at_least=False)
    yield Line(
        f"search in all cases ({told})", in_ms(search), f"first page, {in_ms(large[4])}", search / large[4], None
    )


def first_page(reader: engine.User) -> None:
    """The two statements of the first page, and nothing else."""
    with reading() as session:
        connection = connection_of(session)
        listing.read_teams(connection, reader.id, listing.teams_of(connection, reader.groups), (), 25, 0)


def browser(opened: engine.Municipality, username: str) -> Callable[[str], None]:
    """Requests pages as a signed-in person."""
    client = create_app(opened).test_client()
    client.set_cookie(SESSION, engine.sign_in(username, "bench-bench", address="127.0.0.1").token)

    def get(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} gave {answer.status_code}")

    return get


def _give_out() -> None:
    """Divide the open tasks over the teams, with dates, and let PostgreSQL vacuum, as it does by itself over time."""
    dice, moment = random.Random(1), now()  # noqa: S311
    tasks = table_of(models.Task)
    with transaction() as session:
        connection = session.connection()
        ids = list(connection.execute(select(tasks.c.id).where(tasks.c.state == "open")).scalars())
        rows = [{"task": i, "to": dice.choice(TEAMS), "at": f"{dice.randrange(10**6):06}"} for i in ids]
        start = urgency.urgency_of(None, 50, moment)[:-6]
        change = update(tasks).where(tasks.c.id == bindparam("task"))
        told: dict[str, Any] = {"team": bindparam("to"), "urgency": bindparam("place")}
        connection.execute(change.values(told), [{**row, "place": start + row["at"]} for row in rows])
    if here().database.engine.dialect.name == "postgresql":
        with here().database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _case_page(case_id: str, get: Callable[[str], None], events: int, clock: Clock) -> float:
    """Seconds for the page of a case whose history has so many events."""
    history = table_of(models.HistoryEvent)
    with transaction() as session:
        rows = session.connection().execute(select(history).where(history.c.case_id == case_id)).mappings().all()
        # Not a chain that verifies, but just as long.
        more: list[dict[str, Any]] = [
            {**rows[n % len(rows)], "digest": f"{case_id}{n:032}"} for n in range(len(rows), events)
        ]
        for row in more:
            row.pop("sequence", None)
        session.connection().execute(insert(history), more)
    (seconds,) = in_turns(25, timed(lambda: get(f"/ideeen/{case_id}"), clock))
    return seconds


@click.command()
@click.option("--few", default=1_000, show_default=True)
@click.option("--many", default=100_000, show_default=True)
@click.option("--postgres/--no-postgres", default=True)
@click.option("--processor", is_flag=True, help="Time of the processor: for a machine with other work. No server's.")
def main(few: int, many: int, postgres: bool, processor: bool) -> None:
    """Measure and print a table."""
    clock = thread_time if processor else perf_counter
    for line in on(None, few, many, clock):
        click.echo(str(line))
    if postgres:
        with postgres_server() as server, new_database(server) as url:
            for line in on(url, few, many, clock):
                click.echo(str(line))


if __name__ == "__main__":
    main()
