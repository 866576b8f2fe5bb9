"""Validation: from what a browser sent to answers, or to everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from engine.errors import AnswersRefused, FieldProblem

from .answer import read_answer
from .files import Files
from .form import Answers, Form, Raw
from .lists import TypedRows, read_rows, settle
from .rows import owner_of
from .typed import TypedRefused
from .visibility import visible_fields

_NOTHING: Answers = MappingProxyType({})


def validate(
    form: Form,
    raw: Raw,
    known: Answers = _NOTHING,
    *,
    keys: Collection[str] | None = None,
    today: date | None = None,
    files: Files | None = None,
) -> Answers:
    """The answers to a form, by key; None for a question that was left empty.

    A hidden field is dropped, with what was typed in it; keys that the form does not have are ignored. In a row of a
    list a hidden field is None, so that all rows are alike, and a row that somebody added and left empty is dropped.
    `known` are the variables that conditions may read. `keys` limits answers and problems to a part of the form; then
    conditions read the other fields from `raw`, or else from `known`. A date that may not be in the past is compared
    with `today`; without it the past is not known. `files` are those that were uploaded for these answers: a question
    for files contains their ids.

    Raises:
        AnswersRefused: with every problem of every visible field; for a field in a list by its name in `rows`.
    """
    wanted = {field.key for field in form.fields if keys is None or field.key in keys}
    values: dict[str, Any] = {}
    problems: dict[str, FieldProblem] = {}
    lists: dict[str, TypedRows] = {}
    for field in form.fields:
        if field.key not in wanted and field.key not in raw:
            values[field.key] = known.get(field.key)
            continue
        try:
            if field.rows is not None:
                lists[field.key] = read_rows(field, field.rows, raw, known, today)
                values[field.key] = lists[field.key].answers
            else:
                values[field.key] = read_answer(field, raw.get(field.key, []), today, files)
        except TypedRefused as error:
            values[field.key] = None
            problems[field.key] = error.problem
    visible = visible_fields(form, {**known, **values})
    asked = wanted & visible
    if lists:
        shown = {key: None if key in wanted and key not in visible else value for key, value in values.items()}
        for key in lists.keys() & asked:
            values[key], wrong = settle(lists[key], {**known, **shown})
            problems |= wrong
    refused = {name: problem for name, problem in problems.items() if owner_of(name) in asked}
    if refused:
        raise AnswersRefused(_without_guesses(form, refused, raw, {**known, **values}))
    return {key: value for key, value in values.items() if key in asked}


def _without_guesses(
    form: Form, refused: Mapping[str, FieldProblem], raw: Raw, answers: Answers
) -> Mapping[str, FieldProblem]:
    """Without questions that are asked only because the answer to another one was refused: nobody left those empty."""
    typed = {key: raw[key] for key in refused if raw.get(key)}
    if not typed or not form.has_conditions:
        return refused
    visible = visible_fields(form, {**answers, **typed})
    sure = {name: problem for name, problem in refused.items() if owner_of(name) in visible}
    return sure or refused
