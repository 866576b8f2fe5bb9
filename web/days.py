"""Days and years as people write them, in a form or an address."""

from __future__ import annotations

from datetime import date
from re import fullmatch

from flask import request

WRITTEN = r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\s*"
"""Day, month and year."""


def read_day(text: str) -> date | None:
    """A day, such as 15-5-2026; None for anything else."""
    found = fullmatch(WRITTEN, text)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_year() -> int | None:
    """The year that the address asks for; None for nonsense, which shows all years."""
    asked = request.args.get("jaar", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else None
