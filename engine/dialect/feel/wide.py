"""Days and moments in years outside the range of Python's own types: -999,999,999 to 999,999,999 (DMN 1.5, 10.3.2.3).

The Gregorian calendar repeats itself every 400 years, including the days of the week. So a wide day has a twin: a
`datetime.date` at the same place in another cycle, which knows everything that does not depend on the year number.
Years count as in ISO 8601: before the year 1 comes 0, then -1. An ordinary year never gives a wide value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeAlias, overload

# WideMoment has methods of these names, as datetime has.
Clock: TypeAlias = time
Zone: TypeAlias = tzinfo
MAX_YEAR = 999_999_999
_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1) // _MICROSECOND
_LAST = date.max.toordinal()


@dataclass(frozen=True, slots=True, order=True)
class WideDate:
    """A day before the year 1 or after 9999; make_day makes it."""

    year: int
    month: int
    day: int

    def isoformat(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"

    __str__ = isoformat


@dataclass(frozen=True, slots=True)
class WideMoment:
    """A date and time before the year 1 or after 9999, modelled on datetime; combine makes it."""

    on: WideDate
    clock: Clock

    @property
    def year(self) -> int:
        return self.on.year

    @property
    def month(self) -> int:
        return self.on.month

    @property
    def day(self) -> int:
        return self.on.day

    @property
    def hour(self) -> int:
        return self.clock.hour

    @property
    def minute(self) -> int:
        return self.clock.minute

    @property
    def second(self) -> int:
        return self.clock.second

    @property
    def tzinfo(self) -> Zone | None:
        return self.clock.tzinfo

    @property
    def fold(self) -> int:
        return self.clock.fold

    def date(self) -> WideDate:
        return self.on

    def time(self) -> Clock:
        return self.clock.replace(tzinfo=None)

    def timetz(self) -> Clock:
        return self.clock

    def replace(self, *, tzinfo: Zone | None, fold: int = 0) -> WideMoment:
        """The same wall clock time, read in another zone."""
        return WideMoment(self.on, self.clock.replace(tzinfo=tzinfo, fold=fold))

    def utcoffset(self) -> timedelta | None:
        """By the rules of the zone: those of its first years for the past, of its last for the future."""
        return twin_of(self).utcoffset()

    def isoformat(self) -> str:
        return f"{self.on.isoformat()}T{self.clock.isoformat()}"

    __str__ = isoformat


Day: TypeAlias = date | WideDate
Moment: TypeAlias = datetime | WideMoment
DAYS = frozenset({date, WideDate})
MOMENTS = frozenset({datetime, WideMoment})
WIDE = frozenset({WideDate, WideMoment})


def make_day(year: int, month: int, day: int) -> Day:
    """A day from its parts.

    Raises:
        ValueError, OverflowError: there is no such day, or its year is out of reach.
    """
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        if 1 <= year <= 9999 or abs(year) > MAX_YEAR:
            raise
        date(_twin_year(year), month, day)
        return WideDate(year, month, day)


def combine(day: Day, clock: time) -> Moment:
    """A date and time from its two halves."""
    return WideMoment(day, clock) if isinstance(day, WideDate) else datetime.combine(day, clock)


def _twin_year(year: int) -> int:
    # Far from both ends, so that an offset never crosses them; early or late, for the rules of the zones.
    return (800 if year < 5000 else 9200) + year % _CYCLE_YEARS


@overload
def twin_of(value: Moment) -> datetime: ...


@overload
def twin_of(value: Day) -> date: ...


def twin_of(value: Day | Moment) -> date | datetime:
    """An ordinary day or moment with the same month, day, weekday, week and offset: itself if it is ordinary."""
    if isinstance(value, WideDate):
        return date(_twin_year(value.year), value.month, value.day)
    if isinstance(value, WideMoment):
        return datetime.combine(twin_of(value.on), value.clock)
    return value


def to_ordinal(day: Day) -> int:
    """The number of a day; 1 January of the year 1 is 1, as with date.toordinal."""
    if isinstance(day, date):
        return day.toordinal()
    return twin_of(day).toordinal() + (day.year - _twin_year(day.year)) // _CYCLE_YEARS * _CYCLE_DAYS


def from_ordinal(number: int) -> Day:
    """The day of a number. Raises OverflowError when its year is out of reach."""
    if 1 <= number <= _LAST:
        return date.fromordinal(number)
    cycles, rest = divmod(number - 1, _CYCLE_DAYS)
    twin = date.fromordinal(rest + 1)
    year = twin.year + cycles * _CYCLE_YEARS
    if abs(year) > MAX_YEAR:
        raise OverflowError("the year is out of reach")
    return WideDate(year, twin.month, twin.day)


def to_instant(moment: Moment) -> int:
    """Microseconds on one time line: that of UTC for a moment with an offset, else that of its own clock."""
    clock = moment.time()
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    offset = moment.utcoffset() or timedelta(0)
    return to_ordinal(moment.date()) * _DAY + seconds * 1_000_000 + clock.microsecond - offset // _MICROSECOND


def from_instant(instant: int, zone: tzinfo | None) -> Moment:
    """The moment from a number made by to_instant. Raises OverflowError when its year is out of reach."""
    number, rest = divmod(instant, _DAY)
    day, clock = from_ordinal(number), (datetime.min + timedelta(microseconds=rest)).time()
    if zone is None:
        return combine(day, clock)
    twin = date(_twin_year(day.year), day.month, day.day)
    local = datetime.combine(twin, clock, UTC).astimezone(zone)
    return combine(from_ordinal(number + (local.date() - twin).days), local.timetz())


def to_zone(moment: Moment, zone: tzinfo) -> Moment:
    """The same instant on the clocks of a zone, for a moment that has an offset. Raises OverflowError."""
    try:
        if isinstance(moment, datetime):
            return moment.astimezone(zone)
    except OverflowError:
        pass
    return from_instant(to_instant(moment), zone)


def add_duration(moment: Moment, duration: timedelta) -> Moment:
    """A moment some time later, in the same zone. Raises OverflowError."""
    return from_instant(to_instant(moment) + duration // _MICROSECOND, moment.tzinfo)


def subtract(left: Moment, right: Moment) -> timedelta:
    """The time between two moments that both have an offset, or neither. Raises OverflowError."""
    if isinstance(left, datetime) and isinstance(right, datetime):
        if left.tzinfo is None:
            return left - right
        try:
            return left.astimezone(UTC) - right.astimezone(UTC)
        except OverflowError:
            pass
    return timedelta(microseconds=to_instant(left) - to_instant(right))
