"""History: what a case leaves behind, which nobody can change unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import engine
from engine import history
from engine.municipality import reading, transaction
from tests.engine.conftest import People
from tests.engine.going_on import bring_to_vote, open_task


def test_the_history_tells_the_story_in_order(started: engine.StartedCase, people: People) -> None:
    engine.claim_task(open_task(people.office, "Controleren").id, people.office)
    bring_to_vote(people)

    kinds = [i.kind for i in engine.read_case(started.reference, people.auditor).timeline]

    assert kinds[:5] == ["case_started", "element_completed", "status_published", "task_opened", "task_claimed"]
    assert kinds.index("task_completed") < kinds.index("task_opened", 5)


@pytest.mark.parametrize("statement", ["UPDATE history SET kind = 'x'", "DELETE FROM history"])
def test_the_database_refuses_to_change_the_history(started: engine.StartedCase, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(statement))


def test_a_changed_event_is_found_out(started: engine.StartedCase, place: engine.Municipality) -> None:
    with reading() as session:
        assert history.verify(session) > 3
    _lift_the_triggers(place)
    with transaction() as session:
        session.execute(text("UPDATE history SET person_id = 'iemand anders' WHERE sequence = 2"))

    with reading() as session, pytest.raises(engine.HistoryBroken) as broken:
        history.verify(session)

    assert broken.value.sequence == 2


def test_a_removed_event_is_found_out(started: engine.StartedCase, place: engine.Municipality) -> None:
    _lift_the_triggers(place)
    with transaction() as session:
        session.execute(text("DELETE FROM history WHERE sequence = 3"))

    with reading() as session, pytest.raises(engine.HistoryBroken) as broken:
        history.verify(session)

    assert broken.value.sequence == 4


def _lift_the_triggers(place: engine.Municipality) -> None:
    """What only somebody with access to the database could do."""
    if place.database.engine.dialect.name == "sqlite":
        statements = ["DROP TRIGGER history_no_update", "DROP TRIGGER history_no_delete"]
    else:
        statements = ["ALTER TABLE history DISABLE TRIGGER USER"]
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement))
