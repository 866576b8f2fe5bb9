"""Reckoning: from what the table `bewaartermijn` says of a class to the day on which a case may be destroyed. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

FOREVER = "blijvend"
FROM_END, FROM_YEAR = "afhandeling", "einde kalenderjaar"
_DURATION = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_EARLIEST = date(1900, 1, 1)
LONGEST = 40


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """What the table says of a class. What cannot be understood is `unknown`: such cases are never destroyed."""

    retention_class: str
    term: str
    """ISO 8601 duration, `blijvend`, or any other text in the table."""
    counts_from: str

    @property
    def kind(self) -> str:
        """`forever`, `term` or `unknown`."""
        if not self.retention_class:
            return "unknown"
        if self.term == FOREVER:
            return "forever"
        is_term = _read_duration(self.term) is not None and self.counts_from in (FROM_END, FROM_YEAR)
        return "term" if is_term else "unknown"


def read_rule(retention_class: str, told: Any) -> RetentionRule:
    """What a table answered about a class; a table may contain anything."""
    said = told if isinstance(told, Mapping) else {}
    term, counts_from = (said.get(name) for name in ("termijn", "vanaf"))
    return RetentionRule(
        retention_class,
        term.strip()[:LONGEST] if isinstance(term, str) else "",
        counts_from.strip()[:LONGEST] if isinstance(counts_from, str) else "",
    )


def over_on(rule: RetentionRule, ended_on: date) -> date:
    """The first day on which a case that ended on a day may be destroyed.

    Under the Selectielijst a term begins once the process term is over, and if that is nil, with the handling of the
    case (Handreiking Selectielijst 2020, bijlage 2). The day itself does not count, so nothing goes a day too early.

    Raises: ValueError: the class has no term.
    """
    duration = _read_duration(rule.term)
    if rule.kind != "term" or duration is None:
        raise ValueError(f"{rule.retention_class} has no term")
    years, months, days = duration
    return _add_months(begins_on(rule, ended_on), 12 * years + months) + timedelta(days=days + 1)


def begins_on(rule: RetentionRule, ended_on: date) -> date:
    """The day from which the term of a case counts that ended on a day; that day itself is not one of the term."""
    return date(ended_on.year, 12, 31) if rule.counts_from == FROM_YEAR else ended_on


def last_over(rule: RetentionRule, today: date) -> date | None:
    """The last day on which a case can have ended whose term is over today; None if there is none."""
    low, high = _EARLIEST.toordinal(), today.toordinal()
    if over_on(rule, _EARLIEST) > today:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if over_on(rule, date.fromordinal(middle)) <= today:
            low = middle
        else:
            high = middle - 1
    return date.fromordinal(low)


def _read_duration(text: str) -> tuple[int, int, int] | None:
    """Years, months and days; None if it is not a duration of at least a day."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return (years, months, 7 * weeks + days) if years or months or weeks or days else None


def _add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last of that month if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
