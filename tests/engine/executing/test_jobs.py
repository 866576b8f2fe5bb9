"""Jobs: one worker at a time runs a job; a worker that returns late to a job taken over by another changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

import engine
from engine.background import jobs
from engine.executing import tries
from engine.executing.executor import LEASE
from engine.executing.handlers import Handler
from engine.finishing import finish
from engine.models import Job
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine.background.test_queue import write_job
from tests.engine.conftest import People


def read_job() -> tuple[str, str | None, int, str | None]:
    with reading() as session:
        job = session.scalars(select(Job)).one()
        return job.state, job.worker, job.attempts, job.error


def end(job_id: str) -> None:
    with transaction() as session:
        finish(session.get_one(Job, job_id))


def go_on(_job_id: str) -> None:
    """It is not done yet."""


@pytest.mark.parametrize(
    ("act", "state", "worker"),
    [(go_on, "running", "twee"), (end, "done", None)],
    ids=["who is still at it", "who has done it"],
)
def test_a_failure_that_comes_late_is_none_of_the_worker_that_took_over(
    act: Callable[[str], None],
    state: str,
    worker: str | None,
    place: engine.Municipality,
    clock: TestClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def get_stuck(job_id: str) -> None:
        clock.turn(seconds=LEASE.total_seconds())
        monkeypatch.setitem(jobs.HANDLERS, "mail", Handler(act))
        jobs.EXECUTOR.carry_out(job_id, "twee")
        raise TimeoutError("the mail server went silent")

    monkeypatch.setitem(jobs.HANDLERS, "mail", Handler(get_stuck))
    write_job(clock)

    jobs.EXECUTOR.carry_out("a", "een")

    assert read_job() == (state, worker, 2, None)


def test_a_failure_of_a_job_that_was_taken_away_meanwhile_is_no_fault_of_the_worker(
    place: engine.Municipality, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(job_id: str) -> None:
        with transaction() as session:
            session.delete(session.get_one(Job, job_id))
        raise LookupError(job_id)

    monkeypatch.setitem(jobs.HANDLERS, "mail", Handler(lose))
    write_job(clock)

    assert jobs.EXECUTOR.carry_out("a", "een") is True


def stop_at_it(worker: str) -> None:
    """Like a worker that takes the job and dies before its end."""
    taken = jobs.EXECUTOR.take("a", worker)
    assert taken is not None


def test_a_job_at_which_worker_after_worker_stops_is_put_aside(people: People, clock: TestClock) -> None:
    write_job(clock)
    for number in range(tries.most_tries(tries.OF_A_MAIL)):
        stop_at_it(f"werker {number}")
        clock.turn(seconds=LEASE.total_seconds())

    taken = jobs.EXECUTOR.carry_out("a", "nog een")

    (failed,) = engine.failed_jobs(people.operator)
    assert taken is False
    assert failed.error.startswith("WorkerStopped: ")
    engine.retry_job("a", people.operator)
    assert read_job()[:3] == ("waiting", None, 0)


def test_a_job_that_worker_after_worker_lost_hold_of_is_not_handed_out_for_ever(
    people: People, clock: TestClock
) -> None:
    write_job(clock)
    handed_out = 0
    for _ in range(tries.most_tries(tries.OF_A_MAIL) + 1):
        if engine.failed_jobs(people.operator):
            break
        stop_at_it("een")
        handed_out += jobs.EXECUTOR.hand_out_late("een")

    assert read_job()[0] == "failed"
    assert handed_out == tries.most_tries(tries.OF_A_MAIL) - 1


def test_a_term_is_never_given_up_also_where_a_worker_stops_at_it(
    people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs.HANDLERS, "mail", Handler(end, is_deadline=True))
    write_job(clock)
    with transaction() as session:
        session.get_one(Job, "a").attempts = tries.most_tries()
    stop_at_it("een")
    clock.turn(seconds=LEASE.total_seconds())

    jobs.EXECUTOR.do_what_is_due()
    at_once = read_job()[0]
    clock.turn(hours=1)
    jobs.EXECUTOR.do_what_is_due()

    assert (at_once, read_job()[0]) == ("waiting", "done")


@pytest.mark.parametrize("state", ["waiting", "running", "done"])
def test_only_a_job_that_failed_is_tried_again_by_hand(state: str, people: People, clock: TestClock) -> None:
    write_job(clock, state)

    for key in ("a", "another"):
        with pytest.raises(engine.NotFound):
            engine.retry_job(key, people.operator)

    assert read_job()[0] == state


def test_failed_jobs_are_told_in_the_order_in_which_they_were_asked_for(people: People, clock: TestClock) -> None:
    with transaction() as session:
        for key, state in (("c", "failed"), ("b", "waiting"), ("a", "failed")):
            row = Job(id=key, kind="mail", payload={}, state=state, attempts=8, due_at=clock(), created_at=clock())
            session.add(row)
            clock.turn(minutes=1)

    told = engine.failed_jobs(people.operator)

    assert [(job.id, job.attempts, job.error) for job in told] == [("c", 8, ""), ("a", 8, "")]


def test_of_jobs_that_go_wrong_the_oldest_says_since_when(people: People, clock: TestClock) -> None:
    begun = clock()
    with transaction() as session:
        told = (("d", "done", "oud"), ("c", "waiting", None), ("b", "running", "stil"), ("a", "waiting", "vol"))
        for key, state, error in told:
            row = Job(id=key, kind="mail", payload={}, state=state, due_at=clock(), created_at=clock(), error=error)
            session.add(row)
            clock.turn(minutes=1)

    again = engine.jobs_tried_again(people.operator)

    assert again is not None
    assert (again.count, (again.since - begun).total_seconds(), again.error) == (2, 120, "stil")
