"""The relations between points and ranges (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import WRONG_ARGUMENT, Fault
from ..limits import Run
from ..registry import builtin
from ..values import Range, Value, order

_Relation = Callable[[Range, Range], bool]


def _ends(interval: Range) -> tuple[Value, Value]:
    if interval.operator == "!=":
        raise Fault("this range has no two ends", WRONG_ARGUMENT)
    high = interval.low if interval.operator == "=" else interval.high
    return interval.low, high


def _starts_first(a: Range, b: Range) -> int:
    """-1, 0 or 1 as a begins before, with or after b. An open end reaches without limit."""
    low_a, low_b = _ends(a)[0], _ends(b)[0]
    if low_a is None or low_b is None:
        return (low_a is not None) - (low_b is not None)
    return order(low_a, low_b) or int(b.low_closed) - int(a.low_closed)


def _ends_first(a: Range, b: Range) -> int:
    """-1, 0 or 1 as a ends before, with or after b."""
    high_a, high_b = _ends(a)[1], _ends(b)[1]
    if high_a is None or high_b is None:
        return (high_b is not None) - (high_a is not None)
    return order(high_a, high_b) or int(a.high_closed) - int(b.high_closed)


def _gap(a: Range, b: Range) -> int:
    """-1 if a ends before b begins, 0 if they share only that end, 1 if they overlap there."""
    high, low = _ends(a)[1], _ends(b)[0]
    if high is None or low is None:
        return 1
    side = order(high, low)
    return side if side else (0 if a.high_closed and b.low_closed else -1)


def _point(value: Value) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _before(a: Range, b: Range) -> bool:
    return _gap(a, b) < 0


def _meets(a: Range, b: Range) -> bool:
    return _gap(a, b) == 0


def _overlaps(a: Range, b: Range) -> bool:
    return _gap(a, b) >= 0 and _gap(b, a) >= 0


def _overlaps_before(a: Range, b: Range) -> bool:
    return _overlaps(a, b) and _starts_first(a, b) < 0 and _ends_first(a, b) <= 0


def _finishes(a: Range, b: Range) -> bool:
    return _ends_first(a, b) == 0 and _starts_first(a, b) >= 0


def _includes(a: Range, b: Range) -> bool:
    return _starts_first(a, b) <= 0 and _ends_first(a, b) >= 0


def _starts(a: Range, b: Range) -> bool:
    return _starts_first(a, b) == 0 and _ends_first(a, b) <= 0


def _coincides(a: Range, b: Range) -> bool:
    return _starts_first(a, b) == 0 and _ends_first(a, b) == 0


def _swap(relation: _Relation) -> _Relation:
    return lambda a, b: relation(b, a)


def _register(name: str, relation: _Relation, *signatures: str) -> None:
    @builtin(name, *signatures)
    def _relate(run: Run, first: Value, second: Value) -> Value:
        return relation(_point(first), _point(second))


_RANGES = "range1: range, range2: range"
_POINT_RANGE = "point: point, range: range"
_RANGE_POINT = "range: range, point: point"
_POINTS = "point1: point, point2: point"
_ANY = (_RANGES, _POINT_RANGE, _RANGE_POINT, _POINTS)

_register("before", _before, *_ANY)
_register("after", _swap(_before), *_ANY)
_register("meets", _meets, _RANGES)
_register("met by", _swap(_meets), _RANGES)
_register("overlaps", _overlaps, _RANGES)
_register("overlaps before", _overlaps_before, _RANGES)
_register("overlaps after", _swap(_overlaps_before), _RANGES)
_register("finishes", _finishes, _RANGES, _POINT_RANGE)
_register("finished by", _swap(_finishes), _RANGES, _RANGE_POINT)
_register("includes", _includes, _RANGES, _RANGE_POINT)
_register("during", _swap(_includes), _RANGES, _POINT_RANGE)
_register("starts", _starts, _RANGES, _POINT_RANGE)
_register("started by", _swap(_starts), _RANGES, _RANGE_POINT)
_register("coincides", _coincides, _RANGES, _POINTS)
