"""Form editing: from what was typed about the questions of a form to edits of its file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from engine import editing
from engine.editing import Done, Field, FormEdited, JsonSource
from engine.editing.fields import LIST
from engine.errors import EditRefused, FieldProblem, FieldsRefused
from engine.forms import DOCUMENTS, PICTURES, read_accept
from engine.forms.typed import TypedRefused, parse_number
from engine.tidying import name_for
from engine.workshop.formmaking import find_form, forms_that_ask
from engine.workshop.typed import Typed, as_feel, check_feel

Result = tuple[Mapping[str, bytes], tuple[Done, ...]]
LIMITS = ("minLength", "maxLength", "min", "max")
PERSONAL: Mapping[str, tuple[str, ...]] = {
    "textfield": ("name", "email", "phone", "address"),
    "textarea": ("name", "address"),
}
"""What a question can ask about the submitter, by its kind: as `engine.forms` reads it."""
ALL_FILES, ONLY_PICTURES, ONLY_DOCUMENTS = "", "image/*", ".pdf"
FILE_KINDS = (ALL_FILES, ONLY_PICTURES, ONLY_DOCUMENTS)
"""Which files a question can ask for, in form-js notation (`accept`)."""
DECIMALS = ("", "0", "1", "2")
"""How many digits after the decimal comma a number can be limited to; empty: any."""
MOST_ROWS = 100
"""The most rows that `engine.forms` allows in a list."""
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


def edit_form(files: Mapping[str, bytes], form_id: str, typed: Typed) -> Result:
    """Set the title, and do what the button asks: `add`, or `up:…`, `down:…` or `remove:…` with the id of a question.

    Raises: FieldsRefused; EditRefused.
    """
    name, source = find_form(files, form_id)
    edits: list[FormEdited] = []
    if typed.get("title", "").strip():
        edits.append(editing.set_title(source, typed["title"]))
        source = edits[-1].source
    what, _, field = typed.get("do", "").partition(":")
    if what == "add":
        edits.append(_add(source, typed))
    elif what in {"up", "down"}:
        edits.append(editing.move_field(source, field, up=what == "up"))
    elif what == "remove":
        edits.append(editing.remove_field(source, field))
    elif what:
        raise EditRefused("no_such_kind", detail=what)
    return _result(name, edits)


def edit_field(files: Mapping[str, bytes], form_id: str, typed: Typed) -> Result:
    """Set the properties of one question (`field`). Raises: FieldsRefused; EditRefused."""
    name, source = find_form(files, form_id)
    field = next((one for one in editing.read_fields(source) if one.id == typed.get("field")), None)
    if field is None:
        raise EditRefused("no_field", typed.get("field", ""))
    others = [one for one in editing.read_fields(source) if one.id != field.id]
    if (key := typed.get("key", field.key).strip()) in {one.key for one in others if one.key} and key != field.key:
        raise FieldsRefused({"key": FieldProblem("taken", key)})
    taken = {one.personal for one in others}
    changes = _changes(field, typed, taken)
    edited = editing.set_field(source, field.id, changes)
    if "key" not in changes or edited.done is None:
        return _result(name, [edited])
    still = ", ".join(read_in({**files, name: edited.data}, field.key))
    about = (field.id, edited.done.name, still, field.key, key)
    told = [Done("field_key", *about) if still else Done("field_key_alone", *about)]
    if old := ", ".join(forms_that_ask(files, form_id, field.key)):
        told.append(Done("field_key_asked", field.id, edited.done.name, old, field.key, key))
    if new := ", ".join(forms_that_ask(files, form_id, key)):
        told.append(Done("field_key_shared", field.id, edited.done.name, new, field.key, key))
    return {name: edited.data}, tuple(told)


def read_in(files: Mapping[str, bytes], name: str) -> list[str]:
    """The files in which a name still occurs as a word by itself: its question may have another name there."""
    word = re.compile(rb"(?<![\w])" + re.escape(name.encode()) + rb"(?![\w])")
    return sorted(one for one, data in files.items() if word.search(data) and not one.endswith("README.md"))


def _add(source: JsonSource, typed: Typed) -> FormEdited:
    kind, label = typed.get("kind", ""), typed.get("label", "").strip()
    key = typed.get("key", "").strip() or name_for(label).replace("-", "_")[:60]
    missing = {n: FieldProblem("required") for n, v in (("kind", kind), ("label", label)) if not v}
    if missing:
        raise FieldsRefused(missing)
    if kind not in {"text", "group"} and any(one.key == key for one in editing.read_fields(source)):
        raise FieldsRefused({"key": FieldProblem("taken", key)})
    try:
        added = editing.add_field(source, kind, key, label, typed.get("after") or None)
    except EditRefused as error:
        if error.code == "no_key":
            raise FieldsRefused({"key": FieldProblem("not_a_name", key)}) from error
        raise
    assert added.done is not None  # noqa: S101 - an addition always changes something
    made = next(one for one in editing.read_fields(added.source) if one.id == added.done.element)
    # What is asked only of some kinds is sent empty for the others.
    at_once = {name: typed[name] for name in ("required", "options", "personal") if typed.get(name, "").strip()}
    if made.kind == "number" and typed.get("decimalDigits", ""):
        at_once["decimalDigits"] = typed["decimalDigits"]
    if made.kind not in PERSONAL:
        at_once.pop("personal", None)
    taken = {one.personal for one in editing.read_fields(source) if one.personal}
    changed = editing.set_field(added.source, made.id, _changes(made, at_once, taken))
    return replace(changed, done=added.done)


def _changes(field: Field, typed: Typed, taken: Collection[str]) -> dict[str, Any]:
    """The members to change. `taken` is what other questions ask of the submitter.

    Raises: FieldsRefused.
    """
    problems: dict[str, FieldProblem] = {}
    changes = _words(field, typed, problems) | _personal(field, typed, taken, problems)
    changes |= _hidden(field, typed, problems) | _limits(field, typed, problems)
    if field.kind == LIST:
        changes |= _repeats(field, typed, problems)
    if field.kind == "filepicker":
        changes |= _files(field, typed, problems)
    changes |= _options(field, typed, problems)
    if problems:
        raise FieldsRefused(problems)
    return changes


def _words(field: Field, typed: Typed, problems: dict[str, FieldProblem]) -> dict[str, Any]:
    """What is asked, the words below it, whether it must be answered, and the name of its answer."""
    changes: dict[str, Any] = {}
    key = typed.get("key", field.key).strip()
    if key != field.key:
        changes["key"] = key
        if not _KEY.fullmatch(key):
            problems["key"] = FieldProblem("not_a_name", key)
    label = typed.get("label", field.label).strip()
    if not label:
        problems["label"] = FieldProblem("required")
    if label != field.label.strip():
        changes[{"text": "text", "datetime": "dateLabel"}.get(field.kind, "label")] = label
    description = _lines(typed.get("description", field.description))
    if description != field.description:
        changes["description"] = description or None
    required = typed.get("required", "true" if field.required else "") == "true"
    if required != field.required:
        changes["validate.required"] = True if required else None
    return changes


def _personal(field: Field, typed: Typed, taken: Collection[str], problems: dict[str, FieldProblem]) -> dict[str, Any]:
    personal = typed.get("personal", field.personal)
    if personal == field.personal:
        return {}
    if personal and personal not in PERSONAL.get(field.kind, ()):
        problems["personal"] = FieldProblem("not_an_option", personal)
    elif personal and field.in_list:
        problems["personal"] = FieldProblem("personal_in_list")
    elif personal and personal in taken:
        problems["personal"] = FieldProblem("personal_taken")
    return {"properties.personal": personal or None}


def _hidden(field: Field, typed: Typed, problems: dict[str, FieldProblem]) -> dict[str, Any]:
    hide = as_feel(typed.get("hide", field.hide))
    if hide == as_feel(field.hide):
        return {}
    if hide and (problem := check_feel(hide[1:])) is not None:
        problems["hide"] = problem
    return {"conditional.hide": hide or None}


def _limits(field: Field, typed: Typed, problems: dict[str, FieldProblem]) -> dict[str, Any]:
    """The lowest and highest allowed answer, and how precise a number may be."""
    changes: dict[str, Any] = {}
    for limit in LIMITS:
        value = typed.get(limit, field.limits.get(limit, "")).strip()
        if value == field.limits.get(limit, ""):
            continue
        try:
            changes[f"validate.{limit}"] = _number(value) if value else None
        except TypedRefused:
            problems[limit] = FieldProblem("not_a_number", value)
    decimals = typed.get("decimalDigits", field.decimals)
    if field.kind == "number" and decimals != field.decimals:
        if decimals not in DECIMALS:
            problems["decimalDigits"] = FieldProblem("not_an_option", decimals)
        changes["decimalDigits"] = int(decimals) if decimals in DECIMALS[1:] else None
    return changes


def _options(field: Field, typed: Typed, problems: dict[str, FieldProblem]) -> dict[str, Any]:
    """The choices, where the question has some."""
    options = _lines(typed.get("options", write_options(field)))
    if not field.options or options == write_options(field):
        return {}
    told = editing.options_of(options.split("\n"))
    twice = next((one for one, count in Counter(one["value"] for one in told).items() if count > 1), None)
    if not told:
        problems["options"] = FieldProblem("required")
    elif twice is not None:
        problems["options"] = FieldProblem("option_twice", twice)
    return {"values": told}


def _number(typed: str) -> int | float:
    """A limit in Dutch notation: 5.000 is five thousand, as in what a resident fills in.

    Raises: TypedRefused.
    """
    told = parse_number(typed)
    return int(told) if told == told.to_integral_value() else float(told)


def _repeats(field: Field, typed: Typed, problems: dict[str, FieldProblem]) -> dict[str, Any]:
    """The members of a list to change."""
    changes: dict[str, Any] = {}
    was = field.repeats or {}
    for name in ("defaultRepetitions", "minItems", "maxItems"):
        before = was.get(name, "")
        value = typed.get(name, before).strip()
        if value == before:
            continue
        if value and not (value.isascii() and value.isdigit() and int(value[:4]) <= MOST_ROWS):
            problems[name] = FieldProblem("not_a_count", MOST_ROWS)
        elif name == "defaultRepetitions":
            changes[name] = int(value or "1")
        else:
            changes[f"properties.{name}"] = value or None
    each = as_feel(typed.get("forEach", was.get("forEach", "")))
    if each != as_feel(was.get("forEach", "")):
        changes["properties.forEach"] = each or None
        if each and (problem := check_feel(each[1:])) is not None:
            problems["forEach"] = problem
    grows = typed.get("allowAddRemove", was.get("allowAddRemove", "")) == "true"
    if grows != (was.get("allowAddRemove") == "true"):
        changes["allowAddRemove"] = grows
    return changes


def _files(field: Field, typed: Typed, problems: dict[str, FieldProblem]) -> dict[str, Any]:
    """The members of a question for files to change."""
    changes: dict[str, Any] = {}
    was = file_kind(field)
    accept = typed.get("accept", was)
    if accept != was:
        changes["accept"] = accept or None
        if accept not in FILE_KINDS:
            problems["accept"] = FieldProblem("not_an_option", accept)
    several = typed.get("multiple", "true" if field.multiple else "") == "true"
    if several != field.multiple:
        changes["multiple"] = True if several else None
    return changes


def file_kind(field: Field) -> str:
    """Which files a question asks for: one of FILE_KINDS, or what is written where that is something else."""
    meant = {PICTURES | DOCUMENTS: ALL_FILES, PICTURES: ONLY_PICTURES, DOCUMENTS: ONLY_DOCUMENTS}
    asked = frozenset(read_accept(field.accept) or ())
    return meant.get(asked, field.accept)


def write_options(field: Field) -> str:
    """Choices as people edit them, one per line."""
    return "\n".join(label if label == value else f"{value} = {label}" for value, label in field.options)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _result(name: str, edits: list[FormEdited]) -> Result:
    done = tuple(edit.done for edit in edits if edit.done is not None)
    return ({name: edits[-1].data} if done else {}), done
