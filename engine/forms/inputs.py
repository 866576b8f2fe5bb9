"""Inputs: what the input of a field contains for an answer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .files import ID, is_reference
from .form import FormField


def to_inputs(field: FormField, value: Any) -> list[str]:
    """The texts of an answer: none if it is empty, several if several options are chosen."""
    if value is None or value is False:
        return []
    if isinstance(value, list | tuple):
        return [text for item in value for text in to_inputs(field, item)]
    if is_reference(value):
        return [value[ID]]
    return [_to_text(field, value)]


def _to_text(field: FormField, value: Any) -> str:
    if value is True:
        return "true"
    if isinstance(value, int | float | Decimal):
        return _write_number(field, Decimal(str(value)))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _write_number(field: FormField, number: Decimal) -> str:
    if not number.is_finite():
        return ""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, fraction = text.partition(".")
    if field.decimals is not None and fraction:
        fraction = fraction.ljust(field.decimals, "0")
    return f"{whole},{fraction}" if fraction else whole
