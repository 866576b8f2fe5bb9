"""Dates, times and durations: reading them from text, writing them, and their parts (DMN 1.5, 10.3.2.3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tzdata

from .errors import Fault
from .values import YearsMonths
from .wide import MAX_YEAR, Day, Moment, WideDate, WideMoment, combine, from_ordinal, make_day, to_ordinal, twin_of

_DATE = r"(?P<year>-?(?:[1-9]\d{3,8}|0\d{3}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,18}))?"
    r"(?P<zone>Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*)?"
)
_DATE_PATTERN = re.compile(_DATE, re.ASCII)
_TIME_PATTERN = re.compile(_TIME, re.ASCII)
_DATE_TIME_PATTERN = re.compile(rf"{_DATE}T{_TIME}", re.ASCII)
_YEARS_PATTERN = re.compile(r"(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
_DAYS_PATTERN = re.compile(
    r"(-?)P(?:(\d{1,12})D)?(T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,15})(?:\.(\d{0,18}))?S)?)?", re.ASCII
)
_MAX_OFFSET = timedelta(hours=18)


@cache
def _zone_names() -> frozenset[str]:
    """The zones in the time zone database. Looking up one that does not exist costs 50 µs of disk access."""
    return frozenset(Path(tzdata.__file__).with_name("zones").read_text().split())


@lru_cache(maxsize=600)
def find_zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name.

    Raises:
        Fault: there is no such zone.
    """
    if name not in _zone_names():
        raise Fault(f"there is no time zone {name!r}")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Fault(f"there is no time zone {name!r}") from None


def make_offset(offset: timedelta) -> tzinfo:
    """A fixed offset from UTC, at most 18 hours."""
    if abs(offset) > _MAX_OFFSET:
        raise Fault("an offset is at most 18 hours")
    return timezone(offset) if offset else UTC


def read_date(text: str) -> Day:
    """Read `2026-03-02`. Raises Fault."""
    match = _DATE_PATTERN.fullmatch(text)
    if match is None:
        raise Fault(f"{text[:40]!r} is not a date such as 2026-03-02")
    return make_date(int(match["year"]), int(match["month"]), int(match["day"]))


def make_date(year: int, month: int, day: int) -> Day:
    """A date from its parts. Raises Fault for a day that does not exist or a year that is out of reach."""
    try:
        return make_day(year, month, day)
    except (ValueError, OverflowError):
        reason = f"there is no date {year}-{month:02}-{day:02} between the years -{MAX_YEAR} and {MAX_YEAR}"
        raise Fault(reason) from None


def read_time(text: str) -> time:
    """Read `09:30:00`, with an optional fraction and Z, offset or @zone. Raises Fault."""
    match = _TIME_PATTERN.fullmatch(text)
    if match is None:
        raise Fault(f"{text[:40]!r} is not a time such as 09:30:00")
    hour = int(match["hour"])
    if hour == 24 and not int(match["minute"]) and not int(match["second"]) and not int(match["fraction"] or 0):
        hour = 0
    return _make_time(match, hour)


def read_date_time(text: str) -> Moment:
    """Read `2026-03-02T09:30:00`, or a date alone, which is its midnight. Raises Fault."""
    match = _DATE_TIME_PATTERN.fullmatch(text)
    if match is None:
        if _DATE_PATTERN.fullmatch(text):
            return combine(read_date(text), time())
        raise Fault(f"{text[:40]!r} is not a date and time such as 2026-03-02T09:30:00")
    day = make_date(int(match["year"]), int(match["month"]), int(match["day"]))
    hour = int(match["hour"])
    if hour == 24 and not int(match["minute"]) and not int(match["second"]) and not int(match["fraction"] or 0):
        # The end of a day is the beginning of the next.
        return combine(_next_day(day), _make_time(match, 0))
    return combine(day, _make_time(match, hour))


def _next_day(day: Day) -> Day:
    try:
        return from_ordinal(to_ordinal(day) + 1)
    except OverflowError:
        raise Fault(f"the date and time falls outside the years -{MAX_YEAR} to {MAX_YEAR}") from None


def _make_time(match: re.Match[str], hour: int) -> time:
    micro = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    zone = match["zone"]
    try:
        return time(hour, int(match["minute"]), int(match["second"]), micro, _read_zone(zone) if zone else None)
    except ValueError:
        raise Fault(f"there is no time {match.group()[-30:]!r}") from None


