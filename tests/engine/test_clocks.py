"""Clocks: machines whose clocks differ by minutes work on one database as if they did not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

import engine
from engine import clocks
from engine.background.worker import Worker
from engine.clocks import SharedClock, utc_now
from engine.executing import sweeping
from engine.executing.executor import find_workers_alive
from engine.municipality import here, now, reading, transaction
from engine.versions import definitions
from tests.conftest import Opener, TestClock
from tests.engine.carrying_over import draw

MINUTES = timedelta(minutes=5)
on_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
Machine = Callable[[timedelta], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Set this machine's clock so much ahead."""
    return lambda ahead: monkeypatch.setattr(clocks, "utc_now", lambda: datetime.now(UTC) + ahead)


@contextmanager
def begun(place: engine.Municipality) -> Iterator[None]:
    """A server process that begins on a machine, and has looked in the database."""
    opened = engine.open_municipality(place.settings)
    with engine.at(opened):
        with reading() as session:
            session.scalar(select(1))
        yield
    opened.close()


@on_postgres
def test_a_machine_that_is_ahead_lets_no_term_pass_early(place: engine.Municipality, set_clock: Machine) -> None:
    with begun(place):
        with transaction() as session:
            files = draw(limit="PT3M")
            definitions.put_in_use(session, files.process.id, files, "systeem")
        engine.start_case("werk", {"titel": "Bankje"}, None)
    set_clock(MINUTES)

    with begun(place):
        assert sweeping.sweep() == 0


@on_postgres
@pytest.mark.parametrize("ahead", [MINUTES, -MINUTES], ids=["ahead", "behind"])
def test_a_worker_of_another_machine_is_not_taken_for_silent(
    place: engine.Municipality, set_clock: Machine, ahead: timedelta
) -> None:
    with begun(place):
        worker = Worker(here())
        worker._beat()
    set_clock(ahead)

    with begun(place), reading() as session:
        assert find_workers_alive(session) == {worker.name}


@on_postgres
def test_a_clock_that_is_set_right_again_is_followed(
    place: engine.Municipality, set_clock: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(MINUTES)
    with begun(place):
        set_clock(timedelta())
        monkeypatch.setattr(clocks, "EVERY", -1.0)

        with reading() as session:
            there = session.scalar(select(func.clock_timestamp()))

        assert there is not None
        assert abs(now() - there) < MINUTES / 2


def test_on_sqlite_there_is_one_machine_and_its_clock(sqlite_url: str, open_at: Opener) -> None:
    assert open_at(sqlite_url).database.clock is utc_now


def test_what_asking_takes_is_not_taken_for_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    machine, shared = TestClock(), SharedClock()
    monkeypatch.setattr(clocks, "utc_now", machine)

    def ask_slowly() -> datetime:
        machine.turn(seconds=30)
        return machine()

    shared.compare(ask_slowly)

    assert shared() == machine()
