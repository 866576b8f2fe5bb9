"""Statements that are written once: what they give and keep is what SQLAlchemy would, in the caller's transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError

import engine
from engine.database import connection_of
from engine.models import Counter, Heartbeat, HeldKey, Job, table_of
from engine.municipality import reading, transaction
from engine.prepared import Prepared, Writes, at_once

COUNTERS, JOBS = table_of(Counter), table_of(Job)
ADD = Prepared(insert(COUNTERS), "name", "value")
READ = Prepared(select(COUNTERS.c.value).where(COUNTERS.c.name == bindparam("name")))
RAISE = Prepared(update(COUNTERS).where(COUNTERS.c.name == bindparam("which")).values(value=COUNTERS.c.value + 1))


def count() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Counter)) or 0


def test_what_is_gathered_is_carried_out_in_order(place: engine.Municipality) -> None:
    writes = Writes()
    writes.add(ADD, {"name": "a", "value": 1}, {"name": "b", "value": 5})
    writes.add(RAISE, {"which": "a"}, {"which": "a"})

    with transaction() as session:
        writes.send(connection_of(session))
        found = [READ.fetch(connection_of(session), {"name": name}) for name in ("a", "b", "c")]

    assert found == [[(3,)], [(5,)], []]


def test_an_error_halfway_keeps_nothing_and_is_told_as_itself(place: engine.Municipality) -> None:
    writes = Writes()
    writes.add(ADD, {"name": "a", "value": 1})
    writes.add(ADD, {"name": "a", "value": 2})
    writes.add(ADD, {"name": "b", "value": 3})

    with pytest.raises(Exception, match=r"(?i)unique|duplicate"), transaction() as session:
        writes.send(connection_of(session))

    assert count() == 0


def test_what_goes_past_the_session_is_rolled_back_with_it(place: engine.Municipality) -> None:
    def act() -> None:
        with transaction() as session:
            ADD.run(connection_of(session), {"name": "a", "value": 1})
            raise LookupError

    with pytest.raises(LookupError):
        act()

    assert count() == 0


def test_of_two_questions_at_once_each_is_answered(place: engine.Municipality) -> None:
    with transaction() as session:
        ADD.run(connection_of(session), {"name": "a", "value": 1}, {"name": "b", "value": 2})

        with at_once(connection_of(session)):
            first = READ.ask(connection_of(session), {"name": "a"})
            RAISE.run(connection_of(session), {"which": "b"})
            second = READ.ask(connection_of(session), {"name": "b"})
            found = first(), second()

    assert found == ([(1,)], [(3,)])


def test_values_are_kept_and_read_as_the_models_say(place: engine.Municipality) -> None:
    moment = datetime(2026, 3, 2, 9, 30, 1, 7, tzinfo=timezone(timedelta(hours=2)))
    add = Prepared(insert(JOBS), "id", "kind", "payload", "state", "attempts", "due_at", "created_at", "done_at")
    read = Prepared(select(*(JOBS.c[name] for name in ("payload", "due_at", "done_at"))))
    row: dict[str, Any] = {"id": "j", "kind": "mail", "payload": {"é": [1, None]}, "state": "done", "attempts": 0}
    moments = {"due_at": moment, "created_at": moment, "done_at": None}

    with transaction() as session:
        add.run(connection_of(session), {**row, **moments})
        past = read.fetch(connection_of(session), {})
        job = session.get_one(Job, "j")

    assert past == [({"é": [1, None]}, moment.astimezone(UTC), None)]
    assert (job.payload, job.due_at, job.done_at) == past[0]


def test_each_row_keeps_its_own_moments_though_one_comes_again_and_again(place: engine.Municipality) -> None:
    add = Prepared(insert(Heartbeat), "worker", "seen_at")
    read = Prepared(
        select(*(table_of(Heartbeat).c[name] for name in ("worker", "seen_at"))).order_by(table_of(Heartbeat).c.worker)
    )
    early = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    late = early + timedelta(microseconds=1)
    elsewhere = late.astimezone(timezone(timedelta(hours=2)))

    with transaction() as session:
        told = {"a": early, "b": early, "c": late, "d": elsewhere, "e": early}
        add.run(connection_of(session), *({"worker": name, "seen_at": at} for name, at in told.items()))
        found = read.fetch(connection_of(session), {})

    assert found == list(told.items())


def test_a_moment_without_a_zone_is_refused_here_too(place: engine.Municipality) -> None:
    add = Prepared(insert(Heartbeat), "worker", "seen_at")

    with pytest.raises(ValueError, match="without a zone"), transaction() as session:
        add.run(connection_of(session), {"worker": "w", "seen_at": datetime(2026, 3, 2)})


def test_a_statement_that_leaves_a_default_of_python_out_is_refused(place: engine.Municipality) -> None:
    incomplete = Prepared(insert(JOBS), "id", "kind")

    with pytest.raises(TypeError, match="default in Python"), transaction() as session:
        incomplete.run(connection_of(session), {"id": "j", "kind": "mail"})


def test_what_a_statement_says_itself_is_not_overruled_and_what_it_asks_must_be_given(
    place: engine.Municipality,
) -> None:
    reset = Prepared(update(COUNTERS).where(COUNTERS.c.name == bindparam("which")).values(value=7))
    with transaction() as session:
        ADD.run(connection_of(session), {"name": "a", "value": 1})

        reset.run(connection_of(session), {"which": "a", "value": 9, "name": "b"})

        assert READ.fetch(connection_of(session), {"name": "a"}) == [(7,)]

    with pytest.raises(KeyError), transaction() as session:
        reset.run(connection_of(session), {"value": 9})


def test_nothing_that_is_written_while_only_looking_is_kept(place: engine.Municipality) -> None:
    if place.database.engine.dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="read-only"), reading() as session:
            session.execute(insert(HeldKey).values(process_id="p", key="k", case_id="c"))
    else:
        with reading() as session:
            session.execute(insert(Counter).values(name="a", value=1))

    assert count() == 0