def _read_zone(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    if text[0] == "@":
        return find_zone(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    if minutes > 59 or (seconds and seconds[0] > 59):
        raise Fault(f"there is no offset {text}")
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    return make_offset(-offset if text[0] == "-" else offset)


def read_duration(text: str) -> timedelta | YearsMonths:
    """Read `P1Y6M` or `P3DT4H30M`. Raises Fault."""
    match = _YEARS_PATTERN.fullmatch(text)
    if match and (match[2] or match[3]):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonths(-months if match[1] else months)
    match = _DAYS_PATTERN.fullmatch(text)
    if match is None or not any(match[part] for part in (2, 4, 5, 6)) or match[3] == "T":
        raise Fault(f"{text[:40]!r} is not a duration such as P3DT4H or P1Y6M")
    try:
        duration = timedelta(
            days=int(match[2] or 0),
            hours=int(match[4] or 0),
            minutes=int(match[5] or 0),
            seconds=int(match[6] or 0),
            microseconds=int((match[7] or "0")[:6].ljust(6, "0")),
        )
        return -duration if match[1] else duration
    except OverflowError:
        raise Fault(f"the duration {text[:40]!r} is too long") from None


def read_temporal(text: str) -> Any:
    """Read what follows an `@`: the only kind that fits, or None if none does."""
    for read in (read_date, read_date_time, read_time, read_duration):
        try:
            return read(text)
        except Fault:
            continue
    return None


def write_zone(zone: tzinfo | None, moment: Moment | None = None) -> str:
    """`Z`, `+01:00` or `@Europe/Amsterdam`; nothing for a local time."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(moment if moment is None else twin_of(moment))
    if not offset:
        return "Z"
    seconds = int(abs(offset).total_seconds())
    text = f"{'-' if offset < timedelta(0) else '+'}{seconds // 3600:02}:{seconds % 3600 // 60:02}"
    return text + (f":{seconds % 60:02}" if seconds % 60 else "")


def write_time(value: time) -> str:
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    if value.microsecond:
        text += f".{value.microsecond:06}".rstrip("0")
    return text + write_zone(value.tzinfo)


def write_date_time(value: Moment) -> str:
    clock = write_time(value.time())
    return f"{value.date().isoformat()}T{clock}{write_zone(value.tzinfo, value)}"


def write_years(value: YearsMonths) -> str:
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if value.months < 0 else "") + "P" + (text or "0M")


def write_days(value: timedelta) -> str:
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        clock += f"{seconds}{fraction}S"
    days = f"{value.days}D" if value.days else ""
    return f"{sign}P{days}{'T' + clock if clock else ''}" if days or clock else "PT0S"


def read_part(value: Any, name: str) -> Any:
    """A part of a date, time or duration such as `.year`. Raises KeyError when there is no such part."""
    parts = _PARTS[type(value)]
    return parts[name](value)


def _offset_of(value: Any) -> timedelta | None:
    return None if value.tzinfo is None else value.utcoffset()


def _zone_of(value: Any) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _whole(read: Any) -> Any:
    return lambda value: Decimal(read(value))


def _signed(duration: timedelta, part: int) -> Decimal:
    seconds = abs(duration) // timedelta(seconds=1)
    found = (seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60, seconds % 60)[part]
    return Decimal(-found if duration < timedelta(0) else found)


def _signed_months(duration: YearsMonths, part: int) -> Decimal:
    found = divmod(abs(duration.months), 12)[part]
    return Decimal(-found if duration.months < 0 else found)


_DATE_PARTS: dict[str, Any] = {
    "year": _whole(lambda value: value.year),
    "month": _whole(lambda value: value.month),
    "day": _whole(lambda value: value.day),
    "weekday": _whole(lambda value: twin_of(value).isoweekday()),
}
_TIME_PARTS: dict[str, Any] = {
    "hour": _whole(lambda value: value.hour),
    "minute": _whole(lambda value: value.minute),
    "second": _whole(lambda value: value.second),
    "time offset": _offset_of,
    "timezone": _zone_of,
}
_PARTS: dict[type, dict[str, Any]] = {
    date: _DATE_PARTS,
    time: _TIME_PARTS,
    datetime: {**_DATE_PARTS, **_TIME_PARTS},
    WideDate: _DATE_PARTS,
    WideMoment: {**_DATE_PARTS, **_TIME_PARTS},
    timedelta: {
        name: (lambda value, part=part: _signed(value, part))
        for part, name in enumerate(("days", "hours", "minutes", "seconds"))
    },
    YearsMonths: {
        name: (lambda value, part=part: _signed_months(value, part)) for part, name in enumerate(("years", "months"))
    },
}
