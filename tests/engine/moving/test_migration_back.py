"""Migration undone: cases that went to another version return as they were, if nothing happened since."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import engine
from engine.models import MigratedCase
from engine.moving import carryover
from engine.municipality import reading
from tests.engine.carrying_over import draw, migrate, task_of, timers
from tests.engine.conftest import Deploy, People


@pytest.fixture
def begun(deploy: Deploy, people: People) -> engine.StartedCase:
    deploy(draw(limit="P14D"))
    return engine.start_case("werk", {"titel": "Bankje"}, None)


def test_a_case_can_go_back_as_it_was(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    before = timers(), engine.read_task(task_of(begun, people.office).id, people.office)
    deploy(draw("Nakijken", task="Doen", groups="gebiedsregisseur", asks="kosten"))
    key = migrate(people, mapping={"Werken": "Doen"}).id

    assert engine.undo_migration(key, people.operator) == 1
    engine.run_worker_once()

    assert [case.state for case in engine.read_migration(key, people.operator).cases] == ["returned"]
    assert (timers(), engine.read_task(task_of(begun, people.office).id, people.office)) == before
    assert [i.kind for i in engine.read_case(begun.case_id, people.auditor).timeline][-1] == "case_migration_reversed"
    engine.complete_task(before[1].task.id, people.office, {"notitie": "", "verslag": ""})
    assert engine.read_case(begun.case_id, people.office).case.state == "completed"


def test_only_the_cases_of_one_migration_go_back_and_not_after_another(deploy: Deploy, people: People) -> None:
    deploy(draw())
    one, _other = (engine.start_case("werk", {"titel": "Bankje"}, None) for _ in range(2))
    deploy(draw("Nakijken"))
    first = migrate(people, only=[one.case_id])
    second = migrate(people)
    deploy(draw("Nakijken", "Nalezen"))
    third = migrate(people, only=[one.case_id])

    undone = [engine.undo_migration(key.id, people.operator) for key in (first, third)]
    engine.run_worker_once()

    assert undone == [0, 1]
    assert [c.state for key in (second, third) for c in engine.read_migration(key.id, people.operator).cases] == [
        "done",
        "returned",
    ]


def test_what_was_done_before_stays_done_on_the_way_back(deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken"))
    case = engine.start_case("werk", {"titel": "Bankje"}, None)
    engine.complete_task(task_of(case, people.office).id, people.office, {"notitie": "gedaan"})
    deploy(draw("Nakijken", limit="P14D"))
    there = migrate(people)

    engine.undo_migration(there.id, people.operator)
    engine.run_worker_once()

    assert [one.state for one in engine.read_migration(there.id, people.operator).cases] == ["returned"]
    assert task_of(case, people.office).name == "Nakijken"


def test_what_was_claimed_and_typed_since_is_kept_on_the_way_back(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    key = migrate(people).id
    task = task_of(begun, people.office)
    engine.claim_task(task.id, people.office)
    engine.save_draft(task.id, people.office, {"notitie": "halverwege"})

    engine.undo_migration(key, people.operator)
    engine.run_worker_once()

    detail = engine.read_task(task.id, people.office)
    assert (detail.task.assignee, detail.draft) == (people.office.id, {"notitie": ["halverwege"]})


def test_what_another_group_took_since_goes_back_to_the_group_that_it_was_for(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw(groups="gebiedsregisseur", limit="P14D"))
    key = migrate(people).id
    task = task_of(begun, people.office)
    engine.claim_task(task.id, people.director)

    engine.undo_migration(key, people.operator)
    engine.run_worker_once()

    assert task_of(begun, people.office).assignee is None
    with pytest.raises(engine.NotAllowed):
        engine.complete_task(task.id, people.director, {"notitie": "", "verslag": ""})
    assert engine.claim_task(task.id, people.office).assignee == people.office.id


def test_after_the_next_completion_there_is_no_way_back(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    done = migrate(people)
    engine.complete_task(task_of(begun, people.office).id, people.office, {"notitie": "", "verslag": ""})

    assert done.reversible == 1
    assert engine.read_migration(done.id, people.operator).reversible == 0
    assert engine.undo_migration(done.id, people.operator) == 0


def test_the_way_back_is_forgotten_when_the_case_has_moved_on(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    migrate(people)
    carryover.forget_ways_back()
    with reading() as session:
        assert session.scalars(select(MigratedCase.before)).one() is not None
    engine.complete_task(task_of(begun, people.office).id, people.office, {"notitie": "", "verslag": ""})

    carryover.forget_ways_back()

    with reading() as session:
        row = session.scalars(select(MigratedCase)).one()
        assert (row.before, row.bindings, row.tasks) == (None, None, None)


def test_a_case_that_moves_on_just_before_it_goes_back_stays(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    deploy(draw("Nakijken"))
    key = migrate(people).id
    engine.undo_migration(key, people.operator)
    engine.complete_task(task_of(begun, people.office).id, people.office, {"notitie": "", "verslag": ""})

    engine.run_worker_once()

    assert [case.state for case in engine.read_migration(key, people.operator).cases] == ["moved_on"]
    assert task_of(begun, people.office).name == "Nakijken"
