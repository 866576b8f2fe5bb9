"""Explanations: the history proves why a table gave its result, and says nothing once that is erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

import engine
from engine import history, models, proving
from engine.municipality import reading, transaction
from tests.browser.people import IDEA
from tests.engine.conftest import People

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"


@pytest.fixture
def decided(place: engine.Municipality, people: People) -> engine.StartedCase:
    """An idea of the stock whose area was looked up in its table."""
    engine.install_stock(WORKFLOWS)
    case = engine.start_case("idee", {**IDEA, "plaats": "Elim"}, None)
    task = next(t for t in engine.list_team_tasks(people.office).items if t.name == "Idee controleren")
    engine.complete_task(task.id, people.office, {"volledig": "ja"})
    return case


def decision_of(case: engine.StartedCase, user: engine.User) -> engine.TimelineItem:
    return next(item for item in engine.read_case(case.case_id, user).timeline if item.kind == "decision_made")


def test_the_table_is_shown_as_it_is_with_the_rule_that_held(decided: engine.StartedCase, people: People) -> None:
    (table,) = decision_of(decided, people.auditor).explained

    held = [row for row in table.rows if row.matched]
    assert [row.number for row in held] == decision_of(decided, people.auditor).facts["rows"]
    assert held[0].inputs == ('"Elim"',)
    assert table.given == ("Elim",)
    assert table.value["smederij"] == "Elim"
    assert len(table.rows) > 10


def test_the_history_has_a_digest_of_it_and_not_what_was_asked(decided: engine.StartedCase, people: People) -> None:
    facts = decision_of(decided, people.auditor).facts

    with reading() as session:
        row = session.scalars(select(models.DecisionExplanation)).one()
        assert history.salted_digest(row.told, row.salt) == row.digest == facts["digest"]
    assert "Elim" not in str(facts)


def test_the_history_still_verifies_when_the_explanation_is_erased(decided: engine.StartedCase, people: People) -> None:
    engine.withdraw_case(decided.case_id, people.office, "Het gaat niet door.")
    while engine.run_worker_once():
        pass
    erased = engine.erase_case(decided.reference, people.operator, "De indiener vroeg erom.")

    assert decision_of(decided, people.auditor).explained == ()
    with reading() as session:
        proof = proving.prove(session)
    assert (erased.answers, erased.explanations) == (3, 1)
    assert (proof.explanations, proof.erased_answers, proof.misfits) == (0, 4, ())


def test_an_explanation_that_is_gone_while_nobody_erased_it_is_found_out(decided: engine.StartedCase) -> None:
    with transaction() as session:
        session.execute(delete(models.DecisionExplanation))
        event = session.scalar(select(models.HistoryEvent.sequence).where(models.HistoryEvent.kind == "decision_made"))

    with reading() as session:
        misfits = proving.prove(session).misfits

    assert misfits == (proving.Misfit("explanation", f"#{event}", decided.reference, "missing"),)


@pytest.mark.parametrize(
    ("told", "reasons"), [({"told": []}, ["changed"]), ({"digest": "0" * 64}, ["missing", "unknown"])]
)
def test_an_explanation_that_was_changed_is_found_out(
    decided: engine.StartedCase, told: dict[str, Any], reasons: list[str]
) -> None:
    with transaction() as session:
        (number,) = session.scalars(
            update(models.DecisionExplanation).values(**told).returning(models.DecisionExplanation.id)
        )

    with reading() as session:
        misfits = proving.prove(session).misfits

    assert sorted(misfit.reason for misfit in misfits) == reasons
    assert proving.Misfit("explanation", str(number), decided.reference, reasons[-1]) in misfits
