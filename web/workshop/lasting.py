"""Lasting: how long something took, in words with a suitable unit, and abbreviated for use in a picture."""

from __future__ import annotations

from babel.numbers import format_decimal

from web import text
from web.words import _, _n

MINUTE, HOUR, DAY = 60, 3600, 86_400


def in_words(seconds: float | None) -> str:
    """A duration, such as "20 minuten", "5 uur" or "3,5 dagen"; a dash when it is unknown."""
    if seconds is None:
        return "–"
    if seconds < 90 * MINUTE:
        return _n("%(num)d minuut", "%(num)d minuten", round(seconds / MINUTE))
    if seconds < 2 * DAY:
        return _("%(hours)s uur", hours=round(seconds / HOUR))
    return _("%(days)s dagen", days=_days(seconds))


def in_short(seconds: float) -> str:
    """The same, abbreviated: "20 m", "5 u", "3,5 d"."""
    if seconds < 90 * MINUTE:
        return _("%(minutes)s m", minutes=round(seconds / MINUTE))
    if seconds < 2 * DAY:
        return _("%(hours)s u", hours=round(seconds / HOUR))
    return _("%(days)s d", days=_days(seconds))


def working_days(days: float | None) -> str:
    """A number of working days; a dash when it is unknown."""
    return "–" if days is None else _n("%(num)d werkdag", "%(num)d werkdagen", int(days))


def hours(seconds: float) -> str:
    """A number of hours, as people type it."""
    return format_decimal(round(seconds / HOUR, 1), "0.#", locale=text.locale())


def percent(share: float) -> str:
    return _("%(number)s %%", number=round(share * 100))


def _days(seconds: float) -> str:
    days = seconds / DAY
    return format_decimal(round(days, 1) if days < 10 else round(days), "#,##0.#", locale=text.locale())
