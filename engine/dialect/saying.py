"""Saying: FEEL values as people read them in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.dialect import feel

_TENTHS = re.compile(r"-?[0-9.]+,[0-9]")
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


def to_readable(value: Any) -> str:
    """A value that a text itself asks to be readable: a fraction is an amount of money there, and has cents."""
    return with_cents(to_text(value)) if isinstance(value, Decimal) else to_text(value)


def join_texts(parts: Iterable[tuple[bool, str]], said: Callable[[str], str]) -> str:
    """A text with its placeholders filled in; one after a euro sign is an amount, and has cents."""
    told, before = [], ""
    for is_placeholder, part in parts:
        text = said(part) if is_placeholder else part
        told.append(with_cents(text) if is_placeholder and before.rstrip().endswith("€") else text)
        before = part if not is_placeholder else ""
    return "".join(told)


def with_cents(number: str) -> str:
    """A number as it is written for people, with two decimals if it had one."""
    return f"{number}0" if _TENTHS.fullmatch(number) else number


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
