"""Workers in separate processes: what one leaves behind when it is killed, another carries out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

import engine
from engine import models
from engine.municipality import reading
from tests.engine.conftest import Deploy
from tests.engine.mail_server import MailServer, mail_server
from tests.engine.stories import GIVEN
from tests.engine.thanking import thanking
from tests.processes import PROGRAM, answers, free_port, running, stop, wait_for


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as started:
        yield started


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[engine.Municipality]:
    """A municipality with the real clock, as other processes use it."""
    municipality = engine.open_municipality(engine.load_settings({}, data_dir=tmp_path, database_url=database_url))
    with engine.at(municipality):
        yield municipality
    municipality.close()


def environ(place: engine.Municipality, server: MailServer) -> dict[str, str]:
    return {
        "SMEDERIJ_DATA_DIR": str(place.settings.data_dir),
        "SMEDERIJ_DATABASE_URL": place.settings.database_url,
        "SMEDERIJ_WORKER_SECONDS": "0.2",
        "SMEDERIJ_WORKER_SILENCE": "2",
        "SMEDERIJ_SMTP_HOST": "127.0.0.1",
        "SMEDERIJ_SMTP_PORT": str(server.port),
        "SMEDERIJ_SMTP_TLS": "no",
    }


def viewings() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(models.Viewing.kind)))


def states() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(models.Job.state)))


def test_what_a_killed_worker_had_in_hand_is_done_by_another(
    place: engine.Municipality, deploy: Deploy, server: MailServer, tmp_path: Path
) -> None:
    deploy(thanking())
    expected = set()
    for _ in range(10):
        case = engine.start_case("bedanken", GIVEN, None).case_id
        expected.add(f"<{case}-1-0@voorbeeld.invalid>")
    work = [*PROGRAM, "work"]
    server.hangs.set()
    with running(work, tmp_path / "first.log", environ(place, server)) as first:
        wait_for(server.held.is_set)
        first.kill()
        first.wait()
    in_hand = states()
    # Else a mail that the dead one had sent could still be taken.
    wait_for(lambda: not server.talking)
    server.hangs.clear()

    with running(work, tmp_path / "second.log", environ(place, server)) as second:
        wait_for(lambda: states() == {"done"})
        status = stop(second)

    assert "running" in in_hand
    assert status == 0
    assert sorted(server.accepted) == sorted(expected)


def test_two_workers_do_everything_once(
    place: engine.Municipality, deploy: Deploy, server: MailServer, tmp_path: Path
) -> None:
    deploy(thanking())
    told = environ(place, server)
    work = [*PROGRAM, "work"]
    with running(work, tmp_path / "a.log", told) as first, running(work, tmp_path / "b.log", told) as second:
        wait_for(lambda: engine.health().workers == 2)

        for _ in range(40):
            engine.start_case("bedanken", GIVEN, None)
        wait_for(lambda: states() == {"done"})
        ended = [stop(first), stop(second)]

    assert ended == [0, 0]
    assert len(server.accepted) == len(set(server.accepted)) == 40
    assert engine.health().workers == 0


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_a_worker_goes_on_when_the_database_was_gone_for_a_moment(
    place: engine.Municipality, deploy: Deploy, server: MailServer, tmp_path: Path
) -> None:
    deploy(thanking())
    with running([*PROGRAM, "work"], tmp_path / "work.log", environ(place, server)) as worker:
        wait_for(lambda: engine.health().workers == 1)
        engine.start_case("bedanken", GIVEN, None)
        wait_for(lambda: states() == {"done"})

        cut = _cut_every_connection(place.settings.database_url)
        engine.start_case("bedanken", GIVEN, None)
        wait_for(lambda: states() == {"done"})
        status = stop(worker)

    assert cut > 2
    assert (status, len(server.accepted)) == (0, 2)


def _cut_every_connection(url: str) -> int:
    """Cut all connections, like a restart of the server. Returns how many there were."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid = ANY(:those)"
    other = create_engine(url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        found = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        those = {"those": list(connection.scalars(found))}
        cut = connection.execute(text(f"SELECT count(pg_terminate_backend(pid)) {others}"), those).scalar_one()
        wait_for(lambda: connection.execute(text(f"SELECT count(*) {others}"), those).scalar_one() == 0)
    other.dispose()
    return int(cut)


def test_a_server_of_pages_works_behind_them_too_and_stops_when_asked(
    place: engine.Municipality, deploy: Deploy, server: MailServer, tmp_path: Path
) -> None:
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    port = str(free_port())
    # It has to do its work once, also on a machine that is so busy that it gives no sign of life for two seconds.
    environment = {**environ(place, server), "SMEDERIJ_WORKER_SILENCE": "20"}
    with running([*PROGRAM, "serve", "--port", port], tmp_path / "serve.log", environment) as serving:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/health"))
        wait_for(lambda: states() == {"done"})
        status = stop(serving)

    assert (status, len(server.accepted)) == (0, 1)
    assert engine.health().workers == 0
    assert "Traceback" not in (tmp_path / "serve.log").read_text()


def test_a_worker_that_stopped_leaves_its_last_sign_of_life(place: engine.Municipality) -> None:
    before = engine.health()
    worker = engine.start_worker(place)
    wait_for(lambda: engine.health().ok)
    worker.stop()

    after = engine.health()

    assert (before.ok, before.workers, before.last_sign) == (False, 0, None)
    assert (after.ok, after.workers) == (False, 0)
    assert after.last_sign is not None


def test_a_worker_removes_who_looked_when_the_term_of_that_is_over(place: engine.Municipality, deploy: Deploy) -> None:
    deploy(thanking())
    long_ago = place.clock() - timedelta(days=place.settings.viewings_days + 1)
    with engine.at(replace(place, clock=lambda: long_ago, viewed={})):
        engine.keep_viewing("case", ["zaak"], engine.User("iemand", "Iemand"))
    assert viewings() == ["case"]

    worker = engine.start_worker(place)
    wait_for(lambda: not viewings())
    worker.stop()
