"""What can go wrong in FEEL: errors that stop an expression, and warnings that are kept with its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

UNKNOWN_VARIABLE = "unknown variable"
UNKNOWN_FUNCTION = "unknown function"
UNKNOWN_TYPE = "unknown type"
MISSING_ENTRY = "missing entry"
NULL_OPERAND = "null operand"
WRONG_TYPE = "wrong type"
WRONG_ARGUMENT = "wrong argument"
NO_RESULT = "no result"
EXTERNAL_FUNCTION = "external function"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the text of an expression: offset from 0, line and column from 1, all in code points."""

    offset: int
    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


def locate(text: str, offset: int) -> Position:
    """Turn an offset in a text into a position."""
    offset = max(0, min(offset, len(text)))
    before = text.rfind("\n", 0, offset)
    return Position(offset, text.count("\n", 0, offset) + 1, offset - before)


@dataclass(frozen=True, slots=True)
class Warning:
    """Why a part of an expression became null. `kind` is one of the constants of this module."""

    position: Position
    message: str
    kind: str = NO_RESULT


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The value of an expression and every warning given on the way, oldest first.

    `cost` is what it used, in steps, including the weight of its result (`limits.Run.cost`).
    """

    value: Any
    warnings: tuple[Warning, ...] = ()
    cost: int = 0


class FeelError(Exception):
    """Base of everything that this language raises."""


class FeelSyntaxError(FeelError):
    """The text is not FEEL: what was found, where, and what was expected there."""

    def __init__(self, text: str, position: Position, message: str) -> None:
        super().__init__(f"{message} ({position})")
        self.text = text
        self.position = position
        self.message = message

    @property
    def line(self) -> int:
        return self.position.line

    @property
    def column(self) -> int:
        return self.position.column


class FeelBudgetExceeded(FeelError):
    """The expression asks for more depth, length, values or steps than an expression may use."""


class FeelValueError(FeelError):
    """A Python object or a stored value is not a FEEL value."""


class Fault(Exception):
    """Inside the evaluator only: this operation yields null, with this reason (DMN 1.5, 10.3.2)."""

    def __init__(self, message: str, kind: str = NO_RESULT) -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind
