"""Gone: a submitter reads why a question that was asked of them is no longer there."""

from __future__ import annotations

import pytest

import engine
from engine.models import Task
from engine.municipality import transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.stories import GIVEN, idea

TOLD = {"aanvulling": "Bij de vijver."}


@pytest.fixture
def started(deploy: Deploy, people: People) -> engine.StartedCase:
    """An idea whose submitter is asked for more."""
    deploy(idea())
    started = engine.start_case("voorbeeld", GIVEN, None)
    (check,) = engine.list_team_tasks(people.office).items
    engine.complete_task(check.id, people.office, {"notitie": "Waar?"})
    return started


def read(started: engine.StartedCase) -> engine.SubmitterCase:
    return engine.read_own_case(engine.open_secret_link(started.secret))


def gone(started: engine.StartedCase) -> list[tuple[str, str]]:
    return [(one.name, one.why) for one in read(started).gone]


def test_a_question_that_staff_fill_in_is_told_to_be_with_them_until_it_comes_back(
    started: engine.StartedCase, people: People
) -> None:
    (task,) = read(started).tasks
    with transaction() as session:
        session.get_one(Task, task.id).candidate_groups = ["indiener", "ondersteuning"]
    before = gone(started)

    engine.claim_task(task.id, people.office)
    taken = gone(started)
    engine.release_task(task.id, people.office)

    assert (before, taken, gone(started)) == ([], [("Aanvullen", "taken")], [])


def test_a_question_that_staff_answered_is_told_to_be_answered(started: engine.StartedCase, people: People) -> None:
    engine.complete_task(read(started).tasks[0].id, people.office, TOLD)

    assert gone(started) == [("Aanvullen", "answered")]


def test_what_the_submitter_answered_is_not_told(started: engine.StartedCase) -> None:
    engine.complete_task(read(started).tasks[0].id, engine.open_secret_link(started.secret), TOLD)

    assert gone(started) == []


def test_a_question_that_is_asked_again_is_not_gone(started: engine.StartedCase, people: People) -> None:
    engine.complete_task(read(started).tasks[0].id, people.office, TOLD)
    (check,) = engine.list_team_tasks(people.office).items

    engine.complete_task(check.id, people.office, {"notitie": "Waar precies?"})

    assert (len(read(started).tasks), gone(started)) == (1, [])


def test_after_a_month_it_is_told_no_more(started: engine.StartedCase, people: People, clock: TestClock) -> None:
    engine.complete_task(read(started).tasks[0].id, people.office, TOLD)

    clock.turn(days=31)

    assert gone(started) == []
