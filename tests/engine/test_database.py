"""The database: how SQLite is set up, and that a writer is alone from the start of a transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import sleep
from uuid import RFC_4122, UUID

import pytest
from sqlalchemy import insert, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.orm import Session

import engine
from engine import models
from engine.database import Database, connection_of
from engine.models import new_id
from engine.municipality import reading, transaction
from engine.prepared import Prepared
from tests.conftest import Opener
from tests.processes import wait_for


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path) -> Iterator[engine.Municipality]:
    municipality = engine.open_municipality(engine.load_settings({}, data_dir=tmp_path, database_url=sqlite_url))
    with engine.at(municipality):
        yield municipality
    municipality.close()


def beside(place: engine.Municipality) -> sqlite3.Connection:
    """Another writer, which does not wait for a lock."""
    return sqlite3.connect(str(place.database.url.database), timeout=0, isolation_level=None)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        pytest.param("journal_mode", "wal", id="readers and a writer do not wait for each other"),
        pytest.param("synchronous", 2, id="a commit outlives the power (FULL)"),
        pytest.param("foreign_keys", 1, id="no row points at nothing"),
        pytest.param("busy_timeout", 20_000, id="who comes second waits twenty seconds"),
    ],
)
def test_every_connection_to_sqlite_is_set_up(place: engine.Municipality, pragma: str, value: object) -> None:
    with reading() as looks, transaction() as writes:
        found = [session.execute(text(f"PRAGMA {pragma}")).scalar_one() for session in (looks, writes)]

    assert found == [value, value]


def test_a_transaction_that_writes_is_alone_before_it_reads_anything(place: engine.Municipality) -> None:
    with transaction() as session, closing(beside(place)) as other:
        session.connection()

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_who_looks_keeps_nobody_from_writing(place: engine.Municipality) -> None:
    with reading() as session, closing(beside(place)) as other:
        session.execute(text("SELECT count(*) FROM cases")).scalar_one()

        other.execute("BEGIN IMMEDIATE")

        assert other.in_transaction


def test_no_update_is_lost_between_a_read_and_a_write(place: engine.Municipality) -> None:
    with transaction() as session:
        session.execute(text("CREATE TABLE counter (n INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))

    def count() -> None:
        with engine.at(place):
            for _ in range(50):
                with transaction() as session:
                    seen = session.execute(text("SELECT n FROM counter")).scalar_one()
                    session.execute(text("UPDATE counter SET n = :n"), {"n": seen + 1})

    together = [threading.Thread(target=count) for _ in range(4)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()

    with reading() as session:
        assert session.execute(text("SELECT n FROM counter")).scalar_one() == 200


def test_connections_that_nobody_uses_are_closed_with_the_database(place: engine.Municipality) -> None:
    with reading() as session:
        kept = session.connection().connection.driver_connection

    place.database.close()

    assert kept is not None
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        kept.execute("SELECT 1")


def test_a_statement_that_was_written_for_one_municipality_is_not_written_again_for_another(database_url: str) -> None:
    question = text("SELECT 'written once'")

    with closing(Database(database_url)) as one, one.transaction() as session:
        session.execute(question)
    with closing(Database(database_url)) as other, other.transaction() as writing, other.reading() as looking:
        found = [session.connection().execute(question).context.cache_hit for session in (writing, looking)]

    assert found == [CacheStats.CACHE_HIT, CacheStats.CACHE_HIT]


@pytest.mark.postgres
def test_a_connection_that_the_server_closed_is_not_used(postgres_url: str, open_at: Opener) -> None:
    def who_serves() -> int:
        with reading() as session:
            return int(session.scalars(text("SELECT pg_backend_pid()")).one())

    with engine.at(open_at(postgres_url)) as here:
        before, again = who_serves(), who_serves()
        # Each look in a transaction of its own: within one, PostgreSQL shows its connections as they were at the first.
        with here.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": before})
            gone = text("SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = :pid)")
            wait_for(lambda: bool(other.execute(gone, {"pid": before}).scalar_one()))

        after = who_serves()

    assert again == before
    assert after != before


@pytest.mark.postgres
def test_a_server_that_takes_no_writes_for_now_is_told_as_one_that_is_unavailable(
    postgres_url: str, open_at: Opener
) -> None:
    # As a standby is, and as a provider sets a server of which the disk is nearly full.
    with engine.at(open_at(postgres_url)) as here, here.database.engine.begin() as other:
        name = make_url(postgres_url).database
        other.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))

    with engine.at(open_at(postgres_url)) as here:
        for put in (_put_by_session, _put_past_session):
            with pytest.raises(engine.Unavailable, match="read-only"), here.database.transaction() as session:
                put(session)


def _put_by_session(session: Session) -> None:
    session.add(models.Counter(name="IDEE-2026", value=1))
    session.flush()


def _put_past_session(session: Session) -> None:
    Prepared(insert(models.table_of(models.Counter)), "name", "value").run(
        connection_of(session), {"name": "IDEE-2026", "value": 1}
    )


def test_ids_are_of_a_kind_that_is_known_and_differ() -> None:
    made = [UUID(new_id()) for _ in range(1_000)]

    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert len(set(made)) == len(made)


def test_an_id_that_is_made_later_comes_later() -> None:
    made = []
    for _ in range(20):
        made.append(new_id())
        sleep(0.002)

    assert made == sorted(made)
