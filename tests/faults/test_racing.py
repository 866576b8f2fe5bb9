"""Two people on one task, and a doubled click; `python -m tests.faults races` does it a thousand times."""

from __future__ import annotations

from functools import partial

from sqlalchemy import func, select

import engine
from engine.models import Case
from engine.municipality import reading, transaction
from engine.versions import definitions
from tests.engine.conftest import People, people, peopled_postgres, peopled_sqlite, postgres_copied, sqlite_copied
from tests.faults.plan import PROCESS, load
from tests.faults.racing import at_once, race_for_a_task

__all__ = ["people", "peopled_postgres", "peopled_sqlite", "postgres_copied", "sqlite_copied"]
ROUNDS = 20


def put_in_use() -> None:
    with transaction() as session:
        definitions.put_in_use(session, PROCESS, load(), "systeem")


def test_of_two_people_on_one_task_one_wins_and_the_other_is_told_and_loses_no_text(
    place: engine.Municipality, people: People
) -> None:
    put_in_use()

    found = race_for_a_task(place, people.office, people.colleague, ROUNDS)

    assert found == {"one won": ROUNDS}


def test_a_doubled_click_hands_in_one_idea(place: engine.Municipality) -> None:
    put_in_use()
    typed = {"titel": "Twee keer gedrukt", "naam": "Ina", "mail": ""}

    for number in range(ROUNDS):
        press = partial(engine.start_case, PROCESS, typed, None, idempotency_key=f"browser {number}")
        started = at_once(place, [press] * 3)

        assert len({getattr(one, "reference", one) for one in started}) == 1

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == ROUNDS


def test_a_doubled_click_completes_a_task_once_and_tells_that_it_is_done(
    place: engine.Municipality, people: People
) -> None:
    put_in_use()
    case = engine.start_case(PROCESS, {"titel": "Dubbel", "naam": "Ina", "mail": ""}, None)
    task = engine.list_team_tasks(people.office).items[0]

    results = at_once(place, [lambda: engine.complete_task(task.id, people.office, {"notitie": "ja"})] * 4)

    refused = [result for result in results if isinstance(result, engine.TaskClosed)]
    assert len([result for result in results if isinstance(result, engine.CompletedTask)]) == 1
    assert [(refusal.why, refusal.by) for refusal in refused] == [("completed", "Oda Office")] * 3
    kinds = [item.kind for item in engine.read_case(case.case_id, people.auditor).timeline]
    assert kinds.count("task_completed") == 1
