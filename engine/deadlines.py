"""Deadlines: when something must be done by, in working days and by law. Pure; knows no clock.

Sources: the Algemene wet bestuursrecht (Awb) and the Algemene termijnenwet (Atw). A term is data that can be
computed again at any moment, so that a suspension or a changed calendar never leaves a wrong date behind.
"""

from __future__ import annotations

import calendar as gregorian
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

import holidays

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, as `date.weekday` counts."""
_DAY = timedelta(days=1)
_DURATION = re.compile(r"P([0-9]{1,4})([DWMY])")
_LIMITS = {"D": 90, "W": 12, "M": 3, "Y": 0}
"""Atw art. 4 under a: it does not apply to terms of more than 90 days, 12 weeks or 3 months, nor to those in years."""


class TermRefused(ValueError):
    """A term that no law can set, or a suspension that is impossible."""


class WorkingDays(Protocol):
    """What terms and deadlines ask of a calendar."""

    def is_recognised_off(self, day: date) -> bool: ...

    def is_working_day(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days do not count. `dutch_calendar` makes the usual one."""

    holidays: Collection[date]
    """Recognised public holidays, and days that count as one (Atw art. 3)."""
    closed_days: Collection[int] = WEEKEND
    """Days of the week (0 is Monday) on which nobody works."""
    worked: Collection[date] = frozenset()
    """Recognised holidays on which the municipality works nevertheless; by law no term ends on them."""
    of_year: Callable[[int], Collection[date]] | None = None
    """Also gives the holidays of any year."""

    def __post_init__(self) -> None:
        if set(self.closed_days) >= set(range(7)):
            raise ValueError("a calendar needs a day of the week on which people work")

    def is_recognised_off(self, day: date) -> bool:
        """Whether this is a Saturday, Sunday or recognised public holiday (Atw art. 1 and 3)."""
        if day.weekday() in WEEKEND or day in self.holidays:
            return True
        return self.of_year is not None and day in self.of_year(day.year)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day."""
        if day.weekday() in self.closed_days:
            return False
        return day in self.worked or not self.is_recognised_off(day)


@lru_cache(maxsize=512)
def dutch_holidays(year: int) -> frozenset[date]:
    """The recognised public holidays of one year (Atw art. 3 lid 1 and 2).

    New Year's Day, Easter Monday, Ascension Day, Whit Monday, both days of Christmas, the day on which the
    King's birthday is celebrated and the fifth of May (every year, not only in lustrum years); and Good
    Friday, which counts as one. Easter and Whit Sunday are Sundays anyway. Other days count only when a royal
    decree says so (lid 3): those are the `extra` of `dutch_calendar`. The law dates from 1965 and `holidays`
    goes up to 2100; other years have none.
    """
    # `holidays` has the fifth of May as public only every five years, and as optional every year.
    return frozenset(holidays.country_holidays("NL", years=year, expand=False, categories=("public", "optional")))


def dutch_calendar(extra: Iterable[date] = (), without: Iterable[date] = ()) -> Calendar:
    """Weekends and Dutch public holidays. A year is looked up when it is first needed.

    Args:
        extra: days that also count as a holiday, such as the Friday after Ascension Day (Atw 3 lid 3).
        without: holidays on which the municipality works; a statutory term still does not end on them.
    """
    return Calendar(holidays=frozenset(extra), worked=frozenset(without), of_year=dutch_holidays)


def add_working_days(start: date, n: int, calendar: WorkingDays) -> date:
    """The n-th working day after `start`, or before it for a negative n; `start` itself does not count.

    For n = 0: `start`, or the first working day after it when nobody works on `start`.

    Raises:
        OverflowError: the day lies outside the years 1 to 9999.
    """
    step = -_DAY if n < 0 else _DAY
    day = start
    if n == 0:
        return _first_day(day, calendar.is_working_day)
    for _ in range(abs(n)):
        day += step
        while not calendar.is_working_day(day):
            day += step
    return day


def _first_day(day: date, counts: Callable[[date], bool]) -> date:
    while not counts(day):
        day += _DAY
    return day


# ---- terms set by law -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stops from the day after `since` to the day before `until` (Awb 4:15 lid 1)."""

    since: date
    """The day on which more was asked of the applicant."""
    until: date | None = None
    """The day on which it was answered, or on which the time for it ran out; None while neither has happened."""


