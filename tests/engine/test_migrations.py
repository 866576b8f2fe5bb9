"""Migrations: what an earlier release left is still there, and right, after the way to this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

import engine
from engine import dispatch
from engine.database import Database
from engine.migrations import migrate
from engine.models import Base


@pytest.fixture
def empty(tmp_path: Path) -> engine.Municipality:
    return engine.open_municipality(engine.load_settings({}, data_dir=tmp_path))


def fill(connection: sqlite3.Connection, table: str, **told: str) -> None:
    """Add a row, with something in every column that must have something."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[3] or row[1] in told]
    marks = ", ".join("?" for _ in columns)
    values = [told.get(name, "0") for name in columns]
    connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)  # noqa: S608


def test_what_the_first_release_waited_for_are_messages(empty: engine.Municipality, tmp_path: Path) -> None:
    migrate(empty.database, "0001")
    with closing(sqlite3.connect(tmp_path / "smederij.sqlite")) as connection:
        fill(connection, "cases", id="zaak")
        fill(connection, "subscriptions", case_id="zaak", message="intrekking")
        connection.commit()

    migrate(empty.database)

    with empty.database.engine.connect() as later:
        rows = later.execute(text("SELECT kind, message, key FROM subscriptions")).all()
    assert [tuple(row) for row in rows] == [("message", "intrekking", None)]


def test_the_migrations_lead_to_the_tables_of_the_models(empty: engine.Municipality, tmp_path: Path) -> None:
    beside = Database(f"sqlite:///{tmp_path / 'beside.sqlite'}")
    dispatch.make_tables(beside.url)
    of_the_queue = set(inspect(beside.engine).get_table_names())
    beside.close()

    migrate(empty.database)

    with empty.database.engine.connect() as connection:
        told = {"include_name": lambda name, kind, _: kind != "table" or name not in of_the_queue}
        differences = compare_metadata(MigrationContext.configure(connection, opts=told), Base.metadata)
        tables = set(inspect(connection).get_table_names())

    assert differences == []
    assert tables == {*Base.metadata.tables, *of_the_queue, "alembic_version"}
    assert of_the_queue.isdisjoint(Base.metadata.tables)


def test_migrating_again_does_nothing(empty: engine.Municipality) -> None:
    migrate(empty.database)
    migrate(empty.database)

    with empty.database.engine.connect() as connection:
        assert len(connection.execute(text("SELECT version_num FROM alembic_version")).all()) == 1
