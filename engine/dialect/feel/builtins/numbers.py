"""Numeric functions (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DecimalException,
)

from ..arithmetic import calculate_numbers
from ..errors import WRONG_ARGUMENT, Fault
from ..limits import MAX_EXPONENT, Run
from ..registry import builtin
from ..values import CONTEXT, Value, YearsMonths

# Rounding may meet more digits than 34 before it drops them.
_WIDE = Context(prec=2 * MAX_EXPONENT + 40, traps=CONTEXT.traps)
# The exponents of Decimal128 (DMN 1.5, 10.3.4).
_LEAST_SCALE, _MOST_SCALE = -6_111, 6_176


def whole(value: Decimal, name: str) -> int:
    """A number as a Python int. Raises Fault when it is not whole or beyond reach."""
    if value != value.to_integral_value() or (value and value.adjusted() > 12):
        raise Fault(f"{name!r} should be a whole number, not {value}", WRONG_ARGUMENT)
    return int(value)


def _round(number: Decimal, scale: Decimal | None, rounding: str) -> Decimal:
    scale = Decimal(0) if scale is None else scale.to_integral_value(ROUND_DOWN)
    if not _LEAST_SCALE <= scale <= _MOST_SCALE:
        raise Fault(f"'scale' lies between {_LEAST_SCALE} and {_MOST_SCALE}", WRONG_ARGUMENT)
    places = int(scale)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    rounded = number.quantize(Decimal((0, (1,), -places)), rounding=rounding, context=_WIDE)
    return CONTEXT.plus(rounded)


@builtin("decimal", "n: number, scale: number")
def _decimal(run: Run, number: Decimal, scale: Decimal) -> Value:
    return _round(number, scale, ROUND_HALF_EVEN)


@builtin("floor", "n: number, scale?: number")
def _floor(run: Run, number: Decimal, scale: Decimal | None = None) -> Value:
    return _round(number, scale, ROUND_FLOOR)


@builtin("ceiling", "n: number, scale?: number")
def _ceiling(run: Run, number: Decimal, scale: Decimal | None = None) -> Value:
    return _round(number, scale, ROUND_CEILING)


@builtin("round up", "n: number, scale: number")
def _round_up(run: Run, number: Decimal, scale: Decimal) -> Value:
    return _round(number, scale, ROUND_UP)


@builtin("round down", "n: number, scale: number")
def _round_down(run: Run, number: Decimal, scale: Decimal) -> Value:
    return _round(number, scale, ROUND_DOWN)


@builtin("round half up", "n: number, scale: number")
def _round_half_up(run: Run, number: Decimal, scale: Decimal) -> Value:
    return _round(number, scale, ROUND_HALF_UP)


@builtin("round half down", "n: number, scale: number")
def _round_half_down(run: Run, number: Decimal, scale: Decimal) -> Value:
    return _round(number, scale, ROUND_HALF_DOWN)


@builtin("abs", "n: number")
def _abs(run: Run, number: Decimal) -> Value:
    return CONTEXT.abs(number)


@builtin("abs", "n: duration")
def _abs_duration(run: Run, duration: Value) -> Value:
    return YearsMonths(abs(duration.months)) if isinstance(duration, YearsMonths) else abs(duration)


@builtin("modulo", "dividend: number, divisor: number")
def _modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    """dividend - divisor * floor(dividend / divisor): the sign is the divisor's."""
    if not divisor:
        raise Fault("division by zero")
    try:
        rest = CONTEXT.remainder(dividend, divisor)
    except DecimalException:
        quotient = _round(calculate_numbers("/", dividend, divisor), None, ROUND_FLOOR)
        return CONTEXT.subtract(dividend, CONTEXT.multiply(divisor, quotient))
    if not rest:
        return Decimal(0)
    return CONTEXT.add(rest, divisor) if (rest < 0) != (divisor < 0) else rest


@builtin("sqrt", "number: number")
def _sqrt(run: Run, number: Decimal) -> Value:
    if number < 0:
        raise Fault("a negative number has no square root")
    run.spend(20)
    return CONTEXT.sqrt(number)


@builtin("log", "number: number")
def _log(run: Run, number: Decimal) -> Value:
    if number <= 0:
        raise Fault("only a positive number has a logarithm")
    run.spend(150)
    return CONTEXT.ln(number)


@builtin("exp", "number: number")
def _exp(run: Run, number: Decimal) -> Value:
    run.spend(100)
    try:
        return CONTEXT.exp(number)
    except DecimalException:
        raise Fault("the number is too large for exp") from None


@builtin("odd", "number: number")
def _odd(run: Run, number: Decimal) -> Value:
    return _parity(number) == 1


@builtin("even", "number: number")
def _even(run: Run, number: Decimal) -> Value:
    return _parity(number) == 0


def _parity(number: Decimal) -> Decimal:
    if number.adjusted() > 33:
        return Decimal(0)
    return abs(CONTEXT.remainder(number, Decimal(2)))
