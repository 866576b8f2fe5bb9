"""Held up: somebody keeps a transaction open and does nothing, on PostgreSQL. Who needs something else goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

import engine
from engine import lines
from engine.executing import sweeping
from engine.finding import locking
from engine.migrations import migrate
from engine.municipality import transaction
from tests.conftest import TestClock
from tests.engine.conftest import People
from tests.engine.executing.test_sweep import states, two
from tests.engine.executing.test_sweep_past import found_apart
from tests.engine.running.test_messages import go_on, open_in

__all__ = ["two"]
pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
Two = tuple[engine.StartedCase, engine.StartedCase]


@contextmanager
def somebody(place: engine.Municipality) -> Iterator[psycopg.Connection]:
    """An operator at a prompt of the database, who has begun a transaction."""
    url = place.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


def test_the_terms_of_other_cases_pass_while_somebody_keeps_one_locked(
    place: engine.Municipality, two: Two, people: People, clock: TestClock
) -> None:
    clock.turn(days=1)

    def sweep() -> int:
        with engine.at(place):
            return sweeping.sweep()

    with ThreadPoolExecutor(1) as pool, somebody(place) as idle:
        idle.execute("UPDATE cases SET title = 'Even kijken' WHERE id = %s", [two[0].case_id])
        fired = pool.submit(sweep).result(20)
        seen = states(people, *two)

    assert (fired, seen) == (1, ["running", "completed"])
    assert found_apart() == [(two[0].case_id, "waiting", 0)]
    engine.run_worker_once()
    assert states(people, *two) == ["completed", "completed"]


def test_whoever_waits_for_what_stays_locked_is_told_so_instead_of_waiting_for_ever(
    place: engine.Municipality, two: Two, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "WAITING", 1)
    impatient = engine.open_municipality(place.settings, place.clock)

    with somebody(place) as idle, engine.at(impatient):
        idle.execute("UPDATE cases SET title = 'Even kijken' WHERE id = %s", [two[0].case_id])
        began = time.monotonic()
        with pytest.raises(engine.Unavailable, match="lock timeout"):
            go_on(two[0].case_id, people)
        waited = time.monotonic() - began

    impatient.close()
    assert waited < 15


def test_a_process_that_stands_still_in_a_transaction_loses_what_it_had_locked(
    place: engine.Municipality, two: Two, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a server process does that is stopped, or a machine that is put to sleep: its system still answers for it."""
    monkeypatch.setattr(lines, "STANDING_STILL", 1)
    stopped = engine.open_municipality(place.settings, place.clock)

    def stand_still() -> None:
        with engine.at(stopped), transaction() as session:
            locking.lock_case(session, two[0].case_id)
            with engine.at(place):
                go_on(two[0].case_id, people)

    with pytest.raises(engine.Unavailable):
        stand_still()

    assert open_in(two[0].case_id, people) == []

    stopped.close()


def test_an_upgrade_waits_for_a_server_that_is_at_it_already(
    place: engine.Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "WAITING", 1)
    second = engine.open_municipality(place.settings, place.clock)

    with ThreadPoolExecutor(1) as pool:
        with somebody(place) as first:
            first.execute("SELECT pg_advisory_xact_lock(5341177)")
            upgrading = pool.submit(migrate, second.database)
            time.sleep(2.5)
        upgrading.result(20)

    second.close()
