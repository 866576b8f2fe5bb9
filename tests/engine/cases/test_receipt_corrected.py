"""Receipt corrected: staff correct the day on which something came in; its statutory term follows (Awb 4:13)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

import engine
from engine.municipality import transaction
from engine.proving import Misfit
from tests.conftest import TestClock
from tests.engine.cases.test_term_notices import BY_POST, on_paper
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, properties, start, user
from tests.engine.going_on import open_task
from tests.engine.proofs import prove
from tests.engine.stories import GIVEN, idea

FRIDAY, MONDAY = date(2026, 2, 27), date(2026, 3, 2)
"""The working day before each test begins, and the day on which it does."""
WHY = "Het stempel op de brief zegt vrijdag."


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Once: this is about days and reasons, not about a database."""
    return sqlite_url


@pytest.fixture(autouse=True)
def in_use(deploy: Deploy) -> None:
    deploy(idea())


def enter(people: People, received_on: date | None = None) -> engine.StartedCase:
    return engine.start_case("voorbeeld", GIVEN, people.office, received_on=received_on)


def refusal(started: engine.StartedCase, people: People, day: date, reason: str = WHY) -> dict[str, str]:
    with pytest.raises(engine.ReceiptRefused) as refused:
        engine.correct_receipt(started.case_id, people.office, day, reason)
    return refused.value.problems


@pytest.mark.parametrize(
    ("entered", "becomes", "received", "due"),
    [
        (None, FRIDAY, FRIDAY, date(2026, 4, 24)),
        (FRIDAY, date(2026, 2, 26), date(2026, 2, 26), date(2026, 4, 23)),
        (FRIDAY, date(2026, 3, 1), date(2026, 3, 1), date(2026, 4, 28)),
        (FRIDAY, MONDAY, None, date(2026, 4, 28)),
    ],
    ids=["of what was entered without", "to an earlier one", "to a later one", "to the day of entering"],
)
def test_the_term_moves_with_the_day_both_ways(
    people: People, entered: date | None, becomes: date, received: date | None, due: date
) -> None:
    started = enter(people, entered)

    told = engine.correct_receipt(started.case_id, people.office, becomes, WHY)

    detail = engine.read_case(started.reference, people.office)
    assert (told, detail.statutory_due, detail.received_on) == (due, due, received)
    assert prove().misfits == ()


def test_the_history_says_what_it_was_and_why(people: People) -> None:
    started = enter(people, FRIDAY)

    engine.correct_receipt(started.case_id, people.director, date(2026, 2, 26), WHY)

    detail = engine.read_case(started.reference, people.office)
    event = next(one for one in detail.timeline if one.kind == "receipt_corrected")
    assert (event.who, event.facts["was"], event.facts["day"]) == ("Roos Regisseur", "2026-02-27", "2026-02-26")
    assert WHY in [field.value for answer in detail.answers for field in answer.fields]


def test_the_submitter_is_told_the_day_and_what_follows(people: People) -> None:
    started = enter(people)

    engine.correct_receipt(started.case_id, people.office, FRIDAY, WHY)

    mail = engine.list_mails(people.operator).items[0]
    own = engine.read_own_case(engine.open_secret_link(started.secret))
    assert mail.subject == f"De dag waarop wij dit van u kregen ({started.reference})"
    assert "Dat was op 27 februari 2026." in mail.body
    assert "U krijgt uiterlijk op 24 april 2026 een besluit." in mail.body
    assert WHY in mail.body
    assert (own.received_on, own.decided_by) == (FRIDAY, date(2026, 4, 24))


def test_who_has_no_mail_gets_a_letter(people: People) -> None:
    started = engine.start_case("voorbeeld", {**GIVEN, "mail": ""}, people.office)

    engine.correct_receipt(started.case_id, people.office, FRIDAY, WHY)

    (letter,) = engine.list_letters(people.office).items
    assert letter.template == "ontvangst-verbeterd"
    assert WHY in letter.body


def test_correcting_it_twice_tells_and_proves_both(people: People) -> None:
    started = enter(people)

    engine.correct_receipt(started.case_id, people.office, FRIDAY, WHY)
    engine.correct_receipt(started.case_id, people.office, MONDAY, "Toch niet.")

    assert engine.read_case(started.reference, people.office).received_on is None
    assert prove().misfits == ()


def test_a_term_that_would_be_over_is_told_as_late(people: People) -> None:
    started = enter(people)

    due = engine.correct_receipt(started.case_id, people.office, date(2025, 12, 1), WHY)

    assert due == date(2026, 1, 26)
    assert (
        "U had uiterlijk op 26 januari 2026 een besluit moeten krijgen."
        in engine.list_mails(people.operator).items[0].body
    )
    assert engine.read_own_case(engine.open_secret_link(started.secret)).late


def test_on_its_last_day_it_is_told_as_in_time(people: People, clock: TestClock) -> None:
    started = enter(people)
    clock.turn(days=53)

    engine.correct_receipt(started.case_id, people.office, FRIDAY, WHY)

    (mail,) = [one for one in engine.list_mails(people.operator).items if one.subject.startswith("De dag waarop")]
    assert "U krijgt uiterlijk op 24 april 2026 een besluit." in mail.body


