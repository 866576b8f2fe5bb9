"""Dates in years that Python's own do not reach; the oracle is the calendar of 400 years earlier or later."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.dialect import timers
from engine.dialect.feel import (
    FeelValueError,
    WideDate,
    WideMoment,
    YearsMonths,
    from_json,
    from_python,
    host_function,
    parse,
    to_json,
)
from tests.engine.dialect.feel_values import BASES, CYCLES, WIDE_DAYS, shift

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PLUS_TWO = timezone(timedelta(hours=2))
# What keeps a day of 2000 to 2399 within the years of a date, and its shift out of them.
DAYS = st.integers(-120_000, 120_000)
MONTHS = st.integers(-4_000, 4_000)
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIXED = st.sampled_from([None, UTC, PLUS_TWO, timezone(timedelta(hours=-11, minutes=-30))])


def evaluate(text: str, **scope: Any) -> Any:
    return parse(text).evaluate(scope)


def shift_moment(moment: datetime, cycles: int) -> datetime | WideMoment:
    day = shift(moment.date(), cycles)
    return WideMoment(day, moment.timetz()) if isinstance(day, WideDate) else datetime.combine(day, moment.timetz())


def count_days(year: int, month: int, day: int) -> int:
    """The number of a day, from leap years alone: an oracle that knows no cycles."""
    before = year - 1
    leap = before // 4 - before // 100 + before // 400
    months = sum(LENGTHS[: month - 1]) + (month > 2 and calendar.isleap(year))
    return before * 365 + leap + months + day


@given(BASES, CYCLES, DAYS)
def test_adding_days_is_the_same_in_every_cycle(day: date, cycles: int, days: int) -> None:
    found = evaluate("[dag + duur, dag - duur]", dag=shift(day, cycles), duur=timedelta(days=days))

    duration = timedelta(days=days)
    assert found == [shift(day + duration, cycles), shift(day - duration, cycles)]


@given(BASES, CYCLES, MONTHS)
def test_adding_months_is_the_same_in_every_cycle(day: date, cycles: int, months: int) -> None:
    text = "[dag + duur, dag - duur, years and months duration(dag, dag + duur)]"

    wide = evaluate(text, dag=shift(day, cycles), duur=YearsMonths(months))

    later, earlier, between = evaluate(text, dag=day, duur=YearsMonths(months))
    assert wide == [shift(later, cycles), shift(earlier, cycles), between]


@given(BASES, CYCLES)
def test_the_parts_of_a_day_are_the_same_in_every_cycle(day: date, cycles: int) -> None:
    text = (
        "[dag.month, dag.day, dag.weekday, day of week(dag), day of year(dag), week of year(dag), month of year(dag)]"
    )

    found = evaluate(text, dag=shift(day, cycles))

    assert found == evaluate(text, dag=day)
    assert found[2] == day.isoweekday()
    assert evaluate("dag.year", dag=shift(day, cycles)) == day.year + 400 * cycles


@given(WIDE_DAYS | st.dates(), WIDE_DAYS | st.dates())
def test_the_days_between_two_dates_agree_with_counting_leap_years(first: Any, second: Any) -> None:
    days = count_days(first.year, first.month, first.day) - count_days(second.year, second.month, second.day)
    assume(abs(days) <= 999_999_999)

    assert evaluate("a - b", a=first, b=second) == timedelta(days=days)


@given(st.lists(WIDE_DAYS | st.dates(), max_size=8))
def test_days_are_ordered_by_year_month_and_day(days: list[Any]) -> None:
    found = evaluate("sort(dagen)", dagen=days)

    assert found == sorted(days, key=lambda day: (day.year, day.month, day.day))
    for a, b in pairwise(found):
        assert evaluate("[a <= b, a = b, b < a, a in [a..b], b in (a..b], min(b, a) = a]", a=a, b=b) == [
            True, a == b, False, True, a != b, True
        ]  # fmt: skip


@given(WIDE_DAYS)
def test_a_wide_day_reads_back_as_it_was_written(day: WideDate) -> None:
    assert evaluate("date(string(dag))", dag=day) == day
    assert parse(f'@"{day}"').evaluate({}) == day
    assert evaluate("date(dag.year, dag.month, dag.day)", dag=day) == day


MOMENTS = st.builds(datetime.combine, BASES, st.times(), tzinfo=FIXED)


@given(MOMENTS, CYCLES, st.timedeltas(timedelta(days=-120_000), timedelta(days=120_000)))
def test_adding_time_is_the_same_in_every_cycle(moment: datetime, cycles: int, duration: timedelta) -> None:
    found = evaluate("[m + d, m - d]", m=shift_moment(moment, cycles), d=duration)

    assert found == [shift_moment(moment + duration, cycles), shift_moment(moment - duration, cycles)]


@given(st.builds(datetime.combine, BASES, st.times(), tzinfo=st.just(AMSTERDAM)), st.timedeltas(
    timedelta(days=-999), timedelta(days=999)))  # fmt: skip
def test_summer_time_goes_on_in_the_years_after_9999(moment: datetime, duration: timedelta) -> None:
    # The last rule of the zone holds from 2038 on: the years 9200 to 9599 are like 10000 to 10399.
    moment = moment.replace(year=moment.year + 7_200 + 400 * (moment.year < 2004))
    text = "[m + d, (m + d) - m, (m + d).time offset, m < m + d]"

    found = evaluate(text, m=shift_moment(moment, 2), d=duration)

    later, *rest = evaluate(text, m=moment, d=duration)
    assert found == [shift_moment(later, 2), *rest]


@given(MOMENTS, CYCLES, MOMENTS, CYCLES)
def test_moments_are_as_far_apart_as_their_days_and_clocks(a: datetime, x: int, b: datetime, y: int) -> None:
    assume((a.tzinfo is None) == (b.tzinfo is None))
    expected = (a - b) // timedelta(microseconds=1) + (x - y) * 146_097 * 86_400 * 10**6
    assume(abs(expected) < 999_999_999 * 86_400 * 10**6)

    found = evaluate("[a - b, a < b, a > b]", a=shift_moment(a, x), b=shift_moment(b, y))

    assert found == [timedelta(microseconds=expected), expected < 0, expected > 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"9999-12-31" + @"P1D"', WideDate(10000, 1, 1)),
        ('@"10000-01-01" - @"P1D"', date(9999, 12, 31)),
        ('@"0001-01-01" - @"PT1S"', WideDate(0, 12, 31)),
        ('@"0000-02-29" + @"P1Y"', date(1, 2, 28)),
        ('@"-0004-02-29".day', 29),
        ('@"-0001-02-29"', None),
        ('date("-2017-12-31")', WideDate(-2017, 12, 31)),
        ('date("999999999-12-31")', WideDate(999_999_999, 12, 31)),
        ("date(1000000000, 1, 1)", None),
        ('@"999999999-12-31" + @"P1D"', None),
        ('@"999999999-12-31" + @"P1M"', None),
        ('@"999999999-11-30" + @"P1M"', WideDate(999_999_999, 12, 30)),
        ('@"-999999999-01-01" - @"PT1H"', None),
        ('@"999999999-12-31T24:00:00"', None),
        ('@"999999999-12-31" - @"-999999999-01-01"', None),
        ('@"9999-12-31T24:00:00"', WideMoment(WideDate(10000, 1, 1), time())),
        ('@"9999-12-31T23:00:00Z" + @"PT2H"', WideMoment(WideDate(10000, 1, 1), time(1, tzinfo=UTC))),
        ('@"10000-01-01T01:00:00" - @"PT2H"', datetime(9999, 12, 31, 23)),
        ('@"10000-01-01T01:00:00+02:00" - @"9999-12-31T23:00:00Z"', timedelta(0)),
        ('@"10000-01-01T01:00:00+02:00" = @"9999-12-31T23:00:00Z"', True),
        ('@"10000-01-01T01:00:00+02:00" < @"9999-12-31T23:00:01Z"', True),
        ('@"10000-01-01T01:00:00" < @"9999-12-31T23:00:00Z"', None),
        ('@"10000-01-01T01:00:00" = @"10000-01-01T01:00:00Z"', False),
        ('@"10000-01-01" = @"10000-01-01T00:00:00Z"', True),
        ('@"10000-01-01" = @"9999-12-31T23:00:00-01:00"', True),
        ('@"10000-01-01" = @"9999-12-31"', False),
        ('@"10000-01-01" > @"9999-12-31T00:00:00Z"', True),
        ('is(@"10000-01-01T01:00:00Z", @"10000-01-01T01:00:00+00:00")', True),
        ('is(@"10000-01-01T01:00:00Z", @"10000-01-01T01:00:00")', False),
        ('is(@"10000-01-01", @"10000-01-01")', True),
        ('string(@"-0044-03-15T12:00:00@Europe/Amsterdam")', "-0044-03-15T12:00:00@Europe/Amsterdam"),
        ('string(@"12026-07-01T12:00:00+02:00")', "12026-07-01T12:00:00+02:00"),
        ('string([@"10000-01-01"..@"10000-01-03"])', "[10000-01-01..10000-01-03]"),
        ('@"12026-07-01T12:30:15@Europe/Amsterdam".time offset', timedelta(hours=2)),
        ('@"12026-07-01T12:30:15@Europe/Amsterdam".timezone', "Europe/Amsterdam"),
        ('@"12026-07-01T12:30:15".minute + @"12026-07-01T12:30:15".second', 45),
        ('date(@"10000-01-01T01:00:00")', WideDate(10000, 1, 1)),
        ('time(@"10000-01-01T01:00:00Z")', time(1, tzinfo=UTC)),
        ('time(@"10000-01-01")', time(0, tzinfo=UTC)),
        ('date and time(@"10000-01-01", @"01:00:00")', WideMoment(WideDate(10000, 1, 1), time(1))),
        ("date and time(-1, 2, 3, 4, 5, 6)", WideMoment(WideDate(-1, 2, 3), time(4, 5, 6))),
        (
            'date and time(-1, 2, 3, 4, 5, 6, "Europe/Amsterdam")',
            WideMoment(WideDate(-1, 2, 3), time(4, 5, 6, tzinfo=AMSTERDAM)),
        ),
        (
            'date and time(@"12026-07-01T12:00:00Z", "Europe/Amsterdam")',
            WideMoment(WideDate(12026, 7, 1), time(14, tzinfo=AMSTERDAM)),
        ),
        (
            'date and time(@"9999-12-31T23:30:00Z", "Europe/Amsterdam")',
            WideMoment(WideDate(10000, 1, 1), time(0, 30, tzinfo=AMSTERDAM)),
        ),
        (
            'date and time(@"10000-01-01T00:30:00", "Europe/Amsterdam")',
            WideMoment(WideDate(10000, 1, 1), time(0, 30, tzinfo=AMSTERDAM)),
        ),
        ('@"10000-01-01" instance of date', True),
        ('@"10000-01-01" instance of date and time', False),
        ('@"10000-01-01T00:00:00" instance of date and time', True),
        ('[@"10000-01-01"] instance of list<date>', True),
        ('(function(m: date and time) m.hour)(@"10000-01-01")', 0),
        ('for d in @"9999-12-31"..@"10000-01-01" return d', [date(9999, 12, 31), WideDate(10000, 1, 1)]),
        ('for d in @"10000-01-01"..@"9999-12-31" return d.day', [1, 31]),
        ('distinct values([@"10000-01-01", @"9999-12-31", @"10000-01-01"]) = [@"10000-01-01", @"9999-12-31"]', True),
        ('before(@"9999-12-31", [@"10000-01-01"..@"10000-01-03"])', True),
        ('@"10000-01-02" between @"9999-12-31" and @"10000-01-02"', True),
    ],
)  # fmt: skip
def test_dates_and_moments_may_lie_in_any_year(text: str, expected: Any) -> None:
    found = evaluate(text)

    assert found == expected
    assert type(found) is (Decimal if type(expected) is int else type(expected))


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (WideDate(-44, 3, 15), {"$date": "-0044-03-15"}),
        (WideDate(0, 1, 1), {"$date": "0000-01-01"}),
        (WideMoment(WideDate(12026, 3, 2), time(9, 30, tzinfo=UTC)), {"$dateTime": "12026-03-02T09:30:00+00:00"}),
        (
            WideMoment(WideDate(12026, 3, 2), time(9, 30, tzinfo=AMSTERDAM)),
            {"$dateTime": {"local": "12026-03-02T09:30:00", "zone": "Europe/Amsterdam"}},
        ),
    ],
    ids=["before the year 1", "the year 0", "with an offset", "in a zone"],
)
def test_a_wide_value_is_stored_without_loss(value: Any, stored: Any) -> None:
    assert to_json(value) == stored
    assert from_json(stored) == value


@pytest.mark.parametrize(
    "stored",
    [{"$date": "1000000000-01-01"}, {"$date": "-0001-02-29"}, {"$dateTime": "10000-01-01T25:00:00"}, {"$date": "-1"}],
)
def test_a_wide_value_that_does_not_exist_is_not_read(stored: Any) -> None:
    with pytest.raises(FeelValueError):
        from_json(stored)


@pytest.mark.parametrize("value", [WideDate(10000, 2, 30), WideMoment(WideDate(10**9, 1, 1), time())])
def test_a_wide_value_that_does_not_exist_is_no_value(value: Any) -> None:
    with pytest.raises(FeelValueError):
        from_python(value)


def test_a_function_of_the_host_is_never_given_a_wide_date() -> None:
    given_dates: list[Any] = []
    scope = {"werkdagen": host_function("werkdagen", {"vanaf: day": given_dates.append})}

    found = parse('werkdagen(@"10000-01-01")').explain(scope)

    assert found.value is None
    assert "between the years 1 and 9999" in found.warnings[0].message
    assert given_dates == []


def test_a_timer_in_a_wide_year_is_refused() -> None:
    with pytest.raises(timers.TimerValueRefused):
        timers.resolve(WideDate(10000, 1, 1), datetime(2026, 3, 2, tzinfo=UTC), AMSTERDAM)


@pytest.mark.parametrize(
    "value",
    ["9999-12-31T23:59:59Z", "9999-12-31", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+02:00", "P7973Y"],
)
def test_a_timer_knows_no_moment_whose_hour_is_outside_the_calendar_elsewhere(value: str) -> None:
    with pytest.raises(timers.TimerValueRefused):
        timers.resolve(value, datetime(2026, 3, 2, tzinfo=UTC), AMSTERDAM)


def test_a_repeating_timer_that_begins_before_the_calendar_is_refused() -> None:
    with pytest.raises(timers.TimerValueRefused):
        timers.read_cycle("R3/0001-01-01T00:00:00+02:00/P1D")
