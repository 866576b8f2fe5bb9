"""What others see about an absent person, and how it is proved: colleagues, mails, the history and `verify`."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

import engine
from engine.background import digests
from engine.models import Job
from engine.municipality import reading, transaction
from engine.proving import Misfit
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.leaving import asked, day, days_pass, events_of, leave, leaves, take, work
from tests.engine.proofs import prove
from tests.engine.tampering import lift_guards


@pytest.fixture
def taken(deploy: Deploy, people: People) -> engine.TaskView:
    """A task of the ondersteuning that the office has claimed."""
    deploy(work())
    return take(people.office)


# ---- what others see of it --------------------------------------------------------------------------------------


def test_colleagues_read_until_when_somebody_is_away_and_who_took_over(people: People) -> None:
    leave(people.office, 0, 4, people.colleague)
    leave(people.colleague, 2, 3)

    assert engine.list_away(people.director) == {people.office.id: engine.AwayView(day(4), "Otto Office")}
    with pytest.raises(engine.NotAllowed):
        engine.list_away(people.auditor)


def test_who_is_away_gets_no_digest_and_the_first_after_that_tells_of_all_that_came(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(work())
    before = digests.ask_for_due()
    leave(people.office, 1, 2)
    clock.turn(days=1)
    take(people.colleague)
    engine.start_case("werk", {}, None)
    meanwhile = digests.ask_for_due()
    clock.turn(days=1)
    meanwhile += digests.ask_for_due()
    clock.turn(days=1)

    after = digests.ask_for_due()

    assert (before, meanwhile, after) == (1, 0, 1)
    with reading() as session:
        made = session.scalars(select(Job).where(Job.kind == "digest").order_by(Job.created_at)).all()[-1]
    assert made.payload["since"].startswith("2026-03-02")


# ---- what proves it ---------------------------------------------------------------------------------------------


def test_the_history_of_a_case_says_who_was_away_where_the_task_went_and_why(
    taken: engine.TaskView, people: People
) -> None:
    leave(people.office, 0, 4, people.colleague)

    (told,) = events_of(taken, people.auditor)
    assert (told.who, told.facts["was_name"], told.facts["to_name"], told.facts["why"]) == (
        "Oda Office",
        "Oda Office",
        "Otto Office",
        "replaced",
    )


def test_the_history_of_the_municipality_says_who_takes_over(people: People) -> None:
    leave(people.office, 2, 4, people.colleague)

    event = engine.list_account_events(people.auditor).items[0]
    assert (event.kind, event.whose, event.replacement) == (
        "account_leave_planned",
        "Oda Office (kantoor)",
        "Otto Office (collega)",
    )


def test_all_of_it_fits_the_history(taken: engine.TaskView, people: People, clock: TestClock) -> None:
    leave(people.office, 1, 2, people.colleague)
    leave(people.office, 5, 9)
    leave(people.director, 3, 4)
    days_pass(clock, 1)
    days_pass(clock, 2)
    (second,) = leaves(people.office)
    engine.change_leave(people.office.id, second.id, second.revision, asked(4, 6), people.office)

    assert prove().misfits == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE leaves SET last_day = '2027-01-01'",
        "UPDATE leaves SET replacement_id = NULL",
        "UPDATE leaves SET begun = true",
        "DELETE FROM leaves",
        "INSERT INTO leaves (id, account_id, first_day, last_day, begun, revision) "
        "SELECT 'erbij', account_id, '2026-05-01', '2026-05-02', false, 0 FROM leaves",
    ],
    ids=["longer", "without a replacement", "begun", "none", "another"],
)
def test_what_nobody_planned_is_found_out(people: People, statement: str) -> None:
    leave(people.office, 2, 4, people.colleague)

    with transaction() as session:
        session.execute(text(statement))

    assert prove().misfits == (Misfit("account", "kantoor", "", "leave"),)


def test_a_task_that_is_said_to_have_gone_on_because_of_nobody_is_found_out(
    taken: engine.TaskView, people: People
) -> None:
    leave(people.office, 0, 4, people.colleague)
    with transaction() as session:
        lift_guards(session)
        session.execute(text("DELETE FROM history WHERE kind = 'account_leave_begun'"))

    found = prove().misfits

    assert Misfit("task", taken.id, taken.reference, "leave") in found
    assert Misfit("account", "kantoor", "", "leave") in found
