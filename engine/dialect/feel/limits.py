"""How much one expression may use, and the state of one evaluation that counts it.

The figures keep the worst expression under 100 ms and 50 MB on a small server. One step is about one node of the
syntax tree that is evaluated, one element of a list that is examined, or 32 characters written. Anything more
expensive is stated where it is spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from .errors import FeelBudgetExceeded, Position, Warning
from .interval import Range

MAX_TEXT = 20_000
MAX_TOKENS = 4_000
MAX_DEPTH = 100
MAX_CALL_DEPTH = 60
MAX_STEPS = 100_000
MAX_LIST = 100_000
MAX_STRING = 1_000_000
MAX_WARNINGS = 100
MAX_EXPONENT = 6_144
MAX_PATTERN = 1_000
CHARACTERS_PER_STEP = 32
STEPS_PER_PATTERN = 4_000
STEPS_PER_WARNING = 6
CHARACTERS_PER_LOOK = 256
CHARACTERS_PER_KEPT = 8
"""The weight of a result: it may be written, stored and read again with each step of a case."""


_WITH_SIZE = frozenset({str, list, dict, Range})


class Run:
    """One evaluation: its clock, the user's types, its warnings and what is left of its budget."""

    __slots__ = ("depth", "left", "now", "patterns", "types", "warnings", "weight")

    def __init__(self, now: datetime | None = None, types: Mapping[str, Any] | None = None) -> None:
        self.now = now
        self.types = types
        self.warnings: list[Warning] = []
        self.left = MAX_STEPS
        self.weight = 0
        self.depth = 0
        self.patterns: set[str] = set()

    @property
    def cost(self) -> int:
        """What was used so far: steps, and the weight of the results that were admitted."""
        return MAX_STEPS - self.left + self.weight

    def warn(self, position: Position, message: str, kind: str) -> None:
        """Keep a warning; after the first hundred they only repeat. Raises FeelBudgetExceeded."""
        self.spend(STEPS_PER_WARNING)
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(Warning(position, message, kind))

    def spend(self, steps: int) -> None:
        """Take steps off the budget.

        Raises:
            FeelBudgetExceeded: none are left.
        """
        self.left -= steps
        if self.left < 0:
            raise FeelBudgetExceeded(f"the expression takes more than {MAX_STEPS} steps")

    def admit_list(self, length: int) -> None:
        """Pay for a list of this length before it is built."""
        if length > MAX_LIST:
            raise FeelBudgetExceeded(f"a list of {length} elements is longer than the {MAX_LIST} allowed")
        self.spend(length)

    def admit_string(self, length: int) -> None:
        """Pay for a text of this length before it is built."""
        if length > MAX_STRING:
            raise FeelBudgetExceeded(f"a text of {length} characters is longer than the {MAX_STRING} allowed")
        self.spend(length // CHARACTERS_PER_STEP)

    def admit_look(self, text: str) -> None:
        """Pay for comparing a text with another that may be equal over a long stretch, or for searching it."""
        if len(text) > CHARACTERS_PER_LOOK:
            self.spend(len(text) // CHARACTERS_PER_LOOK)

    def admit_result(self, value: Any) -> None:
        """Refuse a result that is larger than it looks: one small list may occur in it a million times.

        Raises:
            FeelBudgetExceeded: written out, it has more elements or characters than a list or a text may have.
        """
        elements = characters = 0
        pending = [value]
        while pending:
            value = pending.pop()
            if type(value) is str:
                characters += len(value)
                if characters > MAX_STRING:
                    raise FeelBudgetExceeded(f"the result holds more than the {MAX_STRING} characters allowed")
            elif type(value) is list or type(value) is dict:
                elements += len(value) + 1
                if elements > MAX_LIST:
                    raise FeelBudgetExceeded(f"the result holds more than the {MAX_LIST} values allowed")
                inner: Iterable[Any] = value.values() if type(value) is dict else value
                pending.extend([item for item in inner if type(item) in _WITH_SIZE])
            elif type(value) is Range:
                pending.extend([end for end in (value.low, value.high) if type(end) in _WITH_SIZE])
        self.weight += elements + characters // CHARACTERS_PER_KEPT

    def admit_pattern(self, pattern: str) -> None:
        """Pay for a regular expression: much for its first use in a run, when it may have to be compiled."""
        if pattern not in self.patterns:
            self.patterns.add(pattern)
            self.spend(STEPS_PER_PATTERN)
        self.spend(5)

    def enter_call(self) -> None:
        """Go one function deeper; leave_call comes back."""
        self.depth += 1
        if self.depth > MAX_CALL_DEPTH:
            raise FeelBudgetExceeded(f"functions call each other more than {MAX_CALL_DEPTH} deep")

    def leave_call(self) -> None:
        self.depth -= 1


class Frame:
    """The names that are visible at one place of a running expression; `parent` holds the names around it."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: Mapping[str, Any], parent: Frame | None, run: Run) -> None:
        self.names = names
        self.parent = parent
        self.run = run
