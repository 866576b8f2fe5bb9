"""The sweep goes on past a case that always fails, and comes back to it with longer and longer pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest.mock import Mock, call

import pytest
from sqlalchemy import select

import engine
from engine import workflow
from engine.background import digests, sealmails
from engine.background.worker import Worker
from engine.cases import lifecycle
from engine.executing import sweeping, tries
from engine.models import Job
from engine.moving import carryover
from engine.municipality import reading
from engine.running import kept_messages
from engine.versions import starts
from engine.workflow import Rhythm
from tests.conftest import TestClock
from tests.engine.breaking import fail_for, failing, mend
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import timer
from tests.engine.executing.test_sweep import states, two
from tests.engine.running.test_starts import begun_by

__all__ = ["two"]
Two = tuple[engine.StartedCase, engine.StartedCase]


def found_apart() -> list[tuple[str | None, str, int]]:
    with reading() as session:
        rows = session.scalars(select(Job).where(Job.kind == sweeping.KIND))
        return [(job.case_id, job.state, job.attempts) for job in rows]


def test_a_case_for_which_the_database_always_fails_does_not_hold_up_the_terms_of_others(
    two: Two, people: People, clock: TestClock
) -> None:
    clock.turn(days=1)

    with failing(two[0].case_id):
        sweeping.sweep()

    assert states(people, *two) == ["running", "completed"]
    assert found_apart() == [(two[0].case_id, "waiting", 0)]


def test_its_term_is_tried_again_with_a_longer_pause_each_time_and_never_given_up(
    two: Two, people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "OF_A_DAY", 5)
    clock.turn(days=1)
    fail_for(two[0].case_id)
    engine.run_worker_once()

    attempts = []
    for _ in range(5):
        clock.turn(minutes=1)
        engine.run_worker_once()
        attempts.append(found_apart()[0][2])
    for _ in range(3):
        clock.turn(hours=1)
        engine.run_worker_once()
    mend()
    clock.turn(hours=1)
    engine.run_worker_once()

    assert attempts == [2, 3, 3, 4, 4]
    assert states(people, *two) == ["completed", "completed"]
    assert [state for _, state, _ in found_apart()] == ["done"]


def test_beheer_names_the_case_whose_term_is_late_and_what_went_wrong(
    two: Two, people: People, clock: TestClock
) -> None:
    clock.turn(days=1)
    with failing(two[0].case_id):
        engine.run_worker_once()

        (late,) = engine.list_late_cases(people.operator)

    assert (late.reference, late.attempts) == (two[0].reference, 1)
    assert late.due_at == clock() - timedelta(minutes=1)
    assert "Unavailable" in late.error


def test_only_who_keeps_the_system_running_reads_which_terms_are_late(two: Two, people: People) -> None:
    with pytest.raises(engine.NotAllowed):
        engine.list_late_cases(people.office)


def test_two_hundred_cases_that_cannot_be_read_do_not_hide_the_others(
    deploy: Deploy, two: Two, people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade that was reverted, more cases can be unreadable than a sweep looks at in one pass."""
    monkeypatch.setattr(sweeping, "AT_ONCE", 1)
    clock.turn(days=1)
    with failing(two[0].case_id):
        sweeping.sweep()
        sweeping.sweep()

    assert states(people, *two) == ["running", "completed"]


def test_a_pass_ends_where_nothing_can_be_written_for_three_cases_in_a_row(
    deploy: Deploy, two: Two, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def give_out(case_id: str) -> bool:
        asked.append(case_id)
        raise engine.Unavailable("gone")

    for title in ("Eik", "Berk"):
        engine.start_case("werk", {"titel": title}, None)
    monkeypatch.setattr(lifecycle, "let_time_pass", give_out)
    monkeypatch.setattr(sweeping, "set_apart", give_out)
    clock.turn(days=2)

    with pytest.raises(engine.Unavailable):
        sweeping.sweep()

    assert len(dict.fromkeys(asked)) == sweeping.IN_A_ROW


def test_starts_and_messages_do_not_wait_for_the_terms_of_cases(
    place: engine.Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Mock(return_value=1)
    monkeypatch.setattr(sweeping, "_fire_timers", Mock(side_effect=engine.Unavailable("statement timeout")))
    monkeypatch.setattr(starts, "ask_for_due", lambda: asked("starts"))
    monkeypatch.setattr(kept_messages, "forget", lambda: asked("messages"))

    with pytest.raises(engine.Unavailable):
        sweeping.sweep()

    assert asked.call_args_list == [call("starts"), call("messages")]


def test_a_start_at_a_moment_that_fails_does_not_hold_up_the_others(
    deploy: Deploy, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(*(begun_by(timer("Cycle", "R2/P7D"), process=name) for name in ("eerste", "tweede")))
    count = workflow.next_moment
    monkeypatch.setattr(
        workflow, "next_moment", Mock(side_effect=[engine.Unavailable("io error"), *[Rhythm(None, None, None)] * 9])
    )
    clock.turn(days=7)

    with pytest.raises(engine.Unavailable):
        sweeping.sweep()

    with reading() as session:
        assert session.scalars(select(Job.payload["process"].as_string()).where(Job.kind == "start")).all() == [
            "tweede"
        ]
    monkeypatch.setattr(workflow, "next_moment", count)
    assert sweeping.sweep() == 1


def test_what_a_worker_looks_after_does_not_wait_for_what_fails_before_it(
    place: engine.Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(replace(place, settings=place.settings.model_copy(update={"digests": True})))
    asked: list[str] = []
    monkeypatch.setattr(carryover, "forget_ways_back", Mock(side_effect=engine.Unavailable("io error")))
    monkeypatch.setattr(digests, "ask_for_due", lambda: asked.append("digests"))
    monkeypatch.setattr(sealmails, "ask_for_due", lambda: asked.append("seals"))

    worker._look_after_queue()

    assert asked == ["digests", "seals"]