@dataclass(frozen=True, slots=True)
class Term:
    """A statutory term: this long after `start`, which itself does not count.

    `duration` is ISO 8601 in one unit, as a law writes it: P8W, P30D, P6M, P1Y.
    """

    start: date
    """The day on which the application was received (Awb 4:13)."""
    duration: str
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for duration in (self.duration, *self.extensions):
            _read_duration(duration)

    @property
    def is_suspended(self) -> bool:
        return bool(self.suspensions) and self.suspensions[-1].until is None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What becomes of a term, with all that happened to it."""

    ends_on: date
    """Its last day: until its end the decision is in time."""
    stood_still: int
    """How many days do not count because more was asked of the applicant (Awb 4:15 lid 1)."""


def spell_interval(start: date | None, duration: str) -> str:
    """A term as one text: the duration, after the day it counts from where that is known (ISO 8601: day/duration)."""
    return f"{start.isoformat()}/{duration}" if start is not None else duration


def read_interval(text: str) -> tuple[date | None, str]:
    """The day and the duration that `spell_interval` put together."""
    day, _, duration = text.rpartition("/")
    return (date.fromisoformat(day) if day else None), duration


def suspend(term: Term, since: date) -> Term:
    """Stop the clock of a term on the day that more is asked of the applicant.

    The days after `since` and before the answer do not count (Awb 4:15 lid 1). Suspending a suspended term
    changes nothing. A suspension of a term that had already ended is kept, but moves nothing (see `ends_on`).

    Raises:
        TermRefused: `since` lies before the start of the term, or within an earlier suspension.
    """
    if term.is_suspended:
        return term
    earliest = (term.suspensions[-1].until if term.suspensions else None) or term.start
    if since < earliest:
        raise TermRefused(f"the term cannot be suspended on {since}: that is before {earliest}")
    return replace(term, suspensions=(*term.suspensions, Suspension(since)))


def resume(term: Term, until: date) -> Term:
    """Let the clock run again on the day of the answer, which counts. If it runs already, nothing changes.

    Raises:
        TermRefused: `until` lies before the suspension.
    """
    if not term.is_suspended:
        return term
    *earlier, last = term.suspensions
    if until < last.since:
        raise TermRefused(f"the term cannot be resumed on {until}: it was suspended on {last.since}")
    return replace(term, suspensions=(*earlier, Suspension(last.since, until)))


def extend(term: Term, duration: str) -> Term:
    """Extend a term (Awb 4:14 lid 3, 7:10 lid 3), counting from its end before that day is corrected.

    Raises:
        TermRefused: `duration` is not a valid duration.
    """
    return replace(term, extensions=(*term.extensions, duration))


def ends_on(term: Term, calendar: WorkingDays, *, today: date | None = None) -> date:
    """The last day of a term. Says and raises the same as `reckon`."""
    return reckon(term, calendar, today=today).ends_on


def reckon(term: Term, calendar: WorkingDays, *, today: date | None = None) -> Reckoned:
    """When a term ends, and for how long its clock stood still.

    While the term is suspended, this is the end it would have if the answer came `today`: it can only
    move on. A suspension that began after the term had ended does not count.

    Raises:
        TermRefused: the term is suspended, and no `today` was given.
        OverflowError: the day lies outside the years 1 to 9999.
    """
    end = _add_duration(term.start, term.duration)
    for duration in term.extensions:
        end = _add_duration(end, duration)
    corrects = all(_is_corrected(duration) for duration in (term.duration, *term.extensions))
    still: set[date] = set()
    for suspension in term.suspensions:
        until = suspension.until or today
        if until is None:
            raise TermRefused("the term is suspended: say until which day to count")
        if suspension.since >= (_correct(term, end, calendar, still) if corrects else end):
            break
        days = set(_days_between(suspension.since, until)) - still
        still |= days
        end += len(days) * _DAY
    return Reckoned(_correct(term, end, calendar, still) if corrects else end, len(still))


def stands_still(term: Term, calendar: WorkingDays) -> bool:
    """Whether the clock stands still now. A suspension that began once the term had ended stops nothing."""
    if not term.is_suspended:
        return False
    *earlier, last = term.suspensions
    return last.since < ends_on(replace(term, suspensions=tuple(earlier)), calendar)


def _correct(term: Term, end: date, calendar: WorkingDays, still: Collection[date]) -> date:
    """A term of three days or more has at least two that count (Atw art. 2); the last day counts (art. 1 lid 1)."""
    if (end - term.start).days - len(still) >= 3:
        counting = 0
        day = term.start
        while counting < 2:
            day += _DAY
            counting += day not in still and not calendar.is_recognised_off(day)
        end = max(end, day)
    # If asked in the days that the law added, the clock stands still on days that may be before this one (Awb 4:15).
    return _first_day(end, lambda day: day not in still and not calendar.is_recognised_off(day))


def _days_between(since: date, until: date) -> Iterator[date]:
    """The days after `since` and before `until`."""
    day = since + _DAY
    while day < until:
        yield day
        day += _DAY


def _read_duration(duration: str) -> tuple[int, str]:
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise TermRefused(f"{duration!r} is not a term in one unit, such as P8W, P30D, P6M or P1Y")
    return int(match[1]), match[2]


def _is_corrected(duration: str) -> bool:
    """Whether the Algemene termijnenwet applies to a term described in this way (Atw art. 4 under a)."""
    count, unit = _read_duration(duration)
    return count <= _LIMITS[unit]


def _add_duration(start: date, duration: str) -> date:
    """The day with the same number or name, or the last of the month where there is no such day."""
    count, unit = _read_duration(duration)
    if unit in "DW":
        return start + timedelta(days=count * (7 if unit == "W" else 1))
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        raise OverflowError(f"{duration} after {start} lies outside the calendar")
    return date(year, month + 1, min(start.day, gregorian.monthrange(year, month + 1)[1]))
