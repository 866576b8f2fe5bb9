"""Days that an operator adds to the calendar: every deadline that depends on them moves in the same act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

import engine
from engine import history, models
from engine.cases import postponing
from engine.municipality import calendar, reading, transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import boundary, catch, chain, end, flow, folder, properties, script, start, timer, user
from tests.engine.stories import GIVEN, idea

CLOSED = "Brugdag, bij koninklijk besluit"
BEGIN = start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />')


def task(people: People) -> engine.TaskView:
    return engine.list_team_tasks(people.office).items[0]


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def due_days(cases: Sequence[engine.StartedCase], people: People) -> list[int]:
    """The day of the month on which the open task of each case is due."""
    tasks = {task.case_id: task.due_at for task in engine.list_team_tasks(people.office).items}
    return [moment.day for case in cases if (moment := tasks[case.case_id]) is not None]


def facts_of(started: engine.StartedCase | None, kind: str) -> list[dict[str, object]]:
    with reading() as session:
        rows = session.query(models.HistoryEvent).filter_by(kind=kind)
        return [row.facts for row in rows if row.case_id == (started.case_id if started else None)]


def test_a_day_that_is_added_moves_the_deadlines_of_open_tasks(started: engine.StartedCase, people: People) -> None:
    before = task(people).due_at

    touched = engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    # The fifth working day after Monday 2 March is Monday 9 March; without the Friday it is Tuesday the tenth.
    assert before == datetime(2026, 3, 9, 22, 59, tzinfo=UTC)
    assert task(people).due_at == datetime(2026, 3, 10, 22, 59, tzinfo=UTC)
    assert touched == engine.MovedDeadlines(1)


def test_each_case_tells_of_its_own_deadlines(deploy: Deploy, people: People) -> None:
    deploy(idea())
    cases = [engine.start_case("voorbeeld", GIVEN, None) for _ in range(2)]

    touched = engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert touched == engine.MovedDeadlines(2)
    assert [len(facts_of(case, "deadline_moved")) for case in cases] == [1, 1]


def test_a_deadline_of_as_many_days_as_the_data_say_moves_too(deploy: Deploy, people: People) -> None:
    deploy(folder(
        BEGIN, script("Eerst", "=5", "dagen"), user("Taak", due="=werkdagen(dagen)"), end(),
        chain("Begin", "Eerst", "Taak", "Klaar"),
    ))  # fmt: skip
    engine.start_case("proef", {}, None)

    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert task(people).due_at == datetime(2026, 3, 10, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "added", "before", "after"),
    [
        ('=werkdagen(5) - duration("P3D")', 9, 6, 7),
        ("=werkdagen(0)", 2, 2, 3),
        ("=werkdagen(5)", 9, 9, 10),
    ],
    ids=["the day that is counted comes after the deadline", "the first day", "the last day"],
)
def test_a_deadline_moves_by_each_day_that_it_counts(
    due: str, added: int, before: int, after: int, deploy: Deploy, people: People
) -> None:
    deploy(folder(BEGIN, user("Taak", due=due), end(), chain("Begin", "Taak", "Klaar")))
    case = engine.start_case("proef", {}, None)
    was = due_days([case], people)

    engine.add_calendar_day(day(3, added), "off", CLOSED, people.operator)

    assert (was, due_days([case], people)) == ([before], [after])


def test_a_day_after_the_deadline_moves_nothing(started: engine.StartedCase, people: People) -> None:
    before = task(people).due_at

    touched = engine.add_calendar_day(day(3, 12), "off", CLOSED, people.operator)

    assert task(people).due_at == before
    assert touched == engine.MovedDeadlines(0)


def test_taking_a_day_back_moves_the_deadlines_back(started: engine.StartedCase, people: People) -> None:
    before = task(people).due_at
    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    touched = engine.remove_calendar_day(day(3, 6), people.operator)

    assert task(people).due_at == before
    assert touched == engine.MovedDeadlines(1)
    assert engine.list_calendar_days(people.operator) == ()


def test_a_statutory_term_never_ends_on_a_day_that_was_added(started: engine.StartedCase, people: People) -> None:
    engine.add_calendar_day(day(4, 28), "off", CLOSED, people.operator)

    assert engine.read_case(started.reference, people.office).statutory_due == day(4, 29)
    assert facts_of(started, "term_moved") == [{"was": "2026-04-28", "becomes": "2026-04-29"}]


def test_on_a_holiday_that_is_worked_tasks_are_due_but_no_term_ends(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    clock.turn(days=51)  # Wednesday 22 April; Monday 27 April is King's Day.
    deploy(folder(BEGIN, user("Taak", due="=werkdagen(3)"), end(), chain("Begin", "Taak", "Klaar")))
    engine.start_case("proef", {}, None)
    before = task(people).due_at

    engine.add_calendar_day(day(4, 27), "worked", "De hele dag open", people.operator)

    assert before == datetime(2026, 4, 28, 21, 59, tzinfo=UTC)
    assert task(people).due_at == datetime(2026, 4, 27, 21, 59, tzinfo=UTC)
    with reading() as session:
        assert calendar(session).is_recognised_off(day(4, 27))


def test_a_timer_that_counts_working_days_moves_and_then_fires_at_its_new_moment(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    wait = boundary("Tijd om", "Taak", timer("Date", "=werkdagen(2)"))
    deploy(folder(BEGIN, user("Taak"), wait, end("Te laat"), end(), chain("Begin", "Taak", "Klaar"),
                  flow("Tijd om", "Te laat")))  # fmt: skip
    started = engine.start_case("proef", {}, None)

    engine.add_calendar_day(day(3, 4), "off", CLOSED, people.operator)
    clock.turn(days=2, hours=23)  # Thursday 5 March, 7:00 UTC: by the old calendar it would be over.
    engine.run_worker_once()
    still = engine.read_case(started.reference, people.office).case.state
    clock.turn(hours=17)
    engine.run_worker_once()

    assert still == "running"
    assert [(f["was"], f["becomes"]) for f in facts_of(started, "deadline_moved")] == [
        ("2026-03-04T22:59:00+00:00", "2026-03-05T22:59:00+00:00")
    ]
    with reading() as session:
        (told,) = session.query(models.HistoryEvent).filter_by(kind="deadline_moved")
        assert (told.process_id, told.element_id) == ("proef", "Tijd om")
    assert engine.read_case(started.reference, people.office).case.state == "completed"


def test_a_term_that_ends_on_the_same_day_as_before_is_not_told(started: engine.StartedCase, people: People) -> None:
    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert len(facts_of(started, "deadline_moved")) == 1
    assert facts_of(started, "term_moved") == []


def test_a_timer_that_moves_to_an_earlier_moment_fires_then(deploy: Deploy, people: People, clock: TestClock) -> None:
    engine.add_calendar_day(day(3, 4), "off", CLOSED, people.operator)
    wait = catch("Wachten", timer("Date", "=werkdagen(2)"))
    deploy(folder(BEGIN, wait, end(), chain("Begin", "Wachten", "Klaar")))
    started = engine.start_case("proef", {}, None)

    engine.remove_calendar_day(day(3, 4), people.operator)
    clock.turn(days=2, hours=17)  # Thursday 5 March, 1:00 UTC: over by the current calendar, not by the previous one.
    engine.run_worker_once()

    assert engine.read_case(started.reference, people.office).case.state == "completed"


def test_only_what_moved_is_told_and_nothing_else_of_the_case_is_touched(deploy: Deploy, people: People) -> None:
    deploy(folder(
        BEGIN, user("Kort", due="=werkdagen(1)"), user("Lang", due="=werkdagen(9)"), user("Vast", due="P5D"),
        boundary("Tijd om", "Kort", timer("Date", "=werkdagen(2)"), interrupting=False), end("Te laat"), end(),
        chain("Begin", "Kort", "Klaar"), flow("Begin", "Lang"), flow("Begin", "Vast"), flow("Tijd om", "Te laat"),
    ))  # fmt: skip
    started = engine.start_case("proef", {}, None)
    with reading() as session:
        revision = session.get_one(models.Case, started.case_id).revision

    engine.add_calendar_day(day(3, 9), "off", CLOSED, people.operator)

    with reading() as session:
        moved = session.query(models.HistoryEvent).filter_by(kind="deadline_moved").all()
    assert [row.element_id for row in moved] == ["Lang"]
    assert facts_of(started, "term_moved") == []
    with reading() as session:
        assert session.get_one(models.Case, started.case_id).revision == revision


def test_a_task_whose_deadline_moved_stands_in_the_worklist_where_that_says(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(folder(BEGIN, user("Taak", due="=werkdagen(4)"), end(), chain("Begin", "Taak", "Klaar")))
    first = engine.start_case("proef", {}, None)
    deploy(folder(BEGIN, user("Taak", due='=duration("P5D")'), end(), chain("Begin", "Taak", "Klaar")))
    second = engine.start_case("proef", {}, None)
    before = [one.reference for one in engine.list_team_tasks(people.office).items]

    engine.add_calendar_day(day(3, 5), "off", CLOSED, people.operator)

    after = [one.reference for one in engine.list_team_tasks(people.office).items]
    assert before == [first.reference, second.reference]
    assert after == [second.reference, first.reference]


def test_what_does_not_count_working_days_stays(deploy: Deploy, people: People) -> None:
    deploy(folder(BEGIN, user("Taak", due="P5D"), end(), chain("Begin", "Taak", "Klaar")))
    engine.start_case("proef", {}, None)
    before = task(people).due_at

    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert task(people).due_at == before


def test_a_deadline_whose_data_changed_since_stays(deploy: Deploy, people: People, clock: TestClock) -> None:
    # A parallel branch overwrites what it reads, so nobody can tell any more what it was.
    deploy(folder(
        BEGIN, script("Eerst", "=5", "dagen"), '<bpmn:parallelGateway id="Splits" />',
        user("Taak", due="=werkdagen(dagen)"), catch("Even", timer("Duration", "PT1H")),
        script("Later", "=9", "dagen"), '<bpmn:parallelGateway id="Samen" />', end(),
        chain("Begin", "Eerst", "Splits", "Taak", "Samen", "Klaar"), chain("Splits", "Even", "Later", "Samen"),
    ))  # fmt: skip
    engine.start_case("proef", {}, None)
    before = task(people).due_at
    clock.turn(hours=2)
    engine.run_worker_once()

    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert task(people).due_at == before


def test_where_many_cases_run_jobs_move_the_deadlines_and_the_act_holds_up_nobody(
    deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postponing, "AT_ONCE", 2)
    monkeypatch.setattr(postponing, "BATCH", 2)
    deploy(idea())
    for _ in range(5):
        engine.start_case("voorbeeld", GIVEN, None)
    before = {task.due_at for task in engine.list_team_tasks(people.office).items}

    touched = engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)
    at_once = {task.due_at for task in engine.list_team_tasks(people.office).items}
    engine.run_worker_once()

    assert touched == engine.MovedDeadlines(None)
    assert at_once == before
    assert [task.due_at for task in engine.list_team_tasks(people.office).items] == [
        datetime(2026, 3, 10, 22, 59, tzinfo=UTC)
    ] * 5
    with reading() as session:
        assert history.verify(session) > 0
        jobs = session.query(models.Job).filter(models.Job.kind.startswith("calendar"))
        assert [job.state for job in jobs] == ["done"] * 4


def test_a_case_that_cannot_be_read_does_not_hold_up_the_deadlines_of_others(
    deploy: Deploy, people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postponing, "AT_ONCE", 0)
    deploy(idea())
    cases = sorted((engine.start_case("voorbeeld", GIVEN, None) for _ in range(3)), key=lambda one: one.case_id)
    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    with transaction() as session:
        state = session.get_one(models.CaseState, cases[0].case_id)
        whole, state.state = state.state, b"damaged"
    engine.run_worker_once()
    meanwhile = due_days(cases, people)
    with transaction() as session:
        session.get_one(models.CaseState, cases[0].case_id).state = whole
    clock.turn(minutes=1)
    engine.run_worker_once()

    assert (meanwhile, due_days(cases, people)) == ([9, 10, 10], [10, 10, 10])


def test_in_the_act_itself_a_case_that_cannot_be_read_is_told_and_those_beside_it_move(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(idea())
    cases = sorted((engine.start_case("voorbeeld", GIVEN, None) for _ in range(3)), key=lambda one: one.case_id)
    with transaction() as session:
        state = session.get_one(models.CaseState, cases[1].case_id)
        whole, state.state = state.state, b"damaged"

    told = engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)
    meanwhile = due_days(cases, people)
    engine.run_worker_once()
    with reading() as session:
        errors = [job.error for job in session.query(models.Job).filter_by(kind="calendar-cases")]
    with transaction() as session:
        session.get_one(models.CaseState, cases[1].case_id).state = whole
    clock.turn(minutes=1)
    engine.run_worker_once()

    assert told == engine.MovedDeadlines(2, (cases[1].reference,))
    assert (meanwhile, due_days(cases, people)) == ([10, 9, 10], [10, 10, 10])
    assert [cases[1].reference in str(error) for error in errors] == [True]
    assert [len(facts_of(one, "deadline_moved")) for one in cases] == [1, 1, 1]
    with reading() as session:
        assert history.verify(session) > 0


def test_of_a_case_that_could_not_be_moved_halfway_nothing_is_kept(
    started: engine.StartedCase, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*told: object) -> None:
        raise ValueError

    monkeypatch.setattr(postponing, "_move_timers", break_off)  # Its task has a new due day by then.

    told = engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert told.unread == (started.reference,)
    assert due_days([started], people) == [9]
    assert facts_of(started, "deadline_moved") == []


def test_where_the_database_gives_out_no_day_is_added(
    started: engine.StartedCase, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_out(*told: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk is full"))

    monkeypatch.setattr(postponing, "_move_timers", give_out)

    with pytest.raises((OperationalError, engine.Unavailable)):
        engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert engine.list_calendar_days(people.operator) == ()


def test_where_the_database_gives_out_in_one_case_the_others_of_its_job_are_not_tried_for_nothing(
    deploy: Deploy, people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postponing, "AT_ONCE", 0)
    deploy(idea())
    cases = [engine.start_case("voorbeeld", GIVEN, None) for _ in range(3)]
    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)
    tried: list[object] = []

    def give_out(session: object, case: models.Case, *told: object) -> None:
        tried.append(case.id)
        raise OperationalError("SELECT", {}, Exception("server closed the connection unexpectedly"))

    with monkeypatch.context() as broken:
        broken.setattr(postponing, "_move_timers", give_out)
        engine.run_worker_once()
    again = engine.jobs_tried_again(people.operator)
    clock.turn(minutes=1)
    engine.run_worker_once()

    assert len(tried) == 1
    assert again is not None
    assert again.error.startswith("Unavailable: ")
    assert due_days(cases, people) == [10, 10, 10]


@pytest.mark.parametrize("many", [False, True], ids=["in the act itself", "by a job"])
def test_what_the_database_refuses_of_one_case_is_a_fault_of_that_case(
    deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    monkeypatch.setattr(postponing, "AT_ONCE", 0 if many else 100)
    deploy(idea())
    cases = sorted((engine.start_case("voorbeeld", GIVEN, None) for _ in range(3)), key=lambda one: one.case_id)
    move = postponing._move_timers

    def refuse(session: Any, case: models.Case, *told: Any) -> Any:
        if case.id == cases[1].case_id:
            raise IntegrityError("UPDATE", {}, Exception("a value that no column accepts"))
        return move(session, case, *told)

    monkeypatch.setattr(postponing, "_move_timers", refuse)

    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)
    engine.run_worker_once()

    assert due_days(cases, people) == [10, 9, 10]
    again = engine.jobs_tried_again(people.operator)
    assert again is not None
    assert again.error == f"DeadlinesStayed: {cases[1].reference} (IntegrityError)"


def test_two_changes_of_which_the_jobs_come_late_move_a_deadline_as_if_each_came_at_once(
    deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postponing, "AT_ONCE", 0)
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)

    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)
    engine.add_calendar_day(day(3, 10), "off", CLOSED, people.operator)
    engine.run_worker_once()

    assert task(people).due_at == datetime(2026, 3, 11, 22, 59, tzinfo=UTC)


def test_what_was_changed_stands_in_the_history(started: engine.StartedCase, people: People) -> None:
    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)
    engine.remove_calendar_day(day(3, 6), people.operator)

    assert facts_of(None, "calendar_day_added") == [{"day": "2026-03-06", "day_kind": "off", "reason": CLOSED}]
    assert facts_of(None, "calendar_day_removed") == [{"day": "2026-03-06", "day_kind": "off"}]
    assert [(f["was"], f["becomes"]) for f in facts_of(started, "deadline_moved")] == [
        ("2026-03-09T22:59:00+00:00", "2026-03-10T22:59:00+00:00"),
        ("2026-03-10T22:59:00+00:00", "2026-03-09T22:59:00+00:00"),
    ]


def test_new_deadlines_count_on_the_days_that_were_added(deploy: Deploy, people: People) -> None:
    deploy(idea())
    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    engine.start_case("voorbeeld", GIVEN, None)

    assert task(people).due_at == datetime(2026, 3, 10, 22, 59, tzinfo=UTC)


def test_if_the_history_cannot_be_written_nothing_moves(
    started: engine.StartedCase, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = task(people).due_at
    monkeypatch.setattr(history, "_digest", lambda *said: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert task(people).due_at == before
    assert engine.list_calendar_days(people.operator) == ()


@pytest.mark.parametrize(
    ("chosen", "kind", "reason", "problems"),
    [
        (None, "off", CLOSED, {"dag": "not_a_date"}),
        (date(2037, 3, 6), "off", CLOSED, {"dag": "far_away"}),
        (date(2015, 3, 6), "off", CLOSED, {"dag": "far_away"}),
        (date(2026, 4, 27), "off", CLOSED, {"dag": "holiday_already"}),
        (date(2026, 3, 6), "worked", CLOSED, {"dag": "worked_already"}),
        (date(2026, 3, 6), "vrij", " ", {"soort": "no_kind", "reden": "required"}),
    ],
    ids=[
        "no day",
        "eleven years on",
        "eleven years ago",
        "a holiday by law",
        "worked on anyway",
        "neither kind nor reason",
    ],
)
def test_a_day_that_says_nothing_is_refused(
    people: People, chosen: date | None, kind: str, reason: str, problems: dict[str, str]
) -> None:
    with pytest.raises(engine.CalendarRefused) as refusal:
        engine.add_calendar_day(chosen, kind, reason, people.operator)

    assert refusal.value.problems == problems


@pytest.mark.parametrize("chosen", [date(2016, 3, 4), date(2036, 3, 6)], ids=["ten years ago", "in ten years"])
def test_a_day_within_ten_years_is_added_by_name(people: People, chosen: date) -> None:
    engine.add_calendar_day(chosen, "off", f"  {CLOSED} " + "!" * 400, people.operator)

    (added,) = engine.list_calendar_days(people.operator)

    assert (added.day, added.kind, added.set_by) == (chosen, "off", "Bo Beheer")
    assert added.reason == f"{CLOSED} {'!' * 400}"[:300]


def test_a_day_is_added_once(people: People) -> None:
    engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    with pytest.raises(engine.CalendarRefused) as refusal:
        engine.add_calendar_day(day(3, 6), "off", CLOSED, people.operator)

    assert refusal.value.problems == {"dag": "there_already"}


def test_only_an_operator_changes_the_calendar(people: People) -> None:
    for user_ in (people.office, people.auditor, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.add_calendar_day(day(3, 6), "off", CLOSED, user_)
        with pytest.raises(engine.NotAllowed):
            engine.list_calendar_days(user_)
        with pytest.raises(engine.NotAllowed):
            engine.remove_calendar_day(day(3, 6), user_)
