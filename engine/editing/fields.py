"""Fields: editing the questions of a form (form-js), each change in its own place in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.editing.done import Done
from engine.editing.json_source import JsonSource, Value
from engine.errors import EditRefused
from engine.tidying import free_name

LIST = "dynamiclist"
KINDS = (
    *("textfield", "textarea", "number", "datetime", "checkbox", "radio", "select", "checklist", "text"),
    *("group", LIST, "filepicker"),
)
"""What can be added to a form."""
HOLDING = frozenset({"group", LIST})
"""Components that contain questions."""
_NOT_IN_ROWS = HOLDING | {"filepicker"}
REPEATS = ("minItems", "maxItems", "forEach")
"""Our properties of a list (`engine.forms.repeating`)."""
CHOICES = frozenset({"radio", "select", "checklist"})
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Field:
    """A question, text or group as written, with the ids of the groups around it."""

    id: str
    kind: str
    key: str
    label: str
    description: str
    required: bool
    hide: str
    limits: Mapping[str, str]
    options: tuple[tuple[str, str], ...]
    """Value and label."""
    groups: tuple[str, ...]
    first: bool
    last: bool
    personal: str = ""
    """What it asks about the submitter (our property `personal`); empty for any other question."""
    in_list: bool = False
    """Whether it is asked in each row of a list."""
    repeats: Mapping[str, str] | None = None
    """For a list: those of REPEATS that it has, `defaultRepetitions`, and `allowAddRemove` as true or nothing."""
    accept: str = ""
    """For files: the accepted types, as written."""
    multiple: bool = False
    """For files: whether several are accepted."""
    decimals: str = ""
    """For a number: the most digits after the decimal comma, as written; empty where there is no such limit."""


@dataclass(frozen=True, slots=True)
class FormEdited:
    """A form after an edit. `done` is None where nothing had to change; then the bytes are the same."""

    source: JsonSource
    done: Done | None

    @property
    def data(self) -> bytes:
        return self.source.encode()


def read_fields(source: JsonSource) -> tuple[Field, ...]:
    """Every component, those of groups after the group. Raises: EditRefused: this is no form."""
    return tuple(field for _, _, field in _walk(source, _components(source.root), ()))


def form_title(source: JsonSource) -> str:
    node = source.root.get("title")
    return str(source.value(node)) if node is not None else ""


def set_title(source: JsonSource, title: str) -> FormEdited:
    before = form_title(source)
    result = source.splice(source.set_member(source.root, "title", title.strip()))
    return _edited(source, result, Done("form_title", "", title.strip(), "", before, title.strip()))


def set_field(source: JsonSource, field: str, changes: Mapping[str, Any]) -> FormEdited:
    """Set members of a field, such as `label`, `validate.required` or `values`; None removes one.

    An object that becomes empty, such as `validate`, is removed too.
    """
    _, _, before = _find(source, field)
    result = source
    for path, value in changes.items():
        result = _set_path(result, field, path, value)
    _, _, after = _find(result, field if "id" not in changes else str(changes["id"]))
    return _edited(source, result, Done("field", field, after.label or field, "", before.label, after.label))


def add_field(source: JsonSource, kind: str, key: str, label: str, after: str | None = None) -> FormEdited:
    """Add a question: after another in the same list, as the last of a group, or as the last of the form.

    Raises: EditRefused: forms do not have this kind, there is no label, or the key is no name or is taken.
    """
    told = read_fields(source)
    if kind not in KINDS:
        raise EditRefused("no_such_kind", detail=kind)
    if not label.strip():
        raise EditRefused("name_needed")
    if kind not in {"text", "group"}:
        if not _KEY.fullmatch(key):
            raise EditRefused("no_key", detail=key)
        if any(field.key == key for field in told):
            raise EditRefused("key_taken", detail=key)
    taken = {field.id for field in told}
    stem = key if kind not in {"text", "group"} else kind.title()
    new_id = free_name(f"Veld_{stem}", taken.__contains__, "_")
    component = _new_component(kind, new_id, key, label.strip())
    parent, at = _components(source.root), None
    if after:
        parent, at, field = _find(source, after)
        if field.in_list and kind in _NOT_IN_ROWS:
            parent, at, field = _find(source, field.groups[-1])  # None of these fits in a list: it comes after that.
        if field.kind in HOLDING and kind not in (_NOT_IN_ROWS if field.kind == LIST else {"group"}):
            inner = _value(source, after).get("components")
            if inner is not None:
                parent, at = inner, len(inner.items) - 1
    place = len(parent.items) if at is None else at + 1
    result = source.splice(source.insert_item(parent, place, component))
    return _edited(source, result, Done("field_added", new_id, label.strip(), kind))


def remove_field(source: JsonSource, field: str) -> FormEdited:
    parent, at, told = _find(source, field)
    result = source.splice(source.remove(parent, at))
    return _edited(source, result, Done("field_removed", field, told.label or field, told.kind))


def move_field(source: JsonSource, field: str, *, up: bool) -> FormEdited:
    """Move a question one place up or down in its list. At the end of the list nothing changes."""
    parent, at, told = _find(source, field)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(parent.items):
        return FormEdited(source, None)
    first, second = sorted((parent.items[at], parent.items[other]), key=lambda one: one.start)
    text = source.text
    swapped = (
        text[: first.start]
        + text[second.start : second.end]
        + text[first.end : second.start]
        + text[first.start : first.end]
        + text[second.end :]
    )
    return FormEdited(JsonSource(swapped), Done("field_moved", field, told.label or field, "up" if up else "down"))


def new_form(form_id: str, title: str, components: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """A form as a file; empty, or with these components."""
    told = {"type": "default", "id": form_id, "title": title, "schemaVersion": 16, "components": [*components]}
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def options_of(lines: Sequence[str]) -> list[dict[str, str]]:
    """Choices as typed, one per line: `value = label`, or a label that is its own value."""
    found = []
    for line in lines:
        value, equals, label = line.partition("=")
        if line.strip():
            found.append({"label": (label if equals else value).strip(), "value": value.strip()})
    return found


def _edited(before: JsonSource, after: JsonSource, done: Done) -> FormEdited:
    return FormEdited(after, done if after is not before else None)


def _components(node: Value) -> Value:
    found = node.get("components")
    if found is None or found.kind != "list":
        raise EditRefused("no_form")
    return found


def _walk(
    source: JsonSource, parent: Value, groups: tuple[str, ...], *, in_list: bool = False
) -> Iterator[tuple[Value, int, Field]]:
    for number, node in enumerate(parent.items):
        if node.kind != "object":
            raise EditRefused("no_form")
        field = _read(source, node, groups, number == 0, number == len(parent.items) - 1)
        yield parent, number, replace(field, in_list=in_list)
        inner = node.get("components")
        if inner is not None and inner.kind == "list":
            yield from _walk(source, inner, (*groups, field.id), in_list=field.kind == LIST)


def _find(source: JsonSource, field: str) -> tuple[Value, int, Field]:
    for parent, number, told in _walk(source, _components(source.root), ()):
        if told.id == field:
            return parent, number, told
    raise EditRefused("no_field", field)


def _value(source: JsonSource, field: str) -> Value:
    parent, number, _ = _find(source, field)
    return parent.items[number]


def _read(source: JsonSource, node: Value, groups: tuple[str, ...], first: bool, last: bool) -> Field:
    told = source.value(node)
    validate = told.get("validate")
    validate = validate if isinstance(validate, dict) else {}
    values = told.get("values")
    options = [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
    conditional = told.get("conditional")
    properties = told.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    is_list = told.get("type") == LIST
    return Field(
        id=str(told.get("id") or told.get("key") or f"deel {node.start}"),
        kind=str(told.get("type") or ""),
        key=str(told.get("path" if is_list else "key") or ""),
        label=str(told.get("label") or told.get("text") or told.get("dateLabel") or ""),
        description=str(told.get("description") or ""),
        required=validate.get("required") is True,
        hide=str(conditional.get("hide") or "") if isinstance(conditional, dict) else "",
        limits={name: str(validate[name]) for name in ("minLength", "maxLength", "min", "max") if name in validate},
        options=tuple((str(one.get("value", "")), str(one.get("label", ""))) for one in options),
        groups=groups,
        first=first,
        last=last,
        personal=str(properties.get("personal") or ""),
        repeats=_read_repeats(told, properties) if is_list else None,
        accept=str(told.get("accept") or ""),
        multiple=told.get("multiple") is True,
        decimals="" if told.get("decimalDigits") is None else str(told["decimalDigits"]),
    )


def _read_repeats(told: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, str]:
    first, grows = told.get("defaultRepetitions", 1), told.get("allowAddRemove", True) is True
    found = {name: str(properties[name]) for name in REPEATS if properties.get(name) not in (None, "")}
    return {**found, "defaultRepetitions": str(first), "allowAddRemove": "true" if grows else ""}


def _set_path(source: JsonSource, field: str, path: str, value: Any) -> JsonSource:
    node = _value(source, field)
    outer, dot, inner = path.partition(".")
    if not dot:
        return source.splice(source.set_member(node, outer, value))
    holder = node.get(outer)
    if holder is None or holder.kind != "object":
        return source if value is None else source.splice(source.set_member(node, outer, {inner: value}))
    if value is None and [member.key for member in holder.members] == [inner]:
        return source.splice(source.set_member(node, outer, None))
    return source.splice(source.set_member(holder, inner, value))


def _new_component(kind: str, key_of_id: str, key: str, label: str) -> dict[str, Any]:
    if kind == "text":
        return {"type": kind, "id": key_of_id, "text": label}
    if kind == "group":
        return {"type": kind, "id": key_of_id, "label": label, "components": []}
    if kind == LIST:
        grows = {"isRepeating": True, "allowAddRemove": True, "defaultRepetitions": 1}
        return {"type": kind, "id": key_of_id, "path": key, "label": label, **grows, "components": []}
    told: dict[str, Any] = {"type": kind, "id": key_of_id, "key": key}
    if kind == "datetime":
        return {**told, "subtype": "date", "dateLabel": label}
    told["label"] = label
    if kind == "filepicker":
        told["multiple"] = True
    if kind in CHOICES:
        told["values"] = [{"label": "Ja", "value": "ja"}, {"label": "Nee", "value": "nee"}]
    return told
