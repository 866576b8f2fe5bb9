"""Forms: from a form of a process to fields as a page shows them, and from a posted page back to typed values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request

import engine
from web import messages
from web.forms.filewords import NO_FILES, FormFiles, show_files
from web.forms.rows import RowChange, plain_newlines
from web.forms.shown import ShownField, ShownOption, ShownPage, ShownRow, ShownRows
from web.words import _

AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel", "address": "street-address"}
"""Purpose of a field about the person who fills it in (WCAG 1.3.5), keyed by our property `personal`."""
INPUT_TYPES = {"email": "email", "phone": "tel"}
TICKED = frozenset({"true", "on", "ja", "yes", "1"})
SHORT_TEXT, LONG_TEXT = 50, 1_000
"""Characters: an answer of at most this length gets a narrow field, or a low one."""


def read_typed() -> dict[str, list[str]]:
    """Everything in the posted page, as typed; without our own controls, whose names start with an underscore."""
    names = (name for name in request.form if not name.startswith("_") and name != "csrf_token")
    return {name: [plain_newlines(value) for value in request.form.getlist(name)] for name in names}


def has_typed(form: engine.Form, answers: Mapping[str, Any], typed: Mapping[str, list[str]]) -> bool:
    """Whether somebody typed something in a form that was shown with `answers` filled in."""
    before = {**_defaults(form, answers), **engine.answers_to_raw(form, answers)}
    asked = engine.only_asked(form, typed)
    return any(_filled(values) != _filled(before.get(name, [])) for name, values in asked.items())


def _filled(values: Sequence[str]) -> list[str]:
    return [value for value in values if value.strip()]


def show_pages(
    form: engine.Form,
    answers: Mapping[str, Any],
    problems: Mapping[str, engine.FieldProblem] | None = None,
    known: Mapping[str, Any] | None = None,
    changed: RowChange | None = None,
    files: FormFiles = NO_FILES,
) -> tuple[ShownPage, ...]:
    """The question groups that apply, each field filled with `answers`, which may be typed text or values.

    `known` is the case data that conditions may read, and `changed` the row that was just added or removed.
    `files` are those that answers may name.

    A field that depends on another page is left out when it does not apply; one that depends on its own page is always
    present, because without JavaScript nothing can make it appear.
    """
    typed = {**_defaults(form, answers), **engine.answers_to_raw(form, answers)}
    guessed = {field.key: _guess(field, typed) for field in form.fields}
    around = {**(known or {}), **answers, **guessed}
    visible = engine.visible_fields(form, around)
    pages = []
    for page in form.pages:
        keys = {field.key for field in page.fields}
        if page.hide and not keys & visible:
            continue
        fields = tuple(
            _show_any(field, typed, problems or {}, around, keys, changed, files)
            for field in page.fields
            if field.key in visible or _mentions(field.hide, keys)
        )
        if any(field.kind != "text" for field in fields):
            pages.append(ShownPage(page.key, page.label, page.description, fields))
    return tuple(pages)


def show_task(
    detail: engine.TaskDetail,
    answers: Mapping[str, Any],
    problems: Mapping[str, engine.FieldProblem] | None = None,
    changed: RowChange | None = None,
) -> tuple[ShownPage, ...]:
    """Like `show_pages`, for the form of a task."""
    return show_pages(detail.form, answers, problems, detail.known, changed, FormFiles(detail.files))


def _defaults(form: engine.Form, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """The initial values of a form; none for a list that was answered, whose rows stay as they were left."""
    alone = {field.key: field.default for field in form.fields if field.default is not None}
    lists = (engine.first_rows(field) for field in form.fields if field.rows and field.key not in answers)
    return {**engine.answers_to_raw(form, alone), **{name: values for typed in lists for name, values in typed.items()}}


def _show_any(
    field: engine.FormField,
    typed: Mapping[str, list[str]],
    problems: Mapping[str, engine.FieldProblem],
    around: Mapping[str, Any],
    keys: Collection[str],
    changed: RowChange | None,
    files: FormFiles,
) -> ShownField:
    sometimes = _mentions(field.hide, keys)
    shown = _show(field, field.key, typed.get(field.key, []), problems.get(field.key), sometimes=sometimes)
    if field.kind == "files":
        uploads = show_files(field, typed.get(field.key, []), files.known, linked=files.linked)
        return replace(shown, uploads=uploads, focus=field.key == files.pressed)
    if field.rows is None:
        return shown
    change = changed if changed is not None and changed.key == field.key else None
    rows = _show_rows(field, field.rows, typed, problems, around, keys, change)
    return replace(
        shown, inside=rows, required=not field.rows.grows or field.rows.least > 0, focus=_goes_to_list(change)
    )


def _goes_to_list(change: RowChange | None) -> bool:
    return change is not None and not change.row


def _show_rows(
    field: engine.FormField,
    rows: engine.FormRows,
    typed: Mapping[str, list[str]],
    problems: Mapping[str, engine.FieldProblem],
    around: Mapping[str, Any],
    keys: Collection[str],
    change: RowChange | None,
) -> ShownRows:
    items = engine.items_of(rows, around)
    names = engine.rows_in(typed, field.key)
    if not rows.grows:
        names = [str(number) for number in range(1, (rows.first if items is None else len(items)) + 1)]
    own = {*keys, *(column.key for column in rows.columns)}
    shown = []
    for place, name in enumerate(names):
        texts = engine.typed_in(field, typed, name)
        values = {column.key: _guess(column, texts) for column in rows.questions}
        scope = around if items is None else {**around, engine.ITEM: items[place]}
        visible = engine.visible_columns(rows.columns, values, scope)
        columns = [
            _show(
                column,
                engine.name_in(field.key, name, column.key),
                texts.get(column.key, []),
                problems.get(engine.name_in(field.key, name, column.key)),
                sometimes=_mentions(column.hide, own),
                row=place + 1,
            )
            for column in rows.columns_of(place)
            if column.key in visible or _mentions(column.hide, own)
        ]
        if change is not None and change.row == place + 1:
            first = next((number for number, column in enumerate(columns) if column.kind != "text"), None)
            columns = [replace(column, focus=number == first) for number, column in enumerate(columns)]
        shown.append(ShownRow(place + 1, tuple(columns), _name_of_row(columns)))
    if change is None:
        return ShownRows(tuple(shown), rows.grows, rows.most)
    return ShownRows(tuple(shown), rows.grows, rows.most, change.note, change.removed)


def _name_of_row(columns: Sequence[ShownField]) -> str:
    named = (" ".join(one.value.split()) for one in columns if one.kind in {"textfield", "textarea"})
    return next((text[:SHORT_TEXT] for text in named if text), "")


def _guess(field: engine.FormField, all_typed: Mapping[str, list[str]]) -> Any:
    """The value that the conditions of other fields see, insofar as what was typed is a value."""
    if field.rows is not None:
        rows = (engine.typed_in(field, all_typed, row) for row in engine.rows_in(all_typed, field.key))
        return [{column.key: _guess(column, typed) for column in field.rows.questions} for typed in rows]
    typed = all_typed.get(field.key, [])
    if field.kind == "checklist":
        return typed
    if field.kind == "files":
        return [one for one in typed if one]
    if field.kind == "checkbox":
        return bool(typed) and typed[-1] in TICKED
    if field.kind == "number":
        try:
            return Decimal(typed[0].replace(".", "").replace(",", ".").strip()) if typed else None
        except InvalidOperation:
            return None
    return typed[0] if typed and typed[0] else None


def _mentions(expression: str | None, keys: Collection[str]) -> bool:
    return bool(expression) and any(re.search(rf"\b{re.escape(key)}\b", expression or "") for key in keys)


def _show(
    field: engine.FormField,
    name: str,
    typed: list[str],
    problem: engine.FieldProblem | None,
    *,
    sometimes: bool,
    row: int = 0,
) -> ShownField:
    value = typed[0] if typed else ""
    longest = field.max_length or 0
    return ShownField(
        key=name,
        kind=field.kind,
        label=field.label,
        description=field.description,
        required=field.required and not sometimes,
        sometimes=sometimes,
        value=_as_dutch_date(value) if field.kind == "date" else value,
        ticked=value in TICKED,
        options=tuple(ShownOption(o.value, o.label, o.value in typed) for o in field.options),
        error=problem_in_words(field, problem, row) if problem else None,
        autocomplete=AUTOCOMPLETE.get(field.personal or ""),
        input_type=INPUT_TYPES.get(field.kind) or INPUT_TYPES.get(field.personal or "") or "text",
        inputmode=_inputmode(field),
        prefix=field.prefix,
        suffix=field.suffix,
        width="short" if field.kind in {"number", "date"} else "medium" if 0 < longest <= SHORT_TEXT else "",
        rows=4 if 0 < longest <= LONG_TEXT else 7,
        text=field.text,
    )


def _as_dutch_date(typed: str) -> str:
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", typed)
    return f"{int(match[3])}-{int(match[2])}-{match[1]}" if match else typed


def _inputmode(field: engine.FormField) -> str | None:
    if field.kind != "number":
        return None
    return "numeric" if field.decimals == 0 else "decimal"


def problem_in_words(field: engine.FormField, problem: engine.FieldProblem, row: int) -> str:
    """What is wrong with a field; in a list with its row number, else 0."""
    label = field.label or field.key
    named = _("%(label)s (regel %(number)s)", label=label, number=row) if row else label
    return messages.field_problem(problem, named, field.kind)


def find_errors(pages: Iterable[ShownPage]) -> list[tuple[str, str]]:
    """(id of the control, sentence) for every error, in page order: the error summary."""
    told = []
    for field in (field for page in pages for field in page.fields):
        inside = [one for row in field.inside.rows for one in row.fields] if field.inside is not None else []
        told += [(one.leads_to, one.error) for one in (*inside, field) if one.error]
    return told
