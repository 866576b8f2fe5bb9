"""Functions that make and take apart dates, times and durations (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from ..errors import NO_RESULT, WRONG_ARGUMENT, Fault
from ..limits import Run
from ..registry import builtin
from ..temporal import find_zone, make_date, make_offset, read_date, read_date_time, read_duration, read_time
from ..values import Function, Value, YearsMonths, to_date_time
from ..wide import Day, Moment, WideMoment, combine, to_zone, twin_of
from .numbers import whole

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@builtin("today", "")
def _today(run: Run) -> Value:
    return _clock(run).date()


@builtin("now", "")
def _now(run: Run) -> Value:
    return _clock(run)


def _clock(run: Run) -> datetime:
    if run.now is None:
        raise Fault("this expression was given no clock", NO_RESULT)
    return run.now


@builtin("date", "from: string")
def _date_of_text(run: Run, text: str) -> Value:
    return read_date(text)


@builtin("date", "from: day")
def _date_of(run: Run, value: Day | Moment) -> Value:
    return _day_of(value)


def _day_of(value: Day | Moment) -> Day:
    return value.date() if isinstance(value, (datetime, WideMoment)) else value


@builtin("date", "year: number, month: number, day: number")
def _date(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    return make_date(whole(year, "year"), whole(month, "month"), whole(day, "day"))


@builtin("date and time", "from: string")
def _moment_of_text(run: Run, text: str) -> Value:
    return read_date_time(text)


@builtin("date and time", "from: date and time")
def _moment_of(run: Run, value: Moment) -> Value:
    return value


@builtin("date and time", "date: day, time: time")
def _moment(run: Run, day: Day | Moment, clock: time) -> Value:
    return combine(_day_of(day), clock)


@builtin("date and time", "date: date and time, timezone: string")
def _moment_in(run: Run, moment: Moment, zone: str) -> Value:
    found = find_zone(zone)
    return moment.replace(tzinfo=found) if moment.tzinfo is None else to_zone(moment, found)


_PARTS = "year: number, month: number, day: number, hour: number, minute: number, second: number"


@builtin("date and time", _PARTS, f"{_PARTS}, offset: days?")
def _moment_from_parts(
    run: Run,
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: timedelta | None = None,
) -> Value:
    zone = None if offset is None else make_offset(offset)
    return combine(_date(run, year, month, day), _make_clock(hour, minute, second, zone))


@builtin("date and time", f"{_PARTS}, timezone: string")
def _moment_from_parts_in(run: Run, *parts: Any) -> Value:
    *numbers, zone = parts
    moment: Moment = _moment_from_parts(run, *numbers)
    return moment.replace(tzinfo=find_zone(zone))


@builtin("time", "from: string")
def _time_of_text(run: Run, text: str) -> Value:
    return read_time(text)


@builtin("time", "from: moment")
def _time_of(run: Run, value: Any) -> Value:
    if isinstance(value, time):
        return value
    return to_date_time(value).timetz()


@builtin("time", "hour: number, minute: number, second: number, offset?: days?")
def _time(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None) -> Value:
    return _make_clock(hour, minute, second, None if offset is None else make_offset(offset))


def _make_clock(hour: Decimal, minute: Decimal, second: Decimal, zone: tzinfo | None) -> time:
    micro, rest = divmod(second, 1)[1], divmod(second, 1)[0]
    try:
        return time(whole(hour, "hour"), whole(minute, "minute"), whole(rest, "second"), int(micro * 1_000_000), zone)
    except ValueError:
        raise Fault(f"there is no time {hour}:{minute}:{second}", WRONG_ARGUMENT) from None


@builtin("duration", "from: string")
def _duration(run: Run, text: str) -> Value:
    return read_duration(text)


@builtin("duration", "from: duration")
def _duration_of(run: Run, value: Value) -> Value:
    return value


@builtin("years and months duration", "from: day, to: day")
def _years_and_months(run: Run, start: Day | Moment, end: Day | Moment) -> Value:
    """The whole months between two days, rounded towards zero; times of day do not count."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonths(months)


@builtin("day of year", "date: day")
def _day_of_year(run: Run, value: Day | Moment) -> Value:
    return Decimal(twin_of(value).timetuple().tm_yday)


@builtin("day of week", "date: day")
def _day_of_week(run: Run, value: Day | Moment) -> Value:
    return _DAYS[twin_of(value).weekday()]


@builtin("month of year", "date: day")
def _month_of_year(run: Run, value: Day | Moment) -> Value:
    return _MONTHS[value.month - 1]


@builtin("week of year", "date: day")
def _week_of_year(run: Run, value: Day | Moment) -> Value:
    """The ISO 8601 week."""
    return Decimal(twin_of(value).isocalendar().week)


@builtin("is", "value1?: any, value2?: any")
def _is(run: Run, left: Value = None, right: Value = None) -> Value:
    """Whether two values are the same in kind and in every part, even where = would already call them equal."""
    return _identical(run, left, right)


def _identical(run: Run, left: Value, right: Value) -> bool:
    run.spend(2)
    if type(left) is not type(right):
        return False
    if isinstance(left, str):
        run.admit_look(left)
    if isinstance(left, list):
        return len(left) == len(right) and all(_identical(run, a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(_identical(run, left[key], right[key]) for key in left)
    if isinstance(left, time):
        return left.replace(tzinfo=None) == right.replace(tzinfo=None) and _same_zone(left, right)
    if isinstance(left, (datetime, WideMoment)):
        return (left.date(), left.time()) == (right.date(), right.time()) and _same_zone(left, right)
    return left is right if isinstance(left, Function) else bool(left == right)


def _same_zone(left: Any, right: Any) -> bool:
    """Whether they have the same offset, or none, by the same name: two o'clock occurs twice in one night in autumn."""
    named = [getattr(value.tzinfo, "key", None) for value in (left, right)]
    return named[0] == named[1] and bool(left.utcoffset() == right.utcoffset())
