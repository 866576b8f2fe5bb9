"""Moments: when a period counted on the calendar has passed, across changes of the clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


def after(moment: datetime, months: int, days: int, seconds: int) -> datetime:
    """Months and days lead to the same hour on the wall clock; seconds are seconds (ISO 8601, clause 10.5.5).

    If a month lacks the day, it is its last day; if a day lacks the hour, it is the hour after.
    """
    wall = moment.astimezone(ZONE).replace(tzinfo=None)
    if months or days:
        year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
        day = min(wall.day, monthrange(year, month + 1)[1])
        wall = wall.replace(year=year, month=month + 1, day=day) + timedelta(days=days)
        shown = [wall.replace(tzinfo=UTC) - timedelta(hours=ahead) for ahead in (2, 1)]
        fits = [one for one in shown if one.astimezone(ZONE).replace(tzinfo=None) == wall]
        moment = fits[0] if fits else shown[1]
    return moment + timedelta(seconds=seconds)
