"""The object log: which objects the history is about, and that each that is named is there once."""

from __future__ import annotations

from pathlib import Path

import engine
from engine.models import HistoryEvent
from engine.municipality import reading, transaction
from engine.running.beginning import begin as begin_linked
from tests.browser.people import IDEA
from tests.conftest import TestClock
from tests.engine import tampering
from tests.engine.cases.test_erasing import begin, end
from tests.engine.conftest import Deploy, People
from tests.engine.posting import posting
from tests.engine.stories import idea

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"


def told(people: People, year: int = 2026) -> tuple[engine.LoggedStory, ...]:
    return tuple(engine.export_objects(people.auditor, year))


def objects_in(stories: tuple[engine.LoggedStory, ...]) -> dict[str, engine.LoggedObject]:
    found = [thing for story in stories for thing in story.objects]
    assert len({thing.id for thing in found}) == len(found)
    return {thing.id: thing for thing in found}


def named_in(stories: tuple[engine.LoggedStory, ...]) -> set[str]:
    of_events = {id for story in stories for happening in story.happenings for id, _ in happening.related}
    return of_events | {id for story in stories for thing in story.objects for id, _ in thing.related}


def test_letters_and_entries_of_a_register_are_objects(deploy: Deploy, people: People) -> None:
    deploy(posting(registers=("besluitenregister",)))
    started = begin(people)
    end(started, people)

    stories = told(people)

    objects = objects_in(stories)
    kinds = {thing.kind: thing for thing in objects.values()}
    assert set(kinds) == {"post", "task", "letter", "register entry", "person"}
    assert kinds["letter"].related == kinds["task"].related == ((started.reference, "in"),)
    assert kinds["register entry"].id == "entry:besluitenregister/2026-0001"
    assert named_in(stories) == objects.keys()


def test_a_colleague_of_two_ideas_is_told_once(deploy: Deploy, people: People) -> None:
    deploy(posting(registers=("besluitenregister",)))
    for _ in range(2):
        end(begin(people), people)

    stories = told(people)

    assert len(stories) == 2
    assert f"person:{people.office.id}" in objects_in(stories)
    assert named_in(stories) <= objects_in(stories).keys()


def test_the_idea_of_another_year_from_which_one_began_stands_without_events(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(posting(registers=()))
    first = begin(people)
    clock.turn(days=366)
    with transaction() as session:
        linked = begin_linked(session, "post", {}, by=people.office, linked_case_id=first.case_id)

    stories = told(people, 2027)

    objects = objects_in(stories)
    assert objects[linked.reference].related == ((first.reference, "began from"),)
    assert objects[first.reference] == engine.LoggedObject(first.reference, "post")
    assert all(happening.event.reference == linked.reference for happening in stories[0].happenings)


def test_what_a_drawing_gave_a_task_to_is_no_person_unless_there_is_one(deploy: Deploy, people: People) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", {"titel": "Bank", "naam": "Ina", "mail": "i@voorbeeld.invalid"}, None)
    with reading() as session:
        events = session.query(HistoryEvent).filter_by(case_id=started.case_id).order_by(HistoryEvent.sequence).all()
    number, opened = next((n, e) for n, e in enumerate(events) if e.kind == "task_opened")
    tampering.change_event(started.case_id, number, facts=opened.facts | {"assignee": "Ina"})

    stories = told(people)

    assert not any("Ina" in id for id in (*objects_in(stories), *named_in(stories)))


def test_a_decision_table_and_what_a_called_process_does_are_objects(
    place: engine.Municipality, people: People
) -> None:
    engine.install_stock(WORKFLOWS)
    for _ in range(2):
        case = engine.start_case("idee", {**IDEA, "plaats": "Elim"}, None)
        task = next(t for t in engine.list_team_tasks(people.office).items if t.name == "Idee controleren")
        engine.complete_task(task.id, people.office, {"volledig": "ja"})

    stories = told(people)

    (table,) = (thing for thing in objects_in(stories).values() if thing.kind == "decision table")
    made = [h for story in stories for h in story.happenings if h.event.kind == "decision_made"]
    called = objects_in(stories)[f"{case.reference}/behandeling"]
    assert [role for h in made for id, role in h.related if id == table.id] == ["decision table"] * 2
    assert (called.kind, called.related) == ("behandeling", ((case.reference, "part of"),))
