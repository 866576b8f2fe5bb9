"""Values as FEEL text: what string() gives, and what a person reads in an explanation."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from .errors import FeelValueError
from .limits import Run
from .temporal import write_date_time, write_days, write_time, write_years
from .values import Function, Range, Value, YearsMonths
from .wide import WideDate, WideMoment


def write_number(value: Decimal) -> str:
    """A number in full, without exponent: 12300, 0.000123."""
    if not value:
        return "0"
    return f"{value:f}"


def write_value(value: Value, run: Run | None = None, nested: bool = False) -> str:
    """A value as FEEL writes it; texts within lists and contexts are in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quote(value) if nested else value
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, list):
        return "[" + ", ".join(_write_nested(item, run) for item in value) + "]"
    if isinstance(value, dict):
        entries = (f"{_write_key(key)}: {_write_nested(item, run)}" for key, item in value.items())
        return "{" + ", ".join(entries) + "}"
    return _write_scalar(value, run)


def _write_nested(value: Value, run: Run | None) -> str:
    text = write_value(value, run, nested=True)
    if run is not None:
        run.spend(5)
        run.admit_string(len(text))
    return text


def _write_scalar(value: Value, run: Run | None) -> str:
    if isinstance(value, (datetime, WideMoment)):
        return write_date_time(value)
    if isinstance(value, (date, WideDate)):
        return value.isoformat()
    if isinstance(value, time):
        return write_time(value)
    if isinstance(value, timedelta):
        return write_days(value)
    if isinstance(value, YearsMonths):
        return write_years(value)
    if isinstance(value, Range):
        return _write_range(value, run)
    if isinstance(value, Function):
        return f"function({', '.join(value.parameters)})"
    return str(value)


def _write_range(value: Range, run: Run | None) -> str:
    if value.operator is not None:
        end = value.high if value.operator in ("<", "<=") else value.low
        return f"({value.operator} {write_value(end, run, nested=True)})"
    low, high = (write_value(end, run, nested=True) for end in (value.low, value.high))
    return f"{'[' if value.low_closed else '('}{low}..{high}{']' if value.high_closed else ')'}"


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write_key(key: str) -> str:
    return key if key.replace("_", "a").replace(" ", "a").isalnum() and not key[:1].isdigit() else _quote(key)


def write_literal(value: Value) -> str:
    """A value as FEEL that reads back as the same value: texts in quotes, dates and the like after @.

    Raises:
        FeelValueError: a function has no literal.
    """
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, list):
        return "[" + ", ".join(write_literal(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_write_key(key)}: {write_literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Function):
        raise FeelValueError("a function has no literal")
    if value is None or isinstance(value, bool | Decimal | Range):
        return write_value(value, nested=True)
    return f'@"{write_value(value)}"'
