"""Receipt: what came in on paper earlier than staff entered it has its statutory term from that day (Awb 4:13)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

import engine
from engine import history
from engine.municipality import reading, transaction
from engine.proving import Misfit
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, properties, start, user
from tests.engine.proofs import prove
from tests.engine.stories import GIVEN, idea

FRIDAY = date(2026, 2, 27)
"""Three days before the Monday on which each test begins."""


@pytest.fixture(autouse=True)
def in_use(deploy: Deploy) -> None:
    deploy(idea())


def enter(people: People, received_on: date | None) -> engine.StartedCase:
    return engine.start_case("voorbeeld", GIVEN, people.office, received_on=received_on)


def test_the_term_counts_from_the_day_on_which_it_came_in(people: People) -> None:
    started = enter(people, FRIDAY)

    detail = engine.read_case(started.reference, people.office)

    assert (detail.received_on, detail.statutory_due) == (FRIDAY, date(2026, 4, 24))


def test_the_submitter_reads_when_it_came_in(people: People) -> None:
    own = engine.read_own_case(engine.open_secret_link(enter(people, FRIDAY).secret))

    assert (own.received_on, own.decided_by) == (FRIDAY, date(2026, 4, 24))


@pytest.mark.parametrize("day", [None, date(2026, 3, 2)], ids=["nothing", "today"])
def test_otherwise_it_came_in_when_it_was_sent(people: People, day: date | None) -> None:
    detail = engine.read_case(enter(people, day).reference, people.office)

    assert (detail.received_on, detail.statutory_due) == (None, date(2026, 4, 28))


def test_what_stands_still_and_an_extension_count_from_there_too(people: People, clock: TestClock) -> None:
    started = enter(people, FRIDAY)
    (check,) = engine.list_team_tasks(people.office).items
    engine.complete_task(check.id, people.office, {"notitie": "Waar?"})
    clock.turn(days=8)
    own = engine.open_secret_link(started.secret)
    engine.complete_task(engine.read_own_case(own).tasks[0].id, own, {"aanvulling": "Hier."})

    told = engine.extend_term(started.case_id, people.office, 1, "Het waterschap antwoordt nog niet.")

    # 27 February, eight weeks and one, and the seven days between question and answer.
    assert told == date(2026, 5, 8)


@pytest.mark.parametrize(
    ("day", "why"),
    [(date(2026, 3, 3), "in_future"), (date(2025, 2, 28), "far_away")],
    ids=["tomorrow", "more than a year ago"],
)
def test_a_day_that_cannot_be_is_refused(people: People, day: date, why: str) -> None:
    with pytest.raises(engine.ReceiptRefused) as refusal:
        enter(people, day)

    assert refusal.value.problems == {"ontvangen": why}
    assert engine.list_cases(people.office).items == ()


def test_a_day_a_year_ago_is_not_refused(people: People) -> None:
    detail = engine.read_case(enter(people, date(2025, 3, 2)).reference, people.office)

    assert detail.received_on == date(2025, 3, 2)


def test_only_who_speaks_for_submitters_says_when_it_came_in(people: People) -> None:
    for who in (None, people.operator, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.start_case("voorbeeld", GIVEN, who, received_on=FRIDAY)

    assert engine.read_startable("voorbeeld", people.office).dates_receipt
    assert not engine.read_startable("voorbeeld", None).dates_receipt


def test_where_there_is_no_term_nobody_is_asked_and_the_day_is_refused(deploy: Deploy, people: People) -> None:
    deploy(folder(start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />'),
                  user("Taak"), end(), chain("Begin", "Taak", "Klaar")))  # fmt: skip

    with pytest.raises(engine.ReceiptRefused) as refusal:
        engine.start_case("proef", {}, people.office, received_on=FRIDAY)

    assert refusal.value.problems == {"ontvangen": "no_term"}
    assert not engine.read_startable("proef", people.office).dates_receipt


def test_the_history_says_and_proves_the_day(people: People) -> None:
    started = enter(people, FRIDAY)

    with reading() as session:
        begun = next(event for event in history.read(session, started.case_id) if event.kind == "case_started")

    assert begun.facts["received"] == "2026-02-27"
    assert prove().misfits == ()


@pytest.mark.parametrize("told", ["P8W", "2026-03-01/P8W", "2026-02-27/P9W"])
def test_another_day_or_term_is_found_out(people: People, told: str) -> None:
    started = enter(people, FRIDAY)

    with transaction() as session:
        session.execute(text("UPDATE cases SET statutory_term = :told"), {"told": told})

    assert prove().misfits == (Misfit("case", started.case_id, started.reference, "term"),)


def test_entering_it_twice_with_one_key_makes_one_case_with_its_first_day(people: People) -> None:
    days = (FRIDAY, FRIDAY - timedelta(days=1))

    first, second = (
        engine.start_case("voorbeeld", GIVEN, people.office, idempotency_key="een", received_on=day) for day in days
    )

    assert first == second
    assert engine.read_case(first.reference, people.office).received_on == FRIDAY
