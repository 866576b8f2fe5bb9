"""Moments: when a time that is counted on the calendar has passed, where the clock goes back and forth."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


def after(moment: datetime, months: int, days: int, seconds: int) -> datetime:
    """Months and days lead to the same hour by the clock on the wall; seconds are seconds (ISO 8601, clause 10.5.5).

    A day that a month does not have is its last; an hour that a day does not have is the hour after.
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
