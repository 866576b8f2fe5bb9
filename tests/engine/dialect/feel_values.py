"""Hypothesis strategies for every kind of value that a case can hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from engine.dialect.feel import Range, WideDate, WideMoment, YearsMonths

ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-3, minutes=-30)),
                         ZoneInfo("Europe/Amsterdam"), ZoneInfo("Etc/UTC")])  # fmt: skip
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)


def shift(day: date, cycles: int) -> date | WideDate:
    """The same day some cycles of 400 years on."""
    year = day.year + 400 * cycles
    return day.replace(year=year) if 1 <= year <= 9999 else WideDate(year, day.month, day.day)


# A day of the years 2000 to 2399, and cycles that put it out of the reach of a date but not beyond a billion.
BASES = st.dates(date(2000, 1, 1), date(2399, 12, 31))
CYCLES = st.integers(20, 2_499_990) | st.integers(-2_499_990, -7)
WIDE_DAYS = st.builds(shift, BASES, CYCLES)
CLOCKS = st.builds(time.replace, st.times(), tzinfo=ZONES, fold=st.sampled_from([0, 1]))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    NUMBERS,
    st.dates(),
    st.builds(time.replace, st.times(), tzinfo=ZONES),
    st.builds(datetime.replace, st.datetimes(), tzinfo=ZONES, fold=st.sampled_from([0, 1])),
    WIDE_DAYS,
    st.builds(WideMoment, WIDE_DAYS, CLOCKS),
    st.timedeltas(),
    st.builds(YearsMonths, st.integers(-10_000, 10_000)),
    st.builds(Range, NUMBERS, NUMBERS, st.booleans(), st.booleans(), st.sampled_from([None, "<", "="])),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.sampled_from(["$number", "$context", "$"]), inner, max_size=4)
    ),
    max_leaves=12,
)
