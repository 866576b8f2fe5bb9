"""At once: if two people do the same thing at the same moment, one succeeds; the other reads that it was done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy import event, select, text

import engine
from engine import models
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.municipality import reading, transaction
from engine.running import progress
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import catch, chain, end, folder, node, properties, signal, start, throw, user
from tests.engine.stories import GIVEN, idea
from tests.engine.thanking import thanking

MANY = 6
ADDRESSES = {"kantoor": "10.0.0.1", "collega": "10.1.0.1"}
"""Where two people sign in from."""


def together(place: engine.Municipality, act: Callable[[], object]) -> list[object]:
    """The result of an act for each of many who do it at the same moment; the error type if it was refused."""
    all_are_there = Barrier(MANY)

    def do(_number: int) -> object:
        with engine.at(place):
            all_are_there.wait(20)
            try:
                return act()
            except engine.EngineError as error:
                return type(error)

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(do, range(MANY)))


def test_a_failed_job_is_tried_again_once(place: engine.Municipality, deploy: Deploy, people: People) -> None:
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    with transaction() as session:
        session.execute(text("UPDATE jobs SET state = 'failed', attempts = 8"))
    (job,) = engine.failed_jobs(people.operator)

    done = together(place, lambda: engine.retry_job(job.id, people.operator))

    assert (done.count(None), done.count(engine.NotFound)) == (1, MANY - 1)


def renamed() -> ProcessFiles:
    """The example with another name for its first step: a version that every case can migrate to."""
    noted = idea().files["process.bpmn"].replace(b'name="Controleren"', b'name="Nakijken"')
    return from_bytes({**idea().files, "process.bpmn": noted}, "voorbeeld")


def test_a_migration_is_started_once(place: engine.Municipality, deploy: Deploy, people: People) -> None:
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    deploy(renamed())

    keys = together(place, lambda: engine.start_migration("voorbeeld", people.operator, "De stap heet anders."))

    assert len(set(keys)) == 1
    assert [one.id for one in engine.list_migrations(people.operator)] == keys[:1]


def test_a_migration_is_undone_once(place: engine.Municipality, deploy: Deploy, people: People) -> None:
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    deploy(renamed())
    migration = engine.start_migration("voorbeeld", people.operator, "De stap heet anders.")
    engine.run_worker_once()

    brought_back = together(place, lambda: engine.undo_migration(migration, people.operator))

    assert sorted(brought_back, key=str) == [*[0] * (MANY - 1), 1]


def calling(process: str, gives: str, hears: str) -> ProcessFiles:
    """Waits for a signal, and gives another one when its task is done."""
    return folder(
        start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />'),
        node("parallelGateway", "Splits"), catch("Horen", signal(hears)), end("Gehoord"),
        user("Werken"), throw("Roepen", signal(gives)), user("Nazorg"), end(),
        chain("Begin", "Splits", "Horen", "Gehoord"), chain("Splits", "Werken", "Roepen", "Nazorg", "Klaar"),
        process=process,
    )  # fmt: skip


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_two_cases_that_signal_each_other_do_not_wait_for_each_other(
    place: engine.Municipality, deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job for a case refers to its row, and the other has that locked."""
    deploy(calling("vraag", "gevraagd", "gezegd"), calling("antwoord", "gezegd", "gevraagd"))
    started = [engine.start_case(process, {}, None).reference for process in ("vraag", "antwoord")]
    tasks = [task.id for task in engine.list_team_tasks(people.office).items]
    both_have_locked, pass_on = Barrier(2), progress._pass_on_signals

    def pass_on_at_once(*told: Any) -> None:
        both_have_locked.wait(20)
        pass_on(*told)

    monkeypatch.setattr(progress, "_pass_on_signals", pass_on_at_once)

    def complete(task_id: str) -> str:
        with engine.at(place):
            return engine.complete_task(task_id, people.office, {}).reference

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(complete, tasks))
    engine.run_worker_once()

    assert sorted(done) == sorted(started)
    with reading() as session:
        assert session.scalars(select(models.Subscription)).all() == []  # Both have heard the other.


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_two_who_both_mistyped_their_password_yesterday_sign_in_at_the_same_moment(
    place: engine.Municipality, people: People, clock: TestClock
) -> None:
    """Each removes their own failures, and what is left of anybody's."""
    for name in ADDRESSES:
        with pytest.raises(engine.SignInRefused):
            engine.sign_in(name, "mistypt-woord", address=ADDRESSES[name])
    clock.turn(days=1)
    both_have_begun = Barrier(2)

    def let_both_begin(_: object, __: object, statement: str, *told: object) -> None:
        if statement.startswith("DELETE FROM failed_sign_ins"):
            with suppress(BrokenBarrierError):
                both_have_begun.wait(2)

    event.listen(place.database.engine, "after_cursor_execute", let_both_begin)

    def sign_in(name: str) -> str:
        with engine.at(place):
            return engine.sign_in(name, "geheim-woord", address=ADDRESSES[name]).user.name

    with ThreadPoolExecutor(2) as threads:
        signed_in = list(threads.map(sign_in, ADDRESSES))

    assert signed_in == ["Oda Office", "Otto Office"]
    with reading() as session:
        assert session.scalars(select(models.FailedSignIn)).all() == []
