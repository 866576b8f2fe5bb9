"""Expressions: evaluating the expressions of a diagram, with the read-only names that every diagram may use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, TypeGuard

from engine.deadlines import add_working_days
from engine.dialect import feel
from engine.dialect.elements import Element
from engine.dialect.saying import to_readable
from engine.errors import ExecutionFailed
from engine.workflow.budget import EXPRESSIONS_OF_ALL
from engine.workflow.step import Surroundings

GROUPS = "groepen"
"""The name by which expressions read the groups and their members."""
WORKING_DAYS = "werkdagen"
READABLE = "leesbaar"
"""A date or a number as people read it in a text: FEEL's own `string` writes 2026-04-16 and 1234.5."""
MOST_DAYS = 1000
"""Working days that an expression may count at a time."""


def is_feel(text: str | None) -> TypeGuard[str]:
    """Whether an attribute is an expression; if not, it is just its text."""
    return text is not None and text.startswith("=")


class Expressions:
    """Evaluates expressions for one advance of one case; its clock stands still meanwhile."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.now = surroundings.now.astimezone(surroundings.zone)
        self._surroundings = surroundings
        self._left = EXPRESSIONS_OF_ALL
        self._names: dict[str, Any] = {
            "vandaag": self.now.date(),
            "nu": self.now,
            "kenmerk": surroundings.reference,
            "indiener_id": surroundings.submitter_id,
        }

    def evaluate(self, text: str | None, variables: Mapping[str, Any]) -> Any:
        """The value of an attribute: FEEL after `=`, else the text itself; None for nothing at all.

        Raises:
            ExecutionFailed: the text is not FEEL, went over its budget, or gives what no case can keep.
        """
        return require_kept(self.explain(text[1:], variables).value, text) if is_feel(text) else text or None

    def holds(self, condition: str, variables: Mapping[str, Any]) -> bool:
        """Whether a condition is true.

        Raises:
            ExecutionFailed: it is neither true nor false, or reads a variable that does not exist. Neither is ever
                silently taken for false: null = "akkoord" is false, but somebody who was never asked did not say no.
        """
        found = self.explain(condition.removeprefix("="), variables)
        missing = any(warning.kind == feel.UNKNOWN_VARIABLE for warning in found.warnings)
        if isinstance(found.value, bool) and not missing:
            return found.value
        because = "; ".join(warning.message for warning in found.warnings)
        wrong = "reads what is not there" if missing else "is neither true nor false"
        raise ExecutionFailed(f"condition {condition} {wrong}" + (f" ({because})" if because else ""))

    def explain(self, text: str, variables: Mapping[str, Any]) -> feel.Evaluation:
        try:
            found = feel.parse(text).explain(self._in_scope(variables, text), now=self.now)
        except feel.FeelError as error:
            raise ExecutionFailed(f"={text}: {error}") from error
        self.pay(found.cost)
        return found

    def pay(self, cost: int) -> None:
        """Count the cost of an expression or a decision. Raises: ExecutionFailed: together they cost too much."""
        self._left -= cost
        if self._left < 0:
            reason = f"the expressions of this step take more than {EXPRESSIONS_OF_ALL} steps together"
            raise ExecutionFailed(f"{reason}, or give as much")

    def names(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Variables and read-only names together, as a decision reads them."""
        return self._in_scope(variables, f"{GROUPS} {WORKING_DAYS} {READABLE}")

    def _in_scope(self, variables: Mapping[str, Any], text: str) -> dict[str, Any]:
        """What an expression can see. A costly name is computed only if the text contains it."""
        scope = {**variables, **self._names}
        if GROUPS in text:
            scope[GROUPS] = self._groups
        if WORKING_DAYS in text:
            scope[WORKING_DAYS] = self._counting
        if READABLE in text:
            scope[READABLE] = _reading()
        return scope

    @cached_property
    def _groups(self) -> dict[str, Any]:
        known = self._surroundings.groups
        return {group: [dict(member) for member in known[group]] for group in known}

    @cached_property
    def _counting(self) -> Any:
        return feel.host_function(
            WORKING_DAYS,
            {
                "aantal: number": lambda count: self._working_days(self.now.date(), count),
                "vanaf: day, aantal: number": self._working_days,
            },
            cost=lambda *values: 2 * int(min(abs(values[-1]), MOST_DAYS)),
        )

    def _working_days(self, start: date, count: Decimal) -> datetime:
        """The last minute of the n-th working day after a date, or before it if n is negative."""
        if abs(count) > MOST_DAYS or count % 1:
            raise ValueError(f"the number of working days is a whole number up to {MOST_DAYS}")
        if isinstance(start, datetime):
            start = start.astimezone(self._surroundings.zone).date()
        try:
            day = add_working_days(start, int(count), self._surroundings.calendar)
        except OverflowError as error:
            raise ValueError("the day lies outside the calendar") from error
        return datetime.combine(day, time(23, 59), self._surroundings.zone)


@cache
def _reading() -> feel.Function:
    kinds = ("day", "number", "string?")
    return feel.host_function(READABLE, {f"waarde: {kind}": to_readable for kind in kinds}, cost=_cost_of_reading)


def _cost_of_reading(value: Any) -> int:
    """A number can have thousands of digits."""
    return 20 + (abs(value.adjusted()) if isinstance(value, Decimal) else 0)


def require_kept(value: Any, said: str) -> Any:
    """Return a value that a case can keep. Raises: ExecutionFailed: it is a function, or contains one."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, list):
            pending += one
        elif isinstance(one, dict):
            pending += one.values()
        elif isinstance(one, feel.Function):
            raise ExecutionFailed(f"{said} gives a function, which a case cannot keep")
    return value


def to_key(value: Any) -> str:
    """A correlation key: a text, or a number as it is written in FEEL (as in Zeebe).

    Raises:
        ExecutionFailed: anything else, including null: no message could ever be found by it.
    """
    if isinstance(value, str) and value:
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize(feel.CONTEXT):f}"
    raise ExecutionFailed("the correlation key is neither a text nor a number")


class Blaming:
    """Adds the element to an error that does not know where it occurred."""

    def __init__(self, element: Element) -> None:
        self.element = element

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ExecutionFailed) and not error.element:
            raise ExecutionFailed(error.message, element=self.element.id, process=self.element.process) from error
