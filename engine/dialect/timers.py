"""Timers: from the text in a diagram to one moment in UTC. Pure; the clock is an argument.

Calendar parts of a duration (years to days) are added to the wall clock of the municipality, so that fourteen days end
at the same hour across a change to summer time; hours and smaller are added to absolute time (ISO 8601, BPMN 10.5.5).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.dialect import feel

_DURATION = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?"
)
_CYCLE = re.compile(r"R(\d{0,4})/(?:([^/]+)/)?(P[^/]*)")


class TimerValueRefused(ValueError):
    """The value of a timer is no date, moment or duration."""


def resolve(value: Any, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, that a timer's value stands for.

    `value` is a FEEL value (date, date and time, either duration) or ISO 8601 text. A bare date means the start of
    that day; a date and time without an offset is read in `zone`; a duration counts from `now`.

    Raises:
        TimerValueRefused: anything else, including null.
    """
    if isinstance(value, str):
        return _resolve_text(value.strip(), now, zone)
    if isinstance(value, datetime):
        return _in_utc(value, zone)
    if isinstance(value, date):
        return _in_utc(datetime.combine(value, time()), zone)
    if isinstance(value, timedelta):
        return _add(now, zone, days=value.days, rest=value - timedelta(days=value.days))
    if isinstance(value, feel.YearsMonths):
        return _add(now, zone, months=value.months)
    raise TimerValueRefused(f"{value!r} is no date, moment or duration")


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeating interval (ISO 8601 4.5): `times` is None if it has no end, `every` an ISO 8601 duration."""

    times: int | None
    every: str
    start: datetime | None = None

    def first(self, now: datetime, zone: ZoneInfo) -> datetime:
        return self.start if self.start is not None else _resolve_text(self.every, now, zone)

    def rhythm(self, now: datetime) -> str:
        """What `next_in` needs to know: the moment from which it is counted, and the interval."""
        return f"{(self.start or now).isoformat()}/{self.every}"


def next_in(rhythm: str, moment: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment of a rhythm that comes after one of its moments; None if it is outside the calendar.

    Each is counted from the first, not from the previous one. So a monthly timer from 31 January fires on 28 February
    and on 31 March. One for half past two at night does so again after a night without that hour. A rhythm from an
    older release is the interval alone.
    """
    base, _, every = rhythm.rpartition("/")
    try:
        return _count_from(datetime.fromisoformat(base), every, moment, zone) if base else _after(every, moment, zone)
    except TimerValueRefused:
        return None


def _after(every: str, moment: datetime, zone: ZoneInfo, times: int = 1) -> datetime:
    months, days, rest = _read_duration(every)
    return _add(moment, zone, months=months * times, days=days * times, rest=rest * times)


def _count_from(base: datetime, every: str, moment: datetime, zone: ZoneInfo) -> datetime:
    months, days, rest = _read_duration(every)
    about = timedelta(days=months * 365.2425 / 12 + days) + rest
    times = max(1, int((moment - base) / about) - 2)  # A month, or a day, never differs more than that from the usual.
    while (found := _after(every, base, zone, times)) <= moment:
        times += 1
    return found


def read_cycle(value: Any) -> Cycle:
    """Read a repeating interval: `R3/PT10M`, `R/P1D`, or with its first moment, `R3/2026-03-02T09:00:00+01:00/P1W`.

    Raises:
        TimerValueRefused: anything else, or an interval of no length.
    """
    match = _CYCLE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise TimerValueRefused(f"{value!r} is no repeating interval")
    times, start, every = match.groups()
    length = _DURATION.fullmatch(every)
    if length is None or not any(int(part or 0) for part in length.groups()) or times == "0":
        raise TimerValueRefused(f"{value!r} is no repeating interval")
    try:
        first = datetime.fromisoformat(start) if start else None
    except ValueError as error:
        raise TimerValueRefused(f"{start!r} is no moment") from error
    if first is not None and first.tzinfo is None:
        raise TimerValueRefused(f"{start!r} has no offset, such as +01:00")
    return Cycle(int(times) if times else None, every, _in_utc(first, ZoneInfo("UTC")) if first else None)


def is_cycle_text(text: str) -> bool:
    """Whether literal text is a repeating interval that `read_cycle` accepts."""
    try:
        read_cycle(text)
    except TimerValueRefused:
        return False
    return True


def is_timer_text(text: str) -> bool:
    """Whether literal text is a date, moment or duration that `resolve` accepts."""
    try:
        _resolve_text(text.strip(), datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
    except TimerValueRefused:
        return False
    return True


def _resolve_text(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    match = _DURATION.fullmatch(text)
    if match and any(match.groups()):
        return _after(text, now, zone)
    try:
        return _in_utc(datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError) as error:
        raise TimerValueRefused(f"{text!r} is no date, moment or duration") from error


def _read_duration(text: str) -> tuple[int, int, timedelta]:
    """The months, days and exact time of a duration."""
    match = _DURATION.fullmatch(text)
    parts = match.groups() if match is not None else ()
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts)
    return years * 12 + months, weeks * 7 + days, timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    try:
        return _require_shown((moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC))
    except OverflowError as error:
        raise TimerValueRefused(f"{moment} lies outside the calendar") from error


def _require_shown(moment: datetime) -> datetime:
    """Refuse the first and last days of the calendar: elsewhere their hours are outside it; no page could show them."""
    if not date.min.year < moment.year < date.max.year:
        raise OverflowError
    return moment


def _add(now: datetime, zone: ZoneInfo, *, months: int = 0, days: int = 0, rest: timedelta = timedelta()) -> datetime:
    local = now.astimezone(zone)
    try:
        if not months and not days:
            # Exact time uses no wall clock, which shows some hours twice in the night when it goes back.
            return _require_shown(now.astimezone(UTC) + rest)
        total = local.year * 12 + local.month - 1 + months
        year, month = divmod(total, 12)
        day = min(local.day, monthrange(year, month + 1)[1])
        moved = local.replace(year=year, month=month + 1, day=day) + timedelta(days=days)
        return _require_shown(moved.astimezone(UTC) + rest)
    except (ValueError, OverflowError) as error:
        raise TimerValueRefused("the duration leads outside the calendar") from error
