"""Rhythms: the moments of a timer that repeats, over short months and a night without its hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialect.timers import next_in, read_cycle

HERE = ZoneInfo("Europe/Amsterdam")
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def moments(text: str, begun: datetime, count: int) -> list[datetime]:
    cycle = read_cycle(text)
    found = [cycle.first(begun, HERE)]
    while len(found) < count and (due := next_in(cycle.rhythm(begun), found[-1], HERE)) is not None:
        found.append(due)
    return found


@pytest.mark.parametrize(
    ("text", "begun", "told"),
    [
        ("R/P1M", "2026-01-31T10:00", "2026-02-28T10:00 2026-03-31T10:00 2026-04-30T10:00"),
        ("R/P1Y", "2024-02-29T10:00", "2025-02-28T10:00 2026-02-28T10:00 2027-02-28T10:00 2028-02-29T10:00"),
        ("R/P1D", "2026-03-27T02:30", "2026-03-28T02:30 2026-03-29T03:30 2026-03-30T02:30"),
        ("R/P1D", "2026-10-23T02:30", "2026-10-24T02:30 2026-10-25T02:30 2026-10-26T02:30"),
    ],
    ids=["every month from the 31st", "every year from 29 February", "a night without that hour", "a night with two"],
)
def test_each_moment_is_counted_from_the_first(text: str, begun: str, told: str) -> None:
    expected = told.split()

    found = moments(text, datetime.fromisoformat(begun).replace(tzinfo=HERE), len(expected))

    assert [moment.astimezone(HERE).isoformat()[:16] for moment in found] == expected


@given(MOMENTS, st.integers(0, 30), st.integers(0, 40), st.integers(0, 15_000), st.integers(1, 60))
def test_no_moment_is_passed_over_and_none_comes_twice(
    begun: datetime, months: int, days: int, seconds: int, count: int
) -> None:
    if not (months or days or seconds):
        return
    every = f"P{months}M{days}DT{seconds}S"

    found = moments(f"R/{every}", begun, count)

    one_by_one = [read_cycle(f"R/P{months * n}M{days * n}DT{seconds * n}S").first(begun, HERE) for n in range(1, 61)]
    assert found == one_by_one[: len(found)]


def test_what_leads_outside_the_calendar_comes_no_more() -> None:
    assert len(moments("R/P5000Y", datetime(2026, 1, 1, tzinfo=UTC), 3)) == 1


def test_the_rhythm_of_an_older_release_goes_on_from_the_moment_before() -> None:
    assert next_in("P1D", datetime(2026, 1, 1, tzinfo=UTC), HERE) == datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
        days=1
    )
