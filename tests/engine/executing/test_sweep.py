"""The sweep of a worker finds what is due by an index, however much waits, and goes on past what cannot go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

import engine
from engine import models
from engine.executing import sweeping
from engine.executing.executor import find_oldest_due
from engine.models import new_id
from engine.municipality import transaction
from engine.running import kept_messages
from engine.versions import starts
from tests.conftest import TestClock
from tests.engine.carrying_over import draw
from tests.engine.conftest import Deploy, People
from tests.engine.counting import Steps
from tests.engine.tasks.test_worklists import case

__all__ = ["case"]


def put_jobs(clock: TestClock, count: int) -> None:
    """This many jobs that are due, and as many that are done."""
    with transaction() as session:
        for number in range(count):
            due = clock() - timedelta(seconds=number % 977)
            for state in ("waiting", "done"):
                session.add(
                    models.Job(id=new_id(), kind="mail", payload={}, state=state, due_at=due, created_at=clock())
                )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_oldest_job_is_found_as_soon_among_many_as_among_few(place: engine.Municipality, clock: TestClock) -> None:
    steps = Steps()

    put_jobs(clock, 50)
    few = steps.of(find_oldest_due)
    put_jobs(clock, 3000)
    many = steps.of(find_oldest_due)

    assert many <= few + 20
    assert [plan for plan in steps.plans if plan.startswith("SCAN jobs")] == []


def test_the_oldest_job_comes_first_whatever_state_it_is_in(place: engine.Municipality, clock: TestClock) -> None:
    with transaction() as session:
        for key, state, minutes in (("a", "waiting", 2), ("b", "running", 3), ("c", "waiting", -1), ("d", "done", 9)):
            due = clock() - timedelta(minutes=minutes)
            session.add(models.Job(id=key, kind="mail", payload={}, state=state, due_at=due, created_at=clock()))

    assert find_oldest_due() == "b"


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_of_jobs_in_one_state_the_one_comes_first_that_was_due_first(
    state: str, place: engine.Municipality, clock: TestClock
) -> None:
    with transaction() as session:
        for key, minutes in (("a", 1), ("b", 3), ("c", 2)):
            due = clock() - timedelta(minutes=minutes)
            session.add(models.Job(id=key, kind="mail", payload={}, state=state, due_at=due, created_at=clock()))

    assert find_oldest_due() == "b"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_due_timers_are_found_as_soon_among_many_as_among_few(case: str, clock: TestClock) -> None:
    def put(count: int, days: int) -> None:
        with transaction() as session:
            for _ in range(count):
                due = clock() + timedelta(days=days)
                session.add(models.PendingTimer(case_id=case, ref=new_id(), process_id="x", element_id="x", due_at=due))

    steps = Steps()
    put(20, 1)
    few = steps.of(sweeping._fire_timers)
    put(3000, 1)
    many = steps.of(sweeping._fire_timers)

    assert many <= few + 20


@pytest.fixture
def two(deploy: Deploy, clock: TestClock) -> tuple[engine.StartedCase, engine.StartedCase]:
    """Cases whose terms are over at the same look, that of the first a minute earlier."""
    deploy(draw(limit="P1D"))
    first = engine.start_case("werk", {"titel": "Bankje"}, None)
    clock.turn(minutes=1)
    return first, engine.start_case("werk", {"titel": "Linde"}, None)


def states(people: People, *cases: engine.StartedCase) -> list[str]:
    return [engine.read_case(case.case_id, people.office).case.state for case in cases]


def test_a_case_that_cannot_be_read_does_not_hold_up_the_terms_of_others(
    two: tuple[engine.StartedCase, engine.StartedCase], people: People, clock: TestClock
) -> None:
    damage = text("UPDATE case_states SET state = :state WHERE case_id = :id")
    with transaction() as session:
        session.execute(damage, {"state": b"x", "id": two[0].case_id})
    clock.turn(days=1)

    fired = sweeping.sweep()

    health = engine.health()
    assert (fired, states(people, *two)) == (1, ["running", "completed"])
    assert (health.waiting, health.timer_lag) == (2, 60)  # The timer, and the job that tries it again.


def test_cases_that_stand_still_do_not_hold_up_the_terms_of_others(
    two: tuple[engine.StartedCase, engine.StartedCase], people: People, clock: TestClock
) -> None:
    with transaction() as session:
        session.get_one(models.Case, two[0].case_id).incident = "stands still"
        for _ in range(250):
            told = {"case_id": two[0].case_id, "process_id": "werk", "element_id": "Termijn", "due_at": clock()}
            session.add(models.PendingTimer(ref=new_id(), **told))
    clock.turn(days=1)

    sweeping.sweep()

    assert states(people, *two) == ["incident", "completed"]


def test_a_sweep_says_how_much_it_let_happen(place: engine.Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller that sweeps until nothing is left stops at zero."""
    monkeypatch.setattr(sweeping, "_fire_timers", lambda: 1)
    monkeypatch.setattr(starts, "ask_for_due", lambda: 2)
    monkeypatch.setattr(kept_messages, "forget", lambda: 4)

    assert sweeping.sweep() == 7
