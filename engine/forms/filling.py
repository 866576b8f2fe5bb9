"""Filling: texts of a form that say what is known of the case, such as the plan that votes were cast for.

Labels and texts may contain `{{ expression }}` in FEEL, as in form-js. Everything else of a form is literal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.dialect import feel
from engine.dialect.mails import parts_of
from engine.dialect.saying import join_texts, to_text

from .form import ITEM, Form, FormField, Rows
from .lists import items_of

LONGEST_LABEL, LONGEST_TEXT = 500, 5_000
"""Most characters that are shown; values from answers can be longer."""


def expressions_in(text: str) -> tuple[str, ...]:
    return tuple(part for is_expression, part in parts_of(text) if is_expression)


def fill_in(form: Form, variables: Mapping[str, Any]) -> Form:
    """The form with its labels and texts as people read them; the same form if there is nothing to fill in.

    What is not known, or has no value, is left blank. All expressions of a form share the budget of one.
    """
    if not form.has_places:
        return form
    run = feel.Run()
    pages = (replace(page, fields=tuple(_fill(field, variables, run) for field in page.fields)) for page in form.pages)
    return replace(form, pages=tuple(pages))


def _fill(field: FormField, variables: Mapping[str, Any], run: feel.Run) -> FormField:
    label = " ".join(_say(field.label, variables, run).split())
    rows = _fill_rows(field.rows, variables, run) if field.rows is not None else None
    return replace(field, label=label[:LONGEST_LABEL], text=_say(field.text, variables, run)[:LONGEST_TEXT], rows=rows)


def _fill_rows(rows: Rows, variables: Mapping[str, Any], run: feel.Run) -> Rows:
    """The rows of a list with texts of their own: those for an item may say what it is."""
    items = items_of(rows, variables)
    if items is None:
        return replace(rows, columns=tuple(_fill(column, variables, run) for column in rows.columns))
    scopes = [{**variables, ITEM: item} for item in items]
    filled = tuple(tuple(_fill(column, scope, run) for column in rows.columns) for scope in scopes)
    return replace(rows, filled=filled)


def _say(text: str, variables: Mapping[str, Any], run: feel.Run) -> str:
    return join_texts(parts_of(text), lambda expression: _value(expression, variables, run))


def _value(expression: str, variables: Mapping[str, Any], run: feel.Run) -> str:
    try:
        return to_text(feel.parse(expression).run(variables, run))
    except feel.FeelError:
        return ""


def broken_places(text: str) -> Iterator[tuple[str, str]]:
    """The expressions in a text that are not FEEL, each with the reason."""
    for expression in expressions_in(text):
        try:
            feel.parse(expression)
        except feel.FeelError as error:
            yield expression, str(error)
