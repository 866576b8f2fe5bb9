"""Regions: a line of values cut at every value that tests name, so that one value can represent its whole region.

Within a region every test that compares with constants gives the same answer (Calvanese et al., "Semantics and Analysis
of DMN Decision Tables", 2016). So the answer for one value holds for all, and it comes from the test itself as it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Context, Decimal, DecimalException
from typing import Any, TypeAlias

from engine.dialect.feel import Value, YearsMonths, write_value

SURE = 0
"""A possible value: nothing is known that excludes it."""
DOUBTFUL = 1
"""Perhaps impossible: a text that no test names, or a gap between two consecutive whole numbers."""
UNSAID = 2
"""An empty value, or one of another type, if no test mentions it: only a rule for everything else matches it."""
OTHER_TEXT = "iets anders"
ALIEN: dict[str, Value] = {}
"""A value of a type that no test mentions."""

NUMBER, TEXT, BOOLEAN, DATE, MOMENT, DAYS, MONTHS = (
    "number", "string", "boolean", "date", "date and time", "days and time duration", "years and months duration",
)  # fmt: skip
_KINDS: dict[type, str] = {
    Decimal: NUMBER, str: TEXT, bool: BOOLEAN, date: DATE, datetime: MOMENT, timedelta: DAYS, YearsMonths: MONTHS,
}  # fmt: skip
_SECOND = timedelta(seconds=1)
_WIDE = Context(prec=80)
"""Wide enough for a number between two numbers of 34 digits."""
_Step: TypeAlias = Callable[[Any], Any]


class Unclear(Exception):
    """This cannot be cut: it depends on more than one value and some constants."""


@dataclass(frozen=True, slots=True)
class Region:
    """Values that no test distinguishes; `value` is one of them. `chance` is SURE, DOUBTFUL or UNSAID."""

    value: Value
    chance: int = SURE


def kind_of(value: Value) -> str:
    """FEEL's name for the type of a value that can be cut at. Raises: Unclear."""
    kind = _KINDS.get(type(value))
    if kind is None or (isinstance(value, datetime) and value.microsecond):
        raise Unclear
    return kind


def cut(points: Iterable[Value], declared: str | None = None) -> tuple[Region, ...]:
    """The regions of a value that is compared with these points. `declared` is the one type it can have, if known.

    Null is always a region, and without a declared type so is a value of any other type.

    Raises:
        Unclear: values of these types cannot be put in one order.
    """
    points = list(points)
    null = Region(None, SURE if any(point is None for point in points) else UNSAID)
    if declared is not None and declared not in _ANY:
        raise Unclear
    by_kind: dict[str, set[Value]] = {declared: set()} if declared is not None else {}
    for point in points:
        if point is not None:
            by_kind.setdefault(kind_of(point), set()).add(point)
    if {DATE, MOMENT} <= by_kind.keys():
        raise Unclear
    if not by_kind:
        # No test names a value, so any will do.
        return (Region(OTHER_TEXT), null, Region(ALIEN, UNSAID))
    found = [
        region
        for kind, own in by_kind.items()
        if declared is None or kind == declared
        for region in _cut_kind(kind, own)
    ]
    alien = [] if declared is not None else [Region(ALIEN, UNSAID)]
    return (*found, null, *alien)


def _cut_kind(kind: str, points: set[Value]) -> Iterator[Region]:
    if kind == BOOLEAN:
        yield from (Region(True), Region(False))
    elif kind == TEXT:
        yield from (Region(point) for point in sorted(points))
        other = OTHER_TEXT
        while other in points:
            other += "!"
        yield Region(other, DOUBTFUL if points else SURE)
    elif not points:
        yield Region(_ANY[kind])
    else:
        if kind == MOMENT and len({point.utcoffset() is None for point in points}) > 1:
            raise Unclear
        yield from _cut_line(sorted(points), *_STEPS[kind])


def _cut_line(points: list[Any], before: _Step, after: _Step, between: Callable[[Any, Any], Any]) -> Iterator[Region]:
    """A point, the values up to the next one, and so on; what cannot be written as a value is left out."""
    first = _reach(before, points[0])
    if first is not None and first < points[0]:
        yield Region(first)
    for number, point in enumerate(points):
        yield Region(point)
        upper = points[number + 1] if number + 1 < len(points) else None
        inner = _reach(after, point) if upper is None else between(point, upper)
        if inner is not None and point < inner and (upper is None or inner < upper):
            yield Region(inner, DOUBTFUL if upper is not None and _follow(point, upper) else SURE)


def _reach(step: _Step, point: Any) -> Any:
    try:
        return step(point)
    except (OverflowError, DecimalException):
        return None


def _follow(low: Any, high: Any) -> bool:
    """Whether these are consecutive whole numbers: often nothing exists between them."""
    return isinstance(low, Decimal) and all(p == p.to_integral_value() for p in (low, high)) and high - low == 1


def _middle(low: Decimal, high: Decimal) -> Decimal:
    middle = _WIDE.divide(_WIDE.add(low, high), Decimal(2))
    whole = middle.to_integral_value(ROUND_FLOOR)
    return whole if low < whole < high else middle


def _middle_moment(low: datetime, high: datetime) -> datetime:
    # Equality ignores fractions of a second.
    return low + (high - low) // 2 // _SECOND * _SECOND


_ANY: dict[str, Value] = {
    NUMBER: Decimal(0), DATE: date(2026, 1, 1), MOMENT: datetime(2026, 1, 1), DAYS: timedelta(1),
    MONTHS: YearsMonths(1), TEXT: OTHER_TEXT, BOOLEAN: True,
}  # fmt: skip
_DAY = timedelta(days=1)
_STEPS: dict[str, tuple[_Step, _Step, Callable[[Any, Any], Any]]] = {
    NUMBER: (lambda p: p - 1, lambda p: p + 1, _middle),
    DATE: (lambda p: p - _DAY, lambda p: p + _DAY, lambda a, b: a + (b - a) // 2),
    MOMENT: (lambda p: p - _DAY, lambda p: p + _DAY, _middle_moment),
    DAYS: (lambda p: p - _DAY, lambda p: p + _DAY, lambda a, b: a + (b - a) / 2),
    MONTHS: (
        lambda p: YearsMonths(p.months - 1),
        lambda p: YearsMonths(p.months + 1),
        lambda a, b: YearsMonths((a.months + b.months) // 2),
    ),
}


def tell(value: Value) -> str:
    """A value as a reader of the table would write it."""
    if value is None:
        return "(niets ingevuld)"
    if isinstance(value, Decimal):
        # 1.000 is one, and no reader takes it for that.
        whole, _, fraction = f"{value:f}".partition(".")
        fraction = fraction.rstrip("0")
        return f"{whole},{fraction}" if fraction else whole
    if isinstance(value, datetime):
        return f"{value.day}-{value.month}-{value.year} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value.day}-{value.month}-{value.year}"
    return write_value(value) if value != ALIEN else OTHER_TEXT
