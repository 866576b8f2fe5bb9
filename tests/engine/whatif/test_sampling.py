"""Sampling: what a replay knows of a process, from what its cases did in a period."""

from __future__ import annotations

from datetime import timedelta

import pytest

import engine
from engine.experience import ask_for
from engine.municipality import reading
from engine.simulation import Measured
from engine.whatif import sampling
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.running.test_messages import begun, go_on, waiting

PLACE = ("wachten", "Betaald")


@pytest.fixture
def waited(deploy: Deploy, people: People, clock: TestClock) -> None:
    """Six cases, a day apart, that each waited some hours for a message."""
    deploy(waiting())
    for number in range(6):
        case = begun(str(number))
        go_on(case, people)
        clock.turn(hours=number + 1)
        engine.correlate_message("betaald", str(number), {})
        clock.turn(hours=24 - number - 1)


def measure(clock: TestClock, *, since: int, until: int) -> Measured:
    """What was measured of the period between two numbers of days ago."""
    today = clock().date()
    with reading() as session:
        asked = ask_for(session, "wachten", today - timedelta(days=since), today - timedelta(days=until))
        return sampling.read_measured(session, asked, {"wachten": waiting().process})


def test_how_long_cases_waited_is_measured_and_spread_evenly(waited: None, clock: TestClock) -> None:
    assert [seconds / 3600 for seconds in measure(clock, since=30, until=0).waits[PLACE]] == [1, 2, 3, 4, 5, 6]


def test_of_fewer_than_five_in_the_period_nothing_is_measured(waited: None, clock: TestClock) -> None:
    assert measure(clock, since=3, until=0).waits == {}
    assert measure(clock, since=30, until=7).waits == {}
