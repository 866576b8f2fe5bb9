"""Proving rows: what pages and worklists show, and what a case goes on by, cannot be changed unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

import engine
from engine.models import Task
from engine.municipality import transaction
from engine.proving import Misfit
from engine.running.urgency import urgency_of
from tests.engine.conftest import Deploy, People
from tests.engine.proofs import prove, reasons
from tests.engine.stories import GIVEN, idea
from tests.engine.tampering import lift_guards, retell, tamper


@pytest.fixture
def ideas(deploy: Deploy, people: People) -> tuple[engine.StartedCase, ...]:
    """Two ideas: somebody claimed the open task of the first, the second was withdrawn and erased."""
    deploy(idea())
    first, second = (engine.start_case("voorbeeld", GIVEN, None) for _ in range(2))
    (check,) = engine.list_team_tasks(people.office, search=first.reference).items
    engine.claim_task(check.id, people.office)
    engine.withdraw_case(second.case_id, people.office, "Op verzoek.")
    engine.erase_case(second.reference, people.operator, "Op verzoek.")
    return first, second


def test_rows_that_are_as_they_came_to_be_fit(ideas: tuple[engine.StartedCase, ...], people: People) -> None:
    (check,) = engine.list_my_tasks(people.office).items
    engine.delegate_task(check.id, people.office, people.colleague.id)
    engine.release_task(check.id, people.colleague)

    proof = prove()

    assert (proof.tasks, proof.misfits) == (2, ())


@pytest.mark.parametrize(
    "changed",
    [
        "state = 'cancelled'",
        "assignee = NULL",
        "assignee = 'iemand-anders'",
        "candidate_groups = '[\"proceseigenaar\"]'",
        "due_at = '2030-01-01 00:00:00'",
        "due_at = NULL",
        "team = NULL",
        "assigned = true, team = NULL",
        "priority = 0",
        "urgency = '99999999999999999999'",
    ],
)
def test_an_open_task_cannot_be_hidden_given_away_or_put_off_unseen(
    ideas: tuple[engine.StartedCase, ...], changed: str
) -> None:
    tamper(f"UPDATE tasks SET {changed} WHERE state = 'open'")  # noqa: S608 - from this list

    assert reasons() == {("task", ideas[0].reference, "open")}


@pytest.mark.parametrize(
    "changed",
    ["form_id = 'leeg'", "name = 'Goedkeuren'", "element_id = 'Elders'", "ballot = true", "suspends_term = true"],
)
def test_what_an_open_task_asks_cannot_be_changed_unseen(ideas: tuple[engine.StartedCase, ...], changed: str) -> None:
    tamper(f"UPDATE tasks SET {changed} WHERE state = 'open'")  # noqa: S608 - from this list

    assert reasons() == {("task", ideas[0].reference, "place")}


def test_an_open_task_cannot_be_moved_within_its_list_by_its_priority_unseen(
    ideas: tuple[engine.StartedCase, ...],
) -> None:
    with transaction() as session:
        (task,) = session.scalars(select(Task).where(Task.state == "open")).unique()
        urgency = urgency_of(task.due_at, 100, task.created_at)
    tamper("UPDATE tasks SET priority = 100, urgency = :urgency WHERE state = 'open'", urgency=urgency)

    assert reasons() == {("task", ideas[0].reference, "open")}


def test_an_open_task_that_was_taken_out_is_missed(ideas: tuple[engine.StartedCase, ...]) -> None:
    tamper("DELETE FROM tasks WHERE state = 'open'")

    assert reasons() == {("task", ideas[0].reference, "missing")}


def test_a_task_that_was_called_off_cannot_be_opened_again(ideas: tuple[engine.StartedCase, ...]) -> None:
    tamper("UPDATE tasks SET state = 'open' WHERE state = 'cancelled'")

    assert reasons() == {("task", ideas[1].reference, "open")}


@pytest.mark.parametrize("changed", ["completed_at = '2026-01-01 00:00:00'", "completed_at = NULL"])
def test_when_a_task_was_called_off_cannot_be_changed_unseen(
    ideas: tuple[engine.StartedCase, ...], changed: str
) -> None:
    tamper(f"UPDATE tasks SET {changed} WHERE state = 'cancelled'")  # noqa: S608 - from this list

    assert reasons() == {("task", ideas[1].reference, "done")}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ("linked_case_id = :other", "changed"),
        ("state = 'completed'", "ended"),
        ("statutory_term = 'P20W'", "term"),
        ('bindings = \'{"voorbeeld": "een-andere"}\'', "version"),
        ("bindings = '{}'", "version"),
    ],
)
def test_what_a_case_goes_on_by_cannot_be_changed_unseen(
    ideas: tuple[engine.StartedCase, ...], changed: str, reason: str
) -> None:
    told = {"other": ideas[1].case_id} if ":other" in changed else {}
    tamper(f"UPDATE cases SET {changed} WHERE id = :id", id=ideas[0].case_id, **told)  # noqa: S608 - from this list

    assert reasons() == {("case", ideas[0].reference, reason)}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ("erased_at = NULL", "refilled"),
        ("erased_at = '2026-01-01 00:00:00'", "emptied"),
        ("end_element = 'Elders'", "ended"),
        ("state = 'running'", "ended"),
        ("state = 'completed'", "ended"),
    ],
)
def test_that_a_case_ended_and_was_erased_cannot_be_hidden(
    ideas: tuple[engine.StartedCase, ...], changed: str, reason: str
) -> None:
    tamper(f"UPDATE cases SET {changed} WHERE id = :id", id=ideas[1].case_id)  # noqa: S608 - from this list

    assert ("case", ideas[1].reference, reason) in reasons()


def test_when_a_status_was_published_cannot_be_changed_unseen(ideas: tuple[engine.StartedCase, ...]) -> None:
    tamper("UPDATE publications SET at = '2020-01-01 00:00:00' WHERE case_id = :id", id=ideas[0].case_id)

    assert reasons() == {("case", ideas[0].reference, "status")}


@pytest.mark.parametrize(
    "changed",
    [
        "definition_id = (SELECT id FROM definitions WHERE process_id = 'ander')",
        "process_id = 'x'",
        "form_id = 'stembiljet'",
    ],
)
def test_an_answer_cannot_be_read_by_the_questions_of_another_version(
    ideas: tuple[engine.StartedCase, ...], deploy: Deploy, people: People, changed: str
) -> None:
    deploy(idea("ander"))
    (check,) = engine.list_my_tasks(people.office).items
    engine.complete_task(check.id, people.office, {"volledig": "true"})
    tamper(f"UPDATE answers SET {changed} WHERE task_id = :id", id=check.id)  # noqa: S608 - from this list

    assert reasons() == {("answer", ideas[0].reference, "moved")}


def test_a_guard_that_is_gone_from_the_database_is_told(
    ideas: tuple[engine.StartedCase, ...], place: engine.Municipality
) -> None:
    with transaction() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE viewings DISABLE TRIGGER viewings_no_update"))
        else:
            session.execute(text("DROP TRIGGER viewings_no_update"))

    assert prove().misfits == (Misfit("guard", "viewings_no_update", "", "lifted"),)


def test_who_puts_the_guards_back_is_found_out_by_what_was_changed(ideas: tuple[engine.StartedCase, ...]) -> None:
    with transaction() as session:
        lift_guards(session)
        session.execute(text("UPDATE tasks SET assignee = NULL WHERE state = 'open'"))

    assert reasons() == {("task", ideas[0].reference, "open")}


# ---- what cannot be read ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("changed", ["suspensions = '7'", "bindings = '[7]'"])
def test_a_row_that_cannot_be_read_is_told_and_hides_nothing_else(
    ideas: tuple[engine.StartedCase, ...], changed: str
) -> None:
    tamper(f"UPDATE cases SET {changed} WHERE id = :id", id=ideas[0].case_id)  # noqa: S608 - from this list
    tamper("UPDATE tasks SET due_at = '2030-01-01 00:00:00' WHERE state = 'open'")

    assert {("case", "", "unreadable"), ("task", ideas[0].reference, "open")} <= reasons()


def test_a_moment_that_is_none_is_told_on_a_database_that_takes_it(
    ideas: tuple[engine.StartedCase, ...], place: engine.Municipality
) -> None:
    if place.database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL refuses it")
    tamper("UPDATE cases SET updated_at = 'gisteren'")

    assert ("case", "", "unreadable") in reasons()


def test_an_event_that_fits_its_chain_and_says_nonsense_is_named(ideas: tuple[engine.StartedCase, ...]) -> None:
    retell(ideas[0].case_id, 2, kind="case_found", facts={})

    with pytest.raises(engine.HistoryBroken) as broken:
        prove()

    assert (broken.value.reason, broken.value.case_id) == ("unreadable", ideas[0].case_id)
