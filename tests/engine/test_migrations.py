"""Migrations: what an earlier release left is still there, and right, after the way to this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, Table, insert, inspect, select, text
from sqlalchemy.engine import Connection

import engine
from engine import dispatch, history
from engine.database import Database
from engine.migrations import migrate
from engine.models import Base, Case, HistoryEvent, Task
from engine.running import urgency


@pytest.fixture
def empty(empty_url: str, tmp_path: Path) -> Iterator[engine.Municipality]:
    municipality = engine.open_municipality(engine.load_settings({}, data_dir=tmp_path, database_url=empty_url))
    yield municipality
    municipality.close()


def fill(connection: Connection, name: str, **told: object) -> None:
    fill_all(connection, name, [told])


def fill_all(connection: Connection, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Add rows, all with the same columns, and with a value in every other column that requires one."""
    table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    kinds: dict[type, object] = {
        str: "0",
        int: 0,
        bool: False,
        datetime: datetime(2026, 3, 2, 8, 0),
        bytes: b"",
        object: {},
    }
    filled = {c.name: kinds[c.type.python_type] for c in table.c if not c.nullable and c.name not in rows[0]}
    connection.execute(insert(table), [{**filled, **row} for row in rows])


def test_what_the_first_release_waited_for_are_messages(empty: engine.Municipality) -> None:
    migrate(empty.database, "0001")
    with empty.database.engine.begin() as before:
        fill(before, "cases", id="zaak")
        fill(before, "subscriptions", case_id="zaak", message="intrekking")

    migrate(empty.database)

    with empty.database.engine.connect() as later:
        rows = later.execute(text("SELECT kind, message, key FROM subscriptions")).all()
    assert [tuple(row) for row in rows] == [("message", "intrekking", None)]


def test_a_case_that_was_erased_before_says_since_when(empty: engine.Municipality) -> None:
    migrate(empty.database, "0017")
    with empty.database.engine.begin() as before:
        for name in ("gewist", "bewaard"):
            fill(before, "cases", id=name, reference=name)
        for day, kind in ((3, "case_ended"), (4, "case_erased"), (5, "case_erased")):
            told = {
                "sequence": day,
                "case_id": "gewist",
                "kind": kind,
                "at": datetime(2026, 3, day),
                "digest": str(day),
            }
            fill(before, "history", previous="0", **told)

    migrate(empty.database)

    with empty.database.reading() as session:
        found = {case.id: case.erased_at for case in session.scalars(select(Case))}
    assert {name: at and at.day for name, at in found.items()} == {"gewist": 4, "bewaard": None}


def test_the_history_begins_with_the_rights_that_accounts_have(empty: engine.Municipality) -> None:
    migrate(empty.database, "0014")
    with empty.database.engine.begin() as before:
        for name, active in (("anna", True), ("bram", False)):
            fill(before, "persons", id=name)
            fill(before, "accounts", id=name, username=name, role="inwoner", active=active)
        for group in ("wijkteam", "kernteam"):
            fill(before, "account_groups", account_id="anna", group_id=group)
        fill(before, "history", person_id="wie", previous="0" * 64, digest="d" * 64, at=datetime(2026, 3, 2))

    migrate(empty.database)

    with empty.database.reading() as session:
        _, *found = session.scalars(select(HistoryEvent).order_by(HistoryEvent.sequence)).all()
    assert [event.facts for event in found] == [
        {"account": "anna", "role": "inwoner", "groups": ["kernteam", "wijkteam"], "active": True},
        {"account": "bram", "role": "inwoner", "groups": [], "active": False},
    ]
    assert [event.previous for event in found] == ["d" * 64, found[0].digest]
    assert [history.digest_of(event) for event in found] == [event.digest for event in found]


