"""Returned: what a mail server refuses for good for a submitter lies ready as a letter, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import engine
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, properties, start, user
from tests.engine.mail_server import MailServer, mail_server
from tests.engine.posting import START, job
from tests.engine.proofs import reasons

INA = {"titel": "Bankje", "naam": "Ina Inwoner", "mail": "ina@voorbeeld.invalid", "adres": "Dorpsstraat 1, 7901 AA"}


@pytest.fixture
def server(place: engine.Municipality, people: People, deploy: Deploy) -> Iterator[MailServer]:
    """A mail server that knows no Ina, and a process that mails two things: only the first goes by post as well."""
    asked = {"template": "bericht", "to": "indiener"}
    deploy(
        folder(
            start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
            job("Besluit_mailen", "mail", {**asked, "post": "ja"}), job("Bedanken", "mail", asked),
            user("Werken"), end(), chain("Begin", "Besluit_mailen", "Bedanken", "Werken", "Klaar"),
            process="post",
            files={
                "forms/insturen.form": START,
                "mails/bericht.md": b"Onderwerp: Uw plan {{ titel }}\n\n{{ aanhef }}, kijk op {{ link }}.\n",
            },
        )
    )  # fmt: skip
    with mail_server() as started:
        told = {"smtp_host": "127.0.0.1", "smtp_port": started.port, "smtp_tls": "off"}
        with engine.at(replace(place, settings=place.settings.model_copy(update=told))):
            started.refuses = b"ina@"
            yield started


def work_for(clock: TestClock, hours: int) -> None:
    for _ in range(hours * 6):
        engine.run_worker_once()
        clock.turn(minutes=10)


def test_what_goes_by_post_to_others_is_a_letter_once_the_address_is_refused_for_good(
    server: MailServer, people: People, clock: TestClock
) -> None:
    case = engine.start_case("post", INA, None)

    engine.run_worker_once()
    at_first = engine.list_letters(people.office).items
    work_for(clock, hours=2)

    assert at_first == ()
    (letter,) = engine.list_letters(people.office).items
    assert (letter.reference, letter.addressee, letter.address) == (
        case.reference,
        "Ina Inwoner",
        ("Dorpsstraat 1", "7901 AA"),
    )
    assert letter.subject == "Uw plan Bankje"
    assert case.secret not in letter.body
    assert reasons() == set()


def test_the_history_says_that_the_mail_did_not_arrive(server: MailServer, people: People, clock: TestClock) -> None:
    case = engine.start_case("post", INA, None)
    work_for(clock, hours=2)

    told = [item for item in engine.read_case(case.case_id, people.auditor).timeline if item.kind == "mail_returned"]

    assert [item.element_name for item in told] == ["Besluit_mailen"]


def test_what_never_goes_by_post_stays_with_the_operators(server: MailServer, people: People, clock: TestClock) -> None:
    engine.start_case("post", INA, None)
    work_for(clock, hours=2)

    failed = engine.failed_jobs(people.operator)

    assert len(failed) == 1
    assert "ina@voorbeeld.invalid" in failed[0].error


def test_a_server_that_is_down_makes_no_letters(server: MailServer, people: People, clock: TestClock) -> None:
    server.shutdown()
    server.server_close()
    engine.start_case("post", INA, None)

    work_for(clock, hours=2)

    assert engine.list_letters(people.office).items == ()
    assert engine.failed_jobs(people.operator) == ()


def test_a_term_that_was_extended_is_told_by_letter_too(
    server: MailServer, people: People, clock: TestClock, deploy: Deploy
) -> None:
    begin = start(
        "Begin",
        '<zeebe:formDefinition formId="insturen" />',
        properties(startableBy="iedereen", statutoryTerm="P8W"),
    )
    files = {"forms/insturen.form": START}
    deploy(folder(begin, user("Werken"), end(), chain("Begin", "Werken", "Klaar"), process="post", files=files))
    case = engine.start_case("post", INA, None)
    engine.extend_term(case.case_id, people.office, 2, "Wij wachten op advies.")

    work_for(clock, hours=2)

    (letter,) = engine.list_letters(people.office).items
    assert "Wij wachten op advies." in letter.body
    assert reasons() == set()
