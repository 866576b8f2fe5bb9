"""A kept message that expires while a case takes it: the case gets it or does not, and nobody gets an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta

import pytest

import engine
from engine.municipality import Municipality
from engine.running import kept_messages
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import message
from tests.engine.running.test_messages import begun, go_on, kept, open_in, waiting
from tests.engine.running.test_starts import begun_by

A_WHILE = 0.7
"""Seconds that the one gets who comes in between; on SQLite it has to wait until the other is done."""


@contextmanager
def between(
    monkeypatch: pytest.MonkeyPatch, room: object, name: str, act: Callable[[], object], *, before: bool
) -> Iterator[list[Future[object]]]:
    """Have something done in another thread, once, just before or just after a function of a room is called."""
    calling = getattr(room, name)
    begun: list[Future[object]] = []
    with ThreadPoolExecutor(1) as pool:

        def come_between() -> None:
            if not begun:
                begun.append(pool.submit(act))
                wait(begun, A_WHILE)

        def called(*told: object) -> object:
            if before:
                come_between()
            found = calling(*told)
            if not before:
                come_between()
            return found

        monkeypatch.setattr(room, name, called)
        yield begun
    monkeypatch.setattr(room, name, calling)


@pytest.fixture
def elsewhere(place: Municipality) -> Iterator[Callable[[], object]]:
    """Forgetting by a worker on another machine, whose clock is two days ahead."""
    ahead = TestClock(place.clock() + timedelta(days=2))
    other = engine.open_municipality(place.settings, ahead)

    def forget() -> int:
        with engine.at(other):
            return kept_messages.forget()

    yield forget
    other.close()


def test_a_message_that_is_forgotten_while_a_case_takes_it_is_taken(
    deploy: Deploy, people: People, elsewhere: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(waiting())
    case = begun("1")
    engine.correlate_message("betaald", "1", {}, time_to_live=timedelta(days=1))

    with between(monkeypatch, kept_messages, "note_delivery", elsewhere, before=True) as forgetting:
        go_on(case, people)

    assert open_in(case, people) == ["Verder"]
    assert forgetting[0].exception() is None
    elsewhere()
    assert kept() == 0


def test_a_message_that_is_taken_while_it_is_forgotten_stays_until_the_next_time(
    deploy: Deploy, people: People, elsewhere: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(waiting())
    case = begun("1")
    engine.correlate_message("betaald", "1", {}, time_to_live=timedelta(days=1))

    with between(monkeypatch, kept_messages, "note_delivery", elsewhere, before=False) as forgetting:
        go_on(case, people)

    assert open_in(case, people) == ["Verder"]
    assert forgetting[0].exception() is None


def test_a_message_that_is_forgotten_while_it_begins_a_case_begins_it(
    deploy: Deploy, people: People, elsewhere: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(begun_by(message("melding")))
    first = engine.correlate_message("melding", "1", {}).case_ids[0]
    engine.correlate_message("melding", "1", {}, time_to_live=timedelta(days=1))

    with between(monkeypatch, kept_messages, "note_delivery", elsewhere, before=True) as forgetting:
        go_on(first, people)
        engine.run_worker_once()

    assert forgetting[0].exception() is None
    assert len(engine.list_cases(people.office).items) == 2
    assert engine.failed_jobs(people.operator) == ()
    assert engine.jobs_tried_again(people.operator) is None
