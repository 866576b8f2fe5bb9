"""Events in the database: signals that reach other cases, and timers and messages of event subprocesses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import engine
from engine import history, models
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import (
    boundary,
    chain,
    end,
    error,
    flow,
    folder,
    listening,
    node,
    part,
    properties,
    signal,
    start,
    throw,
    timer,
    user,
)

BEGUN = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))


def waiting() -> ProcessFiles:
    return folder(
        BEGUN, user("Werken"), boundary("Alarm", "Werken", signal("alarm")), user("Nazorg"), end(), end("Gestopt"),
        chain("Begin", "Werken", "Klaar"), chain("Alarm", "Nazorg", "Gestopt"), process="wachten",
    )  # fmt: skip


def calling() -> ProcessFiles:
    return folder(BEGUN, throw("Roepen", signal("alarm")), end(), chain("Begin", "Roepen", "Klaar"), process="roepen")


def names_of(case: engine.StartedCase, user: engine.User) -> list[str]:
    return [task.name for task in engine.read_case(case.case_id, user).open_tasks]


def test_a_signal_reaches_every_case_that_waits_for_it(deploy: Deploy, people: People) -> None:
    deploy(waiting(), calling())
    first, second = (engine.start_case("wachten", {}, None) for _ in range(2))

    engine.start_case("roepen", {}, None)
    before = names_of(first, people.office)
    engine.run_worker_once()

    assert before == ["Werken"]
    assert names_of(first, people.office) == names_of(second, people.office) == ["Nazorg"]
    with reading() as session:
        assert history.verify(session) > 0


def test_a_signal_comes_once_and_not_to_who_waits_later(deploy: Deploy, people: People) -> None:
    deploy(waiting(), calling())
    engine.start_case("roepen", {}, None)

    later = engine.start_case("wachten", {}, None)
    engine.run_worker_once()

    assert names_of(later, people.office) == ["Werken"]


def test_a_signal_to_a_case_that_has_gone_on_changes_nothing(deploy: Deploy, people: People) -> None:
    deploy(waiting(), calling())
    case = engine.start_case("wachten", {}, None)
    engine.start_case("roepen", {}, None)
    (task,) = engine.read_case(case.case_id, people.office).open_tasks

    engine.complete_task(task.id, people.office, {})
    engine.run_worker_once()

    assert engine.read_case(case.case_id, people.office).case.state == "completed"
    assert engine.failed_jobs(people.operator) == ()


def test_a_case_does_not_signal_itself_twice(deploy: Deploy, people: People) -> None:
    both = folder(
        BEGUN, node("parallelGateway", "Splits"), user("Werken"), boundary("Alarm", "Werken", signal("alarm"),
            interrupting=False),
        end("Gehoord"), throw("Roepen", signal("alarm")), end(), end("Geroepen"), chain("Begin", "Splits", "Werken",
            "Klaar"),
        chain("Splits", "Roepen", "Geroepen"), flow("Alarm", "Gehoord"), process="zelf",
    )  # fmt: skip
    deploy(both)

    case = engine.start_case("zelf", {}, None)
    engine.run_worker_once()

    caught = [item for item in engine.read_case(case.case_id, people.auditor).timeline if item.kind == "event_caught"]
    assert len(caught) == 1


def test_a_repeating_timer_of_an_event_subprocess_is_carried_out_by_the_worker(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    reminding = listening("Sub", timer("Cycle", "R2/P1D"), user("Bellen"), end("Gebeld"),
                          chain("SubKomt", "Bellen", "Gebeld"), interrupting=False)  # fmt: skip
    deploy(folder(BEGUN, user("Werken"), end(), chain("Begin", "Werken", "Klaar"), reminding, process="bellen"))
    case = engine.start_case("bellen", {}, None)
    seen = []

    for _ in range(4):
        clock.turn(days=1)
        engine.run_worker_once()
        seen.append(sorted(names_of(case, people.office)))

    assert seen == [["Bellen", "Werken"], *[["Bellen", "Bellen", "Werken"]] * 3]
    with reading() as session:
        assert session.scalars(select(models.PendingTimer)).all() == []


def test_an_error_that_nobody_catches_keeps_the_case_as_it_was_and_the_answer_as_a_draft(
    deploy: Deploy, people: People
) -> None:
    deploy(folder(BEGUN, part("Deel", start("In"), user("Werken"), node("endEvent", "Mis", error("stuk")),
                              chain("In", "Werken", "Mis")), end(), chain("Begin", "Deel", "Klaar"),
                                  process="mis"))  # fmt: skip
    case = engine.start_case("mis", {}, None)
    (task,) = engine.read_case(case.case_id, people.office).open_tasks

    with pytest.raises(engine.ExecutionFailed):
        engine.complete_task(task.id, people.office, {})

    detail = engine.read_case(case.case_id, people.office)
    assert [t.name for t in detail.open_tasks] == ["Werken"]
    assert "stuk" in str(detail.incident)


def test_a_timer_that_repeats_has_its_next_moment_in_the_table_after_each_time(
    place: engine.Municipality, deploy: Deploy, clock: TestClock
) -> None:
    inside = (end("Uit"), chain("HerinnerenKomt", "Uit"))
    reminding = listening("Herinneren", timer("Cycle", "R3/P1D"), *inside, interrupting=False)
    deploy(folder(BEGUN, user("Werk"), end(), chain("Begin", "Werk", "Klaar"), reminding))
    case = engine.start_case("proef", {}, None).case_id
    moments = []

    for _ in range(3):
        clock.turn(days=1)
        engine.run_worker_once()
        moments.append(next_moment(case))

    begun = clock() - timedelta(days=3)
    assert moments == [begun + timedelta(days=2), begun + timedelta(days=3), None]


def next_moment(case_id: str) -> datetime | None:
    with reading() as session:
        return session.scalar(select(models.PendingTimer.due_at).where(models.PendingTimer.case_id == case_id))
