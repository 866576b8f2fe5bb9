"""Validation: from what a browser sent to answers, or to everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from engine.dialect import feel
from engine.errors import AnswersRefused, FieldProblem

from .form import Answers, Form, FormField, Raw
from .patterns import occurs
from .typed import (
    DEFAULT_LENGTHS,
    TypedRefused,
    clean_text,
    parse_date,
    parse_email,
    parse_number,
    parse_phone,
)

_NOTHING: Answers = MappingProxyType({})
_MAX_ROUNDS = 50
_YES = frozenset({"true", "on", "ja", "yes", "1"})
_NO = frozenset({"", "false", "off", "nee", "no", "0"})


def validate(
    form: Form,
    raw: Raw,
    known: Answers = _NOTHING,
    *,
    keys: Collection[str] | None = None,
    today: date | None = None,
) -> Answers:
    """The answers to a form, by key; None for a question that was left open.

    A hidden field is dropped, with what was typed in it; keys that the form does not have are ignored.
    `known` are the variables that conditions may read. `keys` limits answers and problems to a part of the
    form; then conditions read the other fields from `raw`, or else from `known`. `today` is what a date that may not
    lie in the past is compared with; without it the past is not known.

    Raises:
        AnswersRefused: with every problem of every visible field.
    """
    wanted = {field.key for field in form.fields if keys is None or field.key in keys}
    values: dict[str, Any] = {}
    problems: dict[str, FieldProblem] = {}
    for field in form.fields:
        if field.key not in wanted and field.key not in raw:
            values[field.key] = known.get(field.key)
            continue
        try:
            values[field.key] = _read_answer(field, raw.get(field.key, []), today)
        except TypedRefused as error:
            values[field.key] = None
            problems[field.key] = error.problem
    visible = visible_fields(form, {**known, **values})
    asked = wanted & visible
    refused = {key: problem for key, problem in problems.items() if key in asked}
    if refused:
        raise AnswersRefused(refused)
    return {key: value for key, value in values.items() if key in asked}


def visible_fields(form: Form, answers: Answers) -> frozenset[str]:
    """The keys of the fields and texts that are shown, given these answers and variables.

    A hidden field counts as not answered for the conditions of others. A condition that gives neither true
    nor false hides nothing: a question too many does less harm than one that was never asked. All conditions
    of a form share the budget of one expression; after it, nothing more is hidden.
    """
    visible = frozenset(field.key for page in form.pages for field in page.fields)
    if not form.has_conditions:
        return visible
    run = feel.Run()
    # A condition may look at a later field, so we go round until nothing changes. Conditions that contradict
    # each other never settle; then the last round counts, the same every time.
    for _ in range(min(len(visible), _MAX_ROUNDS) + 1):
        found = _look_once(form, answers, visible, run)
        if found == visible:
            break
        visible = found
    return visible


def _look_once(form: Form, answers: Answers, visible: frozenset[str], run: feel.Run) -> frozenset[str]:
    keys = [field.key for field in form.fields]
    scope = {**answers, **{key: answers.get(key) if key in visible else None for key in keys}}
    found: set[str] = set()
    for page in form.pages:
        page_hidden = _is_true(page.hide, scope, run)
        for field in page.fields:
            hidden = page_hidden or _is_true(field.hide, scope, run)
            if not hidden:
                found.add(field.key)
            if field.is_answerable:
                scope[field.key] = None if hidden else answers.get(field.key)
    return frozenset(found)


def _is_true(condition: str | None, scope: Mapping[str, Any], run: feel.Run) -> bool:
    if condition is None:
        return False
    try:
        return feel.parse(condition).run(scope, run) is True
    except feel.FeelBudgetExceeded:
        return False


def _read_answer(field: FormField, typed: str | list[str], today: date | None) -> Any:
    """The value of one field. Raises: TypedRefused."""
    given = [typed] if isinstance(typed, str) else list(typed)
    if field.kind == "checklist":
        value: Any = _read_choices(field, given)
    elif field.kind == "checkbox":
        value = _read_check(given)
    else:
        value = _read_one(field, given[0]) if given else None
    if field.required and (value is None or value is False or value == []):
        raise TypedRefused("required")
    if field.not_past and today is not None and value is not None and value < today:
        raise TypedRefused("in_the_past")
    return value


def _read_one(field: FormField, typed: str) -> Any:
    if not typed.strip():
        return None
    if field.kind == "number":
        return _read_number(field, typed)
    if field.kind == "date":
        return parse_date(typed)
    if field.kind in ("select", "radio"):
        if typed not in {option.value for option in field.options}:
            raise TypedRefused("not_an_option")
        return typed
    return _read_text(field, typed)


def _read_text(field: FormField, typed: str) -> str | None:
    limit = field.max_length if field.max_length is not None else DEFAULT_LENGTHS[field.kind]
    if field.kind == "email":
        text = parse_email(typed, limit)
    elif field.kind == "phone":
        text = parse_phone(typed, limit)
    else:
        text = clean_text(typed, limit, lines=field.kind == "textarea")
    if not text:
        return None
    if field.min_length is not None and len(text) < field.min_length:
        raise TypedRefused("too_short", field.min_length)
    if field.pattern is not None and not occurs(field.pattern, text):
        raise TypedRefused("pattern")
    return text


def _read_number(field: FormField, typed: str) -> Any:
    number = parse_number(typed)
    exponent = number.as_tuple().exponent
    if field.decimals is not None and isinstance(exponent, int) and -exponent > field.decimals:
        raise TypedRefused("too_precise", field.decimals)
    if field.min is not None and number < field.min:
        raise TypedRefused("too_small", field.min)
    if field.max is not None and number > field.max:
        raise TypedRefused("too_large", field.max)
    return number


def _read_check(given: list[str]) -> bool:
    # A page may send a hidden "false" beside the box, so one yes is enough.
    words = {word.strip().lower()[:10] for word in given[:10]}
    if not words <= _YES | _NO:
        raise TypedRefused("not_an_option")
    return bool(words & _YES)


def _read_choices(field: FormField, given: list[str]) -> list[str]:
    chosen = {value for value in given if value}
    options = [option.value for option in field.options]
    if not chosen <= set(options):
        raise TypedRefused("not_an_option")
    return [value for value in options if value in chosen]
