"""The sweep of a worker finds what is due by an index, however much waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

import engine
from engine import models
from engine.background import jobs
from engine.models import new_id
from engine.municipality import transaction
from tests.conftest import TestClock
from tests.engine.counting import Steps
from tests.engine.test_worklists import case

__all__ = ["case"]


def put_jobs(clock: TestClock, count: int) -> None:
    """So many jobs that are due, and as many that are done."""
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
    few = steps.of(jobs._oldest_due)
    put_jobs(clock, 3000)
    many = steps.of(jobs._oldest_due)

    assert many <= few + 20
    assert [plan for plan in steps.plans if plan.startswith("SCAN jobs")] == []


def test_the_oldest_job_comes_first_whatever_state_it_is_in(place: engine.Municipality, clock: TestClock) -> None:
    with transaction() as session:
        for key, state, minutes in (("b", "waiting", 2), ("a", "running", 3), ("c", "waiting", -1), ("d", "done", 9)):
            due = clock() - timedelta(minutes=minutes)
            session.add(models.Job(id=key, kind="mail", payload={}, state=state, due_at=due, created_at=clock()))

    assert jobs._oldest_due() == "a"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_due_timers_are_found_as_soon_among_many_as_among_few(case: str, clock: TestClock) -> None:
    def put(count: int, days: int) -> None:
        with transaction() as session:
            for _ in range(count):
                due = clock() + timedelta(days=days)
                session.add(models.PendingTimer(case_id=case, ref=new_id(), process_id="x", element_id="x", due_at=due))

    steps = Steps()
    put(20, 1)
    few = steps.of(jobs._fire_timers)
    put(3000, 1)
    many = steps.of(jobs._fire_timers)

    assert many <= few + 20
