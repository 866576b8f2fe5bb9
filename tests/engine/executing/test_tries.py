"""Tries: an outage that ends by itself needs no operator, and a lasting problem is shown soon."""

from __future__ import annotations

import errno
import smtplib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

import engine
from engine.accounts import handovers, staffing
from engine.background import digests, jobs, sealmails
from engine.executing import executor, tries
from engine.executing.handlers import Handler
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.leaving import leave, take, work
from tests.processes import free_port

Ask = Callable[[], object]
FULL = OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
WRONG = IntegrityError("INSERT", {}, sqlite3.IntegrityError("NOT NULL constraint failed"))
WITHOUT_WRITES = psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction")
BROKEN_OFF = InternalError("SELECT", {}, psycopg.errors.InFailedSqlTransaction("commands are ignored"))


NO_ANSWER = ConnectionRefusedError(errno.ECONNREFUSED, "no answer")
NO_SUCH_ADDRESS = smtplib.SMTPRecipientsRefused({"x@voorbeeld.invalid": (550, b"no such address")})


@pytest.mark.parametrize(
    ("kind", "error", "hours"),
    [
        ("mail", NO_ANSWER, 4 * 24),
        ("mail", NO_SUCH_ADDRESS, 0),
        (handovers.KIND, NO_ANSWER, 4 * 24),
        (sealmails.KIND, NO_ANSWER, 4 * 24),
        (digests.KIND, NO_ANSWER, 10),
        ("signal", NO_ANSWER, 0),
        ("signal", FULL, 24),
        ("mail", FULL, 24),
        ("signal", engine.Unavailable("database is locked"), 24),
        ("signal", WITHOUT_WRITES, 24),
        ("signal", InternalError("INSERT", {}, WITHOUT_WRITES), 24),
        ("signal", psycopg.errors.DeadlockDetected("deadlock detected"), 24),
        ("signal", BROKEN_OFF, 0),
        ("signal", OSError(errno.EROFS, "read-only"), 24),
        ("signal", OSError(errno.ENOENT, "no such file"), 0),
        ("signal", WRONG, 0),
    ],
)
def test_what_goes_by_itself_is_waited_for_and_what_stays_wrong_is_not(kind: str, error: Exception, hours: int) -> None:
    assert tries.count_tries(error, jobs.HANDLERS[kind].tries_by_mail) == 8 + hours


def test_each_time_it_is_waited_twice_as_long_and_at_most_an_hour() -> None:
    pauses = [tries.pause_after(attempt).total_seconds() for attempt in range(1, 11)]

    assert pauses == [20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    assert sum(pauses[:7]) < 45 * 60


def fail_for(clock: TestClock, outage: timedelta, people: People) -> None:
    """Let a worker look now and then during this period."""
    until = clock() + outage
    while clock() < until and not engine.failed_jobs(people.operator):
        engine.run_worker_once()
        clock.turn(minutes=2)


def breaking(error: Exception) -> Callable[..., None]:
    def act(*_: object) -> None:
        raise error

    return act


@pytest.mark.parametrize(
    "error", [FULL, OSError(errno.ENOSPC, "full")], ids=["the database is full", "the disk is full"]
)
def test_work_goes_on_by_itself_after_hours_without_room(
    people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    leave(people.office, 1, 2)
    clock.turn(days=1)

    with monkeypatch.context() as broken:
        broken.setitem(jobs.HANDLERS, "leave", Handler(breaking(error)))
        fail_for(clock, timedelta(hours=3), people)
    clock.turn(hours=1)
    engine.run_worker_once()

    assert engine.failed_jobs(people.operator) == ()
    assert engine.list_away(people.director).keys() == {people.office.id}


def test_a_job_that_is_wrong_itself_is_shown_within_the_hour(
    people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(people.office, 1, 2)
    clock.turn(days=1)
    monkeypatch.setitem(jobs.HANDLERS, "leave", Handler(breaking(WRONG)))

    fail_for(clock, timedelta(hours=1), people)

    (failed,) = engine.failed_jobs(people.operator)
    assert failed.attempts == 8


def test_while_the_database_takes_nothing_no_try_is_counted(
    people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker writes that it is at a job before it is; where that fails, the job stays as it was."""
    leave(people.office, 1, 2)
    clock.turn(days=1)

    with monkeypatch.context() as broken:
        broken.setattr(executor, "transaction", breaking(FULL))
        for _ in range(20):
            with pytest.raises(OperationalError):
                engine.run_worker_once()
    again = engine.jobs_tried_again(people.operator)
    engine.run_worker_once()

    assert again is None
    assert engine.list_away(people.director).keys() == {people.office.id}


def wait_for_a_mail_server(place: engine.Municipality, clock: TestClock, people: People, ask: Ask) -> timedelta:
    """How long a mail server may be away before an operator has to act."""
    silent = place.settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": free_port(), "digests": True})
    begun = clock()
    with engine.at(replace(place, settings=silent)):
        ask()
        while not engine.failed_jobs(people.operator):
            engine.run_worker_once()
            clock.turn(minutes=60)
    return clock() - begun


def test_the_mail_to_a_replacement_waits_four_days_for_a_mail_server(
    place: engine.Municipality, deploy: Deploy, people: People, clock: TestClock
) -> None:
    staffing.change_contact("collega", None, "otto@voorbeeld.invalid", people.operator)
    deploy(work())
    take(people.office)

    waited = wait_for_a_mail_server(place, clock, people, lambda: leave(people.office, 0, 9, people.colleague))

    assert timedelta(days=4) < waited < timedelta(days=5)


def test_a_proof_for_an_auditor_waits_four_days_for_a_mail_server(
    place: engine.Municipality, people: People, clock: TestClock
) -> None:
    staffing.change_contact("auditor", None, "auke@voorbeeld.invalid", people.operator)

    waited = wait_for_a_mail_server(place, clock, people, sealmails.ask_for_due)

    assert timedelta(days=4) < waited < timedelta(days=5)


def test_a_digest_waits_for_a_mail_server_until_the_next_one_is_near(
    place: engine.Municipality, deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(work())
    engine.start_case("werk", {}, None)

    waited = wait_for_a_mail_server(place, clock, people, digests.ask_for_due)

    assert timedelta(hours=8) < waited < timedelta(hours=24)
