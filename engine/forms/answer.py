"""Answer: from what was typed in one field to its value, or to what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from .files import Files, find_references
from .form import FormField
from .patterns import occurs
from .typed import DEFAULT_LENGTHS, TypedRefused, clean_text, parse_date, parse_email, parse_number, parse_phone

_YES = frozenset({"true", "on", "ja", "yes", "1"})
_NO = frozenset({"", "false", "off", "nee", "no", "0"})


def read_answer(field: FormField, typed: str | list[str], today: date | None, files: Files | None = None) -> Any:
    """The value of one field. `files` are those that may be named. Raises: TypedRefused."""
    given = [typed] if isinstance(typed, str) else list(typed)
    if field.kind == "checklist":
        value: Any = _read_choices(field, given)
    elif field.kind == "files":
        value = find_references(given, {} if files is None else files, field.accept, field.most)
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
    try:
        number = parse_number(typed)
    except TypedRefused as refused:
        # For a count, an example with a fraction helps nobody.
        if field.decimals == 0 and refused.problem.code == "not_a_number":
            raise TypedRefused("not_whole") from refused
        raise
    exponent = number.as_tuple().exponent
    if field.decimals == 0 and isinstance(exponent, int) and exponent < 0:
        raise TypedRefused("not_whole")
    if field.decimals is not None and isinstance(exponent, int) and -exponent > field.decimals:
        raise TypedRefused("too_precise", field.decimals)
    if field.min is not None and number < field.min:
        raise TypedRefused("too_small", field.min)
    if field.max is not None and number > field.max:
        raise TypedRefused("too_large", field.max)
    return number


def _read_check(given: list[str]) -> bool:
    # A page may send a hidden "false" together with the box, so one yes is enough.
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
