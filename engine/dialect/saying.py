"""Saying: FEEL values as people read them in a text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.dialect import feel

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def to_text(value: Any) -> str:
    """A FEEL value as people read it in a mail, a form or a published text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        return money_or_number(value)
    if isinstance(value, datetime):
        return f"{_day(value)}, {value:%H:%M}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, timedelta):
        return f"{value.days} dagen"
    if isinstance(value, list | tuple):
        # The rows of a list each have commas of their own.
        apart = "\n" if any(isinstance(item, dict) and not _file_name(item) for item in value) else ", "
        return apart.join(to_text(item) for item in value)
    if isinstance(value, dict):
        if name := _file_name(value):
            return name
        return ", ".join(f"{key}: {to_text(item)}" for key, item in value.items() if item is not None)
    return str(value)


def _file_name(value: dict[str, Any]) -> str:
    """The name of a file, if a value is a document as Camunda 8 describes it; empty for any other value."""
    metadata = value.get("metadata")
    name = metadata.get("fileName") if isinstance(metadata, dict) and "documentId" in value else None
    return name if isinstance(name, str) else ""


def _day(value: date) -> str:
    """With the month in letters, as on the pages: some read 3-4-2026 as the fourth of March."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def money_or_number(value: Decimal) -> str:
    """Dutch notation: a point for thousands, a comma for decimals."""
    # In the context of FEEL: its results have more digits than Python's own context keeps.
    text = f"{feel.CONTEXT.plus(value).normalize(feel.CONTEXT):,f}"
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", ".")
