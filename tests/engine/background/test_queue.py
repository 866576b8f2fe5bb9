"""The queue: a job is in it exactly when its transaction was committed, and the worker that takes it runs it once."""

from __future__ import annotations

import base64
import json
import pickle
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from babel import localedata
from sqlalchemy import MetaData, Table, func, insert, select, text
from sqlalchemy.engine import Connection

import engine
from engine import dispatch, models
from engine.accounts.adding import NewAccount, add_accounts
from engine.background import digests, jobs
from engine.background.worker import Worker
from engine.executing.executor import LEASE
from engine.executing.handlers import Handler
from engine.municipality import reading, transaction
from engine.trial import shelf
from engine.workshop import trials
from tests.conftest import Opener, TestClock
from tests.engine.background.test_digests import work
from tests.engine.conftest import Deploy, People
from tests.engine.stories import GIVEN
from tests.engine.thanking import thanking
from tests.engine.trying import BEGIN, tidy_idea
from tests.processes import wait_for


def entries(place: engine.Municipality) -> list[dict[str, Any]]:
    """The entries of the queue, as DBOS wrote them."""
    with place.database.engine.connect() as connection:
        status, *apart = (_table(connection, f"workflow_{name}") for name in ("status", "input", "output"))
        given, came_out = apart
        told = [column for column in status.c if column.name not in {"inputs", "output", "error"}]
        query = (
            select(*told, given.c.inputs, came_out.c.output, came_out.c.error)
            .outerjoin(given, given.c.workflow_uuid == status.c.workflow_uuid)
            .outerjoin(came_out, came_out.c.workflow_uuid == status.c.workflow_uuid)
        )
        return [dict(row) for row in connection.execute(query.order_by(status.c.created_at)).mappings()]


def _table(connection: Connection, name: str) -> Table:
    schema = dispatch.SCHEMA if connection.dialect.name == "postgresql" else None
    return Table(name, MetaData(), schema=schema, autoload_with=connection)


def test_what_the_queue_asks_of_a_newer_sqlite_is_there(place: engine.Municipality) -> None:
    if place.database.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite tells its time so")

    with place.database.engine.connect() as connection:
        told = connection.execute(text("SELECT unixepoch('subsec')")).scalar_one()

    assert told == pytest.approx(time.time(), abs=5)


def job_rows() -> list[models.Job]:
    with reading() as session:
        return list(session.scalars(select(models.Job)))


def mails(folder: Path) -> list[Path]:
    return sorted((folder / "mail").glob("*.eml"))


@contextmanager
def at_work(place: engine.Municipality) -> Iterator[Worker]:
    """A worker in this process, which is stopped at the end."""
    quick = place.settings.model_copy(update={"worker_seconds": 0.1, "worker_silence": 1.0})
    hired = engine.open_municipality(quick, place.clock)
    worker = engine.start_worker(hired)
    try:
        yield worker
    finally:
        worker.stop()
        hired.close()


def test_a_worker_throws_away_trials_that_nobody_opens_again(
    place: engine.Municipality, deploy: Deploy, clock: TestClock
) -> None:
    deploy(tidy_idea())
    with transaction() as session:
        (owner,) = add_accounts(session, [NewAccount("eigenaar", "Eigenaar", "geheim-woord", ("proceseigenaar",))])
    change = engine.begin_change("voorbeeld", owner, "Een wijziging")
    trials.begin_trial(change, owner, "voorbeeld.Ingestuurd", BEGIN)
    left = shelf.root() / shelf.name_of(change, owner.id)
    before = left.exists()
    clock.turn(hours=25)

    with at_work(place):
        wait_for(lambda: not left.exists())

    assert before


