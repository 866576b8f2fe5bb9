"""Wording: values of a diagram as people read them, and sentences about their changes. Dutch, level B1."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.comparison.difference import Edit

_PART = re.compile(r"P(?:(\d+)([YMWD])|T(\d+)([HMS]))")
_WORKDAYS = re.compile(r"=\s*werkdagen\(\s*(\d{1,9})\s*\)")
_LATER = re.compile(r'=vandaag \+ duration\("P(\d{1,4})([YMWD])"\)')
_AT_AN_HOUR = re.compile(
    r'=date and time\(vandaag \+ duration\("P(\d{1,4})([YMWD])"\), time\("([01]\d|2[0-3]):([0-5]\d):00"\)\)'
)
_TOLD_LATER = re.compile(r"([0-9]{1,4}) ([A-Za-z]+) later, om ([0-9]{1,2})\.([0-9]{2}) uur")
_UNITS: Mapping[str, tuple[str, str]] = {
    "Y": ("jaar", "jaar"),
    "M": ("maand", "maanden"),
    "W": ("week", "weken"),
    "D": ("dag", "dagen"),
    "H": ("uur", "uur"),
    "TM": ("minuut", "minuten"),
    "S": ("seconde", "seconden"),
    "werkdagen": ("werkdag", "werkdagen"),
}
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)? ?[a-z]*")
_TOLD = re.compile(r"([0-9]{1,4}) ([A-Za-z]+)")
_OF_A_DAY = frozenset({"H", "TM", "S"})
LONGEST = 400
"""Characters of a value in a sentence."""


def tell_change(what: str, of: str, old: str | None, new: str | None) -> Edit:
    """What happened to one value: it was added, removed, or replaced.

    `what` is as in: De termijn, Het formulier, Wie mag beginnen bij {}.
    """
    was, now = tell(old), tell(new)
    about = what.replace("{}", of) if "{}" in what else f"{what} van {of}"
    if not old:
        return Edit(f"{about} is nu {_quote(now)}.", "", now)
    if not new:
        return Edit(f"{about} vervalt. Dat was {_quote(was)}.", was, "")
    return Edit(f"{about} gaat van {_without_unit(old, new)} naar {_quote(now)}.", was, now)


def tell(value: str | None) -> str:
    """A value as people read it: `=werkdagen(10)` is 10 werkdagen, `P14D` 14 dagen; the rest as it is written."""
    if not value:
        return ""
    amount = _amount(value)
    if amount is not None:
        number, unit = amount
        return f"{number} {_UNITS[unit][0 if number == 1 else 1]}"
    text = " ".join(value.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def tell_moment(value: str | None) -> str:
    """As `tell`, for a value that is a time: an hour of the day after so many days is also put in words."""
    text = (value or "").strip()
    if match := _LATER.fullmatch(text) or _AT_AN_HOUR.fullmatch(text):
        hour, minute = match.groups()[2:] or ("0", "00")
        return f"{tell(f'P{match[1]}{match[2]}')} later, om {int(hour)}.{minute} uur"
    return tell(value)


def read_told(text: str) -> str:
    """The value that people mean by a moment in the words of `tell_moment`: 10 werkdagen is `=werkdagen(10)`.

    Any other text is returned unchanged.
    """
    if match := _TOLD_LATER.fullmatch(text.strip()):
        return _read_later(text, *match.groups())
    match = _TOLD.fullmatch(text.strip())
    unit = next((key for key, words in _UNITS.items() if match and match[2].lower() in words), "")
    if match is None or not unit:
        return text
    if unit == "werkdagen":
        return f"=werkdagen({int(match[1])})"
    return f"PT{int(match[1])}{unit[-1]}" if unit in _OF_A_DAY else f"P{int(match[1])}{unit}"


def _read_later(text: str, number: str, word: str, hour: str, minute: str) -> str:
    unit = next((key for key in "YMWD" if word.lower() in _UNITS[key]), "")
    if not unit or int(hour) > 23 or int(minute) > 59:
        return text
    day = f'vandaag + duration("P{int(number)}{unit}")'
    if (int(hour), int(minute)) == (0, 0):
        return f"={day}"
    return f'=date and time({day}, time("{int(hour):02}:{minute}:00"))'


def _without_unit(old: str, new: str) -> str:
    """15 for `from 15 to 10 workdays`; the whole value where the unit differs."""
    was, now = _amount(old), _amount(new)
    if was is not None and now is not None and was[1] == now[1]:
        return str(was[0])
    return _quote(tell(old))


def _quote(told: str) -> str:
    """Marks where a text of several words begins and ends."""
    return f"‘{told}’" if not _AMOUNT.fullmatch(told) and not told.replace("-", "").isalnum() else told


def _amount(value: str) -> tuple[int, str] | None:
    if match := _WORKDAYS.fullmatch(value.strip()):
        return int(match[1]), "werkdagen"
    match = _PART.fullmatch(value.strip())
    if match is None or len(value) > 12:
        return None
    if match[1]:
        return int(match[1]), match[2]
    return int(match[3]), "TM" if match[4] == "M" else match[4]
