"""Arithmetic against oracles that share no code with it: exact fractions, and a count of the calendar's days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.dialect.feel import YearsMonths, parse

WIDE = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(-(10**34) + 1, 10**34 - 1),
    st.integers(-60, 60),
)
SMALL = st.decimals(-(10**12), 10**12, allow_nan=False, places=4)
DATES = st.dates(date(4, 1, 1), date(9990, 12, 31))
DAYS = st.integers(-500_000, 500_000)
MONTHS = st.integers(-6_000, 6_000)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(datetime.combine, DATES, st.times().map(lambda t: t.replace(microsecond=0)), OFFSETS)
OPERATIONS = {"+": Fraction.__add__, "-": Fraction.__sub__, "*": Fraction.__mul__, "/": Fraction.__truediv__}


def count_days(year: int, month: int, day: int) -> int:
    """Days since 1 March of the year 0 in the Gregorian calendar, by counting whole years and leap days."""
    shifted = year - (month <= 2)
    days_of_months = (153 * ((month + 9) % 12) + 2) // 5
    return shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + days_of_months + day - 1


def count_of(day: date) -> int:
    return count_days(day.year, day.month, day.day)


def seconds_of(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta()
    clock = moment.hour * 3600 + moment.minute * 60 + moment.second
    return count_of(moment) * 86_400 + clock - int(offset.total_seconds())


def length_of_month(year: int, month: int) -> int:
    return count_days(year + month // 12, month % 12 + 1, 1) - count_days(year, month, 1)


def is_nearest(found: Decimal, exact: Fraction) -> bool:
    """Whether no number of 34 digits is nearer, and of two as near the even one was taken."""
    if not exact:
        return found == 0
    unit = Fraction(10) ** (found.adjusted() - 33)
    away = abs(Fraction(found) - exact)
    digits = Fraction(found) / unit
    return away < unit / 2 or (away == unit / 2 and digits.denominator == 1 and digits.numerator % 2 == 0)


@given(WIDE, WIDE, st.sampled_from(sorted(OPERATIONS)))
def test_a_number_is_the_nearest_of_34_digits_to_the_exact_one(a: Decimal, b: Decimal, operator: str) -> None:
    assume(b or operator != "/")

    found = parse(f"a {operator} b").evaluate({"a": a, "b": b})

    assert is_nearest(found, OPERATIONS[operator](Fraction(a), Fraction(b)))


@given(st.integers(-200, 200), st.integers(0, 30))
def test_a_whole_power_is_the_nearest_to_the_exact_one(base: int, exponent: int) -> None:
    found = parse("a ** b").evaluate({"a": Decimal(base), "b": Decimal(exponent)})

    assert base == exponent == 0 or abs(Fraction(found) - Fraction(base) ** exponent) * 10**33 <= abs(Fraction(found))


@given(WIDE, WIDE)
def test_numbers_are_ordered_as_the_exact_ones_are(a: Decimal, b: Decimal) -> None:
    found = parse("[a < b, a = b, a > b]").evaluate({"a": a, "b": b})

    assert found == [Fraction(a) < Fraction(b), Fraction(a) == Fraction(b), Fraction(a) > Fraction(b)]


@given(SMALL, SMALL)
def test_modulo_leaves_what_is_over_after_whole_times(a: Decimal, b: Decimal) -> None:
    assume(b)

    found = parse("modulo(a, b)").evaluate({"a": a, "b": b})

    exact = Fraction(a) - Fraction(b) * (Fraction(a) // Fraction(b))
    assert abs(Fraction(found) - exact) * 10**30 <= abs(Fraction(b))


@given(DATES, DAYS)
def test_days_are_added_and_subtracted_as_the_calendar_counts_them(day: date, days: int) -> None:
    assume((count_of(day) + days) // 366 > 1 and (count_of(day) + days) // 365 < 9_980)
    scope = {"dag": day, "duur": timedelta(days=days)}

    later, back = parse("[dag + duur, dag + duur - duur]").evaluate(scope)

    assert count_of(later) - count_of(day) == days
    assert back == day


@given(DATES, DATES)
def test_the_difference_of_two_dates_is_their_count_of_days(a: date, b: date) -> None:
    found, before = parse("[a - b, a < b]").evaluate({"a": a, "b": b})

    assert found == timedelta(days=count_of(a) - count_of(b))
    assert before is (count_of(a) < count_of(b))


@given(DATES, MONTHS)
def test_months_are_added_and_the_day_stays_or_is_the_last(day: date, months: int) -> None:
    index = day.year * 12 + day.month - 1 + months
    assume(12 <= index < 9_999 * 12)

    later = parse("dag + duur").evaluate({"dag": day, "duur": YearsMonths(months)})

    year, month = index // 12, index % 12 + 1
    assert (later.year, later.month, later.day) == (year, month, min(day.day, length_of_month(year, month)))


@given(DATES, DATES)
def test_years_and_months_between_dates_are_the_most_that_fit(a: date, b: date) -> None:
    start, end = sorted((a, b))

    found = parse("years and months duration(a, b)").evaluate({"a": start, "b": end}).months

    def reached(months: int) -> bool:
        return (start.year * 12 + start.month + months, start.day) <= (end.year * 12 + end.month, end.day)

    assert reached(found)
    assert not reached(found + 1)


@given(MOMENTS, MOMENTS)
def test_moments_differ_by_the_seconds_between_them_whatever_their_offsets(a: datetime, b: datetime) -> None:
    found, before = parse("[a - b, a < b]").evaluate({"a": a, "b": b})

    assert found == timedelta(seconds=seconds_of(a) - seconds_of(b))
    assert before is (seconds_of(a) < seconds_of(b))


@given(DATES)
def test_the_day_of_the_week_and_of_the_year_follow_from_the_count(day: date) -> None:
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    weekday, number = parse("[day of week(dag), day of year(dag)]").evaluate({"dag": day})

    # 2 March 2026 was a Monday.
    assert weekday == names[(count_of(day) - count_days(2026, 3, 2)) % 7]
    assert number == count_of(day) - count_days(day.year, 1, 1) + 1


@given(DATES)
def test_the_week_is_that_of_its_thursday(day: date) -> None:
    found = parse("week of year(dag)").evaluate({"dag": day})

    thursday = day + timedelta(days=3 - (count_of(day) - count_days(2026, 3, 2)) % 7)
    assert found == (count_of(thursday) - count_days(thursday.year, 1, 1)) // 7 + 1


@given(DATES, st.times().map(lambda t: t.replace(microsecond=0)), OFFSETS)
def test_a_moment_that_is_written_reads_as_itself(day: date, clock: time, offset: timezone) -> None:
    moment = datetime.combine(day, clock, offset)

    found, same = parse("[date and time(string(m)), date and time(string(m)) = m]").evaluate({"m": moment})

    assert (found.utcoffset(), seconds_of(found)) == (moment.utcoffset(), seconds_of(moment))
    assert same is True