def test_what_is_rolled_back_leaves_no_job_in_the_queue(place: engine.Municipality) -> None:
    def fail_after_writing_a_job() -> None:
        with transaction() as session:
            session.add(models.Job(id="a", kind="mail", payload={}, due_at=place.clock(), created_at=place.clock()))
            place.queue.put(session, ["a"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing_a_job()

    assert (job_rows(), entries(place)) == ([], [])


def test_what_is_committed_has_its_job_in_the_queue(place: engine.Municipality, deploy: Deploy) -> None:
    deploy(thanking())

    engine.start_case("bedanken", GIVEN, None)

    put = [json.loads(entry["inputs"])["args"] for entry in entries(place)]
    assert put == [[[job.id for job in job_rows()]]]


def test_only_ids_travel_and_only_as_json(place: engine.Municipality, deploy: Deploy, tmp_path: Path) -> None:
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    with at_work(place):
        wait_for(lambda: [e["status"] for e in entries(place)] == ["SUCCESS"])

    (entry,) = entries(place)

    told = {name: json.loads(entry[name]) for name in ("inputs", "output", "error") if entry[name] is not None}
    assert told.pop("inputs") == {"args": [[job_rows()[0].id]], "kwargs": {}}
    assert entry["serialization"] == "smederij_json"
    assert set(told.values()) <= {None}
    assert "Ina" not in str(entry)
    assert "vijver" not in str(entry)


def test_a_value_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        dispatch.Json().serialize({1, 2})


def test_of_an_error_only_its_type_is_written() -> None:
    assert json.loads(dispatch.Json().serialize(ValueError("mail aan ina@voorbeeld.invalid"))) == {
        "error": "ValueError"
    }


class _Spiteful:
    """What runs when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (self.path,)  # type: ignore[return-value]


def test_a_pickle_that_someone_puts_in_the_queue_is_not_read(
    place: engine.Municipality, deploy: Deploy, tmp_path: Path
) -> None:
    trace = tmp_path / "it ran"
    planted = base64.b64encode(pickle.dumps({"args": (_Spiteful(trace),), "kwargs": {}})).decode()
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    _plant(place, planted)

    with at_work(place):
        wait_for(lambda: mails(tmp_path))
        wait_for(lambda: {e["status"] for e in entries(place)} == {"SUCCESS", "ERROR"})

    assert not trace.exists()
    pickle.loads(base64.b64decode(planted))  # noqa: S301
    assert trace.exists(), "the pickle was harmless, so this test shows nothing"


def test_a_worker_that_just_began_reads_what_a_library_keeps_as_a_pickle(
    place: engine.Municipality, deploy: Deploy, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(localedata, "_cache", {})
    deploy(work("=werkdagen(3)"))
    engine.start_case("werk", {"titel": "Bankje"}, None)
    digests.ask_for_due()

    with at_work(place):
        wait_for(lambda: mails(tmp_path))

    assert {(job.state, job.error) for job in job_rows()} == {("done", None)}


def _plant(place: engine.Municipality, planted: str) -> None:
    row = {**entries(place)[0], "workflow_uuid": "planted", "serialization": "py_pickle"}
    for name in ("inputs", "output", "error"):
        del row[name]
    with place.database.engine.begin() as connection:
        connection.execute(insert(_table(connection, "workflow_status")).values(row))
        connection.execute(insert(_table(connection, "workflow_input")).values(workflow_uuid="planted", inputs=planted))


def test_a_worker_carries_out_what_is_put_in_the_queue(
    place: engine.Municipality, deploy: Deploy, tmp_path: Path
) -> None:
    deploy(thanking())

    with at_work(place):
        started = [engine.start_case("bedanken", GIVEN, None) for _ in range(12)]
        wait_for(lambda: {job.state for job in job_rows()} == {"done"})

    assert len(mails(tmp_path)) == len(started)
    assert {job.attempts for job in job_rows()} == {1}


def test_a_worker_finds_nothing_to_do_in_what_was_done_by_hand(
    place: engine.Municipality, deploy: Deploy, tmp_path: Path
) -> None:
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    engine.run_worker_once()
    (mail,) = mails(tmp_path)
    mail.unlink()

    with at_work(place):
        wait_for(lambda: [e["status"] for e in entries(place)] == ["SUCCESS"])

    assert mails(tmp_path) == []
    assert [job.attempts for job in job_rows()] == [1]


def test_a_job_that_fails_comes_back_by_itself(
    place: engine.Municipality, deploy: Deploy, people: People, clock: TestClock, tmp_path: Path
) -> None:
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    in_the_way = tmp_path / "mail"
    in_the_way.write_text("not a folder")
    engine.run_worker_once()
    in_the_way.unlink()

    waiting = [entry for entry in entries(place) if entry["status"] == "DELAYED"]

    (job,) = job_rows()
    pause = (waiting[0]["delay_until_epoch_ms"] - waiting[0]["created_at"]) / 1000
    assert (job.state, job.attempts, job.worker) == ("waiting", 1, None)
    assert (job.due_at - clock()).total_seconds() == 20
    assert pause == pytest.approx(20, abs=2)


def test_a_job_that_is_retried_by_hand_is_in_the_queue_again(
    place: engine.Municipality, deploy: Deploy, people: People, tmp_path: Path
) -> None:
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    with transaction() as session:
        session.execute(text("UPDATE jobs SET state = 'failed', attempts = 8"))
    (job,) = job_rows()

    engine.retry_job(job.id, people.operator)
    with at_work(place):
        wait_for(lambda: mails(tmp_path))
        wait_for(lambda: job_rows()[0].state == "done")

    assert len(mails(tmp_path)) == 1


def test_a_job_that_never_reached_the_queue_is_put_in_it(place: engine.Municipality, clock: TestClock) -> None:
    with transaction() as session:
        session.add(models.Job(id="oud", kind="mail", payload={}, due_at=clock(), created_at=clock()))

    early = jobs.EXECUTOR.hand_out_late()
    clock.turn(minutes=5)
    late = jobs.EXECUTOR.hand_out_late()
    again = jobs.EXECUTOR.hand_out_late()

    assert (early, late, again) == (0, 1, 0)
    assert len(entries(place)) == 1


def test_what_a_worker_lost_hold_of_is_handed_out_again_at_its_next_look(
    place: engine.Municipality, clock: TestClock
) -> None:
    lease = clock() + LEASE
    with transaction() as session:
        for key, worker in (("los", "een"), ("vast", "een"), ("anders", "twee")):
            row = models.Job(id=key, kind="mail", payload={}, state="running", due_at=lease, created_at=clock())
            row.worker = worker
            session.add(row)

    found = jobs.EXECUTOR.hand_out_late("een", {"vast"})

    assert found == 1
    assert {row.id: row.state for row in job_rows()} == {"los": "waiting", "vast": "running", "anders": "running"}


def test_what_a_worker_hangs_in_is_handed_out_once_its_time_for_one_job_is_over(
    place: engine.Municipality, clock: TestClock
) -> None:
    with transaction() as session:
        row = models.Job(id="vast", kind="mail", payload={}, state="running", due_at=clock() + LEASE)
        row.created_at, row.worker = clock(), "een"
        session.add(row)

    clock.turn(seconds=LEASE.total_seconds() - 1)
    early = jobs.EXECUTOR.hand_out_late("twee")
    clock.turn(seconds=1)
    late = jobs.EXECUTOR.hand_out_late("twee")

    assert (early, late) == (0, 1)


def test_what_a_thread_of_a_worker_is_doing_is_not_handed_out_when_the_queue_names_it_twice(
    place: engine.Municipality, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The safety net puts what waits for long into the queue again, so a busy worker meets the same job twice."""
    begun, may_end = Event(), Event()

    def send_slowly(_id: str) -> None:
        begun.set()
        may_end.wait(20)

    monkeypatch.setitem(jobs.HANDLERS, "mail", Handler(send_slowly))
    write_job(clock)
    worker = Worker(place)
    worker._beat()

    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(worker._carry_out, ["a"])
        begun.wait(20)
        worker._carry_out(["a"])
        handed_out = jobs.EXECUTOR.hand_out_late(worker.name, worker._in_hand)
        may_end.set()
        slow.result()

    assert handed_out == 0
    assert set(worker._in_hand) == set()


def test_a_job_is_left_alone_while_its_worker_lives(
    place: engine.Municipality, deploy: Deploy, clock: TestClock
) -> None:
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    (job,) = job_rows()
    with transaction() as session:
        session.add(models.Heartbeat(worker="eerste", seen_at=clock()))
        session.execute(text("UPDATE jobs SET state = 'running', worker = 'eerste', attempts = 1"))
        session.get_one(models.Job, job.id).due_at = clock() + LEASE

    while_it_lives = jobs.EXECUTOR.carry_out(job.id, "tweede")
    clock.turn(seconds=place.settings.worker_silence)
    once_it_is_silent = jobs.EXECUTOR.carry_out(job.id, "tweede")

    assert (while_it_lives, once_it_is_silent) == (False, True)


def write_job(clock: TestClock, state: str = "waiting") -> None:
    with transaction() as session:
        due = clock() + (LEASE if state == "running" else timedelta())
        session.add(models.Job(id="a", kind="mail", payload={}, state=state, due_at=due, created_at=clock()))


def test_a_job_says_by_whom_it_is_done_and_for_how_long_before_it_begins(
    place: engine.Municipality, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[object, ...]] = []

    def look(_id: str) -> None:
        seen.extend((job.state, job.worker, job.attempts, job.due_at) for job in job_rows())

    monkeypatch.setitem(jobs.HANDLERS, "mail", Handler(look))
    write_job(clock)

    jobs.EXECUTOR.carry_out("a", "een")

    assert seen == [("running", "een", 1, clock() + LEASE)]


def test_a_job_that_no_worker_signs_for_is_left_alone_until_its_time_is_over(
    place: engine.Municipality, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs.HANDLERS, "mail", Handler(lambda _id: None))
    write_job(clock, "running")

    before = jobs.EXECUTOR.carry_out("a", "een")
    clock.turn(seconds=LEASE.total_seconds())
    after = jobs.EXECUTOR.carry_out("a", "een")

    assert (before, after) == (False, True)


@pytest.mark.parametrize("state", ["done", "failed"])
def test_a_job_that_is_over_is_not_done_again(place: engine.Municipality, clock: TestClock, state: str) -> None:
    write_job(clock, state)

    assert jobs.EXECUTOR.carry_out("a", "een") is False
    assert jobs.EXECUTOR.carry_out("another", "een") is False


def test_what_was_done_long_ago_is_forgotten_by_the_queue_and_kept_as_a_row(
    place: engine.Municipality, deploy: Deploy
) -> None:
    deploy(thanking())
    engine.start_case("bedanken", GIVEN, None)
    carrier = dispatch.Carrier(place.database.url, "bezem", lambda _: None, 0.1, 1)

    def forget_twice() -> tuple[int, int]:
        carrier.start()
        try:
            wait_for(lambda: [e["status"] for e in entries(place)] == ["SUCCESS"])
            early = carrier.forget(datetime.now(UTC) - timedelta(minutes=1))
            return early, carrier.forget(datetime.now(UTC) + timedelta(minutes=1))
        finally:
            carrier.stop(0)

    # DBOS wants a thread without an event loop, as a worker's is; a browser test before this one leaves one in ours.
    with ThreadPoolExecutor(1) as own_thread:
        early, late = own_thread.submit(forget_twice).result()

    with place.database.engine.connect() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(_table(connection, f"workflow_{name}"))).scalar()
            for name in ("status", "input", "output")
        ]
    assert (early, late, counts, len(job_rows())) == (0, 1, [0, 0, 0], 1)


def test_a_worker_can_be_followed_by_another_in_the_same_process(place: engine.Municipality) -> None:
    for _ in range(2):
        with at_work(place):
            wait_for(lambda: engine.health().workers == 1)

        assert engine.health().workers == 0


def test_a_process_has_room_for_one_worker(place: engine.Municipality, open_at: Opener) -> None:
    with at_work(place) as first:
        wait_for(lambda: engine.health().workers == 1)
        second = dispatch.Carrier(place.database.url, "tweede", lambda _: None, 1.0, 1)
        wait_for(lambda: dispatch._claims == [first.name])

        with pytest.raises(RuntimeError, match="one at a time"):
            second.start()
