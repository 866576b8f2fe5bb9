"""An absence begins once, however many workers there are, and while people work on the same tasks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

import engine
from engine.background import jobs
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.leaving import leave, take, told_of_accounts, waiting_job, why, work
from tests.engine.proofs import prove


@pytest.fixture
def taken(deploy: Deploy, people: People) -> engine.TaskView:
    """A task of the ondersteuning that the office has claimed."""
    deploy(work())
    return take(people.office)


def test_many_workers_begin_it_once(
    place: engine.Municipality, taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 1, 5, people.colleague)
    job_id = waiting_job()
    clock.turn(days=1)
    all_are_there = Barrier(4)

    def work_at_it(number: int) -> None:
        with engine.at(place):
            all_are_there.wait(20)
            jobs.HANDLERS["leave"].execute(job_id)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work_at_it, range(4)))

    assert why(taken, people.auditor) == ["replaced"]
    assert [kind for kind, _ in told_of_accounts(people.auditor)] == ["planned", "begun"]
    assert prove().misfits == ()


def test_a_task_that_is_done_while_it_begins_stays_done(
    place: engine.Municipality, taken: engine.TaskView, people: People
) -> None:
    both_are_there = Barrier(2)

    def at_once(act: object) -> object:
        with engine.at(place):
            both_are_there.wait(20)
            try:
                return act()  # type: ignore[operator]
            except engine.TaskTaken as error:
                return error

    with ThreadPoolExecutor(2) as threads:
        done, outcome = threads.map(
            at_once,
            (
                lambda: engine.complete_task(taken.id, people.office, {}),
                lambda: leave(people.office, 0, 4, people.colleague),
            ),
        )

    went_on = bool(outcome.passed_on)  # type: ignore[attr-defined]
    assert went_on == isinstance(done, engine.TaskTaken)
    assert prove().misfits == ()
