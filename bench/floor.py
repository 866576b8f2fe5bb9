"""`python -m bench.floor`: what a step would cost if the engine did nothing: its own statements, replayed.

Steps of workload W are run on SQLite while everything sent to the driver is recorded, including values. Then the same
is sent through plain `sqlite3` to a copy of the file as it was before, commit by commit. The difference is all that the
engine does: permissions, forms, the token game, the history. No engine on these tables can be faster than that.
"""

from __future__ import annotations

import sqlite3
import statistics
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest import mock

import click
from sqlalchemy import Connection, select

import engine
from bench import workload
from bench.places import WHO, municipality
from engine import models, prepared
from engine.municipality import reading

Sent = tuple[str, Sequence[Any], bool]
"""A statement, its values, and whether these are rows of values."""


@dataclass
class _Noting:
    """A driver that records what it is given."""

    driver: sqlite3.Connection
    noted: list[Sent]

    def execute(self, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
        self.noted.append((sql, values, False))
        return self.driver.execute(sql, values)

    def cursor(self) -> _Noting:
        return self

    def executemany(self, sql: str, rows: Sequence[Any]) -> None:
        self.noted.append((sql, rows, True))
        self.driver.executemany(sql, rows)


@dataclass
class Steps:
    """Some completed steps, with what each of them sent to the driver."""

    seconds: list[float] = field(default_factory=list)
    sent: list[list[Sent]] = field(default_factory=list)

    def do(self, case_id: str) -> None:
        """Complete all tasks of a case, until its end."""
        user, done = engine.find_user(WHO), 0
        while tasks := _open_tasks(case_id):
            for task_id, element in tasks:
                last = done // workload.STEPS_A_LAP + 1 == workload.LAPS
                answers = workload.answers(element, "nee" if last else "ja")
                self.sent.append([])
                with _noting(self.sent[-1]):
                    begun = perf_counter()
                    engine.complete_task(task_id, user, answers)
                    self.seconds.append(perf_counter() - begun)
                done += 1


def _open_tasks(case_id: str) -> list[tuple[str, str]]:
    where = models.Task.case_id == case_id, models.Task.state == "open"
    with reading() as session:
        rows = session.execute(select(models.Task.id, models.Task.element_id).where(*where))
        return [(task_id, element) for task_id, element in rows]


@contextmanager
def _noting(noted: list[Sent]) -> Iterator[None]:
    real = prepared._driver

    def note(connection: Connection) -> _Noting:
        return _Noting(real(connection), noted)

    with mock.patch.object(prepared, "_driver", note):
        yield


def play_again(database: Path, sent: list[list[Sent]]) -> list[float]:
    """Seconds for each of these transactions, with plain `sqlite3` and the same settings as ours.

    Raises: sqlite3.Error: the file is not as it was when these were first sent.
    """
    connection = sqlite3.connect(database, isolation_level=None, cached_statements=256)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    seconds = []
    for statements in sent:
        begun = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for sql, values, many in statements:
            if many:
                connection.executemany(sql, values)
            else:
                connection.execute(sql, values).fetchall()
        connection.execute("COMMIT")
        seconds.append(perf_counter() - begun)
    connection.close()
    return seconds


@click.command()
@click.option("--cases", default=40, show_default=True, help="Cases that are brought to their end, thirty steps each.")
def main(cases: int) -> None:
    """Measure and print both."""
    with municipality(None, workload.process()) as opened:
        ids = [engine.start_case(workload.PROCESS, {"titel": "Bankje"}, None).case_id for _ in range(cases + 5)]
        for case_id in ids[:5]:
            Steps().do(case_id)  # Warms up.
        file = Path(str(opened.database.engine.url.database))
        before = file.with_suffix(".before")
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(before)) as copy:
            source.backup(copy)
        steps = Steps()
        for case_id in ids[5:]:
            steps.do(case_id)
        ours, floor = (statistics.median(s) * 1e3 for s in (steps.seconds, play_again(before, steps.sent)))
    click.echo(
        f"a step {ours:.2f} ms, its statements alone {floor:.2f} ms ({floor / ours:.0%}), {len(steps.sent)} steps"
    )


if __name__ == "__main__":
    main()
