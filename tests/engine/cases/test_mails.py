"""Mails of cases: what they say, that each is sent once, how often one is retried, and what an operator sees of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

import engine
from engine import delivery, models
from engine.accounts import staffing
from engine.background import jobs
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading
from engine.settings import Settings
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, node, properties, start, user
from tests.engine.going_on import bring_to_vote, cast, open_task, submitter
from tests.engine.mail_server import MailServer, mail_server
from tests.engine.stories import GIVEN
from tests.processes import free_port


def test_publishing_tells_the_submitter_and_mails_them(
    started: engine.StartedCase, people: People, tmp_path: Path
) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "wij doen het"})
    engine.run_worker_once()

    own = engine.read_own_case(submitter(started))
    mails = list((tmp_path / "mail").glob("*.eml"))

    assert (own.status, own.status_text, own.ended) == ("Gaat door", "Besluit: wij doen het", True)
    assert [change.status for change in own.changes] == ["Ingestuurd", "Gaat door"]
    assert len(mails) == 1
    said = message_from_bytes(mails[0].read_bytes(), policy=default).get_content()
    assert "Beste Ina Inwoner," in said
    assert "Er zijn 3 stemmen." in said
    assert f"/mijn-idee/{started.secret}" in said
    assert said.splitlines()[-2:] == [
        "Raadhuisplein 24, Hoogeveen",
        "14 0528 (maandag tot en met vrijdag 9.00–17.00 uur)",
    ]


def test_a_mail_is_delivered_once_however_often_the_worker_looks(
    started: engine.StartedCase, people: People, tmp_path: Path
) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})

    done = [engine.run_worker_once() for _ in range(3)]

    assert done == [1, 0, 0]
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def test_a_mail_that_went_does_not_go_again_when_the_queue_names_it_twice(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})
    engine.run_worker_once()
    with reading() as session:
        job_id = session.scalars(select(models.Job.id).where(models.Job.kind == "mail")).one()
    clock.turn(hours=1)

    assert jobs.EXECUTOR.carry_out(job_id, "another worker") is False


def test_a_mail_bears_the_day_on_which_it_went_and_not_that_of_the_decision(
    started: engine.StartedCase, people: People, tmp_path: Path, clock: TestClock
) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})
    clock.turn(days=2)

    engine.run_worker_once()

    (mail,) = (tmp_path / "mail").glob("*.eml")
    dated = message_from_bytes(mail.read_bytes(), policy=default)["Date"].datetime
    assert (dated, dated.utcoffset()) == (clock().replace(microsecond=0), timedelta(hours=1))


def test_a_mail_that_fails_is_tried_again_later_and_can_be_retried_by_hand(
    started: engine.StartedCase, people: People, tmp_path: Path, clock: TestClock
) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})
    in_the_way = tmp_path / "mail"
    in_the_way.write_text("no folder")

    for _ in range(10):
        engine.run_worker_once()
        clock.turn(hours=2)
    failed = engine.failed_jobs(people.operator)
    in_the_way.unlink()
    engine.retry_job(failed[0].id, people.operator)
    engine.run_worker_once()

    assert failed[0].attempts == 8
    assert len(list(in_the_way.glob("*.eml"))) == 1
    assert engine.failed_jobs(people.operator) == ()


def test_each_next_try_comes_after_twice_as_long(
    started: engine.StartedCase, people: People, tmp_path: Path, clock: TestClock
) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})
    (tmp_path / "mail").write_text("no folder")

    pauses = []
    while not engine.failed_jobs(people.operator):
        engine.run_worker_once()
        with reading() as session:
            due_at = session.scalars(select(models.Job.due_at).where(models.Job.kind == "mail")).one()
        pauses.append((due_at - clock()).total_seconds())
        clock.moment = due_at

    assert pauses[:-1] == [20, 40, 80, 160, 320, 640, 1280]


def test_a_mail_waits_four_days_for_a_server_that_does_not_answer(
    started: engine.StartedCase, people: People, place: engine.Municipality, clock: TestClock
) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})
    silent = place.settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": free_port()})

    with engine.at(replace(place, settings=silent)):
        asked = clock()
        while not engine.failed_jobs(people.operator):
            engine.run_worker_once()
            clock.turn(minutes=60)
        given_up_after = clock() - asked

    assert timedelta(days=4) < given_up_after < timedelta(days=5)


def test_health_tells_what_waits_what_failed_and_how_late_timers_are(
    started: engine.StartedCase, people: People, tmp_path: Path, clock: TestClock
) -> None:
    bring_to_vote(people)
    at_rest = engine.health()
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})
    with_a_mail = engine.health()
    (tmp_path / "mail").write_text("no folder")
    for _ in range(8):
        engine.run_worker_once()
        clock.turn(hours=1)
    failed = engine.health()
    engine.start_case("voorbeeld", GIVEN, None)
    bring_to_vote(people)
    with reading() as session:
        clock.moment = session.scalars(select(models.PendingTimer.due_at)).one()
    clock.turn(seconds=30)
    late = engine.health()

    told = [(one.waiting, one.failed_jobs, one.timer_lag) for one in (at_rest, with_a_mail, failed, late)]
    assert told == [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 30)]


def test_a_mail_that_will_be_tried_again_is_told_from_its_first_failure_on(
    started: engine.StartedCase, people: People, tmp_path: Path, clock: TestClock
) -> None:
    bring_to_vote(people)
    for member in people.members:
        cast(member, "voor")
    engine.complete_task(open_task(people.office, "Publiceren").id, people.office, {"notitie": "ja"})
    in_the_way = tmp_path / "mail"
    in_the_way.write_text("no folder")
    put_ready = clock()

    before = engine.jobs_tried_again(people.operator)
    engine.run_worker_once()
    during = engine.jobs_tried_again(people.operator)
    in_the_way.unlink()
    clock.turn(hours=2)
    engine.run_worker_once()

    assert before is None
    assert during is not None
    assert (during.count, during.since) == (1, put_ready)
    assert "mail" in during.error
    assert engine.jobs_tried_again(people.operator) is None
    assert engine.failed_jobs(people.operator) == ()


# ---- to a group --------------------------------------------------------------------------------------------------


def calling_together() -> ProcessFiles:
    """Mails the stuurgroep as soon as something is submitted."""
    told = (
        '<zeebe:taskHeaders><zeebe:header key="template" value="oproep" />'
        '<zeebe:header key="to" value="stuurgroep" /></zeebe:taskHeaders>'
    )
    return folder(
        start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />'),
        node("serviceTask", "Oproepen", '<zeebe:taskDefinition type="mail" />', told),
        user("Werken"), end(), chain("Begin", "Oproepen", "Werken", "Klaar"),
        files={"mails/oproep.md": b"Onderwerp: Vergadering\n\n{{ aanhef }}, komt u ook?\n"},
    )  # fmt: skip


@pytest.fixture
def server(place: engine.Municipality, people: People, deploy: Deploy) -> Iterator[MailServer]:
    """A mail server that the municipality uses, and a stuurgroep that can be mailed."""
    for number in (1, 2, 3):
        staffing.change_contact(f"lid-{number}", None, f"lid-{number}@voorbeeld.invalid", people.operator)
    deploy(calling_together())
    with mail_server() as started:
        told = {"smtp_host": "127.0.0.1", "smtp_port": started.port, "smtp_tls": "off"}
        with engine.at(replace(place, settings=place.settings.model_copy(update=told))):
            yield started


def work_for(clock: TestClock, hours: int) -> None:
    for _ in range(hours * 6):
        engine.run_worker_once()
        clock.turn(minutes=10)


def test_a_member_whose_address_is_wrong_keeps_no_mail_from_the_others_and_multiplies_none(
    server: MailServer, people: People, clock: TestClock
) -> None:
    server.refuses = b"lid-2@"

    engine.start_case("proef", {}, None)
    work_for(clock, hours=8)
    failed = engine.failed_jobs(people.operator)
    server.refuses = b"nobody@"
    for job in failed:
        engine.retry_job(job.id, people.operator)
    engine.run_worker_once()

    assert [job.attempts for job in failed] == [8]
    assert "lid-2@voorbeeld.invalid" in failed[0].error
    assert sorted(server.recipients) == [f"lid-{number}@voorbeeld.invalid" for number in (1, 2, 3)]
    assert len(set(server.accepted)) == 3


def test_a_mail_server_that_goes_away_halfway_gets_the_rest_of_the_mails_when_it_is_back(
    server: MailServer, people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver, tried = delivery.deliver, []

    def deliver_one(settings: Settings, message: EmailMessage) -> None:
        tried.append(message["To"])
        if len(tried) > 1:
            raise ConnectionRefusedError
        deliver(settings, message)

    engine.start_case("proef", {}, None)
    with monkeypatch.context() as going:
        going.setattr(delivery, "deliver", deliver_one)
        engine.run_worker_once()
    told = {mail.to.count("@"): mail.state for mail in engine.list_mails(people.operator).items}
    work_for(clock, hours=1)

    assert len(tried) == 2, "a server that is gone for one is gone for the next"
    assert sorted(server.recipients) == [f"lid-{number}@voorbeeld.invalid" for number in (1, 2, 3)]
    assert len(set(server.accepted)) == 3
    assert told == {1: "done", 2: "waiting"}
    assert {mail.state for mail in engine.list_mails(people.operator).items} == {"done"}
