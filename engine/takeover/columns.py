"""Columns: what a column of the file is in the process, and from the text in a cell to the value of a variable."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine import forms
from engine.dialect import feel
from engine.forms.answer import read_answer
from engine.forms.typed import DEFAULT_LENGTHS, TypedRefused, clean_text, parse_date

UNREADABLE = frozenset({"files", "list"})
"""Kinds of questions whose answer does not fit in a cell."""
CONTACT: Mapping[str, str] = {
    **{"naam": "name", "e-mail": "email", "email": "email", "e-mailadres": "email", "mail": "email"},
    **{"telefoon": "phone", "telefoonnummer": "phone", "adres": "address", "postadres": "address"},
}
"""What people usually call the columns with personal data."""
WRONG: Mapping[str, str] = {
    "not_a_number": "is geen getal, zoals 1250 of 12,50",
    "not_whole": "is geen heel getal",
    "too_precise": "heeft te veel cijfers achter de komma",
    "too_small": "is te klein",
    "too_large": "is te groot",
    "not_a_date": "is geen dag, zoals 15-5-2026",
    "not_an_option": "is geen van de antwoorden die er zijn",
    "not_an_email": "is geen e-mailadres",
    "not_a_phone": "is geen telefoonnummer",
    "too_long": "is te lang",
    "too_short": "is te kort",
    "pattern": "heeft niet de vorm die het formulier vraagt",
    "control_characters": "bevat tekens die niet te lezen zijn",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column is: the variable, or for personal data which datum; with the question that asks it, if any."""

    key: str
    personal: str | None = None
    field: forms.FormField | None = None


class CellRefused(ValueError):
    """A cell is not a value for its column; `told` says what is wrong with it, in Dutch."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


def meanings_of(asked: Sequence[forms.Form], variables: Collection[str]) -> dict[str, Meaning]:
    """Every column that a file can have, by the name of the variable. `asked` has the most important form first."""
    found: dict[str, Meaning] = {}
    for form in asked:
        for field in form.fields:
            if field.kind not in UNREADABLE:
                found.setdefault(field.key, Meaning(field.key, field.personal, field))
    unreadable = {field.key for form in asked for field in form.fields} - found.keys()
    return {**found, **{name: Meaning(name) for name in sorted(variables) if name not in {*found, *unreadable}}}


def find_meaning(known: Mapping[str, Meaning], column: str) -> Meaning | None:
    """What a column is: by its variable, or by the words of the question."""
    if column in known:
        return known[column]
    bare = _bare(column)
    labelled = [m for m in known.values() if m.field is not None and _bare(m.field.label) == bare]
    usual = [m for m in known.values() if m.personal is not None and m.personal == CONTACT.get(bare)]
    lowered = [m for m in known.values() if m.key.lower() == bare]
    found = lowered or labelled or usual
    return found[0] if found else None


def read_cell(meaning: Meaning, typed: str) -> Any:
    """The value of a cell that is not empty. Raises: CellRefused."""
    try:
        if meaning.field is not None:
            return feel.from_python(_read_answer(meaning.field, typed))
        return _read_value(typed)
    except TypedRefused as refused:
        told = WRONG.get(refused.problem.code, "kan hier niet")
        raise CellRefused(f"‘{_shorten(typed)}’ {told}{_choices(meaning, refused.problem.code)}") from refused


def _read_answer(field: forms.FormField, typed: str) -> Any:
    """As in the form, where a choice may also be given by the words that people read."""
    if field.kind in ("select", "radio"):
        typed = _option_of(field, typed)
    given: str | list[str] = typed
    if field.kind == "checklist":
        given = [_option_of(field, part.strip()) for part in typed.split(",") if part.strip()]
    return read_answer(field, given, None)


def _option_of(field: forms.FormField, typed: str) -> str:
    bare = _bare(typed)
    words = (o.value for o in field.options if bare in (_bare(o.value), _bare(o.label)))
    return next(words, typed)


def _read_value(typed: str) -> Any:
    """A value that no question asks: as FEEL, as a day, or else as the text that it is."""
    try:
        found = feel.parse(typed).explain({})
    except feel.FeelError:
        found = None
    if found is not None and not found.warnings:
        return found.value
    try:
        return feel.from_python(parse_date(typed))
    except TypedRefused:
        return clean_text(typed, DEFAULT_LENGTHS["textarea"], lines=True)


def _choices(meaning: Meaning, code: str) -> str:
    if code != "not_an_option" or meaning.field is None:
        return ""
    labels = [option.label or option.value for option in meaning.field.options[:12]]
    return f": {', '.join(labels)}{' …' if len(meaning.field.options) > len(labels) else ''}"


def describe(meaning: Meaning) -> str:
    """What belongs in a column, for whoever fills it in."""
    if meaning.field is None:
        return "Wat een stap uitrekent."
    return "".join(_describe(meaning.field))


def _describe(field: forms.FormField) -> Iterator[str]:
    yield field.label or field.key
    if field.options:
        yield f" ({', '.join(option.label or option.value for option in field.options)})"
    elif field.kind == "date":
        yield " (dag-maand-jaar)"
    elif field.kind == "number":
        yield " (een getal)"
    elif field.kind == "checkbox":
        yield " (ja of nee)"


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _bare(text: str) -> str:
    return " ".join(text.casefold().rstrip("?:. ").split())
