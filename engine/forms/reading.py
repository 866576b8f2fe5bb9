"""Reading: from the JSON of a form-js schema to a Form; what would not work as written is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Any

from engine.dialect import feel
from engine.errors import DiagramRefused

from .component import LIST, Component
from .form import ITEM, THIS, Form, FormField, FormPage
from .questions import read_field
from .repeating import MOST_INPUTS, inputs_of, read_list

MAX_BYTES = 500_000
MAX_COMPONENTS = 300
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")


def read_form(data: bytes | Mapping[str, Any], source: str) -> Form:
    """Read a form file; `source` names it in errors.

    Raises:
        DiagramRefused: not JSON, not a form, or a component that cannot be shown or checked as written.
    """
    root = _read_json(data, source) if isinstance(data, bytes) else data
    if not isinstance(root, Mapping) or root.get("type") != "default" or not isinstance(root.get("components"), list):
        raise DiagramRefused(
            'this is not a form: it must be an object with "type": "default" and a list "components"',
            source=source,
        )
    form_id, title = root.get("id"), root.get("title", "")
    if not isinstance(form_id, str) or not _ID.fullmatch(form_id):
        raise DiagramRefused("the form has no usable id; give it letters, digits, _ or -", source=source)
    if not isinstance(title, str) or len(title) > 200:
        raise DiagramRefused("the title of the form must be a text of at most 200 characters", source=source)
    form = Form(form_id, title.strip(), _name_texts(_read_pages(root["components"], source)))
    _check_whole(form, source)
    return form


def _read_json(data: bytes, source: str) -> Any:
    if len(data) > MAX_BYTES:
        raise DiagramRefused(f"a form file has at most {MAX_BYTES} bytes; this has {len(data)}", source=source)
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise DiagramRefused(f"this is not JSON: {error.msg}", source=source, line=error.lineno) from error
    except UnicodeDecodeError as error:
        raise DiagramRefused("this is not JSON: it is not encoded in UTF-8", source=source) from error
    except (ValueError, RecursionError) as error:
        raise DiagramRefused(f"this is not JSON that a form can have: {error}", source=source) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _read_pages(components: list[Any], source: str) -> Iterator[FormPage]:
    loose: list[FormField] = []
    number = 0
    for raw in components:
        component = Component.of(raw, source)
        if component.kind != "group":
            loose.extend(_read_one(component))
            continue
        if loose:
            number += 1
            yield FormPage(f"pagina_{number}", "", "", tuple(loose))
            loose = []
        number += 1
        yield _read_group(component, f"pagina_{number}")
    if loose:
        yield FormPage(f"pagina_{number + 1}", "", "", tuple(loose))


def _read_group(group: Component, key: str) -> FormPage:
    components = group.raw.get("components")
    if not isinstance(components, list):
        raise group.refused('a group needs a list "components"')
    label = group.text("label", 200)
    if not label:
        raise group.refused("a group needs a label: it is the heading of the page")
    fields: list[FormField] = []
    for raw in components:
        component = Component.of(raw, group.source)
        if component.kind == "group":
            raise component.refused("a group cannot stand in a group; put its fields in a group of their own")
        fields.extend(_read_one(component))
    if not fields:
        raise group.refused("the group is empty; give it a field, or remove it")
    return FormPage(key, label, group.text("description", 1000), tuple(fields), group.condition())


def _read_one(component: Component) -> Iterator[FormField]:
    if component.kind == LIST:
        yield read_list(component)
    else:
        yield from read_field(component)


def _name_texts(pages: Iterator[FormPage]) -> tuple[FormPage, ...]:
    """The pages with a key on every text that has no id, so that visible texts can be identified."""
    numbers = count(1)
    return tuple(
        replace(
            page,
            fields=tuple(field if field.key else replace(field, key=f"tekst_{next(numbers)}") for field in page.fields),
        )
        for page in pages
    )


def _check_whole(form: Form, source: str) -> None:
    every = [field for page in form.pages for field in page.fields]
    inside = [column for field in every if field.rows is not None for column in field.rows.columns]
    if len(every) + len(inside) > MAX_COMPONENTS:
        raise DiagramRefused(f"a form has at most {MAX_COMPONENTS} components; split it", source=source)
    seen: set[str] = set()
    for field in every:
        if field.key in seen:
            raise DiagramRefused(
                f"the key {field.key!r} is used twice; give one another key",
                source=source,
                element=field.key,
            )
        seen.add(field.key)
    for column in inside:
        # An expression in a row reads the answers of the row and those around it by their plain names.
        if column.is_answerable and column.key in {*seen, THIS, ITEM}:
            raise DiagramRefused(
                f"the key {column.key!r} in a list is that of another question; give one another key",
                source=source,
                element=column.key,
            )
    if sum(map(inputs_of, every)) > MOST_INPUTS:
        raise DiagramRefused(
            f"the lists of a form ask at most {MOST_INPUTS} questions in all their rows; ask less, or set a maxItems",
            source=source,
        )
    for field in every:
        if field.rows is not None and field.rows.for_each and feel.parse(field.rows.for_each).names & seen:
            raise DiagramRefused(
                f"forEach of the list {field.key!r} reads another question of the form; ask the list in a later task",
                source=source,
                element=field.key,
            )
    kinds = list(form.personal_fields.values())
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise DiagramRefused(f"two fields are marked as personal {kind!r}; only one can be", source=source)
