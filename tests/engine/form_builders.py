"""Builders: form files, and how an answer to one question is processed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from engine.errors import AnswersRefused, FieldProblem
from engine.forms import Form, read_form, validate


def component(kind: str = "textfield", key: str = "veld", **attributes: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": f"Vraag {key}", **attributes}


def number(key: str = "bedrag", **attributes: Any) -> dict[str, Any]:
    return component("number", key, **attributes)


def day(key: str = "dag", **attributes: Any) -> dict[str, Any]:
    return component("datetime", key, subtype="date", **attributes)


def choice(kind: str = "radio", key: str = "keuze", **attributes: Any) -> dict[str, Any]:
    values = [
        {"value": "voor", "label": "Voor"},
        {"value": "tegen", "label": "Tegen"},
        {"value": "x", "label": "X"},
    ]
    return component(kind, key, values=values, **attributes)


def group(label: str, *components: Mapping[str, Any], **attributes: Any) -> dict[str, Any]:
    return {"type": "group", "label": label, "components": list(components), **attributes}


def schema(*components: Any, **attributes: Any) -> bytes:
    return json.dumps({"type": "default", "id": "formulier", "components": components, **attributes}).encode()


def form(*components: Any) -> Form:
    return read_form(schema(*components), "formulier.form")


def problems(form: Form, raw: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> dict[str, FieldProblem]:
    with pytest.raises(AnswersRefused) as refusal:
        validate(form, raw, known or {})
    return refusal.value.problems


def answer(of: dict[str, Any], typed: str | list[str]) -> Any:
    return validate(form(of), {of["key"]: typed})[of["key"]]


def problem(of: dict[str, Any], typed: str | list[str]) -> FieldProblem:
    return problems(form(of), {of["key"]: typed})[of["key"]]


def rows(*components: Mapping[str, Any], key: str = "plannen", **attributes: Any) -> dict[str, Any]:
    """A list (dynamiclist), as the editor of form-js makes one."""
    made = {"type": "dynamiclist", "isRepeating": True, "allowAddRemove": True, "defaultRepetitions": 1}
    named = {"id": f"Lijst_{key}", "path": key, "label": f"Lijst {key}"}
    return {**made, **named, "components": list(components), **attributes}


def filled(*given: Mapping[str, str | list[str]], key: str = "plannen") -> dict[str, str | list[str]]:
    """What a page sends for the rows of a list."""
    raw: dict[str, str | list[str]] = {key: ["", *(str(number) for number in range(1, len(given) + 1))]}
    return raw | {f"{key}.{number}.{name}": typed for number, row in enumerate(given, 1) for name, typed in row.items()}
