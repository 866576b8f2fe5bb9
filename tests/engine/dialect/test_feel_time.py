"""Dates, times and durations in expressions; the clock is an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialect.feel import WideDate, YearsMonths, parse

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def evaluate(text: str, **scope: Any) -> Any:
    return parse(text).evaluate(scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-03-02"', date(2026, 3, 2)),
        ("date(2026, 3, 2)", date(2026, 3, 2)),
        ('time("09:30:00Z")', time(9, 30, tzinfo=UTC)),
        (
            'date and time("2026-03-02T09:30:00@Europe/Amsterdam")',
            datetime(2026, 3, 2, 9, 30, tzinfo=AMSTERDAM),
        ),
        ('date and time(@"2026-03-02", @"09:30:00")', datetime(2026, 3, 2, 9, 30)),
        ('duration("P3DT4H")', timedelta(days=3, hours=4)),
        ('duration("-P1Y6M")', YearsMonths(-18)),
        ('@"2026-01-31" + @"P1M"', date(2026, 2, 28)),
        ('@"2024-02-29" - @"P1Y"', date(2023, 2, 28)),
        ('@"2026-01-31T10:00:00" + @"P1M"', datetime(2026, 2, 28, 10)),
        ('@"2026-03-02" - @"2026-02-28"', timedelta(days=2)),
        ('@"P8W"', None),
        ('@"PT36H" / 2', timedelta(hours=18)),
        ('@"P1Y" / @"P6M"', 2),
        ('@"23:30:00" + @"PT1H"', time(0, 30)),
        ('years and months duration(@"2024-05-30", @"2026-04-29")', YearsMonths(22)),
        ('day of week(@"2026-03-02")', "Monday"),
        ('month of year(@"2026-03-02")', "March"),
        ('week of year(@"2026-01-01")', 1),
        ('day of year(@"2024-12-31")', 366),
        ('@"2026-03-02".weekday', 1),
        ('@"P1DT2H".hours', 2),
        ('@"2026-03-02T09:30:00+01:00".time offset', timedelta(hours=1)),
        ('@"2026-03-02T09:30:00@Europe/Amsterdam".timezone', "Europe/Amsterdam"),
        ('is(@"23:00:50Z", @"23:00:50+00:00")', True),
        ('is(@"23:00:50", @"23:00:50Z")', False),
        ('is(@"2026-07-01T12:00:00@Europe/Amsterdam", @"2026-07-01T12:00:00+02:00")', False),
        ('is(@"2026-07-01T12:00:00@Europe/Amsterdam", @"2026-07-01T12:00:00@Europe/Berlin")', False),
        ('is(@"2026-07-01T12:00:00+01:00", @"2026-07-01T12:00:00+02:00")', False),
        ("is([1, [2]], [1, [2]])", True),
        ("is([1, 2], [1, 3])", False),
        ('is([1], ["1"])', False),
        ("is({a: 1, b: 2}, {b: 2, a: 1})", True),
        ("is({a: 1}, {a: 2})", False),
        ("is({a: 1}, {a: 1, b: 2})", False),
        ("is({a: 1, b: 2}, {a: 1})", False),
        ("is(abs, abs)", True),
        ("is(abs, floor)", False),
        ("is(1, true)", False),
        ("is(null, null)", True),
        ('is(@"23:00:50Z", @"22:00:50Z")', False),
        ('is(@"2026-07-01T12:00:00Z", @"2026-07-02T12:00:00Z")', False),
        ('is(@"2026-07-01T12:00:00", @"2026-07-01T12:00:00")', True),
        ('is(@"2026-07-01T12:00:00", @"2026-07-01T12:00:00Z")', False),
        ('is(@"99999-07-01T12:00:00Z", @"99999-07-01T13:00:00+01:00")', False),
        ('is([@"23:00:50Z"], [@"23:00:50@Etc/UTC"])', False),
        ("is([true, 2], [1, 2])", False),
        ("is([1, 2], [1])", False),
        ('is({a: @"23:00:50Z", b: 1}, {a: @"23:00:50@Etc/UTC", b: 1})', False),
        (
            'is(date and time(@"2026-10-25T00:30:00Z", "Europe/Amsterdam"),'
            ' date and time(@"2026-10-25T01:30:00Z", "Europe/Amsterdam"))',
            False,
        ),
        ('date and time(@"2026-03-02T09:30:00")', datetime(2026, 3, 2, 9, 30)),
        ('date and time(@"2026-03-02T23:59:59", @"09:30:00")', datetime(2026, 3, 2, 9, 30)),
        ('date(@"2026-03-02T09:30:00")', date(2026, 3, 2)),
        ("string(time(9, 30, 0.000001))", "09:30:00.000001"),
        ("string(time(9, 30, 0.9999999))", "09:30:00.999999"),
        ('time(@"2026-03-02T09:30:00Z")', time(9, 30, tzinfo=UTC)),
        ('time(@"2026-03-02")', time(0, tzinfo=UTC)),
        ("time(9, 61, 0)", None),
        ('date and time("2026-03-02")', datetime(2026, 3, 2)),
        ('date and time("2026-02-30")', None),
        ('time("09:30:00@Europe/Nergens")', None),
        ('date and time(@"2026-03-02T09:30:00", "Europe/Nergens")', None),
        ('time("10:00:00.123456789")', time(10, 0, 0, 123456)),
        ('duration("PT0.1234567S")', timedelta(microseconds=123456)),
        ('[@"P1DT2H3M4S".days, @"P1DT2H3M4S".hours, @"P1DT2H3M4S".minutes, @"P1DT2H3M4S".seconds]', [1, 2, 3, 4]),
        (
            '[@"-P1DT2H3M4S".days, @"-P1DT2H3M4S".hours, @"-P1DT2H3M4S".minutes, @"-P1DT2H3M4S".seconds]',
            [-1, -2, -3, -4],
        ),
        ('[@"PT23H59M59.9S".days, @"PT59M59S".hours, @"PT59S".minutes, @"PT0.9S".seconds]', [0, 0, 0, 0]),
        ('[@"PT24H".days, @"PT24H".hours, @"PT60M".hours, @"PT60M".minutes, @"PT60S".seconds]', [1, 0, 1, 0, 0]),
        ('[@"-PT1S".days, @"-PT1S".seconds, @"-P1M".years, @"-P1M".months]', [0, -1, 0, -1]),
        ('[@"2026-03-02T09:30:15".hour, @"09:30:15".minute, @"09:30:15.5".second]', [9, 30, 15]),
        ('[@"2026-03-02".year, @"2026-03-02".month, @"2026-03-02".day, @"2026-03-01".weekday]', [2026, 3, 2, 7]),
        ('[@"09:30:00+01:00".time offset, @"09:30:00".time offset]', [timedelta(hours=1), None]),
        ('[@"09:30:00+01:00".timezone, @"09:30:00@Europe/Amsterdam".timezone]', [None, "Europe/Amsterdam"]),
        ('string(time("09:30:00+01:02:03"))', "09:30:00+01:02:03"),
        ('string(time("09:30:00-03:30"))', "09:30:00-03:30"),
        ('string(time("09:30:00+01:59"))', "09:30:00+01:59"),
        ('string(time("09:30:00+00:00"))', "09:30:00Z"),
        ('string(@"99999-07-01T12:00:00-05:45")', "99999-07-01T12:00:00-05:45"),
        ('string(@"P1DT2H3M4.50S")', "P1DT2H3M4.5S"),
        ('string(@"PT90M")', "PT1H30M"),
        ('duration(@"P1Y")', YearsMonths(12)),
        ('years and months duration(@"2026-03-20", @"2026-03-10")', YearsMonths(0)),
        ('years and months duration(@"2026-01-31", @"2026-02-28")', YearsMonths(0)),
        ('years and months duration(@"2026-02-28", @"2026-01-31")', YearsMonths(0)),
        ('years and months duration(@"2026-03-10", @"2026-03-20")', YearsMonths(0)),
        ('years and months duration(@"2026-03-10", @"2026-05-09")', YearsMonths(1)),
        ('years and months duration(@"2026-05-09", @"2026-03-10")', YearsMonths(-1)),
        ('time("24:00:00")', time(0)),
        ('time("24:00:00.0")', time(0)),
        ('date and time("2026-12-31T24:00:00")', datetime(2027, 1, 1)),
        ('date and time("2026-12-31T24:00:00.000")', datetime(2027, 1, 1)),
        ("time(9, 30, 0)", time(9, 30)),
        ('time(9, 30, 0, @"PT0S")', time(9, 30, tzinfo=UTC)),
        ('time("09:30:00-18:00")', time(9, 30, tzinfo=timezone(timedelta(hours=-18)))),
        ('time("09:30:00+01:02:03")', time(9, 30, tzinfo=timezone(timedelta(hours=1, minutes=2, seconds=3)))),
        ('[@"-P1Y2M".years, @"-P1Y2M".months, @"P14M".months]', [-1, -2, 2]),
        ('string(@"P12M")', "P1Y"),
        ('string(@"P2M")', "P2M"),
        ('string(-@"P14M")', "-P1Y2M"),
        ('string(@"P1Y" - @"P1Y")', "P0M"),
        ('string(@"P3D")', "P3D"),
        ('string(@"PT2H")', "PT2H"),
        ('string(@"-PT0.5S")', "-PT0.5S"),
        ('string(@"P1D" - @"P1D")', "PT0S"),
    ],
)
def test_dates_times_and_durations_are_values(text: str, expected: Any) -> None:
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "24:00:00.5", "24:00:01", "24:01:00", "25:00:00",
        "09:30:00+18:00:01", "09:30:00-18:01", "09:30:00+01:60", "09:30:00+01:59:60",
        "2026-12-31T24:00:00.5", "2026-12-31T24:00:01", "2026-12-31T24:01:00",
        "P", "PT", "P1DT", "P1YT",
    ],
)  # fmt: skip
def test_a_text_that_is_no_moment_and_no_duration_is_no_value(text: str) -> None:
    asked = (f'{name}("{text}")' for name in ("time", "date and time", "duration"))

    assert [evaluate(one) for one in asked] == [None, None, None]


def test_a_time_that_no_clock_has_is_null_and_says_which() -> None:
    found = parse("time(9, 61, 0)").explain({})

    assert (found.value, [warning.message for warning in found.warnings]) == (None, ["there is no time 9:61:0"])


# Half past two comes twice in the night in which summer time ends: at 00:30 and at 01:30 in UTC.
FIRST, SECOND = (f'date and time(@"2026-10-25T{clock}:00Z", "Europe/Amsterdam")' for clock in ("00:45", "01:15"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{FIRST} = @"2026-10-25T00:45:00Z"', True),
        (f'@"2026-10-25T01:15:00Z" = {SECOND}', True),
        (f'{SECOND} = @"2026-10-25T00:15:00Z"', False),
        (f"{FIRST} < {SECOND}", True),
        (f"{SECOND} < {FIRST}", False),
        (f'{FIRST} = {FIRST} + @"PT1H"', False),
        (f"{SECOND} in [{FIRST}..{SECOND}]", True),
        (f"max({FIRST}, {SECOND}) = {SECOND}", True),
        (f'list contains([{FIRST}], @"2026-10-25T00:45:00Z")', True),
        (f'count(distinct values([{FIRST}, {FIRST} + @"PT1H"]))', 2),
        ('@"2026-03-29T02:30:00@Europe/Amsterdam" = @"2026-03-29T01:30:00Z"', True),
    ],
)
def test_moments_are_compared_as_moments_in_the_hour_that_comes_twice(text: str, expected: object) -> None:
    assert evaluate(text) == expected


def test_an_hour_is_an_hour_also_when_summer_time_begins() -> None:
    before = '@"2026-03-29T01:30:00@Europe/Amsterdam"'

    assert evaluate(f'string({before} + @"PT1H")') == "2026-03-29T03:30:00@Europe/Amsterdam"
    assert evaluate(f'@"2026-03-29T03:30:00@Europe/Amsterdam" - {before}') == timedelta(hours=1)


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ('time("12:00:00") - time("10:30:00")', timedelta(hours=1, minutes=30)),
        ('time("10:00:00+01:00") - time("09:00:00Z")', timedelta(0)),
        ('time("12:00:00+02:00") - time("09:00:00Z")', timedelta(hours=1)),
        ('time("08:00:00Z") - time("10:00:00+01:00")', timedelta(hours=-1)),
        ('time("10:00:00Z") - time("10:00:00")', None),
    ],
)
def test_the_time_between_two_times_of_a_day_counts_their_offsets(between: str, expected: timedelta | None) -> None:
    assert evaluate(between) == expected


def test_the_clock_is_what_the_caller_says() -> None:
    moment = datetime(2026, 3, 2, 9, 0, tzinfo=AMSTERDAM)

    assert parse("today()").evaluate({}, now=moment) == date(2026, 3, 2)
    assert parse("now()").evaluate({}, now=moment) == moment


def test_without_a_clock_today_is_null_with_a_warning() -> None:
    found = parse("today()").explain({})

    assert found.value is None
    assert "clock" in found.warnings[0].message


@pytest.mark.parametrize(
    ("made", "written"),
    [
        ('date and time(2026, 7, 2, 10, 0, 0, duration("PT2H"))', "2026-07-02T10:00:00+02:00"),
        ('date and time(2026, 7, 2, 10, 0, 0, "Europe/Amsterdam")', "2026-07-02T10:00:00@Europe/Amsterdam"),
        ('date and time(@"2026-07-02T10:00:00", "Europe/Amsterdam")', "2026-07-02T10:00:00@Europe/Amsterdam"),
        ('date and time(@"2026-07-02T08:00:00Z", "Europe/Amsterdam")', "2026-07-02T10:00:00@Europe/Amsterdam"),
        ('time(@"10:00:00+02:00")', "10:00:00+02:00"),
        ("time(10, 0, 1.25)", "10:00:01.25"),
    ],
    ids=["an offset", "a zone", "a zone for one without", "in another zone", "that of a time", "part of a second"],
)
def test_a_moment_that_is_put_together_keeps_what_it_was_made_of(made: str, written: str) -> None:
    assert evaluate(f"string({made})") == written


def test_a_moment_with_an_offset_cannot_be_ordered_with_one_without() -> None:
    assert evaluate('@"2026-03-02T09:00:00" < @"2026-03-02T09:00:00Z"') is None


@given(st.dates(), st.integers(-100_000, 100_000))
def test_adding_days_agrees_with_the_calendar(day: date, days: int) -> None:
    found = parse("dag + duur").evaluate({"dag": day, "duur": timedelta(days=days)})

    ordinal = day.toordinal() + days
    if 1 <= ordinal <= date.max.toordinal():
        assert found == date.fromordinal(ordinal)
    else:
        assert isinstance(found, WideDate)


@given(st.dates(), st.dates())
def test_the_months_between_two_days_never_pass_the_second(first: date, second: date) -> None:
    scope = {"van": min(first, second), "tot": max(first, second)}

    found = parse("van + years and months duration(van, tot) <= tot").evaluate(scope)

    assert found is True


@given(st.dates(), st.dates())
def test_the_months_back_are_those_forth_with_a_minus(first: date, second: date) -> None:
    months = parse("[years and months duration(a, b), years and months duration(b, a)]")

    forth, back = months.evaluate({"a": first, "b": second})

    assert back.months == -forth.months


@given(st.timedeltas())
def test_a_duration_reads_back_as_it_was_written(duration: timedelta) -> None:
    assert parse("duration(string(duur))").evaluate({"duur": duration}) == duration
