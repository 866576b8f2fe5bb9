"""Answered: what people answered or typed, as readable text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

import engine
from web.forms.fields import read_typed
from web.forms.filewords import show_reference
from web.forms.shown import ShownFile
from web.text import amount, in_words
from web.words import _

EURO = "€"
Groups = list[tuple[engine.GivenAnswers, ...]]
SECRET_FIELDS = frozenset({"username", "password", "huidig", "nieuw", "nogmaals", "kept", "link", "next"})
SEPARATE = 4
"""The most columns of a table that can still be read side by side."""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question and its answer as readable text; for a list, the answers of each row."""

    key: str
    label: str
    words: str
    rows: tuple[tuple[ShownAnswer, ...], ...] | None = None
    files: tuple[ShownFile, ...] = ()


def files_in(value: Any, gone: Collection[str] = ()) -> tuple[ShownFile, ...]:
    """The files that an answer names, with links unless they are gone; none for any other kind of answer."""
    return tuple(
        replace(show_reference(one, linked=False), size=_("is er niet meer"))
        if one["documentId"] in gone
        else show_reference(one)
        for one in engine.references_in(value)
    )


def answers_in_words(fields: Iterable[engine.FormField], answers: Mapping[str, Any]) -> list[ShownAnswer]:
    """The answers, question by question; fields that did not apply are left out."""
    return [_answer(field, answers[field.key]) for field in fields if field.key in answers and field.kind != "text"]


def _answer(field: engine.FormField, value: Any) -> ShownAnswer:
    label = field.label or field.key
    if field.rows is None:
        return ShownAnswer(field.key, label, _words(field, value))
    given = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    rows = (answers_in_words(field.rows.columns_of(number), row) for number, row in enumerate(given))
    return ShownAnswer(field.key, label, "" if given else _("Geen"), tuple(map(tuple, rows)))


def _words(field: engine.FormField, value: Any) -> str:
    labels = {option.value: option.label for option in field.options}
    if isinstance(value, Decimal) and field.prefix == EURO:
        return amount(value)
    if isinstance(value, str):
        return labels.get(value, value) or _("Niet ingevuld")
    if isinstance(value, list | tuple) and labels:
        return ", ".join(labels.get(str(part), str(part)) for part in value) or _("Geen")
    return in_words(value)


def show_given(field: engine.Field) -> ShownAnswer:
    """An answer from the engine, as readable text."""
    if field.rows is None:
        return ShownAnswer(field.key, field.label, given_in_words(field))
    rows = tuple(tuple(show_given(one) for one in row) for row in field.rows)
    return ShownAnswer(field.key, field.label, "" if rows else _("Geen"), rows)


def given_in_words(field: engine.Field) -> str:
    """One value that the engine knows, with what belongs before it; euros are written as euros."""
    if isinstance(field.value, Decimal) and field.prefix == EURO:
        return amount(field.value)
    prefix = f"{field.prefix} " if field.prefix and field.value is not None else ""
    return prefix + in_words(field.value)


def columns_of(answer: ShownAnswer) -> list[str]:
    """The column headings for a table of a list's rows; none where a separate list per row reads better."""
    rows = answer.rows or ()
    heads = {tuple(one.label for one in row) for row in rows}
    return list(heads.pop()) if len(heads) == 1 and len(rows[0]) <= SEPARATE else []


def gather(answers: Iterable[engine.GivenAnswers]) -> Groups:
    """Answers in order; those of several people who were asked the same, one after another, are grouped."""
    groups: Groups = []
    for one in answers:
        if groups and _belong_together(groups[-1][0], one):
            groups[-1] = (*groups[-1], one)
        else:
            groups.append((one,))
    return groups


def questions_of(group: Iterable[engine.GivenAnswers]) -> dict[str, str]:
    """The questions of a group by their keys, in order. Not everybody has each: one can depend on another answer."""
    return {field.key: field.label for one in group for field in one.fields}


