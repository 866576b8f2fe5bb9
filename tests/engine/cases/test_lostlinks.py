"""Somebody who lost the link of an idea has it mailed again, and nobody learns whose address is known."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select

import engine
from engine import history, models
from engine.municipality import here, reading
from engine.views import MailView
from tests.conftest import TestClock
from tests.engine.conftest import People
from tests.engine.stories import GIVEN

KNOWN, UNKNOWN = "ina@voorbeeld.invalid", "niemand@voorbeeld.invalid"
AT_HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def ask(email: str, address: str = AT_HOME) -> None:
    engine.request_links({"email": email}, address=address)
    while engine.run_worker_once():
        pass


def mails(people: People) -> list[MailView]:
    return list(engine.list_mails(people.operator).items)


def test_the_link_goes_to_the_address_that_the_submitter_gave(started: engine.StartedCase, people: People) -> None:
    ask(f"  {KNOWN.upper()} ")

    (mail,) = mails(people)
    assert (mail.to, mail.state) == (KNOWN, "done")
    assert f"/mijn-idee/{started.secret}" in mail.body
    assert f"{started.reference}, ingestuurd op 2 maart 2026" in mail.body


def test_each_idea_of_the_address_has_its_own_mail(started: engine.StartedCase, people: People) -> None:
    second = engine.start_case("voorbeeld", GIVEN, None)

    ask(KNOWN)

    assert {mail.reference for mail in mails(people)} == {started.reference, second.reference}


def test_nothing_is_mailed_to_an_address_that_nobody_gave(started: engine.StartedCase, people: People) -> None:
    ask(UNKNOWN)

    assert mails(people) == []


def test_the_address_of_a_colleague_opens_nothing(started: engine.StartedCase, people: People) -> None:
    with reading() as session:
        address = session.get_one(models.Person, people.office.id).email

    ask(address or "")

    assert address

    assert mails(people) == []


def statements(email: str) -> list[str]:
    """What the request itself asks of the database, before any worker."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    writer = here().database.engine
    event.listen(writer, "before_cursor_execute", note)
    try:
        engine.request_links({"email": email}, address=AT_HOME)
    finally:
        event.remove(writer, "before_cursor_execute", note)
    return seen


def test_the_request_does_the_same_work_whether_the_address_is_known_or_not(started: engine.StartedCase) -> None:
    known, unknown = statements(KNOWN), statements(UNKNOWN)

    assert known == unknown
    assert len(known) > 3


def test_the_history_says_that_somebody_asked_and_names_nobody(started: engine.StartedCase, people: People) -> None:
    ask(KNOWN)

    with reading() as session:
        *_, last = history.read(session, started.case_id)
        assert history.verify(session) > 0
    assert (last.kind, last.person_id) == ("link_asked", "systeem")
    assert KNOWN not in str(last.facts)
    assert started.secret not in str(last.facts)


def test_the_address_that_was_asked_with_is_kept_no_longer_than_needed(started: engine.StartedCase) -> None:
    ask(UNKNOWN)

    with reading() as session:
        jobs = session.scalars(select(models.Job).where(models.Job.kind == "lost-link")).all()
        assert [(job.state, job.payload) for job in jobs] == [("done", {})]


def test_nobody_can_fill_a_mailbox_with_links(started: engine.StartedCase, people: People, clock: TestClock) -> None:
    counts = []
    for hours in (0, 0.5, 1, 1, 1, 1):
        clock.turn(minutes=int(60 * hours))
        ask(KNOWN)
        counts.append(len(mails(people)))

    assert counts == [1, 1, 2, 3, 3, 3]

    clock.turn(days=1)
    ask(KNOWN)

    assert len(mails(people)) == 4


def test_who_asks_often_from_one_place_is_refused_there_whatever_the_address(
    started: engine.StartedCase, clock: TestClock
) -> None:
    for number in range(5):
        ask(f"bewoner-{number}@voorbeeld.invalid")

    for email in (KNOWN, UNKNOWN):
        with pytest.raises(engine.AnswersRefused) as refusal:
            ask(email)
        assert refusal.value.problems["email"].code == "asked_too_often"
    ask(KNOWN, ELSEWHERE)
    clock.turn(minutes=16)
    ask(KNOWN)


def test_all_together_may_ask_so_often_and_no_more(
    started: engine.StartedCase, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.cases.lostlinks.MOST_ASKED_BY_ALL", 2)
    for place in (AT_HOME, ELSEWHERE):
        ask(UNKNOWN, place)

    with pytest.raises(engine.AnswersRefused):
        ask(KNOWN, "203.0.113.9")

    assert mails(people) == []


def test_no_link_is_mailed_of_an_idea_that_was_erased(started: engine.StartedCase, people: People) -> None:
    engine.withdraw_case(started.case_id, engine.open_secret_link(started.secret), "")
    while engine.run_worker_once():
        pass
    engine.erase_case(started.reference, people.operator, "Op verzoek")
    before = len(mails(people))

    ask(KNOWN)

    assert len(mails(people)) == before


@pytest.mark.parametrize("email", ["", "geen adres", "a@b\n.nl"])
def test_what_is_no_address_is_refused(started: engine.StartedCase, email: str) -> None:
    with pytest.raises(engine.AnswersRefused):
        ask(email)
