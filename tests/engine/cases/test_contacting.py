"""Contacting: a submitter sees how we reach them and has that corrected; the history contains no address."""

from __future__ import annotations

import pytest

import engine
from engine import history
from engine.municipality import reading
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.posting import INA, posting
from tests.engine.stories import GIVEN, idea

NEW = {"name": "Ina Inwoner", "email": "ina@goed.invalid", "address": "", "phone": "06 12345678"}


@pytest.fixture
def started(deploy: Deploy, people: People) -> engine.StartedCase:
    deploy(idea())
    return engine.start_case("voorbeeld", {**GIVEN, "naam": "Ina Inwoner"}, None)


@pytest.fixture
def ina(started: engine.StartedCase) -> engine.User:
    return engine.open_secret_link(started.secret)


def test_a_submitter_reads_what_we_know_of_them(started: engine.StartedCase, ina: engine.User) -> None:
    contact = engine.read_contact(started.case_id, ina)

    assert (contact.name, contact.email, contact.address, contact.phone) == (
        *("Ina Inwoner", "ina@voorbeeld.invalid"),
        *("", ""),
    )
    assert engine.read_own_case(ina).contact == {"email": "ina@voorbeeld.invalid"}


def test_an_address_with_a_typing_error_is_put_right_and_the_link_goes_there(
    started: engine.StartedCase, ina: engine.User, people: People
) -> None:
    changed = engine.correct_contact(started.case_id, ina, NEW)

    engine.run_worker_once()
    mail = next(mail for mail in engine.list_mails(people.operator).items if mail.to == "ina@goed.invalid")
    assert changed == ("email", "phone")
    assert mail.state == "done"
    assert f"/mijn-idee/{started.secret}" in mail.body


def test_at_the_former_address_is_told_that_mails_go_elsewhere_and_no_more_than_that(
    started: engine.StartedCase, ina: engine.User, people: People
) -> None:
    engine.correct_contact(started.case_id, ina, NEW)

    engine.run_worker_once()
    (mail,) = (mail for mail in engine.list_mails(people.operator).items if mail.to == "ina@voorbeeld.invalid")
    assert (mail.state, mail.subject) == ("done", f"Een ander e-mailadres ({started.reference})")
    assert "Hebt u hier niet om gevraagd? Bel ons dan." in mail.body
    for kept in (started.secret, "goed.invalid", "Ina", "Bankje"):
        assert kept not in mail.body


def test_a_submitter_has_no_mail_sent_to_one_address_after_another(
    started: engine.StartedCase, ina: engine.User, people: People, clock: TestClock
) -> None:
    for number in range(5):
        engine.correct_contact(started.case_id, ina, {**NEW, "email": f"iemand-{number}@elders.invalid"})

    with pytest.raises(engine.AnswersRefused) as refused:
        engine.correct_contact(started.case_id, ina, NEW)

    assert refused.value.problems["email"].code == "too_often"
    assert engine.correct_contact(started.case_id, people.office, NEW) == ("email",)
    clock.turn(days=2)
    assert engine.correct_contact(started.case_id, ina, {**NEW, "email": "ina@later.invalid"}) == ("email",)


def test_staff_who_speak_with_the_submitter_put_it_right_for_them(started: engine.StartedCase, people: People) -> None:
    engine.correct_contact(started.case_id, people.office, NEW)

    detail = engine.read_case(started.reference, people.office)
    assert detail.submitter_contact == {"email": "ina@goed.invalid", "phone": "06 12345678"}


def test_the_history_says_who_and_what_about_and_holds_no_address(started: engine.StartedCase, people: People) -> None:
    engine.correct_contact(started.case_id, people.office, NEW)

    with reading() as session:
        *_, last = history.read(session, started.case_id)
        assert history.verify(session) > 0
    assert (last.kind, last.person_id) == ("contact_corrected", people.office.id)
    assert last.facts["fields"] == ["email", "phone"]
    assert not any(value in str(last.facts) for value in NEW.values() if value)


def test_what_stays_as_it_was_is_no_event_and_no_mail(
    started: engine.StartedCase, ina: engine.User, people: People
) -> None:
    with reading() as session:
        before = history.count(session, started.case_id)[0]

    changed = engine.correct_contact(started.case_id, ina, {"name": "Ina Inwoner", "email": "ina@voorbeeld.invalid"})

    with reading() as session:
        assert history.count(session, started.case_id)[0] == before
    assert changed == ()
    assert engine.list_mails(people.operator).total == 0


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({**NEW, "email": "ina@goed"}, {"email": "not_an_email"}),
        ({**NEW, "name": " "}, {"name": "required"}),
        ({**NEW, "phone": "bel maar"}, {"phone": "not_a_phone"}),
        ({**NEW, "address": "x" * 501}, {"address": "too_long"}),
        ({**NEW, "email": ""}, {"email": "unreachable"}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    started: engine.StartedCase, ina: engine.User, typed: dict[str, str], problems: dict[str, str]
) -> None:
    with pytest.raises(engine.AnswersRefused) as refused:
        engine.correct_contact(started.case_id, ina, typed)

    assert {key: problem.code for key, problem in refused.value.problems.items()} == problems
    assert engine.read_own_case(ina).contact == {"email": "ina@voorbeeld.invalid"}


def test_who_has_no_email_any_more_gives_a_postal_address(started: engine.StartedCase, ina: engine.User) -> None:
    engine.correct_contact(started.case_id, ina, {**NEW, "email": "", "address": "Dorpsstraat 1\n7901 AA Hoogeveen"})

    assert engine.read_own_case(ina).contact == {
        "phone": "06 12345678",
        "address": "Dorpsstraat 1\n7901 AA Hoogeveen",
    }


def test_nobody_puts_right_what_is_of_another(
    started: engine.StartedCase, people: People, deploy: Deploy, ina: engine.User
) -> None:
    deploy(posting())
    other = engine.start_case("post", INA, None)

    for user, case_id in ((people.auditor, started.case_id), (people.operator, started.case_id), (ina, other.case_id)):
        with pytest.raises(engine.NotAllowed):
            engine.correct_contact(case_id, user, NEW)
        with pytest.raises(engine.NotAllowed):
            engine.read_contact(case_id, user)


def test_what_was_erased_is_not_put_back(started: engine.StartedCase, ina: engine.User, people: People) -> None:
    engine.withdraw_case(started.case_id, ina, "")
    engine.run_worker_once()
    engine.erase_case(started.reference, people.operator, "Op verzoek.")

    with pytest.raises(engine.NotFound):
        engine.correct_contact(started.case_id, people.office, NEW)
    assert not engine.read_case(started.reference, people.office).may_correct_contact
