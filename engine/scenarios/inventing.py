"""Inventing: answers that a form accepts, where those of a story no longer fit, in a question or in a row of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.errors import FieldProblem
from engine.forms import ENDINGS, FormField, could_be, place_of

INVENTED = "Ingevuld bij het opnieuw spelen."
PERSONAL: Mapping[str, str] = {"email": "iemand@voorbeeld.invalid", "phone": "0612345678"}
LIKELY = ("image/jpeg", "application/pdf", "image/png")
"""Kinds of files, the ones people upload most first."""


def only_columns(field: FormField, value: Any) -> Any:
    """An answer; for a list, without what its rows do not ask."""
    if field.rows is None or not isinstance(value, list):
        return value
    asked = {column.key for column in field.rows.questions}
    rows = [row if isinstance(row, Mapping) else {} for row in value]
    return [{key: told for key, told in row.items() if key in asked} for row in rows]


def gone_columns(fields: Mapping[str, FormField], given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(list, column) of what is answered in rows and is not asked there, each once."""
    for key, value in given.items():
        rows = fields[key].rows if key in fields else None
        if rows is None or not isinstance(value, list):
            continue
        asked = {column.key for column in rows.questions}
        named = dict.fromkeys(name for row in value if isinstance(row, Mapping) for name in row)
        yield from ((key, name) for name in named if name not in asked)


def put_right(field: FormField, name: str, problem: FieldProblem, answers: dict[str, Any], today: date) -> str:
    """Replace what is wrong in `answers` with what the form accepts; returns the note that says so."""
    if field.kind == "files" and problem.code != "required":
        answers[field.key] = fitting = _fitting_files(field, answers.get(field.key))
        left = f"zijn deze bestanden gebleven: {', '.join(fitting)}" if fitting else "is geen bestand gebleven"
        return f"Bij ‘{field.label}’ {left}."
    if field.rows is None:
        answers[field.key] = _invent(field, today)
        return f"Bij ‘{field.label or field.key}’ is bedacht: {_say(field, answers[field.key])}."
    told = answers.get(field.key)
    rows = [dict(row) if isinstance(row, Mapping) else {} for row in (told if isinstance(told, list) else [])]
    answers[field.key] = rows
    at = place_of(name, {field.key: [str(number) for number in range(1, len(rows) + 1)]})
    if at is not None:
        column = next(one for one in field.rows.questions if one.key == at[2])
        rows += [{} for _ in range(at[1] - len(rows))]
        rows[at[1] - 1][column.key] = value = _invent(column, today)
        return f"Bij ‘{column.label or column.key}’ (regel {at[1]}) is bedacht: {_say(column, value)}."
    if problem.code == "too_many_rows":
        answers[field.key] = rows[: field.rows.most]
        return f"Bij ‘{field.label}’ zijn alleen de eerste {field.rows.most} regels gebleven."
    first = field.rows.questions[0]
    rows += [{first.key: _invent(first, today)} for _ in range(field.rows.least - len(rows))]
    return f"Bij ‘{field.label}’ zijn regels bedacht: er zijn er nu {len(rows)}."


def _fitting_files(field: FormField, told: Any) -> list[str]:
    """The names of the files in a story's answers that a question accepts."""
    named = told if isinstance(told, list) else [told]
    return [one for one in named if isinstance(one, str) and could_be(one, field.accept)][: field.most]


def _say(field: FormField, value: Any) -> str:
    """An invented answer as people read it."""
    labels = {option.value: option.label for option in field.options}
    if isinstance(value, list):
        return ", ".join(labels.get(one, str(one)) for one in value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return f"{value.day}-{value.month}-{value.year}"
    return labels.get(value, str(value).removesuffix("."))


def _invent(field: FormField, today: date) -> Any:
    if field.personal in PERSONAL or field.kind in PERSONAL:
        return PERSONAL.get(str(field.personal)) or PERSONAL[field.kind]
    if field.kind == "files":
        kind = next((one for one in LIKELY if not field.accept or one in field.accept), LIKELY[0])
        return [f"voorbeeld{ENDINGS[kind][0]}"]
    if field.options:
        return [field.options[0].value] if field.kind == "checklist" else field.options[0].value
    if field.kind == "number":
        return int(field.min) if field.min is not None else min(1, int(field.max)) if field.max is not None else 1
    if field.kind == "date":
        return today
    if field.kind == "checkbox":
        return True
    text = INVENTED
    while field.min_length is not None and len(text) < field.min_length:
        text += f" {INVENTED}"
    return text[: field.max_length] if field.max_length is not None else text
