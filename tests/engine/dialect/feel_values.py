"""Hypothesis strategies for every kind of value that a case can hold."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from engine.dialect.feel import Range, YearsMonths

ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-3, minutes=-30)),
                         ZoneInfo("Europe/Amsterdam"), ZoneInfo("Etc/UTC")])  # fmt: skip
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    NUMBERS,
    st.dates(),
    st.builds(time.replace, st.times(), tzinfo=ZONES),
    st.builds(datetime.replace, st.datetimes(), tzinfo=ZONES, fold=st.sampled_from([0, 1])),
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
