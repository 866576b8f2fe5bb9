"""Proving cases: one that was removed, inserted, or made to end or be suspended differently is found by its number."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

import engine
from engine.models import Case
from engine.municipality import transaction
from engine.proving import Misfit
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.proofs import prove
from tests.engine.stories import GIVEN, idea
from tests.engine.tampering import take_out_case


@pytest.fixture
def ideas(deploy: Deploy, people: People, clock: TestClock) -> tuple[engine.StartedCase, ...]:
    """Three ideas: the first was withdrawn after its term was suspended, the term of the second was extended."""
    deploy(idea())
    started = tuple(engine.start_case("voorbeeld", GIVEN, None) for _ in range(3))
    (check,) = engine.list_team_tasks(people.office, search=started[0].reference).items
    engine.complete_task(check.id, people.office, {"notitie": "Waar?"})
    clock.turn(days=2)
    submitter = engine.open_secret_link(started[0].secret)
    engine.complete_task(engine.read_own_case(submitter).tasks[0].id, submitter, {"aanvulling": "Hier."})
    engine.withdraw_case(started[0].case_id, people.office, "Op verzoek.")
    engine.extend_term(started[1].case_id, people.office, 2, "Het waterschap antwoordt nog niet.")
    return started


def test_cases_that_are_as_their_history_says_fit(ideas: tuple[engine.StartedCase, ...]) -> None:
    proof = prove()

    assert (proof.cases, proof.misfits) == (3, ())


@pytest.mark.parametrize("number", [1, 2, 3], ids=["the first", "one between others", "the last"])
def test_a_case_that_was_taken_out_with_all_that_is_of_it_is_missed_by_its_number(
    ideas: tuple[engine.StartedCase, ...], number: int
) -> None:
    take_out_case(ideas[number - 1].case_id)

    assert prove().misfits == (Misfit("case", f"VOORBEELD-2026-000{number}", "", "gap"),)


def test_numbers_that_would_be_given_out_again_are_found_out(ideas: tuple[engine.StartedCase, ...]) -> None:
    with transaction() as session:
        session.execute(text("UPDATE counters SET value = 2 WHERE name = 'VOORBEELD-2026'"))

    assert prove().misfits == (Misfit("case", "VOORBEELD-2026-0003", "", "counter"),)


def test_a_case_that_nobody_began_is_found_out(ideas: tuple[engine.StartedCase, ...]) -> None:
    with transaction() as session:
        row = dict(session.execute(select(Case.__table__).where(Case.id == ideas[2].case_id)).mappings().one())
        session.execute(text("UPDATE counters SET value = 4 WHERE name = 'VOORBEELD-2026'"))
        put_in = {
            **row,
            "id": "erbij",
            "reference": "VOORBEELD-2026-0004",
            "secret_hash": None,
            "idempotency_key": None,
        }
        session.execute(Case.__table__.insert().values(**put_in))  # type: ignore[attr-defined]

    assert prove().misfits == (Misfit("case", "erbij", "VOORBEELD-2026-0004", "unknown"),)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("number", "change", "reason"),
    [
        (1, "outcome = 'akkoord'", "ended"),
        (1, "legal_effect = 'beschikking'", "ended"),
        (1, "retention_class = '6.1.9'", "ended"),
        (1, "ended_at = '2026-06-01 00:00:00'", "ended"),
        (1, "ended_at = NULL", "ended"),
        (1, "state = 'completed'", "ended"),
        (1, "suspensions = '[]'", "term"),
        (1, """suspensions = '[["2026-03-02", "2026-03-06"]]'""", "term"),
        (2, "ended_at = '2026-03-04 08:00:00'", "ended"),
        (2, "extensions = '[]'", "term"),
        (2, """extensions = '[["P6W", "2026-03-04"]]'""", "term"),
        (3, """suspensions = '[["2026-03-02", null]]'""", "term"),
        (3, "started_at = '2026-01-01 00:00:00'", "changed"),
        (3, "process_id = 'anders'", "changed"),
        (3, "status = 'Gaat door'", "status"),
        (3, "outcome = 'akkoord'", "ended"),
        (3, "legal_effect = 'beschikking'", "ended"),
        (3, "retention_class = '6.1.9'", "ended"),
    ],
)
def test_a_case_that_was_changed_is_found_out(
    ideas: tuple[engine.StartedCase, ...], number: int, change: str, reason: str
) -> None:
    started = ideas[number - 1]
    with transaction() as session:
        session.execute(text(f"UPDATE cases SET {change} WHERE id = '{started.case_id}'"))  # noqa: S608 - from this list

    assert prove().misfits == (Misfit("case", started.case_id, started.reference, reason),)


def test_a_number_that_was_changed_is_found_out_as_that_and_as_a_gap(ideas: tuple[engine.StartedCase, ...]) -> None:
    with transaction() as session:
        session.execute(
            text("UPDATE cases SET reference = 'VOORBEELD-2026-0009' WHERE reference = 'VOORBEELD-2026-0002'")
        )

    assert set(prove().misfits) == {
        Misfit("case", ideas[1].case_id, "VOORBEELD-2026-0009", "changed"),
        Misfit("case", "VOORBEELD-2026-0009", "", "counter"),
        Misfit("case", "VOORBEELD-2026-0002", "", "gap"),
        Misfit("case", "VOORBEELD-2026-0004 … VOORBEELD-2026-0008", "", "gap"),
    }


def test_a_status_that_was_never_published_is_found_out(ideas: tuple[engine.StartedCase, ...]) -> None:
    with transaction() as session:
        session.execute(text(f"DELETE FROM publications WHERE case_id = '{ideas[2].case_id}'"))  # noqa: S608

    assert prove().misfits == (Misfit("case", ideas[2].case_id, ideas[2].reference, "status"),)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("completed_by = 'iemand-anders'", "done"),
        ("completed_by = NULL, completed_at = NULL, state = 'open'", "done"),
        ("completed_at = '2026-01-01 00:00:00'", "done"),
        ("assignee = 'iemand-anders'", "done"),
        ("recused = true", "done"),
        ("due_at = '2030-01-01 00:00:00'", "done"),
        ("created_at = '2026-01-01 00:00:00'", "done"),
        ("candidate_groups = '[\"proceseigenaar\"]'", "done"),
        ("element_id = 'Elders'", "place"),
        ("process_id = 'elders'", "place"),
        ("form_id = 'leeg'", "place"),
        ("name = 'Goedkeuren'", "place"),
        ("ballot = true", "place"),
        ("suspends_term = true", "place"),
        ("case_id = (SELECT max(id) FROM cases)", "place"),
    ],
)
def test_who_did_a_task_cannot_be_changed_unseen(
    ideas: tuple[engine.StartedCase, ...], change: str, reason: str
) -> None:
    with transaction() as session:
        query = text("SELECT id FROM tasks WHERE state = 'completed' AND case_id = :id ORDER BY id LIMIT 1")
        done = session.scalar(query, {"id": ideas[0].case_id})
        session.execute(text(f"UPDATE tasks SET {change} WHERE id = '{done}'"))  # noqa: S608 - from this list

    assert {(one.what, one.name, one.reason) for one in prove().misfits} == {("task", str(done), reason)}


def test_a_task_that_nobody_did_is_found_out(ideas: tuple[engine.StartedCase, ...]) -> None:
    with transaction() as session:
        query = text("SELECT id FROM tasks WHERE state = 'open' AND case_id = :id")
        is_open = session.scalar(query, {"id": ideas[2].case_id})
        change = "state = 'completed', completed_by = 'iemand', completed_at = '2026-03-02 08:00:00'"
        session.execute(text(f"UPDATE tasks SET {change} WHERE id = '{is_open}'"))  # noqa: S608

    assert prove().misfits == (Misfit("task", str(is_open), ideas[2].reference, "unknown"),)


def test_days_of_the_calendar_are_those_that_an_operator_added(place: engine.Municipality, people: People) -> None:
    for day in (date(2026, 5, 21), date(2026, 5, 15), date(2026, 5, 18), date(2026, 5, 19)):
        engine.add_calendar_day(day, "off", "Brugdag", people.operator)
    engine.remove_calendar_day(date(2026, 5, 19), people.operator)
    assert prove().misfits == ()

    with transaction() as session:
        session.execute(text("UPDATE calendar_days SET reason = 'Zomaar' WHERE day = '2026-05-15'"))
        session.execute(text("UPDATE calendar_days SET day = '2026-05-20' WHERE day = '2026-05-18'"))
        session.execute(text("UPDATE calendar_days SET set_at = '2026-01-01 00:00:00' WHERE day = '2026-05-21'"))

    assert set(prove().misfits) == {
        Misfit("day", "2026-05-21", "", "changed"),
        Misfit("day", "2026-05-15", "", "changed"),
        Misfit("day", "2026-05-18", "", "missing"),
        Misfit("day", "2026-05-20", "", "unknown"),
    }
