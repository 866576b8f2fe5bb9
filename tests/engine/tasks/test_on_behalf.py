"""On behalf: staff fill in what submitters tell them, since not everybody has a computer."""

from __future__ import annotations

import pytest

import engine
from engine import history
from engine.municipality import reading
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


def asked(started: engine.StartedCase) -> str:
    (task,) = engine.read_own_case(engine.open_secret_link(started.secret)).tasks
    return task.id


def test_staff_answer_for_a_submitter_who_calls(started: engine.StartedCase, people: People) -> None:
    engine.complete_task(asked(started), people.director, TOLD)

    with reading() as session:
        done = [event for event in history.read(session, started.case_id) if event.kind == "task_completed"]
    assert done[-1].person_id == people.director.id
    assert [task.name for task in engine.read_case(started.reference, people.office).open_tasks] == ["Controleren"]


def test_the_submitter_reads_what_was_filled_in_for_them(started: engine.StartedCase, people: People) -> None:
    engine.complete_task(asked(started), people.office, TOLD)

    answers = engine.read_own_case(engine.open_secret_link(started.secret)).answers

    assert [(one.task_name, one.by_name) for one in answers][1:] == [("Aanvullen", "Oda Office")]
    assert [field.value for field in answers[-1].fields] == ["Bij de vijver."]


def test_the_task_is_found_at_the_idea_and_not_in_the_way_of_others(
    started: engine.StartedCase, people: People
) -> None:
    detail = engine.read_case(started.reference, people.office)

    assert asked(started) in detail.readable_tasks
    assert engine.list_team_tasks(people.office).items == ()
    assert engine.read_task(asked(started), people.office).may_complete


def test_who_does_not_speak_for_submitters_cannot(started: engine.StartedCase, people: People) -> None:
    for user in (people.auditor, people.operator, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.complete_task(asked(started), user, TOLD)


def test_who_is_second_is_told_who_was_first(started: engine.StartedCase, people: People) -> None:
    task, submitter = asked(started), engine.open_secret_link(started.secret)
    engine.complete_task(task, people.office, TOLD)

    with pytest.raises(engine.TaskClosed):
        engine.complete_task(task, submitter, {"aanvulling": "Bij de sloot."})
