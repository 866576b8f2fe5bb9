"""Wording: answers as the texts of inputs, and as the words of a summary."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from .form import Answers, Form, FormField


class Described(NamedTuple):
    """An answer to show: options are their labels; other values are as they were given."""

    key: str
    label: str
    value: Any


def describe(form: Form, answers: Answers) -> tuple[Described, ...]:
    """The answers in the order of the form; only the fields that `answers` has, open ones (None) included."""
    return tuple(
        Described(field.key, field.label, _in_labels(field, answers[field.key]))
        for field in form.fields
        if field.key in answers
    )


def _in_labels(field: FormField, value: Any) -> Any:
    if not field.options:
        return value
    labels = {option.value: option.label for option in field.options}
    if isinstance(value, list | tuple):
        return [labels.get(item, item) if isinstance(item, str) else item for item in value]
    return labels.get(value, value) if isinstance(value, str) else value


def answers_to_raw(form: Form, answers: Answers) -> dict[str, list[str]]:
    """What the inputs of the form hold for these answers: the reverse of `validate`.

    Numbers have a decimal comma and no points, dates are ISO 8601 (as `<input type="date">` wants them), a
    ticked box is `true` and one that is not ticked nothing at all. Variables of other types than the field's
    become text; those that the form has no field for are left out.
    """
    return {field.key: _to_inputs(field, answers[field.key]) for field in form.fields if field.key in answers}


def _to_inputs(field: FormField, value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if isinstance(value, list | tuple):
        return [text for item in value for text in _to_inputs(field, item)]
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
