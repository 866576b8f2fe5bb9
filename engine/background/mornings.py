"""Mornings: when a mail of the morning is due: on a working day, from the hour in the settings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from engine.deadlines import WorkingDays
from engine.municipality import calendar, here, now


class Morning(NamedTuple):
    """The days whose mails are due."""

    day: date
    week: date
    """The first working day of the week: the day itself, or one before it."""


def read_morning(session: Session) -> Morning | None:
    """What is due now; None where it is not the time for any mail."""
    local, days = now().astimezone(here().settings.zone), calendar(session)
    if local.hour < here().settings.digest_hour or not days.is_working_day(local.date()):
        return None
    return Morning(local.date(), _first_working_day(local.date(), days))


def _first_working_day(day: date, days: WorkingDays) -> date:
    monday = day - timedelta(days=day.weekday())
    return next(one for one in (monday + timedelta(days=n) for n in range(7)) if days.is_working_day(one))
