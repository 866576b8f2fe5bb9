"""Visibility: which fields of a form, or of one row of a list in it, are shown, given what has been answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.dialect import feel

from .form import THIS, Answers, Form, FormField, FormPage

_MAX_ROUNDS = 50


def visible_fields(form: Form, answers: Answers) -> frozenset[str]:
    """The keys of the fields and texts that are shown, given these answers and variables.

    A hidden field counts as not answered for the conditions of others. A condition that gives neither true nor false
    hides nothing: a question too many does less harm than one that was never asked. All conditions of a form share the
    budget of one expression; once it is spent, nothing more is hidden.
    """
    if not form.has_conditions:
        return _keys_of(form.pages)
    return _settle(form.pages, answers, feel.Run(), in_row=False)


def visible_columns(
    columns: Sequence[FormField], answers: Answers, around: Answers, run: feel.Run | None = None
) -> frozenset[str]:
    """The same for one row of a list.

    Its conditions read the answers of that row, by their keys or as `this.key`, before those `around` it. `run` is the
    budget that the rows of a list share.
    """
    page = FormPage("", "", "", tuple(columns))
    if not any(column.hide for column in columns):
        return _keys_of((page,))
    return _settle((page,), {**around, **answers}, run or feel.Run(), in_row=True)


def _keys_of(pages: Sequence[FormPage]) -> frozenset[str]:
    return frozenset(field.key for page in pages for field in page.fields)


def _settle(pages: Sequence[FormPage], answers: Answers, run: feel.Run, *, in_row: bool) -> frozenset[str]:
    visible = _keys_of(pages)
    # A condition may read a later field, so we repeat until nothing changes. Conditions that contradict each other
    # never settle; then the last round counts, the same every time.
    for _ in range(min(len(visible), _MAX_ROUNDS) + 1):
        found = _look_once(pages, answers, visible, run, in_row)
        if found == visible:
            break
        visible = found
    return visible


def _look_once(
    pages: Sequence[FormPage], answers: Answers, visible: frozenset[str], run: feel.Run, in_row: bool
) -> frozenset[str]:
    keys = [field.key for page in pages for field in page.fields if field.is_answerable]
    scope = {**answers, **{key: answers.get(key) if key in visible else None for key in keys}}
    row = {key: scope[key] for key in keys}
    if in_row:
        scope[THIS] = row
    found: set[str] = set()
    for page in pages:
        page_hidden = _is_true(page.hide, scope, run)
        for field in page.fields:
            hidden = page_hidden or _is_true(field.hide, scope, run)
            if not hidden:
                found.add(field.key)
            if field.is_answerable:
                scope[field.key] = row[field.key] = None if hidden else answers.get(field.key)
    return frozenset(found)


def _is_true(condition: str | None, scope: Mapping[str, object], run: feel.Run) -> bool:
    if condition is None:
        return False
    try:
        return feel.parse(condition).run(scope, run) is True
    except feel.FeelBudgetExceeded:
        return False
