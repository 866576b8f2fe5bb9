"""Naming: in a trial nothing is uploaded; a question for files asks for their names, in a text field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import engine
from web.forms.fields import show_pages
from web.forms.rows import RowChange
from web.forms.shown import ShownPage
from web.words import _

LONGEST = 1_000
"""Characters of names together: only for the height of the field."""


def show_with_names(
    form: engine.Form,
    answers: Mapping[str, Any],
    problems: Mapping[str, engine.FieldProblem] | None = None,
    known: Mapping[str, Any] | None = None,
    changed: RowChange | None = None,
) -> tuple[ShownPage, ...]:
    """The pages of a form as in `show_pages`, with names instead of files."""
    asked = {field.key for field in form.fields if field.kind == "files"}
    told = {key: [_write_names(value)] if key in asked else value for key, value in answers.items()}
    wrong = {key: _about_name(problem) if key in asked else problem for key, problem in (problems or {}).items()}
    return show_pages(_ask_names(form), told, wrong, known, changed)


def _ask_names(form: engine.Form) -> engine.Form:
    pages = (replace(page, fields=tuple(_ask_name(field) for field in page.fields)) for page in form.pages)
    return replace(form, pages=tuple(pages))


def _ask_name(field: engine.FormField) -> engine.FormField:
    if field.kind != "files":
        return field
    endings = [
        ending
        for kind, told in engine.ENDINGS.items()
        if kind in (field.accept or engine.ENDINGS)
        for ending in told[:1]
    ]
    example = _("voorbeeld%(ending)s", ending=endings[0])
    if field.most > 1:
        hint = _(
            "Dit is een proef: u stuurt geen bestanden. Schrijf namen, elk op een regel, zoals %(example)s.",
            example=example,
        )
    else:
        hint = _("Dit is een proef: u stuurt geen bestand. Schrijf een naam, zoals %(example)s.", example=example)
    description = f"{field.description} {hint}".strip()
    return replace(field, kind="textarea", description=description, max_length=LONGEST)


def _write_names(value: Any) -> str:
    """Names as typed, from an answer or from what was typed."""
    names = engine.in_names(value) if value is not None else []
    return "\n".join([names] if isinstance(names, str) else names)


def _about_name(problem: engine.FieldProblem) -> engine.FieldProblem:
    return replace(problem, code="no_file_name") if problem.code == "no_such_file" else problem