def test_the_history_begins_with_what_was_gone_before_it_told_of_erasing(empty: engine.Municipality) -> None:
    migrate(empty.database, "0015")
    given = {"titel": "Één bankje", "bedrag": "2.5"}
    there = history.salted_digest(given, "zout")
    with empty.database.engine.begin() as before:
        fill(before, "definitions", id="0")
        for case_id in ("gewist", "heel"):
            fill(before, "cases", id=case_id, reference=case_id)
            fill(before, "answers", case_id=case_id, given=given, salt="zout", id=len(case_id))
            told = [("case_started", {"digest": "begin"}), ("task_completed", {"digest": there})]
            if case_id == "gewist":
                told += [("task_completed", {"digest": "weg"}), ("decision_made", {"digest": "uitleg"})]
                told += [
                    ("letter_written", {"letter": "gewist-1", "digest": "brief"}),
                    ("decision_made", {"digest": ""}),
                ]
            for number, (kind, facts) in enumerate(told):
                row = {"sequence": -number - len(case_id) * 10, "previous": "0", "digest": f"{case_id}-{number}"}
                fill(before, "history", case_id=case_id, kind=kind, facts=facts, **row)

    migrate(empty.database)

    with empty.database.reading() as session:
        (found,) = session.scalars(select(HistoryEvent).where(HistoryEvent.kind == "absence_found"))
    assert (found.case_id, found.facts) == ("gewist", {"missing": ["gewist-1", "uitleg", "weg"]})
    assert found.previous == "gewist-0"
    assert history.digest_of(found) == found.digest


def test_an_open_task_gets_its_place_in_the_worklists(empty: engine.Municipality) -> None:
    migrate(empty.database, "0008")
    with empty.database.engine.begin() as before:
        fill(before, "cases", id="zaak")
        fill(before, "definitions", id="0")
        for name, state, assigned in (("vrij", "open", False), ("dicht", "completed", False), ("stem", "open", True)):
            fill(before, "tasks", id=name, case_id="zaak", ref=name, state=state, assigned=assigned, priority=50)
            for group in ("ondersteuning", "indiener", "domesta"):
                fill(before, "task_groups", task_id=name, group_id=group)

    migrate(empty.database)

    with empty.database.engine.connect() as later:
        rows = later.execute(text("SELECT id, team, urgency FROM tasks ORDER BY id")).all()
    place = urgency.urgency_of(None, 50, datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    found = [tuple(row) for row in rows]
    assert found == [("dicht", None, ""), ("stem", None, place), ("vrij", "domesta,ondersteuning", place)]


def test_a_task_keeps_its_groups_however_many_there_are(empty: engine.Municipality) -> None:
    kinds: list[list[str]] = [["kernteam"], [], ["domesta", "indiener", "politie"]]
    offered = {f"{n:05}": kinds[n % 3] for n in range(7_600)}  # More than one batch has.
    migrate(empty.database, "0013")
    with empty.database.engine.begin() as before:
        fill(before, "cases", id="zaak")
        fill(before, "definitions", id="0")
        fill_all(before, "tasks", [{"id": name, "case_id": "zaak", "ref": name} for name in offered])
        told = [{"task_id": name, "group_id": group} for name, groups in offered.items() for group in groups]
        fill_all(before, "task_groups", told)

    migrate(empty.database)

    with empty.database.reading() as session:
        rows = session.execute(select(Task.id, Task.candidate_groups)).all()
    assert {row.id: row.candidate_groups for row in rows} == offered


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
    beside_ours = of_the_queue if empty.database.url.get_backend_name() == "sqlite" else set()
    assert tables == {*Base.metadata.tables, *beside_ours, "alembic_version"}
    assert of_the_queue.isdisjoint(Base.metadata.tables)


def test_migrating_again_does_nothing(empty: engine.Municipality) -> None:
    migrate(empty.database)
    migrate(empty.database)

    with empty.database.engine.connect() as connection:
        assert len(connection.execute(text("SELECT version_num FROM alembic_version")).all()) == 1