def test_days_on_which_the_clock_stood_still_stay(people: People, clock: TestClock) -> None:
    started = enter(people, FRIDAY)
    engine.complete_task(open_task(people.office, "Controleren").id, people.office, {"notitie": "Waar?"})

    clock.turn(days=8)
    still = engine.correct_receipt(started.case_id, people.office, date(2026, 2, 26), WHY)

    # 26 February and eight weeks, and the seven days since the question.
    assert still == date(2026, 4, 30)
    assert "Wij wachten nog op uw antwoord." in engine.list_mails(people.operator).items[0].body
    assert prove().misfits == ()


@pytest.mark.parametrize(
    ("day", "why"),
    [(date(2026, 3, 3), "entered_before"), (date(2025, 2, 28), "far_away"), (FRIDAY, "same")],
    ids=["after it was entered", "more than a year before", "what it was"],
)
def test_a_day_that_cannot_be_is_refused(people: People, clock: TestClock, day: date, why: str) -> None:
    started = enter(people, FRIDAY)
    clock.turn(days=2)

    assert refusal(started, people, day) == {"ontvangen": why}
    assert engine.read_case(started.reference, people.office).received_on == FRIDAY


def test_a_reason_is_needed(people: People) -> None:
    assert refusal(enter(people), people, FRIDAY, " ") == {"reden": "required"}


def test_what_was_decided_stays_decided_in_the_term_of_then(deploy: Deploy, people: People) -> None:
    deploy(on_paper())
    started = engine.start_case("proef", BY_POST, people.office)
    engine.complete_task(engine.list_team_tasks(people.office).items[0].id, people.office, {})

    assert refusal(started, people, FRIDAY) == {"termijn": "decided"}
    assert not engine.read_case(started.reference, people.office).may_correct_receipt


def test_an_extension_stays_one_that_was_in_time(people: People, clock: TestClock) -> None:
    started = enter(people)
    clock.turn(days=50)
    engine.extend_term(started.case_id, people.office, 2, "Het waterschap antwoordt nog niet.")

    assert refusal(started, people, date(2026, 2, 20)) == {"ontvangen": "extended_late"}
    assert engine.correct_receipt(started.case_id, people.office, FRIDAY, WHY) == date(2026, 5, 8)


def test_an_extension_was_in_time_by_the_days_on_which_the_clock_had_stood_still_until_then(
    people: People, clock: TestClock
) -> None:
    started = enter(people)
    engine.complete_task(open_task(people.office, "Controleren").id, people.office, {"notitie": "Waar?"})
    clock.turn(days=8)
    own = engine.open_secret_link(started.secret)
    engine.complete_task(engine.read_own_case(own).tasks[0].id, own, {"aanvulling": "Bij de vijver."})
    clock.turn(days=55)
    engine.extend_term(started.case_id, people.office, 2, "Het waterschap antwoordt nog niet.")

    # With the seven days from the 3rd to the 9th of March it ended on 4 May; from Friday it would have on 1 May.
    assert refusal(started, people, FRIDAY) == {"ontvangen": "extended_late"}


def test_the_day_that_an_extension_promised_never_becomes_later(people: People) -> None:
    started = enter(people, FRIDAY)
    engine.extend_term(started.case_id, people.office, 2, "Het waterschap antwoordt nog niet.")

    assert refusal(started, people, MONDAY) == {"ontvangen": "promised"}
    assert engine.read_case(started.reference, people.office).statutory_due == date(2026, 5, 8)


def test_where_there_is_no_term_there_is_nothing_to_correct(deploy: Deploy, people: People) -> None:
    deploy(folder(start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />'),
                  user("Taak"), end(), chain("Begin", "Taak", "Klaar")))  # fmt: skip
    started = engine.start_case("proef", {}, people.office)

    assert refusal(started, people, FRIDAY) == {"termijn": "no_term"}


def test_only_who_speaks_for_submitters_corrects_it(people: People) -> None:
    started = enter(people)

    for who in (people.operator, people.auditor, people.members[0], engine.open_secret_link(started.secret)):
        with pytest.raises(engine.NotAllowed):
            engine.correct_receipt(started.case_id, who, FRIDAY, WHY)


@pytest.mark.parametrize("told", ["P8W", "2026-02-26/P8W", "2026-02-27/P9W"])
def test_another_day_than_the_corrected_one_is_found_out(people: People, told: str) -> None:
    started = enter(people)
    engine.correct_receipt(started.case_id, people.office, FRIDAY, WHY)

    with transaction() as session:
        session.execute(text("UPDATE cases SET statutory_term = :told"), {"told": told})

    assert prove().misfits == (Misfit("case", started.case_id, started.reference, "term"),)


def test_a_day_that_was_changed_before_it_was_corrected_is_found_out(people: People) -> None:
    started = enter(people)
    with transaction() as session:
        session.execute(text("UPDATE cases SET statutory_term = '2026-02-26/P8W'"))

    engine.correct_receipt(started.case_id, people.office, FRIDAY, WHY)

    assert prove().misfits == (Misfit("case", started.case_id, started.reference, "term"),)
