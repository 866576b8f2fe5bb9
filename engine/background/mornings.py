"""Mornings: when a morning mail is due: on a working day, from the hour in the settings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from engine.municipality import calendar, here, now


class Morning(NamedTuple):
    """The days whose mails are due."""

    day: date
    week: date
    """The Monday of the week, whether it is a working day or not: on a day off there is no morning. The first working
    day would change when an operator adds a day off, and a mail already sent would go again."""


def read_morning(session: Session) -> Morning | None:
    """What is due now; None where it is not the time for any mail."""
    local, days = now().astimezone(here().settings.zone), calendar(session)
    if local.hour < here().settings.digest_hour or not days.is_working_day(local.date()):
        return None
    return Morning(local.date(), local.date() - timedelta(days=local.weekday()))
