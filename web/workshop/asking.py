"""Asking: a question of our own pages as the macros of `fields.html` show it, and how its answer is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

import engine

Options = Iterable[tuple[str, str]]


def ask(
    key: str,
    label: str,
    value: str = "",
    *,
    kind: str = "textfield",
    hint: str = "",
    error: str = "",
    options: Options = (),
    required: bool = False,
    needed: bool = False,
    rows: int = 4,
    rare: bool = False,
    sometimes: bool = False,
    only: str = "",
    empty: str = "",
) -> dict[str, Any]:
    """One question. For a checklist the value separates the chosen items by commas; `rare` ones are folded away.

    A `needed` question is not marked as optional, though the form can be sent without it.
    `empty` is the label of choosing nothing.
    `only` is the kind of step that it is about; it is hidden (by style alone) while another kind is chosen.
    """
    chosen = set(value.split(",")) if kind == "checklist" else {value}
    described = [f"veld-{key}-{part}" for part, there in (("uitleg", hint), ("fout", error)) if there]
    return {
        "id": f"veld-{key}",
        "key": key,
        "kind": kind,
        "label": label,
        "description": hint,
        "required": required,
        "needed": needed,
        "sometimes": sometimes,
        "error": error,
        "described_by": " ".join(described) or None,
        "value": value,
        "ticked": value == "true",
        "options": [{"value": v, "label": name, "chosen": v in chosen} for v, name in options],
        "autocomplete": "off",
        "input_type": "text",
        "inputmode": None,
        "prefix": "",
        "suffix": "",
        "width": "",
        "rows": rows,
        "text": "",
        "rare": rare,
        "only": only,
        "empty": empty or None,
    }


def read_form(lists: Iterable[str] = ()) -> dict[str, str]:
    """What was posted; for each of `lists` everything that was chosen, separated by commas."""
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    return {**typed, **{name: ",".join(request.form.getlist(name)) for name in lists}}


def read_id(field: str) -> str:
    """An id in a form. Raises: NotFound: it has characters that no id has, and that no database can look for."""
    told = request.form.get(field, "")
    if not told.isprintable():
        raise engine.NotFound("id", field)
    return told


def errors_of(questions: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(id of the control, sentence) for the error summary, in the order of the page."""
    return [(str(one["id"]), str(one["error"])) for one in questions if one["error"]]
