"""Form: what a form file says, as frozen facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from engine.dialect import feel

Answers = Mapping[str, Any]
"""Answers by key: text, bool, Decimal, date, list of text, or None; for a list its rows, each a mapping of such answers
by key; for files what `files.reference` says of each. Never a float."""

Raw = Mapping[str, str | list[str]]
"""What a browser sends: for each key one text, or a list of texts. For the names of rows in a list, see `rows`."""

KINDS = frozenset(
    {
        "textfield",
        "textarea",
        "number",
        "select",
        "radio",
        "checkbox",
        "checklist",
        "date",
        "text",
        "email",
        "phone",
        "list",
        "files",
    }
)
PERSONAL = frozenset({"name", "email", "phone", "address"})
"""The kinds of personal field. Their answers go to the person record, never into variables or history."""
THIS, ITEM = "this", "item"
"""What an expression in a row of a list calls the answers of that row (as in form-js), and the row's item."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that can be chosen: what is stored, and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list asks: the same questions in each row. (form-js: dynamiclist.)"""

    columns: tuple[FormField, ...]
    """The questions and texts of a row; none of them is a list."""
    first: int = 1
    """How many rows there are before anything is filled in."""
    least: int = 0
    most: int = 0
    grows: bool = True
    """Whether the person who fills it in can add and remove rows."""
    for_each: str | None = None
    """FEEL without its `=`: there is a row for each item of its value, which labels and texts know as `item`."""
    filled: tuple[tuple[FormField, ...], ...] = ()
    """The columns of each row with that row's texts, if `filling` made those."""

    def columns_of(self, number: int) -> tuple[FormField, ...]:
        """The questions of a row as people read them; the first row is 0."""
        return self.filled[number] if number < len(self.filled) else self.columns

    @property
    def questions(self) -> tuple[FormField, ...]:
        return tuple(column for column in self.columns if column.is_answerable)

    @property
    def conditions(self) -> tuple[str, ...]:
        return tuple(column.hide for column in self.columns if column.hide)


@dataclass(frozen=True, slots=True)
class FormField:
    """One question, or for kind `text` a piece of explanation without an answer.

    `hide` is FEEL without its `=`: the question is not asked while that is true.
    """

    key: str
    kind: str
    """One of KINDS."""
    label: str
    description: str = ""
    required: bool = False
    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    """RE2; must occur in the answer, as in form-js. Anchor it with ^ and $ to match all of it."""
    decimals: int | None = None
    options: tuple[Option, ...] = ()
    personal: str | None = None
    """One of PERSONAL."""
    not_past: bool = False
    """For a date: a day before today is refused (form-js: disallowPassedDates)."""
    internal: bool = False
    """Never shown to the submitter."""
    hide: str | None = None
    default: Any = None
    text: str = ""
    """For kind `text`: the text. Plain text with line breaks; never HTML or Markdown. This and `label` may contain
    `{{ expression }}`."""
    prefix: str = ""
    """Shown before the input, such as €."""
    suffix: str = ""
    rows: Rows | None = None
    """For a list (kind `list`), and for nothing else: what each of its rows asks."""
    accept: tuple[str, ...] = ()
    """For files: the accepted media types; empty for all of `files.ENDINGS`."""
    most: int = 0
    """For files: how many it takes."""

    @property
    def is_answerable(self) -> bool:
        return self.kind != "text"


@dataclass(frozen=True, slots=True)
class FormPage:
    """A group of questions that are asked together. A page without a label gets the title of the form."""

    key: str
    label: str
    description: str
    fields: tuple[FormField, ...]
    hide: str | None = None


@dataclass(frozen=True)
class Form:
    """A form: pages of fields, in the order in which they are asked."""

    id: str
    title: str
    pages: tuple[FormPage, ...]

    @cached_property
    def fields(self) -> tuple[FormField, ...]:
        """The fields that take an answer, in order."""
        return tuple(field for page in self.pages for field in page.fields if field.is_answerable)

    @cached_property
    def has_conditions(self) -> bool:
        """Whether something in it is asked only under a condition, which may read what the case knows."""
        hidden = any(page.hide or any(field.hide for field in page.fields) for page in self.pages)
        return hidden or any(rows.conditions for rows in self._rows)

    @cached_property
    def reads_case(self) -> bool:
        """Whether checking its answers may need what the case knows: conditions, and lists with a row for each item."""
        return self.has_conditions or any(rows.for_each for rows in self._rows)

    @cached_property
    def minds_today(self) -> bool:
        """Whether it asks for a day that may not be in the past."""
        inside = (column for rows in self._rows for column in rows.columns)
        return any(field.not_past for field in (*self.fields, *inside))

    @cached_property
    def case_names(self) -> frozenset[str]:
        """The names read by conditions and lists that are no questions of the form: they are read from the case."""
        hides = (hide for page in self.pages for hide in (page.hide, *(field.hide for field in page.fields)) if hide)
        read = {name for hide in hides for name in feel.parse(hide).names}
        for rows in self._rows:
            own = {THIS, ITEM, *(column.key for column in rows.questions)}
            read |= {name for hide in rows.conditions for name in feel.parse(hide).names - own}
            read |= feel.parse(rows.for_each).names if rows.for_each else frozenset()
        return frozenset(read) - {field.key for field in self.fields}

    @property
    def _rows(self) -> tuple[Rows, ...]:
        return tuple(field.rows for field in self.fields if field.rows is not None)

    @cached_property
    def asks_files(self) -> bool:
        return any(field.kind == "files" for field in self.fields)

    def files_question(self, key: str) -> FormField | None:
        """The question for files that has this key, if there is one."""
        return next((field for field in self.fields if field.key == key and field.kind == "files"), None)

    @cached_property
    def has_places(self) -> bool:
        """Whether one of its labels or texts depends on the case (`filling.fill_in`)."""
        told = (field for page in self.pages for field in page.fields)
        inside = (column for rows in self._rows for column in rows.columns)
        return any("{{" in field.label or "{{" in field.text for field in (*told, *inside))

    @cached_property
    def personal_fields(self) -> Mapping[str, str]:
        """For each field that asks for personal data: its key, and which datum (one of PERSONAL)."""
        return {field.key: field.personal for field in self.fields if field.personal is not None}
