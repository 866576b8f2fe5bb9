"""Wording: answers as the texts of inputs, and as the text of a summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .form import Answers, Form, FormField
from .inputs import to_inputs
from .rows import Typed, rows_in, typed_in, write_rows


class Described(NamedTuple):
    """An answer to show: options as their labels; other values as they were given."""

    key: str
    label: str
    value: Any
    """For a list its rows, each a tuple of what was answered in it."""


def describe(form: Form, answers: Answers) -> tuple[Described, ...]:
    """The answers in the order of the form; only the fields that `answers` has, including empty ones (None)."""
    return _describe(form.fields, answers)


def _describe(fields: Iterable[FormField], answers: Answers) -> tuple[Described, ...]:
    return tuple(_describe_one(field, answers[field.key]) for field in fields if field.key in answers)


def _describe_one(field: FormField, value: Any) -> Described:
    if field.rows is None:
        return Described(field.key, field.label, _in_labels(field, value))
    told = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    columns = [[one for one in field.rows.columns_of(number) if one.is_answerable] for number in range(len(told))]
    rows = tuple(_describe(asked, row) for asked, row in zip(columns, told, strict=True))
    return Described(field.key, field.label, rows)


def _in_labels(field: FormField, value: Any) -> Any:
    if not field.options:
        return value
    labels = {option.value: option.label for option in field.options}
    if isinstance(value, list | tuple):
        return [labels.get(item, item) if isinstance(item, str) else item for item in value]
    return labels.get(value, value) if isinstance(value, str) else value


def typed_in_labels(field: FormField | None, typed: Iterable[str]) -> str:
    """What was typed or chosen, as that person saw it: for a choice its label, which the value need not resemble."""
    labels = {option.value: option.label for option in field.options} if field is not None else {}
    return ", ".join(labels.get(value, value) for value in typed)


def answers_to_raw(form: Form, answers: Answers) -> Typed:
    """What the inputs of the form contain for these answers: the reverse of `validate`.

    Numbers have a decimal comma and no points, dates are ISO 8601 (as `<input type="date">` wants them), a ticked box
    is `true` and an unticked one nothing at all. Variables of other types than the field's become text; those without a
    field in the form are left out. The value of a list may be its rows, or what was typed in them.
    """
    found: Typed = {}
    for field in form.fields:
        if field.key not in answers:
            continue
        if field.rows is None:
            found[field.key] = to_inputs(field, answers[field.key])
        else:
            found |= write_rows(field, _typed_rows(field, answers))
    return found


def _typed_rows(field: FormField, answers: Answers) -> list[Typed]:
    value, questions = answers[field.key], field.rows.questions if field.rows is not None else ()
    given = value if isinstance(value, list | tuple) else []
    if any(isinstance(row, Mapping) for row in given):
        rows = [row if isinstance(row, Mapping) else {} for row in given]
        return [{one.key: to_inputs(one, row[one.key]) for one in questions if one.key in row} for row in rows]
    return [typed_in(field, answers, row) for row in rows_in({field.key: [str(row) for row in given]}, field.key)]
