"""An earlier release's database, with ideas under way: it is upgraded, and every idea goes on where it stood."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text

import engine
from engine import proving
from engine.database import Database
from engine.migrations import Release, find_release, migrate
from engine.municipality import reading, transaction
from engine.versions import definitions
from tests.conftest import Opener, TestClock
from tests.engine import releases
from tests.engine.handing_in import asking, files_of, hand_in
from tests.processes import wait_for


@pytest.fixture(params=releases.known())
def place(request: pytest.FixtureRequest, empty_url: str, open_at: Opener, clock: TestClock) -> Iterator[object]:
    """A municipality that ran on an earlier release and was upgraded a day later."""
    releases.load(request.param, empty_url)
    municipality = open_at(empty_url)
    assert _version(municipality) == request.param
    migrate(municipality.database)
    clock.turn(days=1)
    with engine.at(municipality):
        yield municipality


def _version(place: engine.Municipality) -> str:
    with place.database.engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def someone(name: str) -> engine.User:
    return engine.sign_in(name, "geheim-woord", address="127.0.0.1").user


def open_task(user: engine.User, title: str) -> engine.TaskView:
    listed = [*engine.list_my_tasks(user).items, *engine.list_team_tasks(user).items]
    return next(task for task in listed if title in str(task))


def test_a_task_can_be_completed_and_the_idea_comes_to_its_end(place: engine.Municipality, tmp_path: Path) -> None:
    office = someone("kantoor")
    task = open_task(office, "Wordt bekeken")
    members = [someone(f"lid-{n}") for n in (1, 2, 3)]

    draft = engine.read_task(task.id, office).draft
    engine.complete_task(task.id, office, {"volledig": "true", "notitie": "goed"})
    for member in members:
        engine.complete_task(open_task(member, "Wordt bekeken").id, member, {"keuze": "voor", "reden": "mooi"})
    engine.complete_task(open_task(office, "Wordt bekeken").id, office, {})

    detail = engine.read_case(task.case_id, office)
    assert draft == {"notitie": ["half getypt"]}
    assert (detail.case.state, detail.outcome) == ("completed", "akkoord")


def test_a_deadline_that_was_running_still_runs_out(place: engine.Municipality, clock: TestClock) -> None:
    member = someone("lid-2")
    vote = open_task(member, "In stemming")

    clock.turn(days=1, minutes=1)
    engine.run_worker_once()

    detail = engine.read_case(vote.case_id, someone("kantoor"))
    assert [task.name for task in detail.open_tasks] == ["Publiceren"]


def test_a_mail_that_was_not_sent_yet_is_sent(place: engine.Municipality, tmp_path: Path) -> None:
    sent = tmp_path / "mail"

    worker = engine.start_worker(place)
    wait_for(lambda: list(sent.glob("*.eml")))
    worker.stop()

    assert len(list(sent.glob("*.eml"))) == 1


def test_the_history_is_whole_and_proves_what_was_answered(place: engine.Municipality) -> None:
    with reading() as session:
        proof = proving.prove(session)

    assert proof.events > 10
    assert (proof.answers > 3, proof.accounts > 3) == (True, True)
    assert proof.misfits == ()


def test_files_can_be_handed_in_where_no_release_knew_of_them(place: engine.Municipality) -> None:
    with transaction() as session:
        definitions.put_in_use(session, "proef", asking(), "systeem")

    started = hand_in("geheim", "plan.jpg")

    with reading() as session:
        proof = proving.prove(session)
    assert len(files_of(started.reference, someone("kantoor"))) == 1
    assert (proof.files, proof.misfits) == (1, ())


@pytest.mark.parametrize("statement", [3, 60, 160])
def test_an_upgrade_that_was_killed_half_way_is_done_whole_the_next_time(statement: int, tmp_path: Path) -> None:
    """What lies on the disk in the middle of it is what a process that is killed there leaves."""
    before, left = tmp_path / "voor", tmp_path / "midden"
    before.mkdir()
    releases.load("0003", f"sqlite:///{before / 'smederij.sqlite'}")
    database = Database(f"sqlite:///{before / 'smederij.sqlite'}")
    seen = []

    def look(*_: object) -> None:
        seen.append(1)
        if len(seen) == statement:
            shutil.copytree(before, left)

    event.listen(database.engine, "before_cursor_execute", look)
    migrate(database)
    database.close()
    killed = Database(f"sqlite:///{left / 'smederij.sqlite'}")
    found = find_release(killed)

    migrate(killed)

    assert (found, find_release(killed)) == (Release.OLDER, Release.THIS)
    killed.close()
