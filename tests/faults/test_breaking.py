"""The database dies under load, the disk is full, the clock jumps, the mail server hangs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import engine
from engine import history
from engine.municipality import reading, transaction
from engine.versions import definitions
from tests.conftest import Opener, TestClock
from tests.engine.conftest import People, people, peopled_postgres, peopled_sqlite, postgres_copied, sqlite_copied
from tests.faults.breaking import full_disk, own_postgres
from tests.faults.clients import Notes
from tests.faults.fleet import Fleet
from tests.faults.judging import count_unfinished, judge
from tests.faults.killing import let_workers_finish, load_of, wait_for
from tests.faults.plan import PROCESS, load
from tests.faults.post_office import post_office

__all__ = ["people", "peopled_postgres", "peopled_sqlite", "postgres_copied", "sqlite_copied"]
GIVEN = {"titel": "Bankje", "naam": "Ina", "mail": "ina@voorbeeld.invalid"}


@pytest.mark.postgres
def test_a_database_that_dies_under_load_and_comes_back_has_all_that_was_confirmed(tmp_path: Path) -> None:
    notes = Notes()
    with own_postgres() as server:
        fleet = Fleet(tmp_path, server.url, web=1, workers=1)
        with fleet.running():
            with load_of(fleet, notes, residents=2, clerks=2):
                for tasks in (1, 3):
                    wait_for(partial(_has, notes, tasks))
                    server.kill()
                    server.start()
                wait_for(partial(_has, notes, 5))
            let_workers_finish(fleet)
        verdict = judge(fleet, notes)

    assert verdict.wrong == []
    assert {error.partition(" ")[0] for error in notes.errors} <= {"503"}


def _has(notes: Notes, tasks: int) -> bool:
    return len(notes.tasks) >= tasks


def test_a_full_disk_refuses_an_act_whole_and_the_same_act_succeeds_when_there_is_room(
    sqlite_url: str, open_at: Opener, clock: TestClock
) -> None:
    municipality = open_at(sqlite_url)
    with engine.at(municipality):
        with transaction() as session:
            definitions.put_in_use(session, PROCESS, load(), "systeem")

        with full_disk(municipality.database.engine):
            handed_in = _hand_in_until_it_is_full()
        after = engine.start_case(PROCESS, GIVEN, None, idempotency_key=str(handed_in))

        with reading() as session:
            assert history.verify(session) > handed_in
        assert after.reference.endswith(f"{handed_in + 1:04d}")


def _hand_in_until_it_is_full() -> int:
    for number in range(1000):
        try:
            engine.start_case(PROCESS, GIVEN, None, idempotency_key=str(number))
        except engine.Unavailable as error:
            return number if "full" in str(error) else -1
    raise AssertionError("the disk never filled up")


def test_a_clock_that_jumps_fires_each_timer_once_and_undoes_nothing(
    place: engine.Municipality, people: People, clock: TestClock
) -> None:
    with transaction() as session:
        definitions.put_in_use(session, PROCESS, load(), "systeem")
    case = engine.start_case(PROCESS, GIVEN, None)
    engine.complete_task(engine.list_team_tasks(people.office).items[0].id, people.office, {})

    clock.turn(days=-400)
    engine.run_worker_once()
    early = [task.name for task in engine.list_team_tasks(people.office).items]
    clock.turn(days=4000)
    engine.run_worker_once()
    clock.turn(days=-3601)
    engine.run_worker_once()

    timeline = [item.kind for item in engine.read_case(case.case_id, people.auditor).timeline]
    assert early == []
    assert timeline.count("timer_fired") == 1
    assert [task.name for task in engine.list_team_tasks(people.office).items] == ["Afronden"]
    assert count_unfinished() == 0
    with reading() as session:
        assert history.verify(session) > 0


def test_a_mail_server_that_hangs_holds_up_no_idea_and_every_mail_comes_when_it_is_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    notes = Notes()
    with post_office() as office:
        office.open.clear()
        mail = {"smtp_host": "127.0.0.1", "smtp_port": str(office.port), "smtp_tls": "false"}
        fleet = Fleet(tmp_path, sqlite_url, web=1, workers=1, **mail)
        with fleet.running():
            with load_of(fleet, notes, residents=1, clerks=2):
                wait_for(lambda: _finished(fleet) > 0)
            office.open.set()
            let_workers_finish(fleet)
        verdict = judge(fleet, notes, office)

    assert verdict.wrong == []
    assert verdict.mails > 0


def _finished(fleet: Fleet) -> int:
    """Ideas that passed their timer and reached their end."""
    with fleet.inside():
        found = engine.list_cases(engine.find_user("ada"), size=100).items
        return sum(case.state == "completed" for case in found)
