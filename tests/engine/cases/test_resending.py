"""The link of an idea, mailed to its submitter again by staff who never see it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

import engine
from engine import history
from engine.municipality import reading
from tests.engine.conftest import Deploy, People
from tests.engine.stories import GIVEN, idea


def test_the_link_that_is_mailed_opens_the_idea(started: engine.StartedCase, people: People) -> None:
    engine.resend_link(started.case_id, people.office)

    engine.run_worker_once()

    (mail,) = engine.list_mails(people.operator).items
    assert (mail.to, mail.state) == ("ina@voorbeeld.invalid", "done")
    assert f"/mijn-idee/{started.secret}" in mail.body


def test_outside_the_demo_no_operator_reads_the_link_in_the_mail(
    started: engine.StartedCase, people: People, place: engine.Municipality
) -> None:
    engine.resend_link(started.case_id, people.office)
    at_work = replace(place, settings=place.settings.model_copy(update={"demo": False}))

    with engine.at(at_work):
        engine.run_worker_once()
        (mail,) = engine.list_mails(people.operator).items

    assert started.secret not in mail.body
    assert "/mijn-idee/…" in mail.body
    assert f"/mijn-idee/{started.secret}" in read_sent(place)


def read_sent(place: engine.Municipality) -> str:
    (file,) = place.settings.mail_dir.glob("*.eml")
    return str(message_from_bytes(file.read_bytes(), policy=default).get_content())


def test_the_history_says_who_asked_and_holds_no_link(started: engine.StartedCase, people: People) -> None:
    engine.resend_link(started.case_id, people.office)

    with reading() as session:
        *_, last = history.read(session, started.case_id)
        assert history.verify(session) > 0
    assert (last.kind, last.person_id) == ("link_resent", people.office.id)
    assert started.secret not in str(last.facts)


def test_a_second_click_before_the_mail_has_gone_makes_no_second_mail(
    started: engine.StartedCase, people: People
) -> None:
    engine.resend_link(started.case_id, people.office)
    engine.resend_link(started.case_id, people.colleague)

    assert engine.list_mails(people.operator).total == 1


def test_who_loses_the_link_again_gets_it_again(started: engine.StartedCase, people: People) -> None:
    for _ in range(2):
        engine.resend_link(started.case_id, people.office)
        engine.run_worker_once()

    assert [mail.state for mail in engine.list_mails(people.operator).items] == ["done", "done"]


def test_without_an_address_it_says_so_and_nothing_happens(deploy: Deploy, people: People) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", {**GIVEN, "mail": ""}, None)

    with pytest.raises(engine.NoAddress):
        engine.resend_link(started.case_id, people.office)

    assert engine.list_mails(people.operator).total == 0
    assert not engine.read_case(started.reference, people.office).may_resend_link


def test_who_may_not_read_personal_data_cannot_ask_for_it(started: engine.StartedCase, people: People) -> None:
    for user in (people.auditor, people.operator, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.resend_link(started.case_id, user)
        assert not engine.read_case(started.reference, user).may_resend_link
