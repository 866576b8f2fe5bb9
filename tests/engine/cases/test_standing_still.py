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
from tests.engine.diagrams import (
    boundary,
    chain,
    each,
    end,
    field,
    flow,
    folder,
    form,
    listening,
    message,
    node,
    part,
    properties,
    start,
    timer,
    user,
)
from tests.engine.proofs import prove
from tests.engine.stories import GIVEN, idea

START = form("insturen", field("naam", properties={"personal": "name"}))
BEGUN = start(
    "Begin",
    '<zeebe:formDefinition formId="insturen" />',
    properties(startableBy="iedereen", statutoryTerm="P8W"),
)


def asking(*beside: str) -> ProcessFiles:
    """Two questions to the submitter at once, with terms of two and of three weeks; then somebody decides."""
    still = properties(suspendsTerm="true")
    return folder(
        BEGUN,
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
        *beside,
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


ASKED = user("Kosten", properties(suspendsTerm="true"), groups="indiener")
CALLED = folder(start("In"), ASKED, end("Uit"), chain("In", "Kosten", "Uit"), process="vraag")
LIMIT = timer("Duration", "P14D")


def deploy_and_start(deploy: Deploy, *inside: str, **called: ProcessFiles) -> engine.StartedCase:
    """A case with a term of eight weeks, begun on Monday 2 March at nine."""
    deploy(*called.values(), folder(BEGUN, *inside, files={"forms/insturen.form": START}))
    return engine.start_case("proef", {"naam": "Ina Inwoner"}, None)


def test_the_day_of_an_answer_counts_also_if_more_is_asked_at_once(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    still = properties(suspendsTerm="true")
    started = deploy_and_start(
        deploy, user("Kosten", still, groups="indiener"), user("Plaats", still, groups="indiener"), user("Besluiten"),
        end("Klaar", properties(legalEffect="beschikking")), chain("Begin", "Kosten", "Plaats", "Besluiten", "Klaar"),
    )  # fmt: skip
    clock.turn(days=4)
    answer(started, "Kosten")
    clock.turn(days=3)
    answer(started, "Plaats")

    # Not suspended on 6 March: that is the day on which was added what was asked, and on which more was.
    assert suspensions_of(started) == [["2026-03-02", "2026-03-06"], ["2026-03-06", "2026-03-09"]]
    # Eight weeks after 2 March, and the 3rd to the 5th, the 7th and the 8th: Saturday 2 May, so Monday.
    assert due_of(started, people) == date(2026, 5, 4)
    assert prove().misfits == ()


def test_a_question_after_one_that_ran_out_stops_the_clock_only_when_it_is_asked(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    started = deploy_and_start(
        deploy, ASKED, boundary("Tijd om", "Kosten", LIMIT), node("exclusiveGateway", "Klaar met kosten"),
        user("Plaats", properties(suspendsTerm="true"), groups="indiener"), end("Klaar"),
        chain("Begin", "Kosten", "Klaar met kosten", "Plaats", "Klaar"), flow("Tijd om", "Klaar met kosten"),
    )  # fmt: skip
    clock.turn(days=20)

    engine.run_worker_once()

    assert suspensions_of(started) == [["2026-03-02", "2026-03-16"], ["2026-03-22", None]]
    assert prove().misfits == ()


@pytest.mark.parametrize(
    "around",
    [
        pytest.param(
            part("Vraag", start("In"), ASKED, end("Uit"), chain("In", "Kosten", "Uit"))
            + boundary("Tijd om", "Vraag", LIMIT) + chain("Begin", "Vraag", "Verder") + flow("Tijd om", "Verder"),
            id="on the edge of what is around the question",
        ),
        pytest.param(
            part("Vraag", start("In"), ASKED, end("Uit"), chain("In", "Kosten", "Uit"),
                 listening("Einde", LIMIT, end("Op"), flow("EindeKomt", "Op")))
            + chain("Begin", "Vraag", "Verder"),
            id="that begins an event subprocess",
        ),
        pytest.param(
            node("callActivity", "Vraag", '<zeebe:calledElement processId="vraag" />')
            + boundary("Tijd om", "Vraag", LIMIT) + chain("Begin", "Vraag", "Verder") + flow("Tijd om", "Verder"),
            id="on the edge of a call",
        ),
        pytest.param(
            user("Kosten", properties(suspendsTerm="true"), each("=[1, 2]", "nummer"), groups="indiener")
            + boundary("Tijd om", "Kosten", LIMIT) + chain("Begin", "Kosten", "Verder") + flow("Tijd om", "Verder"),
            id="on the edge of a question that is asked twice",
        ),
    ],
)  # fmt: skip
def test_the_time_for_an_answer_runs_out_on_its_day_wherever_the_timer_is(
    around: str, deploy: Deploy, people: People, clock: TestClock
) -> None:
    decide = (
        node("exclusiveGateway", "Verder") + user("Besluiten") + end("Klaar") + chain("Verder", "Besluiten", "Klaar")
    )
    started = deploy_and_start(deploy, around, decide, vraag=CALLED)
    clock.turn(days=20)

    engine.run_worker_once()

    assert suspensions_of(started) == [["2026-03-02", "2026-03-16"]]
    assert prove().misfits == ()


@pytest.mark.parametrize("first", [True, False], ids=["no longer", "from now on"])
def test_a_question_does_not_go_to_a_version_in_which_it_stops_the_clock_or_not(
    first: bool, deploy: Deploy, people: People
) -> None:
    asked = [
        user("Kosten", *([properties(suspendsTerm="true")] if still else []), groups="indiener")
        for still in (first, not first)
    ]
    rest = end("Klaar") + chain("Begin", "Kosten", "Klaar")
    started = deploy_and_start(deploy, asked[0], rest)
    deploy(folder(BEGUN, asked[1], rest, files={"forms/insturen.form": START}))

    engine.start_migration("proef", people.operator, "Een nieuwe versie.")
    engine.run_worker_once()

    (done,) = engine.list_migrations(people.operator)
    (case,) = engine.read_migration(done.id, people.operator).cases
    assert prove().misfits == ()
    assert (case.state, suspensions_of(started)) == ("refused", [["2026-03-02", None]] if first else [])


def test_a_reminder_that_went_out_as_late_as_the_time_was_over_ends_no_time(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    started = deploy_and_start(
        deploy, ASKED, boundary("Week om", "Kosten", timer("Duration", "P7D"), interrupting=False), end("Herinnerd"),
        boundary("Tijd om", "Kosten", LIMIT), node("exclusiveGateway", "Verder"), user("Besluiten"), end("Klaar"),
        chain("Begin", "Kosten", "Verder", "Besluiten", "Klaar"), flow("Week om", "Herinnerd"),
        flow("Tijd om", "Verder"),
    )  # fmt: skip
    clock.turn(days=20)

    engine.run_worker_once()

    assert suspensions_of(started) == [["2026-03-02", "2026-03-16"]]


def test_of_two_questions_the_last_counts_also_if_it_was_not_answered_and_had_time_left(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(asking(listening("Ingetrokken", message(), end("Weg"), flow("IngetrokkenKomt", "Weg"))))
    started = engine.start_case("proef", {"naam": "Ina Inwoner"}, None)
    clock.turn(days=18)

    engine.withdraw_case(started.case_id, engine.open_secret_link(started.secret), "Het hoeft niet meer.")

    # The time for one was over on the 16th; that for the other would have been on the 23rd.
    assert suspensions_of(started) == [["2026-03-02", "2026-03-20"]]
