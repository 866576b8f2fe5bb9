"""Conversion functions: text to number, value to text, text to range (DMN 1.5, 10.3.4)."""

from __future__ import annotations

import re
from decimal import Decimal

from ..compiler import Compiler
from ..errors import WRONG_ARGUMENT, Fault, FeelError
from ..limits import MAX_EXPONENT, Frame, Run
from ..parser import Parser
from ..registry import builtin
from ..syntax import AtLiteral, Call, Expr, Interval, Literal, Negation, Variable
from ..values import CONTEXT, Range, Value, order
from ..writing import write_value

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,6})?", re.ASCII)
_GROUPING = frozenset({" ", ",", "."})
_POINTS = frozenset({",", "."})
_LONGEST_RANGE, _STEPS_PER_READ_CHARACTER = 200, 20
_CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration"})


@builtin("number", "from: string", "from: number")
def _number(run: Run, text: str | Decimal) -> Value:
    if isinstance(text, Decimal):
        return text
    return _read_number(text)


def _read_number(text: str) -> Decimal:
    if len(text) > 10_000 or not _NUMBER.fullmatch(text):
        raise Fault(f"{text[:40]!r} is no number", WRONG_ARGUMENT)
    number = CONTEXT.create_decimal(text) if abs(Decimal(text).adjusted()) <= MAX_EXPONENT else None
    if number is None:
        raise Fault("the number is too large or too small", WRONG_ARGUMENT)
    return number


@builtin("number", "from: string, grouping separator: string?, decimal separator: string?")
def _number_with(run: Run, text: str, grouping: str | None, point: str | None) -> Value:
    if grouping is not None and grouping not in _GROUPING:
        raise Fault("the grouping separator is a space, comma, full stop or null", WRONG_ARGUMENT)
    if point is not None and point not in _POINTS:
        raise Fault("the decimal separator is a comma, full stop or null", WRONG_ARGUMENT)
    if grouping is not None and grouping == point:
        raise Fault("the two separators differ", WRONG_ARGUMENT)
    run.admit_string(len(text))
    if grouping is not None:
        text = text.replace(grouping, "")
    if point == ",":
        if "." in text:
            raise Fault(f"{text[:40]!r} is no number", WRONG_ARGUMENT)
        text = text.replace(",", ".")
    return _read_number(text)


@builtin("string", "from: any")
def _string(run: Run, value: Value) -> Value:
    if value is None:
        return None
    text = write_value(value, run)
    run.admit_string(len(text))
    return text


@builtin("range", "from: string")
def _range(run: Run, text: str) -> Value:
    """A range from its text: literals, and functions that make dates, times and durations."""
    if len(text) > _LONGEST_RANGE:
        raise Fault(f"the text of a range has at most {_LONGEST_RANGE} characters", WRONG_ARGUMENT)
    run.spend(len(text) * _STEPS_PER_READ_CHARACTER)
    node = _read_range(text)
    found = Compiler(text).compile(node)(Frame({}, None, run))
    if not isinstance(found, Range) or found.low is None or found.high is None or order(found.low, found.high) > 0:
        raise Fault(f"{text[:40]!r} is no range", WRONG_ARGUMENT)
    return found


def _read_range(text: str) -> Expr:
    try:
        node = Parser(text, ()).whole_expression()
    except FeelError:
        raise Fault(f"{text[:40]!r} is no range", WRONG_ARGUMENT) from None
    if not isinstance(node, Interval) or not (_is_constant(node.low) and _is_constant(node.high)):
        raise Fault(f"{text[:40]!r} is no range between two constants", WRONG_ARGUMENT)
    return node


def _is_constant(node: Expr) -> bool:
    if isinstance(node, Negation):
        return _is_constant(node.operand)
    if isinstance(node, Call):
        function = node.function
        return (
            isinstance(function, Variable)
            and function.name in _CONSTRUCTORS
            and all(_is_constant(argument) for argument in node.arguments)
        )
    return isinstance(node, (AtLiteral, Literal))