def by_question(given: engine.GivenAnswers) -> dict[str, engine.Field]:
    return {field.key: field for field in given.fields}


def lay_out(answers: Iterable[engine.GivenAnswers]) -> tuple[Groups, Groups, Groups]:
    """The answers as somebody reads them beside a task: what it began with, what was filled in last (by all who did
    that step), and the rest, the newest first."""
    groups = gather(answers)
    first, others = groups[:1], groups[:0:-1]
    latest = list(takewhile(lambda group: group[0].element_id == others[0][0].element_id, others))
    return first, latest, others[len(latest) :]


def _belong_together(one: engine.GivenAnswers, other: engine.GivenAnswers) -> bool:
    """Whether both were asked at once, or did one task with one form; lists would not fit into one table."""
    if one.hidden != other.hidden or one.awaits or other.awaits or _has_rows(one) or _has_rows(other):
        return False
    if one.together or other.together:
        return one.together == other.together
    return _asks(one) == _asks(other)


def _asks(given: engine.GivenAnswers) -> tuple[str, str, tuple[str, ...]]:
    return given.element_id, given.task_name, tuple(field.key for field in given.fields)


def _has_rows(given: engine.GivenAnswers) -> bool:
    return any(field.rows is not None for field in given.fields)


def typed_back() -> list[ShownAnswer]:
    """What was being sent, to be copied where no form can have it back; never a password, a link or what we carry."""
    if request.method != "POST":
        return []
    return [answer for answer in typed_in_words(None) if answer.key not in SECRET_FIELDS]


def typed_in_words(
    form: engine.Form | None, files: engine.Files | None = None, saved: Mapping[str, list[str]] | None = None
) -> list[ShownAnswer]:
    """The content of the posted page, to show back to whoever typed it. Without its form, under its field names.

    `files` are those that it may name; files that were chosen but not received are mentioned too. `saved` is
    what was typed earlier: then that is shown instead.
    """
    typed = read_typed() if saved is None else saved
    sent = request.files if saved is None else MultiDict[str, FileStorage]()
    fields = {field.key: field for field in form.fields} if form is not None else {}
    lists = {engine.owner_of(name) for name in typed if engine.owner_of(name) != name}
    told = []
    for name in dict.fromkeys([*typed, *sent]):
        field, values = fields.get(engine.owner_of(name)), [value for value in typed.get(name, []) if value]
        if name in lists or (name in fields and fields[name].rows is not None):
            continue
        if name in sent or (field is not None and field.kind == "files"):
            chosen = [upload.filename for upload in sent.getlist(name) if upload.filename]
            words = _files_in_words(values, chosen, files or {})
        else:
            words = engine.typed_in_labels(_question_of(field, name, typed), values)
        if words:
            told.append(ShownAnswer(name, _label_of(field, name, typed), words))
    return told


def _files_in_words(ids: Iterable[str], chosen: Iterable[str], files: engine.Files) -> str:
    kept = [str(files[one]["metadata"]["fileName"]) for one in ids if one in files]
    return ", ".join([*kept, *(_("%(file)s (niet ontvangen)", file=one) for one in chosen)])


def _question_of(field: engine.FormField | None, name: str, typed: Mapping[str, list[str]]) -> engine.FormField | None:
    """The question that this was typed in; for a list, one of its columns."""
    place = engine.place_of(name, typed)
    if field is None or place is None or field.rows is None:
        return field
    return next((column for column in field.rows.columns_of(place[1] - 1) if column.key == place[2]), None)


def _label_of(field: engine.FormField | None, name: str, typed: Mapping[str, list[str]]) -> str:
    place = engine.place_of(name, typed)
    if field is None or place is None or field.rows is None:
        return field.label if field is not None else name
    columns = {column.key: column.label for column in field.rows.columns_of(place[1] - 1)}
    return _("%(label)s (regel %(number)s)", label=columns.get(place[2], place[2]), number=place[1])
