"""When the clock of a statutory term stands still: from the day after the question to the answer or its last day."""

from __future__ import annotations

from datetime import date

import pytest

import engine
from engine import models
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading, transaction
from engine.proving import Misfit
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import boundary, chain, end, field, flow, folder, form, node, properties, start, timer, user
from tests.engine.proofs import prove
from tests.engine.stories import GIVEN, idea

START = form("insturen", field("naam", properties={"personal": "name"}))


def asking() -> ProcessFiles:
    """Two questions to the submitter at once, with terms of two and of three weeks; then somebody decides."""
    still = properties(suspendsTerm="true")
    return folder(
        start(
            "Begin",
            '<zeebe:formDefinition formId="insturen" />',
            properties(startableBy="iedereen", statutoryTerm="P8W"),
        ),
        node("parallelGateway", "Vragen"),
        user("Kosten", still, groups="indiener"),
        boundary("Twee weken om", "Kosten", timer("Duration", "P14D")),
        user("Plaats", still, groups="indiener"),
        boundary("Drie weken om", "Plaats", timer("Duration", "P21D")),
        node("exclusiveGateway", "Kosten klaar"),
        node("exclusiveGateway", "Plaats klaar"),
        node("parallelGateway", "Samen"),
        user("Besluiten"),
        end("Klaar", properties(legalEffect="beschikking")),
        chain("Begin", "Vragen", "Kosten", "Kosten klaar", "Samen", "Besluiten", "Klaar"),
        chain("Vragen", "Plaats", "Plaats klaar", "Samen"),
        flow("Twee weken om", "Kosten klaar"),
        flow("Drie weken om", "Plaats klaar"),
        files={"forms/insturen.form": START},
    )


@pytest.fixture
def started(deploy: Deploy, people: People) -> engine.StartedCase:
    """A case that began on Monday 2 March at nine, when both questions were asked."""
    deploy(asking())
    return engine.start_case("proef", {"naam": "Ina Inwoner"}, None)


def answer(started: engine.StartedCase, name: str) -> None:
    own = engine.open_secret_link(started.secret)
    (task,) = (task for task in engine.read_own_case(own).tasks if task.name == name)
    engine.complete_task(task.id, own, {})


def due_of(started: engine.StartedCase, people: People) -> date | None:
    return engine.read_case(started.reference, people.office).statutory_due


def suspensions_of(started: engine.StartedCase) -> list[list[str | None]]:
    with reading() as session:
        found: list[list[str | None]] = session.get_one(models.Case, started.case_id).suspensions
        return found


def test_with_two_questions_the_clock_stands_still_until_both_were_answered(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.turn(days=4)
    answer(started, "Kosten")
    between = engine.read_case(started.reference, people.office).term_suspended
    clock.turn(days=3)
    answer(started, "Plaats")

    assert between
    assert suspensions_of(started) == [["2026-03-02", "2026-03-09"]]
    # Eight weeks after 2 March, and the six days from the 3rd to the 8th: Sunday 3 May, so Monday.
    assert due_of(started, people) == date(2026, 5, 4)


def test_the_clock_runs_again_on_the_day_that_the_time_ran_out_however_late_that_is_noticed(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.turn(days=26)

    engine.run_worker_once()

    assert suspensions_of(started) == [["2026-03-02", "2026-03-23"]]
    # Eight weeks and the twenty days from the 3rd to the 22nd: Sunday 17 May, so Monday.
    assert due_of(started, people) == date(2026, 5, 18)
    assert prove().misfits == ()


def test_an_answer_counts_on_its_own_day_if_another_question_had_run_out_before(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.turn(days=18)

    answer(started, "Plaats")

    assert suspensions_of(started) == [["2026-03-02", "2026-03-20"]]
    assert prove().misfits == ()


def test_that_the_clock_ran_again_earlier_is_proved(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    clock.turn(days=26)
    engine.run_worker_once()

    with transaction() as session:
        session.get_one(models.Case, started.case_id).suspensions = [["2026-03-02", "2026-03-28"]]

    assert prove().misfits == (Misfit("case", started.case_id, started.reference, "term"),)


def test_who_withdraws_while_the_clock_stands_still_leaves_no_clock_standing(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", GIVEN, None)
    (check,) = engine.list_team_tasks(people.office).items
    engine.complete_task(check.id, people.office, {"notitie": "Waar?"})
    clock.turn(days=2)

    engine.withdraw_case(started.case_id, engine.open_secret_link(started.secret), "Het hoeft niet meer.")

    assert suspensions_of(started) == [["2026-03-02", "2026-03-04"]]
    assert not engine.read_case(started.reference, people.office).term_suspended
    assert prove().misfits == ()
