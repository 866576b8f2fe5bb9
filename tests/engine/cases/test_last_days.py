"""Last days: what a submitter is told is the last day to answer is the last day on which an answer is accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import engine
from tests.conftest import STOCK, TestClock
from tests.engine.conftest import People

HERE = ZoneInfo("Europe/Amsterdam")
Ask = Callable[[engine.StartedCase, People], None]
IDEA = {
    "titel": "Bankje bij de vijver",
    "omschrijving": "Een bank aan het pad bij de vijver, zodat ouderen onderweg kunnen rusten.",
    "doel": "Mensen komen vaker buiten en maken een praatje.",
    "plaats": "De Weide",
    "straat": "Het pad bij de vijver",
    "kosten": "1200",
    "binnen_een_jaar": "ja",
    "vergunning": "nee",
    "grond_van_ander": "nee",
    "onderhoud": "De buurt houdt het schoon.",
    "sociaal": "Elkaar ontmoeten.",
    "samen_met": "Met zes buren uit de straat.",
    "naam": "Ina Inwoner",
    "e_mail": "ina.inwoner@voorbeeld.invalid",
}


@pytest.fixture
def started(place: engine.Municipality, people: People, clock: TestClock) -> engine.StartedCase:
    """An idea by the stock, of Friday 20 March, in the week before summer time."""
    engine.install_stock(STOCK)
    clock.moment = datetime(2026, 3, 20, 23, 30, tzinfo=HERE)
    return engine.start_case("idee", IDEA, None)


def ask_to_complete(started: engine.StartedCase, people: People) -> None:
    (task,) = engine.list_team_tasks(people.office, search=started.reference).items
    engine.complete_task(task.id, people.office, {"volledig": "nee", "ontbreekt": "Wat gaat het kosten?"})


def ask_more(started: engine.StartedCase, people: People) -> None:
    (way,) = engine.read_case(started.reference, people.office).asides
    asked = {"gevraagd": "Wat gaat het kosten?"}
    engine.begin_aside(started.case_id, way.element_id, people.office, asked, idempotency_key="sleutel")


@pytest.mark.one_in(3)
@pytest.mark.parametrize("ask", [ask_to_complete, ask_more], ids=["to complete it", "beside the tasks"])
@pytest.mark.parametrize("late", [timedelta(), timedelta(hours=1), timedelta(days=2)], ids=str)
def test_a_reminder_names_the_last_day_that_was_given_however_late_it_goes_out(
    started: engine.StartedCase, people: People, clock: TestClock, ask: Ask, late: timedelta
) -> None:
    ask(started, people)
    clock.moment = datetime(2026, 3, 27, 23, 30, tzinfo=HERE) + late

    engine.run_worker_once()

    told = [mail.body for mail in engine.list_mails(people.operator).items if "Een week geleden" in mail.body]
    assert ["tot en met 3 april 2026" in body for body in told] == [True]


@pytest.mark.parametrize("ask", [ask_to_complete, ask_more], ids=["to complete it", "beside the tasks"])
def test_an_answer_in_the_last_second_of_the_last_day_counts(
    started: engine.StartedCase, people: People, clock: TestClock, ask: Ask
) -> None:
    ask(started, people)
    clock.moment = datetime(2026, 4, 3, 23, 59, 59, tzinfo=HERE)
    engine.run_worker_once()
    own = engine.open_secret_link(started.secret)

    (task,) = engine.read_own_case(own).tasks

    assert task.due_at is not None
    assert task.due_at.astimezone(HERE).date().isoformat() == "2026-04-03"


def test_of_two_questions_at_once_each_reminder_names_its_own_day(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    ask_more(started, people)
    clock.turn(days=3)
    (way,) = engine.read_case(started.reference, people.office).asides
    engine.begin_aside(started.case_id, way.element_id, people.office, {"gevraagd": "En waar?"}, idempotency_key="twee")
    for _ in range(2):
        clock.turn(days=5)
        engine.run_worker_once()

    told = [mail.body for mail in engine.list_mails(people.operator).items if "Een week geleden" in mail.body]

    assert sorted(body.partition("tot en met ")[2].partition(":")[0] for body in told) == [
        "3 april 2026",
        "6 april 2026",
    ]
