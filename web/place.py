"""Place: the municipality that this web application serves, for code that handles a request."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

import engine

KEY = "smederij_municipality"


def municipality() -> engine.Municipality:
    """The municipality that the application was created for."""
    place: engine.Municipality = current_app.extensions[KEY]
    return place


def settings() -> engine.Settings:
    return municipality().settings


def zone() -> ZoneInfo:
    """The time zone in which people read times."""
    return settings().zone


def now() -> datetime:
    """The current time by the municipality's clock, which a demo or a test may have set."""
    return municipality().clock()


def today() -> date:
    """The day on the municipality's calendar."""
    return now().astimezone(zone()).date()
