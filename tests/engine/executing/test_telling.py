"""What the log says of work that fails: what and why, for an operator, and nothing that a person typed."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

import engine
from engine.municipality import here
from tests.conftest import TestClock
from tests.engine.conftest import People
from tests.engine.going_on import bring_to_vote
from tests.engine.mail_server import mail_server
from tests.processes import free_port


def at_mail_server(place: engine.Municipality, port: int) -> engine.Municipality:
    told = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "off"}
    return replace(place, settings=place.settings.model_copy(update=told))


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.message for one in caplog.records if one.name == "smederij.jobs" and one.levelno >= logging.WARNING]


def test_a_mail_server_that_is_down_is_told_once_with_what_to_do(
    started: engine.StartedCase,
    people: People,
    place: engine.Municipality,
    clock: TestClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with engine.at(at_mail_server(place, free_port())):
        engine.resend_link(started.case_id, people.office)
        for _ in range(4):
            engine.run_worker_once()
            clock.turn(hours=2)
        port = here().settings.smtp_port

    (told,) = logged(caplog)
    assert told.startswith(f"mail is not sent, and waits: 127.0.0.1, poort {port}: de mailserver doet het niet (")
    assert "refused" in told
    assert "Kijk naar smtp_host" in told


def test_of_two_municipalities_with_one_mail_server_that_is_down_both_logs_say_so(
    started: engine.StartedCase,
    people: People,
    place: engine.Municipality,
    clock: TestClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = at_mail_server(place, free_port())
    second = replace(first, told={})
    with engine.at(first):
        engine.resend_link(started.case_id, people.office)

    for one in (first, first, second):
        with engine.at(one):
            engine.run_worker_once()
        clock.turn(hours=2)

    assert [told.partition(",")[0] for told in logged(caplog)] == ["mail is not sent"] * 2


def test_a_mail_that_a_server_refuses_is_no_fault_of_the_server_and_its_address_is_not_logged(
    started: engine.StartedCase, people: People, place: engine.Municipality, caplog: pytest.LogCaptureFixture
) -> None:
    with mail_server() as server, engine.at(at_mail_server(place, server.server_address[1])):
        server.refuses = b"ina@"
        engine.resend_link(started.case_id, people.office)
        engine.run_worker_once()

    assert logged(caplog) == ["job failed"]
    (record,) = (one for one in caplog.records if one.name == "smederij.jobs")
    assert (record.kind, record.error) == ("mail", "SMTPRecipientsRefused")  # type: ignore[attr-defined]
    assert record.exc_info


def test_other_work_that_fails_says_where(
    started: engine.StartedCase, people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_off(*_: object) -> None:
        raise LookupError("wat iemand typte")

    bring_to_vote(people)
    monkeypatch.setattr("engine.cases.lostlinks._find_cases", break_off)
    engine.request_links({"email": "ina@voorbeeld.invalid"}, address="192.0.2.1")

    while engine.run_worker_once():
        pass

    (record,) = (one for one in caplog.records if one.message == "job failed")
    assert (record.kind, record.error) == ("lost-link", "LookupError")  # type: ignore[attr-defined]
    assert record.exc_info
