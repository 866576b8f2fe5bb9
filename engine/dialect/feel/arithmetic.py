"""Addition, subtraction, multiplication, division and powers of every kind of value (DMN 1.5, 10.3.2)."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal, DecimalException, DivisionByZero
from typing import Any

from .errors import NO_RESULT, NULL_OPERAND, WRONG_TYPE, Fault
from .limits import Run
from .values import CONTEXT, Value, YearsMonths, name_type, to_date_time
from .wide import (
    DAYS,
    MAX_YEAR,
    MOMENTS,
    WideDate,
    WideMoment,
    add_duration,
    combine,
    from_ordinal,
    make_day,
    subtract,
    to_ordinal,
)

_MICROSECOND = timedelta(microseconds=1)
# The cost in steps of a power (one that is not whole takes a logarithm of 34 digits), and of an operation on
# anything but numbers.
_WHOLE_POWER, _BROKEN_POWER, _OTHER_OPERATION = 30, 400, 6
_OUTSIDE = f"the result falls outside the years -{MAX_YEAR} to {MAX_YEAR}, or is longer than {MAX_YEAR} days"


def calculate(run: Run, operator: str, left: Value, right: Value) -> Value:
    """Apply + - * / or **.

    Raises:
        Fault: an operand is null, the types do not match, or there is no result.
    """
    kinds = (type(left), type(right))
    if kinds == (Decimal, Decimal):
        if operator == "**":
            run.spend(_WHOLE_POWER if right == right.to_integral_value() else _BROKEN_POWER)
        return calculate_numbers(operator, left, right)
    run.spend(_OTHER_OPERATION)
    found = _OPERATIONS[operator].get(kinds)
    if found is None:
        if left is None or right is None:
            raise Fault(f"one side of {operator} is null", NULL_OPERAND)
        raise Fault(f"{name_type(left)} {operator} {name_type(right)} does not exist", WRONG_TYPE)
    if kinds == (str, str):
        run.admit_string(len(left) + len(right))
    try:
        return found(left, right)
    except OverflowError:
        raise Fault(_OUTSIDE, NO_RESULT) from None


def calculate_numbers(operator: str, left: Decimal, right: Decimal) -> Decimal:
    """The same for two numbers."""
    try:
        return NUMBERS[operator](left, right)
    except DivisionByZero:
        raise Fault("division by zero", NO_RESULT) from None
    except DecimalException:
        raise Fault(f"{operator} has no result for these numbers", NO_RESULT) from None


NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
    "**": CONTEXT.power,
}


def negate(value: Value) -> Value:
    """Arithmetic negation. Raises Fault."""
    if isinstance(value, Decimal):
        return CONTEXT.minus(value)
    if isinstance(value, timedelta):
        return -value
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    if value is None:
        raise Fault("null cannot be negated", NULL_OPERAND)
    raise Fault(f"a {name_type(value)} cannot be negated", WRONG_TYPE)


def add_months(value: Any, months: int) -> Any:
    """A date, or date and time, some months later; the day moves back to the last one of a shorter month."""
    index = value.year * 12 + value.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if abs(year) > MAX_YEAR:
        raise Fault(_OUTSIDE, NO_RESULT)
    moved = make_day(year, month, min(value.day, calendar.monthrange(2000 + year % 400, month)[1]))
    return combine(moved, value.timetz()) if type(value) in MOMENTS else moved


def _add_days(value: Any, duration: timedelta) -> Any:
    try:
        # Whole days, rounded towards the past: date("2026-03-02") - duration("PT1H") is the day before.
        if type(value) is date or (type(value) is datetime and value.tzinfo is None):
            return value + duration
        # Elapsed time, also across the hour that summer time inserts or skips.
        if type(value) is datetime:
            return (value.astimezone(UTC) + duration).astimezone(value.tzinfo)
    except OverflowError:
        pass
    return from_ordinal(to_ordinal(value) + duration.days) if type(value) in DAYS else add_duration(value, duration)


def _add_to_time(value: time, duration: timedelta) -> time:
    moved = datetime.combine(date(2000, 1, 2), value.replace(tzinfo=None)) + timedelta(
        seconds=duration.seconds, microseconds=duration.microseconds
    )
    return moved.time().replace(tzinfo=value.tzinfo)


def _subtract_moments(left: Any, right: Any) -> timedelta:
    left, right = to_date_time(left), to_date_time(right)
    if (left.tzinfo is None) != (right.tzinfo is None):
        raise Fault("one side has a time offset and the other has none", WRONG_TYPE)
    return subtract(left, right)


def _subtract_dates(left: Any, right: Any) -> timedelta:
    if type(left) is type(right) is date:
        return left - right
    return timedelta(days=to_ordinal(left) - to_ordinal(right))


def _subtract_times(left: time, right: time) -> timedelta:
    if (left.tzinfo is None) != (right.tzinfo is None):
        raise Fault("one side has a time offset and the other has none", WRONG_TYPE)
    day = date(2000, 1, 1)
    a, b = datetime.combine(day, left), datetime.combine(day, right)
    return a - b if left.tzinfo is None else a.astimezone(UTC) - b.astimezone(UTC)


def _microseconds(duration: timedelta) -> Decimal:
    return Decimal(duration // _MICROSECOND)


def _whole(value: Decimal) -> int:
    if value and value.adjusted() > 30:
        raise Fault("the duration is too long", NO_RESULT)
    return int(value.to_integral_value(ROUND_DOWN))


def _scale_days(duration: timedelta, factor: Decimal) -> timedelta:
    return timedelta(microseconds=_whole(calculate_numbers("*", _microseconds(duration), factor)))


def _scale_years(duration: YearsMonths, factor: Decimal) -> YearsMonths:
    return YearsMonths(_whole(calculate_numbers("*", Decimal(duration.months), factor)))


def _divide_days(duration: timedelta, divisor: Decimal) -> timedelta:
    return timedelta(microseconds=_whole(calculate_numbers("/", _microseconds(duration), divisor)))


def _divide_years(duration: YearsMonths, divisor: Decimal) -> YearsMonths:
    return YearsMonths(_whole(calculate_numbers("/", Decimal(duration.months), divisor)))


def _swap(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: operation(right, left)


def _add_years(value: Any, duration: YearsMonths) -> Any:
    return add_months(value, duration.months)


_Table = dict[tuple[type, type], Callable[[Any, Any], Any]]

_ADD: _Table = {
    (str, str): lambda left, right: left + right,
    (date, timedelta): _add_days,
    (datetime, timedelta): _add_days,
    (time, timedelta): _add_to_time,
    (date, YearsMonths): _add_years,
    (datetime, YearsMonths): _add_years,
    (timedelta, timedelta): lambda left, right: left + right,
    (YearsMonths, YearsMonths): lambda left, right: YearsMonths(left.months + right.months),
}
_ADD |= {(right, left): _swap(_ADD[left, right]) for left, right in list(_ADD) if left is not right}
_SUBTRACT: _Table = {
    (date, date): _subtract_dates,
    (datetime, datetime): _subtract_moments,
    (date, datetime): _subtract_moments,
    (datetime, date): _subtract_moments,
    (time, time): _subtract_times,
    (date, timedelta): lambda left, right: _add_days(left, -right),
    (datetime, timedelta): lambda left, right: _add_days(left, -right),
    (time, timedelta): lambda left, right: _add_to_time(left, -right),
    (date, YearsMonths): lambda left, right: add_months(left, -right.months),
    (datetime, YearsMonths): lambda left, right: add_months(left, -right.months),
    (timedelta, timedelta): lambda left, right: left - right,
    (YearsMonths, YearsMonths): lambda left, right: YearsMonths(left.months - right.months),
}
_MULTIPLY: _Table = {
    (timedelta, Decimal): _scale_days,
    (Decimal, timedelta): _swap(_scale_days),
    (YearsMonths, Decimal): _scale_years,
    (Decimal, YearsMonths): _swap(_scale_years),
}
_DIVIDE: _Table = {
    (timedelta, Decimal): _divide_days,
    (YearsMonths, Decimal): _divide_years,
    (timedelta, timedelta): lambda left, right: calculate_numbers("/", _microseconds(left), _microseconds(right)),
    (YearsMonths, YearsMonths): lambda left, right: calculate_numbers("/", Decimal(left.months), Decimal(right.months)),
}
_FORMS: dict[type, tuple[type, ...]] = {date: (date, WideDate), datetime: (datetime, WideMoment)}


def _widen(table: _Table) -> _Table:
    """The same operations for the days and moments outside the range of Python's own types."""
    return {
        (left, right): operation
        for kinds, operation in table.items()
        for left in _FORMS.get(kinds[0], kinds[:1])
        for right in _FORMS.get(kinds[1], kinds[1:])
    }


_ADD, _SUBTRACT = _widen(_ADD), _widen(_SUBTRACT)
_OPERATIONS: dict[str, _Table] = {"+": _ADD, "-": _SUBTRACT, "*": _MULTIPLY, "/": _DIVIDE, "**": {}}
