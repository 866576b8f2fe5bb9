"""Seal mails: an auditor gets a seal by itself, once a week or day, and it proves what was there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

import engine
from engine.accounts import staffing
from engine.background import sealmails
from engine.cli.entering import OPERATOR
from engine.models import Account, Job
from engine.municipality import at, here, reading
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.stories import GIVEN, idea
from tests.processes import wait_for

Sent = Callable[[], list[EmailMessage]]


@pytest.fixture
def auditor(people: People, deploy: Deploy) -> engine.User:
    """An auditor with an e-mail address, in a municipality where an idea was submitted."""
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    give_address(people.auditor, "ada@voorbeeld.invalid")
    return people.auditor


def give_address(user: engine.User, address: str) -> None:
    with reading() as session:
        username = session.get_one(Account, user.id).username
    staffing.change_contact(username, None, address, OPERATOR)


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """The mails with a seal that were sent, the oldest first."""

    def read() -> list[EmailMessage]:
        files = sorted((tmp_path / "mail").glob("*-seal-*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    return read


def morning() -> int:
    """Let a worker look again. Returns for how many auditors it had a seal made."""
    asked = sealmails.ask_for_due()
    engine.run_worker_once()
    return asked


def attached(mail: EmailMessage) -> bytes:
    (part,) = mail.iter_attachments()
    found = part.get_content()
    assert isinstance(found, bytes)
    return found


def often(value: str) -> engine.Municipality:
    """This municipality with another setting for how often seals are mailed."""
    return replace(here(), settings=here().settings.model_copy(update={"seal_mails": value}))


def test_an_auditor_gets_a_seal_that_proves_what_was_there(auditor: engine.User, sent: Sent) -> None:
    morning()

    (mail,) = sent()
    (part,) = mail.iter_attachments()
    proof = engine.prove_history(auditor, attached(mail))
    assert (mail["To"], part.get_filename(), part.get_content_type()) == (
        "ada@voorbeeld.invalid",
        "bewijs-2026-03-02-0900.json",
        "application/json",
    )
    assert (proof.misfits, proof.seal is not None) == ((), True)


def test_the_mail_says_what_it_is_for_and_nothing_of_anybody_else(auditor: engine.User, sent: Sent) -> None:
    morning()

    (mail,) = sent()
    body = mail.get_body()
    said = f"{mail['Subject']} {body.get_content() if body else ''} {attached(mail).decode()}"
    assert "http://127.0.0.1:8000/controle" in said
    assert "op de eerste werkdag van elke week" in said
    assert not any(word in said for word in (*GIVEN.values(), "Oda", "Bo Beheer"))


def test_who_made_it_is_the_system_and_its_mark_is_in_the_history(auditor: engine.User, sent: Sent) -> None:
    morning()

    (made,) = engine.list_seals(auditor)
    (mail,) = sent()
    body = mail.get_body()
    assert (made.by, made.mark) == ("Smederij", json.loads(attached(mail))["kenmerk"])
    assert body is not None
    assert made.mark in body.get_content()


def test_it_goes_once_a_week_on_the_first_working_day(auditor: engine.User, clock: TestClock, sent: Sent) -> None:
    clock.moment = datetime(2026, 3, 31, 8, 0, tzinfo=UTC)
    morning()

    asked = []
    for _ in range(8):  # From the first of April, past Easter Monday, the sixth.
        clock.turn(days=1)
        asked += [morning() + morning()]

    assert asked == [0, 0, 0, 0, 0, 0, 1, 0]
    assert len(sent()) == 2


def test_it_goes_later_in_the_week_where_no_worker_was_at_work(
    auditor: engine.User, clock: TestClock, sent: Sent
) -> None:
    clock.turn(days=3)

    assert (morning(), morning(), len(sent())) == (1, 0, 1)


@pytest.mark.parametrize(
    ("choice", "days"), [("daily", [1, 1, 1, 1, 1, 0, 0, 1]), ("never", [0] * 8)], ids=["every day", "never"]
)
def test_a_municipality_chooses_how_often(auditor: engine.User, clock: TestClock, choice: str, days: list[int]) -> None:
    asked = []
    with at(often(choice)):
        for _ in days:
            asked.append(morning() + morning())
            clock.turn(days=1)

    assert asked == days


def test_who_chooses_for_every_day_halfway_gets_no_second_one_for_this_day(auditor: engine.User) -> None:
    first = morning()

    with at(often("daily")):
        second = morning()

    assert (first, second) == (1, 0)


def test_nothing_is_made_before_the_hour_and_where_no_auditor_can_be_reached(
    people: People, auditor: engine.User, clock: TestClock
) -> None:
    clock.moment = datetime(2026, 3, 2, 5, 59, tzinfo=UTC)
    early = morning()
    clock.turn(hours=2)
    give_address(people.auditor, "")
    unreached = morning()

    assert (early, unreached, engine.list_seals(people.auditor)) == (0, 0, ())


def test_who_audits_no_more_when_it_is_sent_gets_none(people: People, auditor: engine.User, sent: Sent) -> None:
    sealmails.ask_for_due()
    staffing.block_account("auditor", people.operator)
    engine.run_worker_once()

    assert sent() == []


def test_an_operator_gets_none(people: People, auditor: engine.User, sent: Sent) -> None:
    give_address(people.operator, "bo@voorbeeld.invalid")

    morning()

    assert [mail["To"] for mail in sent()] == ["ada@voorbeeld.invalid"]


def test_two_workers_that_ask_at_the_same_moment_have_one_seal_made(
    place: engine.Municipality, auditor: engine.User
) -> None:
    start, asked = Barrier(2), list[int]()

    def ask() -> None:
        with engine.at(place):
            start.wait()
            asked.append(sealmails.ask_for_due())

    workers = [Thread(target=ask) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert sorted(asked) == [0, 1]
    assert len(engine.list_seals(auditor)) == 1


def test_a_mail_that_is_tried_again_has_the_same_seal_and_it_is_not_kept_after(
    auditor: engine.User, clock: TestClock, sent: Sent, tmp_path: Path
) -> None:
    (tmp_path / "mail").write_text("in the way")
    morning()
    (tmp_path / "mail").unlink()
    clock.turn(minutes=5)
    engine.run_worker_once()

    (made,) = engine.list_seals(auditor)
    with reading() as session:
        (job,) = session.scalars(select(Job).where(Job.kind == sealmails.KIND))
    assert json.loads(attached(sent()[0]))["kenmerk"] == made.mark
    assert (job.state, sorted(job.payload)) == ("done", ["account", "name"])


def test_a_worker_does_all_this_by_itself(place: engine.Municipality, auditor: engine.User, sent: Sent) -> None:
    worker = engine.start_worker(place)
    wait_for(sent)
    worker.stop()

    assert [mail["To"] for mail in sent()] == ["ada@voorbeeld.invalid"]
