"""FEEL values as JSON, without loss, and Python objects as FEEL values.

Text, booleans, null, lists and contexts stay as they are. Everything else is an object with one key that
begins with `$`; a context that has such a key itself is wrapped in `{"$context": …}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from .errors import Fault, FeelValueError
from .limits import MAX_EXPONENT
from .temporal import find_zone, read_date, read_date_time
from .values import CONTEXT, Function, Range, Value, YearsMonths, name_type
from .wide import Day, Moment, WideDate, WideMoment, combine, make_day

# A year that Python's own readers would refuse, or would take for another.
_WIDE = re.compile(r"-|0000-|\d{5,}-", re.ASCII)
_TOO_DEEP = "the value is nested too deep"
_PLAIN = frozenset({type(None), bool, str})
"""What is the same in FEEL and in JSON."""


def to_json(value: Value) -> Any:
    """A FEEL value as what json.dumps takes.

    Raises:
        FeelValueError: a function, or an object that is no FEEL value.
    """
    try:
        return _write(value)
    except RecursionError:
        raise FeelValueError(_TOO_DEEP) from None


def to_json_each(variables: Mapping[str, Value]) -> dict[str, Any]:
    """Variables by their names, each as `to_json` writes it: most as they are. Raises: as `to_json`."""
    try:
        return {name: value if type(value) in _PLAIN else _write(value) for name, value in variables.items()}
    except RecursionError:
        raise FeelValueError(_TOO_DEEP) from None


def _write(value: Value) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [item if type(item) in _PLAIN else _write(item) for item in value]
    if kind is dict:
        if not all(type(key) is str for key in value):
            raise FeelValueError("the names in a context are texts")
        entries = {key: _write(item) for key, item in value.items()}
        return {"$context": entries} if any(key.startswith("$") for key in entries) else entries
    write = _WRITERS.get(kind)
    if write is None:
        raise FeelValueError(f"a {name_type(value)} cannot be stored")
    return write(value)


def from_json(data: Any) -> Value:
    """The value that to_json wrote.

    Raises:
        FeelValueError: the JSON was not written by to_json.
    """
    try:
        return _read(data)
    except RecursionError:
        raise FeelValueError(_TOO_DEEP) from None


def from_json_each(data: Mapping[str, Any]) -> dict[str, Value]:
    """The variables that `to_json_each` wrote. Raises: as `from_json`."""
    try:
        return {name: value if type(value) in _PLAIN else _read(value) for name, value in data.items()}
    except RecursionError:
        raise FeelValueError(_TOO_DEEP) from None


def _read(data: Any) -> Value:
    kind = type(data)
    if kind in _PLAIN:
        return data
    if kind is list:
        return [item if type(item) in _PLAIN else _read(item) for item in data]
    if kind is not dict:
        raise FeelValueError(f"stored values hold no bare {kind.__name__}")
    tag = next((key for key in data if key.startswith("$")), None)
    if tag is None:
        return {key: _read(item) for key, item in data.items()}
    read = _READERS.get(tag)
    if read is None:
        raise FeelValueError(f"there is no stored value of the kind {tag[:40]!r}")
    try:
        return read(data[tag])
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, Fault) as error:
        raise FeelValueError(f"the stored {tag[1:]} cannot be read") from error


def from_python(value: Any) -> Value:
    """A Python object as a FEEL value: numbers become decimals, tuples lists, mappings contexts.

    A float is read as it prints, so that 0.1 is one tenth.

    Raises:
        FeelValueError: the object is no FEEL value and cannot become one.
    """
    try:
        return _admit(value)
    except RecursionError:
        raise FeelValueError(_TOO_DEEP) from None


def _admit(value: Any) -> Value:
    kind = type(value)
    if value is None or kind is bool or kind is str or kind is YearsMonths or isinstance(value, (Function, Range)):
        return value
    if isinstance(value, (int, float, Decimal)):
        return _admit_number(value)
    if isinstance(value, (datetime, time)):
        return _admit_moment(value)
    if isinstance(value, (WideDate, WideMoment)):
        return _admit_wide(value)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, timedelta):
        return timedelta(value.days, value.seconds, value.microseconds)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_admit(item) for item in value]
    if isinstance(value, Mapping):
        return {_admit_key(key): _admit(item) for key, item in value.items()}
    raise FeelValueError(f"a Python {kind.__name__} is no FEEL value")


def _admit_key(key: Any) -> str:
    if not isinstance(key, str):
        raise FeelValueError("the names in a context are texts")
    return str(key)


def _admit_number(value: float | Decimal) -> Decimal:
    if isinstance(value, int) and value.bit_length() > 30_000:
        raise FeelValueError("the number is too large")
    try:
        number = CONTEXT.create_decimal(repr(value) if isinstance(value, float) else value)
    except ArithmeticError:
        raise FeelValueError("the number is too large") from None
    if not number.is_finite() or (number and abs(number.adjusted()) > MAX_EXPONENT):
        raise FeelValueError("the number is no FEEL number: it is infinite, too large or too small")
    return number


def _admit_moment(value: Any) -> Any:
    zone = value.tzinfo
    if zone is None or zone is UTC or isinstance(zone, (ZoneInfo, timezone)):
        return value
    return (
        value.replace(tzinfo=timezone(value.utcoffset()))
        if value.utcoffset() is not None
        else value.replace(tzinfo=None)
    )


def _admit_wide(value: WideDate | WideMoment) -> Day | Moment:
    try:
        day = make_day(value.year, value.month, value.day)
    except (ValueError, OverflowError):
        raise FeelValueError(f"there is no date {value}") from None
    return combine(day, _admit_moment(value.clock)) if isinstance(value, WideMoment) else day


def _write_clock(tag: str, value: Any) -> dict[str, Any]:
    zone = value.tzinfo
    if isinstance(zone, ZoneInfo):
        fold = {"fold": 1} if value.fold else {}
        return {tag: {"local": value.replace(tzinfo=None, fold=0).isoformat(), "zone": zone.key, **fold}}
    if value.fold:
        return {tag: {"local": value.replace(tzinfo=zone, fold=0).isoformat(), "fold": 1}}
    return {tag: value.isoformat()}


def _read_clock(parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if isinstance(data, str):
            return _use_utc(parse(data))
        value = _use_utc(parse(data["local"]))
        zone: tzinfo | None = find_zone(data["zone"]) if "zone" in data else value.tzinfo
        return value.replace(tzinfo=zone, fold=data.get("fold", 0))

    return read


def _read_day(text: str) -> Day:
    return read_date(text) if _WIDE.match(text) else date.fromisoformat(text)


def _read_moment(text: str) -> Moment:
    return read_date_time(text) if _WIDE.match(text) else datetime.fromisoformat(text)


def _use_utc(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if value.tzinfo is not None and not value.utcoffset() else value


def _write_days(value: timedelta) -> dict[str, Any]:
    return {"$days": [value.days, value.seconds, value.microseconds]}


def _write_range(value: Range) -> dict[str, Any]:
    ends = [_write(value.low), _write(value.high)]
    return {"$range": [*ends, value.low_closed, value.high_closed, value.operator]}


def _read_range(data: Any) -> Range:
    low, high, low_closed, high_closed, operator = data
    if operator not in (None, "=", "!=", "<", "<=", ">", ">="):
        raise ValueError("no such operator")
    return Range(_read(low), _read(high), low_closed is True, high_closed is True, operator)


def _read_number(data: Any) -> Decimal:
    try:
        number = Decimal(data)
    except InvalidOperation:
        raise ValueError("no number") from None
    if not isinstance(data, str) or not number.is_finite():
        raise ValueError("no number")
    return number


def _read_context(data: Any) -> dict[str, Value]:
    return {key: _read(item) for key, item in data.items()}


_WRITERS: dict[type, Callable[[Any], Any]] = {
    Decimal: lambda value: {"$number": str(value)},
    **dict.fromkeys((date, WideDate), lambda value: {"$date": value.isoformat()}),
    time: lambda value: _write_clock("$time", value),
    **dict.fromkeys((datetime, WideMoment), lambda value: _write_clock("$dateTime", value)),
    timedelta: _write_days,
    YearsMonths: lambda value: {"$months": value.months},
    Range: _write_range,
}
_READERS: dict[str, Callable[[Any], Value]] = {
    "$number": _read_number,
    "$date": _read_day,
    "$time": _read_clock(time.fromisoformat),
    "$dateTime": _read_clock(_read_moment),
    "$days": lambda data: timedelta(days=data[0], seconds=data[1], microseconds=data[2]),
    "$months": lambda data: YearsMonths(int(data)),
    "$range": _read_range,
    "$context": _read_context,
}
