"""Typed: what people type in the forms of the workshop, converted for files, and what is wrong with a text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.checking.meaning import PREFIX as REFERENCE_PREFIX
from engine.checking.wording import in_dutch
from engine.comparison.wording import read_told
from engine.dialect import feel
from engine.dialect.elements import IoMapping
from engine.dialect.nouns import LONGEST as LONGEST_NOUN
from engine.dialect.nouns import is_noun
from engine.dialect.timers import is_cycle_text, is_timer_text
from engine.errors import FieldProblem, FieldsRefused
from engine.workshop.stepfield import HEADER, MOMENT, NAME, NOUN, NUMBER, PREFIX

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
Typed = Mapping[str, str]


def as_feel(text: str) -> str:
    """Text typed where only an expression is possible, with its `=`, which people forget."""
    told = text.strip()
    return told if not told or told.startswith("=") else f"={told}"


def check_text(reads: str, value: str) -> FieldProblem | None:
    """What is wrong with a text that must be FEEL, or a name, number or moment."""
    if reads == PREFIX:
        return None if REFERENCE_PREFIX.fullmatch(value) else FieldProblem("not_a_prefix", value)
    if reads == NOUN:
        return None if is_noun(value) else FieldProblem("not_a_noun", str(LONGEST_NOUN))
    if reads == NAME:
        return None if _NAME.fullmatch(value) else FieldProblem("not_a_name", value)
    if value.startswith("=") and reads:
        return check_feel(value[1:])
    if reads == MOMENT and not (is_timer_text(value) or is_cycle_text(value)):
        return FieldProblem("not_a_moment", value)
    if reads == NUMBER and not value.isdecimal():
        return FieldProblem("not_a_number", value)
    return None


def check_feel(text: str) -> FieldProblem | None:
    try:
        feel.parse(text)
    except feel.FeelError as error:
        return FieldProblem("not_feel", in_dutch(str(error)))
    return _check_slip(feel.slip(text))


def _check_slip(told: str | None) -> FieldProblem | None:
    """Valid FEEL that nobody intends."""
    return FieldProblem("not_feel", in_dutch(told)) if told else None


def check_cell(text: str, *, tests: bool) -> FieldProblem | None:
    """What is wrong with a cell of a table; an empty output gives nothing."""
    if not text.strip():
        return FieldProblem("empty_cell") if tests else None
    try:
        feel.parse_unary_tests(text) if tests else feel.parse(text)
    except feel.FeelError as error:
        return FieldProblem("not_feel", in_dutch(str(error)))
    return _check_slip(feel.slip(text, cell=tests))


def require_told(values: Typed) -> None:
    """Raises: FieldsRefused: a required value is missing."""
    missing = {name: FieldProblem("required") for name, value in values.items() if not value.strip()}
    if missing:
        raise FieldsRefused(missing)


def require_feel(text: str, name: str) -> str:
    """The expression with its `=`. Raises: FieldsRefused: it is not FEEL."""
    told = as_feel(text)
    if (problem := check_feel(told[1:])) is not None:
        raise FieldsRefused({name: problem})
    return told


def read_moment(values: Typed, name: str) -> Typed:
    """The values, one of them converted from what people type (14 dagen) to the notation of files.

    Raises: FieldsRefused: neither a moment or duration, nor FEEL; an empty value is allowed.
    """
    value = read_told(values.get(name, "").strip())
    if value and (problem := check_text(MOMENT, value)) is not None:
        raise FieldsRefused({name: problem})
    return {**values, name: value} if name in values else values


def read_happening(kind: str, values: Typed, name: str) -> Typed:
    """The values, with the moment of an event converted to the notation of files. Raises: FieldsRefused."""
    if kind == "timer":
        return read_moment(values, name)
    if kind == "conditional":
        return {**values, name: require_feel(values.get(name, ""), name)}
    return values


def read_rows(text: str) -> list[IoMapping]:
    """Mappings from the lines that people edit."""
    rows = []
    for line in text.split("\n"):
        target, _, expression = line.partition("=")
        if line.strip():
            rows.append(IoMapping(f"={expression.strip()}", target.strip()))
    return rows


def check_rows(value: str) -> FieldProblem | None:
    for line in value.split("\n"):
        if not line.strip():
            continue
        target, equals, expression = line.partition("=")
        if not equals or not _NAME.fullmatch(target.strip()) or not expression.strip():
            return FieldProblem("not_rows", line.strip())
        if (problem := check_feel(expression)) is not None:
            return problem
    return None


def read_lines(text: str) -> dict[str, str]:
    """Headers from the lines that people edit, each with its text as typed."""
    told = [line.partition(":") for line in text.split("\n") if line.strip()]
    return {key.strip(): value.strip() for key, _, value in told}


def check_lines(value: str) -> FieldProblem | None:
    seen = set()
    for line in value.split("\n"):
        key, colon, text = (part.strip() for part in line.partition(":"))
        if not line.strip():
            continue
        if not colon or not HEADER.fullmatch(key) or not text:
            return FieldProblem("not_lines", line.strip())
        if key in seen:
            return FieldProblem("header_twice", key)
        if text.startswith("=") and (problem := check_feel(text[1:])) is not None:
            return problem
        seen.add(key)
    return None
