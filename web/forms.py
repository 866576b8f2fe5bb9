"""Forms: from a form of a process to fields as a page shows them, and from a posted page back to what was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request

import engine
from web import messages
from web.text import amount, in_words
from web.words import _

AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel", "address": "street-address"}
"""Purpose of a field about the person who fills it in (WCAG 1.3.5), by our property `personal`."""
INPUT_TYPES = {"email": "email", "phone": "tel"}
TICKED = frozenset({"true", "on", "ja", "yes", "1"})
SHORT_TEXT, LONG_TEXT = 50, 1_000
"""Characters: an answer of at most so many gets a narrow field, or a low one."""
EURO = "€"


@dataclass(frozen=True, slots=True)
class ShownOption:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field as a page shows it: with what is in it and what is wrong with it."""

    key: str
    kind: str
    label: str
    description: str
    required: bool
    sometimes: bool
    """Whether it depends on another answer of the same page, so that it may have to stay empty."""
    value: str
    ticked: bool
    options: tuple[ShownOption, ...]
    error: str | None
    autocomplete: str | None
    input_type: str
    inputmode: str | None
    prefix: str
    suffix: str
    width: str
    rows: int
    text: str

    @property
    def id(self) -> str:
        """The id of the control that the error summary leads to: for a group of options that of the first."""
        return f"veld-{self.key}"

    @property
    def described_by(self) -> str | None:
        """The ids of what explains the control, for `aria-describedby`."""
        parts = {"uitleg": self.description, "hulp": self.kind == "date", "fout": self.error}
        return " ".join(f"{self.id}-{part}" for part, there in parts.items() if there) or None


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One question group."""

    key: str
    label: str
    description: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question and what was answered, in words."""

    key: str
    label: str
    words: str


def read_typed() -> dict[str, list[str]]:
    """All that the posted page holds, as typed; without our own controls, whose names begin with an underscore."""
    names = (name for name in request.form if not name.startswith("_") and name != "csrf_token")
    return {name: [_plain_newlines(value) for value in request.form.getlist(name)] for name in names}


def _plain_newlines(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")


def has_typed(form: engine.Form, answers: Mapping[str, Any], typed: Mapping[str, list[str]]) -> bool:
    """Whether somebody typed something in a form that was shown filled with `answers`."""
    before = {**_defaults(form), **engine.answers_to_raw(form, answers)}
    keys = [field.key for field in form.fields if field.key in typed]
    return any(_filled(typed[key]) != _filled(before.get(key, [])) for key in keys)


def _filled(values: Sequence[str]) -> list[str]:
    return [value for value in values if value.strip()]


def show_pages(
    form: engine.Form,
    answers: Mapping[str, Any],
    problems: Mapping[str, engine.FieldProblem] | None = None,
    known: Mapping[str, Any] | None = None,
) -> tuple[ShownPage, ...]:
    """The question groups that apply, each field filled with `answers`, which may be typed text or values.

    `known` is what conditions may read of the case itself.

    A field that depends on another page is left out when it does not apply; one that depends on its own page is always
    there, because without JavaScript nothing can make it appear.
    """
    typed = {**_defaults(form), **engine.answers_to_raw(form, answers)}
    guessed = {field.key: _guess(field, typed.get(field.key, [])) for field in form.fields}
    visible = engine.visible_fields(form, {**(known or {}), **answers, **guessed})
    pages = []
    for page in form.pages:
        keys = {field.key for field in page.fields}
        if page.hide and not keys & visible:
            continue
        fields = tuple(
            _show(field, typed.get(field.key, []), problems or {}, sometimes=_mentions(field.hide, keys))
            for field in page.fields
            if field.key in visible or _mentions(field.hide, keys)
        )
        if any(field.kind != "text" for field in fields):
            pages.append(ShownPage(page.key, page.label, page.description, fields))
    return tuple(pages)


def _defaults(form: engine.Form) -> dict[str, list[str]]:
    return engine.answers_to_raw(form, {f.key: f.default for f in form.fields if f.default is not None})


def _guess(field: engine.FormField, typed: list[str]) -> Any:
    """The value that conditions of other fields are to see, as far as what was typed is one."""
    if field.kind == "checklist":
        return typed
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
    typed: list[str],
    problems: Mapping[str, engine.FieldProblem],
    *,
    sometimes: bool,
) -> ShownField:
    problem = problems.get(field.key)
    value = typed[0] if typed else ""
    longest = field.max_length or 0
    return ShownField(
        key=field.key,
        kind=field.kind,
        label=field.label,
        description=field.description,
        required=field.required and not sometimes,
        sometimes=sometimes,
        value=_as_dutch_date(value) if field.kind == "date" else value,
        ticked=value in TICKED,
        options=tuple(ShownOption(o.value, o.label, o.value in typed) for o in field.options),
        error=problem_in_words(field, problem) if problem else None,
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


def problem_in_words(field: engine.FormField, problem: engine.FieldProblem) -> str:
    return messages.field_problem(problem, field.label or field.key, field.kind)


def find_errors(pages: Iterable[ShownPage]) -> list[tuple[str, str]]:
    """(id of the control, sentence) of all that is wrong, in the order of the page: the error summary."""
    return [(field.id, field.error) for page in pages for field in page.fields if field.error]


def answers_in_words(fields: Iterable[engine.FormField], answers: Mapping[str, Any]) -> list[ShownAnswer]:
    """What was answered, question by question; fields that did not apply are left out."""
    return [
        ShownAnswer(field.key, field.label or field.key, _words(field, answers[field.key]))
        for field in fields
        if field.key in answers and field.kind != "text"
    ]


def _words(field: engine.FormField, value: Any) -> str:
    labels = {option.value: option.label for option in field.options}
    if isinstance(value, Decimal) and field.prefix == EURO:
        return amount(value)
    if isinstance(value, str):
        return labels.get(value, value) or _("Niet ingevuld")
    if isinstance(value, list | tuple) and labels:
        return ", ".join(labels.get(str(part), str(part)) for part in value) or _("Geen")
    return in_words(value)


def gather(answers: Iterable[engine.GivenAnswers]) -> list[tuple[engine.GivenAnswers, ...]]:
    """Answers in order, with those of several people to the same questions, one after the other, taken together."""
    groups: list[tuple[engine.GivenAnswers, ...]] = []
    for one in answers:
        if groups and _asks(groups[-1][0]) == _asks(one):
            groups[-1] = (*groups[-1], one)
        else:
            groups.append((one,))
    return groups


def _asks(given: engine.GivenAnswers) -> tuple[str, str, bool, tuple[str, ...]]:
    return given.element_id, given.task_name, given.hidden, tuple(field.key for field in given.fields)


def typed_in_words(labels: Mapping[str, str]) -> list[ShownAnswer]:
    """What the posted page holds, for showing it back to whoever typed it."""
    typed = read_typed()
    return [ShownAnswer(key, labels.get(key, key), ", ".join(values)) for key, values in typed.items() if any(values)]
