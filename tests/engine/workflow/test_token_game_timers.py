"""The token game and time: reminders, deadlines, dates, working days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine.errors import ExecutionFailed, TaskClosed
from engine.events import TimerFired
from tests.engine.diagrams import (
    boundary,
    chain,
    end,
    folder,
    node,
    script,
    start,
    timer,
    user,
)
from tests.engine.player import Player, play


def supplement() -> list[str]:
    return [
        start(),
        user("Aanvullen"),
        boundary("Herinnerd", "Aanvullen", timer("Duration", "P7D"), interrupting=False),
        boundary("Verlopen", "Aanvullen", timer("Duration", "P14D")),
        script("Herinneren", "=herinneringen + 1", "herinneringen"),
        end(),
        end("Herinnering verstuurd"),
        end("Te laat"),
        chain("Begin", "Aanvullen", "Klaar"),
        chain("Herinnerd", "Herinneren", "Herinnering verstuurd"),
        chain("Verlopen", "Te laat"),
    ]


def test_a_reminder_leaves_the_task_open() -> None:
    case = play(*supplement(), herinneringen=Decimal(0)).wait(days=8)

    assert case.waiting == ["Aanvullen"]
    assert case.step.variables["herinneringen"] == 1


def test_a_late_answer_after_the_deadline_is_refused() -> None:
    case = play(*supplement(), herinneringen=Decimal(0))
    case.now += timedelta(days=15)

    with pytest.raises(TaskClosed) as refusal:
        case.answer("Aanvullen")

    assert refusal.value.why == "deadline"


def test_timers_that_fell_due_together_fire_in_their_order() -> None:
    case = play(*supplement(), herinneringen=Decimal(0)).wait(days=30)

    fired = [e.element_id for e in case.step.events if isinstance(e, TimerFired)]
    assert fired == ["Herinnerd", "Verlopen"]
    assert case.ended_in == "Te laat"
    assert case.step.variables["herinneringen"] == 1


def test_fourteen_days_end_at_the_same_hour_across_a_change_to_summer_time() -> None:
    case = Player({"proef": folder(*supplement())}, now=datetime(2026, 3, 20, 9, 0, tzinfo=UTC)).begin()

    due = {t.element_id: t.due_at for t in case.step.timers}

    # Ten in the morning in Hoogeveen before and after, which is an hour earlier in UTC after 29 March.
    assert due["Verlopen"] == datetime(2026, 4, 3, 8, 0, tzinfo=UTC)


def test_a_timer_in_the_past_fires_at_once() -> None:
    case = play(
        start(),
        node("intermediateCatchEvent", "Dag bereikt", timer("Date", "=datum")),
        end(),
        chain("Begin", "Dag bereikt", "Klaar"),
        datum=datetime(2026, 1, 1, tzinfo=UTC),
    )

    assert case.ended_in == "Klaar"


@pytest.mark.parametrize("value", ["overmorgen", "=null", "=1 + 1", '="P1X"'])
def test_a_timer_without_a_moment_stops_the_case_instead_of_waiting_for_ever(value: str) -> None:
    with pytest.raises(ExecutionFailed, match="timer"):
        play(
            start(),
            node("intermediateCatchEvent", "Wachten", timer("Duration", value)),
            end(),
            chain("Begin", "Wachten", "Klaar"),
        )


def test_working_days_skip_weekends_and_holidays() -> None:
    case = play(start(), user("Doen", due="=werkdagen(5)"), end(), chain("Begin", "Doen", "Klaar"))
    easter = Player(
        {"proef": folder(start(), user("Doen", due="=werkdagen(1)"), end(), chain("Begin", "Doen", "Klaar"))},
        now=datetime(2026, 4, 2, 8, 0, tzinfo=UTC),
    ).begin()

    assert case.task("Doen").due_at == datetime(2026, 3, 9, 22, 59, tzinfo=UTC)
    # Thursday; then Good Friday, a weekend and Easter Monday.
    assert easter.task("Doen").due_at == datetime(2026, 4, 7, 21, 59, tzinfo=UTC)
