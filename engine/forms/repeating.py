"""Repeating: from a dynamiclist of a form-js schema to a list; what would not work as written is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from engine.dialect import feel

from .component import LIST, Component
from .filling import LONGEST_LABEL, expressions_in
from .form import FormField, Rows
from .questions import KEY, read_field, read_properties
from .rows import MAX_ROWS

USUAL_MOST = 50
"""Most rows of a list, unless its form says otherwise."""
MOST_INPUTS = 1_000
"""Rows times questions: each is an input of one page (web/security.py, MAX_FORM_PARTS)."""
_PROPERTIES = frozenset({"internal", "minItems", "maxItems", "forEach"})
_FORM_JS = frozenset({"parent", "i"})
"""What else form-js lets an expression in a row read."""


def read_list(component: Component) -> FormField:
    """A list of rows. Raises: DiagramRefused."""
    raw = component.raw
    key = raw.get("path")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise component.refused("a list needs a path: the name of its variable, of at most 60 letters, digits and _")
    if raw.get("isRepeating", True) is not True:
        raise component.refused("a list without isRepeating has one row; put the fields in the form itself")
    if raw.get("key"):
        raise component.refused("a list has a path and no key; leave the key out")
    if component.mapping("validate"):
        raise component.refused("a list has no rules under validate; use the properties minItems and maxItems")
    label = component.text("label", LONGEST_LABEL, places=True)
    if not label:
        raise component.refused("a list needs a label: it is the heading above its rows")
    _, internal = read_properties(component, _PROPERTIES)
    return FormField(
        key=key,
        kind="list",
        label=label,
        description=component.text("description", 1000),
        internal=internal,
        hide=component.condition(),
        rows=_read_rows(component),
    )


def _read_rows(component: Component) -> Rows:
    raw, properties = component.raw, component.mapping("properties")
    for_each = _read_for_each(component, properties.get("forEach"))
    grows = raw.get("allowAddRemove", True)
    if not isinstance(grows, bool):
        raise component.refused("allowAddRemove is true or false")
    grows = grows and for_each is None
    least = component.count("minItems", properties.get("minItems"), MAX_ROWS)
    most = component.count("maxItems", properties.get("maxItems"), MAX_ROWS)
    if not grows and (least is not None or most is not None):
        raise component.refused("minItems and maxItems are for a list to which rows can be added")
    first = component.count("defaultRepetitions", raw.get("defaultRepetitions", 1), MAX_ROWS) or 0
    columns = tuple(_read_columns(component))
    if not any(column.is_answerable for column in columns):
        raise component.refused("a list needs a question for each row")
    largest = min(USUAL_MOST, MOST_INPUTS // _width(columns)) if most is None else most
    if not grows:
        largest = first if for_each is None else MAX_ROWS
    if grows and not (max(least or 0, first) <= largest and largest):
        raise component.refused("minItems and defaultRepetitions are not more than maxItems, which is at least 1")
    if not grows and not largest:
        raise component.refused("a list without rows asks nothing; set defaultRepetitions to 1 or more")
    return Rows(columns, first, least or 0, largest, grows, for_each)


def inputs_of(field: FormField) -> int:
    """How many inputs a page can send for a list; 0 for anything else."""
    return field.rows.most * _width(field.rows.columns) if field.rows is not None else 0


def _width(columns: Sequence[FormField]) -> int:
    """How many inputs there are in a row."""
    return sum(len(one.options) if one.kind == "checklist" else int(one.is_answerable) for one in columns)


def _read_for_each(component: Component, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not value.startswith("="):
        raise component.refused("forEach must be FEEL that begins with =")
    try:
        feel.parse(value[1:])
    except feel.FeelError as error:
        raise component.refused(f"forEach: {error}") from error
    return value[1:]


def _read_columns(component: Component) -> Iterator[FormField]:
    components = component.raw.get("components")
    if not isinstance(components, list):
        raise component.refused('a list needs a list "components"')
    seen: set[str] = set()
    numbers = count(1)
    for raw in components:
        inner = Component.of(raw, component.source)
        if inner.kind == LIST:
            raise inner.refused("a list cannot stand in a list; ask it in a form of its own")
        if inner.kind == "group":
            raise inner.refused("a group cannot stand in a list; put its fields in the list itself")
        for field in read_field(inner):
            column = field if field.key else replace(field, key=f"tekst_{next(numbers)}")
            if column.personal is not None:
                raise inner.refused("a row of a list has no personal field: there is one record of the submitter")
            if column.kind == "files":
                raise inner.refused("files cannot be asked in a list; ask them once, beside the list")
            if column.internal:
                raise inner.refused("a field in a list cannot be internal by itself; set it on the list")
            if column.key in seen:
                raise inner.refused(f"the key {column.key!r} is used twice in a list; give one another key")
            _check_names(inner, column)
            seen.add(column.key)
            yield column


def _check_names(component: Component, column: FormField) -> None:
    told = [*expressions_in(f"{column.label}\n{column.text}"), *([column.hide] if column.hide else [])]
    for name in sorted(_FORM_JS & {name for text in told for name in feel.parse(text).names}):
        raise component.refused(f"{name!r} is not supported in a list; read the row as this, and its item as item")
