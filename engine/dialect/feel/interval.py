"""The value of a range. It is in a module of its own, since budgets weigh it and values are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of ordered values.

    `operator` is set for a range written as a test, `(< 5)`, whose other end is None. It may also be = or !=, whose
    value is in `low` alone: at both ends, each level of a test of a test would double the value. Nothing can be said
    to lie in another range with an end of None.
    """

    low: Any
    high: Any
    low_closed: bool
    high_closed: bool
    operator: str | None = None
