"""The values of FEEL, what they are called, and when two of them are equal or ordered (DMN 1.5, 10.3.2).

| FEEL | Python |
|---|---|
| null, boolean, string, list, context | None, bool, str, list, dict with text keys |
| number | decimal.Decimal, 34 digits |
| date, time, date and time | datetime.date, datetime.time, datetime.datetime |
| date, date and time before the year 1 or after 9999 | WideDate, WideMoment |
| days and time duration | datetime.timedelta |
| years and months duration | YearsMonths |
| range, function | Range, Function |

Dates go from the year -999,999,999 to 999,999,999, times to the microsecond, and a days and time duration to
999,999,999 days.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, TypeAlias

from .errors import NULL_OPERAND, WRONG_TYPE, Fault
from .interval import Range as Range
from .limits import MAX_EXPONENT, Run
from .wide import DAYS, MOMENTS, Moment, WideDate, WideMoment, combine, to_instant, to_ordinal

Value: TypeAlias = Any

# Decimal128, as DMN 1.5, 10.3.2.3.1 asks.
CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-MAX_EXPONENT + 1,
    Emax=MAX_EXPONENT,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, as a number of months that may be negative."""

    months: int


class Function:
    """Something that an expression can call."""

    name: str = "function"
    parameters: tuple[str, ...] = ()

    def call(self, run: Run, arguments: Sequence[Value]) -> Value:
        """Call by position. Raises Fault when the call makes null."""
        raise NotImplementedError

    def call_named(self, run: Run, arguments: Mapping[str, Value]) -> Value:
        """Call by name. Raises Fault when the call makes null."""
        unknown = sorted(set(arguments) - set(self.parameters))
        if unknown:
            raise Fault(f"{self.name} has no parameter {unknown[0]!r}")
        return self.call(run, [arguments.get(name) for name in self.parameters])


_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    date: "date",
    time: "time",
    datetime: "date and time",
    WideDate: "date",
    WideMoment: "date and time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
}
_PLAIN = frozenset({Decimal, str, bool, date, WideDate, timedelta, YearsMonths})
# Types whose equal values have equal hashes.
HASHED = _PLAIN | {type(None)}
_ORDERED = frozenset({Decimal, str, date, WideDate, timedelta, YearsMonths})
_CALENDAR = DAYS | MOMENTS


def name_type(value: Value) -> str:
    """What FEEL calls the type of a value."""
    if isinstance(value, Function):
        return "function"
    return _NAMES.get(type(value), type(value).__name__)


def equal(run: Run, left: Value, right: Value) -> bool:
    """Whether two values are equal; null equals only null.

    Raises:
        Fault: they are of different types.
    """
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        if kind in _CALENDAR and type(right) in _CALENDAR:
            # A day of an ordinary year and one of a wide year are never the same.
            days = kind in DAYS and type(right) in DAYS
            return not days and _equal_moments(to_date_time(left), to_date_time(right))
        raise Fault(f"a {name_type(left)} cannot equal a {name_type(right)}", WRONG_TYPE)
    if kind is str:
        if len(left) != len(right):
            return False
        run.admit_look(left)
    if kind in _PLAIN:
        return bool(left == right)
    if kind is list:
        return _equal_lists(run, left, right)
    if kind is dict:
        run.spend(len(left) + 2)
        return left.keys() == right.keys() and all(_same(run, left[key], right[key]) for key in left)
    if kind in MOMENTS or kind is time:
        return _equal_moments(left, right)
    if kind is Range:
        return _equal_ranges(run, left, right)
    return left is right


def same(run: Run, left: Value, right: Value) -> bool:
    """Whether two values are equal, where values of different types are simply different."""
    try:
        return equal(run, left, right)
    except Fault:
        return False


_same = same


def _equal_lists(run: Run, left: list[Value], right: list[Value]) -> bool:
    run.spend(len(left) + 2)
    return len(left) == len(right) and all(_same(run, a, b) for a, b in zip(left, right, strict=True))


def _equal_moments(left: Any, right: Any) -> bool:
    # Equality looks at whole seconds (DMN 1.5 compares year … second and time offset).
    if not isinstance(left, time):
        seconds = [to_instant(value) // 1_000_000 for value in (left, right)]
        return (left.tzinfo is None) == (right.tzinfo is None) and seconds[0] == seconds[1]
    left, right = left.replace(microsecond=0), right.replace(microsecond=0)
    if left.utcoffset() is None or right.utcoffset() is None:
        return bool(left.replace(tzinfo=None) == right.replace(tzinfo=None) and left.tzinfo is right.tzinfo)
    return bool(left == right)


def _equal_ranges(run: Run, left: Range, right: Range) -> bool:
    run.spend(1)
    return (
        (left.low_closed, left.high_closed, left.operator) == (right.low_closed, right.high_closed, right.operator)
        and _same(run, left.low, right.low)
        and _same(run, left.high, right.high)
    )


def order(left: Value, right: Value) -> int:
    """-1, 0 or 1 as left is less than, equal to or more than right.

    Raises:
        Fault: one is null, or they have no order.
    """
    kind = type(left)
    if kind is type(right):
        if kind in _ORDERED:
            return -1 if left < right else int(left > right)
        if kind in MOMENTS or kind is time:
            return _order_moments(left, right)
    elif kind in _CALENDAR and type(right) in _CALENDAR:
        return _order_calendar(left, right)
    if left is None or right is None:
        raise Fault("null has no order", NULL_OPERAND)
    raise Fault(f"a {name_type(left)} and a {name_type(right)} have no order", WRONG_TYPE)


def _order_calendar(left: Any, right: Any) -> int:
    if type(left) in DAYS and type(right) in DAYS:
        return -1 if to_ordinal(left) < to_ordinal(right) else 1
    return _order_moments(to_date_time(left), to_date_time(right))


def _order_moments(left: Any, right: Any) -> int:
    if (left.tzinfo is None) != (right.tzinfo is None):
        raise Fault("a time with an offset and one without have no order", WRONG_TYPE)
    if not isinstance(left, time):
        # Python compares moments of one zone by wall clock, and finds none equal in the hour that occurs twice.
        left, right = to_instant(left), to_instant(right)
    elif left.utcoffset() is None:
        left, right = left.replace(tzinfo=None), right.replace(tzinfo=None)
    return -1 if left < right else int(left > right)


def to_date_time(value: Any) -> Moment:
    """A date counts as its midnight in UTC where a date and time is wanted (DMN 1.5, 10.3.2.9)."""
    moment: Moment = value if type(value) in MOMENTS else combine(value, time(tzinfo=UTC))
    return moment


COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def contains(run: Run, interval: Range, value: Value) -> bool:
    """Whether a value lies in a range.

    Raises:
        Fault: the value cannot be compared with the ends.
    """
    if interval.operator is None and type(value) is type(interval.low) is type(interval.high) is Decimal:
        above = value >= interval.low if interval.low_closed else value > interval.low
        return bool(above and (value <= interval.high if interval.high_closed else value < interval.high))
    if type(value) is str:
        run.admit_look(value)
    if interval.operator == "=":
        return equal(run, value, interval.low)
    if interval.operator == "!=":
        return not equal(run, value, interval.low)
    if interval.operator is None and (interval.low is None or interval.high is None):
        raise Fault("an end of the range is null", NULL_OPERAND)
    if interval.low is not None:
        side = order(value, interval.low)
        if side < 0 or (side == 0 and not interval.low_closed):
            return False
    if interval.high is not None:
        side = order(value, interval.high)
        if side > 0 or (side == 0 and not interval.high_closed):
            return False
    return True
