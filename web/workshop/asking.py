"""Asking: a question of our own pages as the macros of `fields.html` show it, and how its answer is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from flask import request

import engine
from web.forms.shown import ShownOption

Options = Sequence[tuple[str, str]]
"""What can be chosen: what is sent, and its label."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with what was typed. It has what the macros of `fields.html` show of any field."""

    key: str
    label: str
    value: str = ""
    """Of a checklist the chosen items, separated by commas."""
    _: KW_ONLY
    kind: str = "textfield"
    hint: str = ""
    error: str = ""
    choices: Options = ()
    empty: str = ""
    """The label of choosing nothing."""
    required: bool = False
    needed: bool = False
    """Whether it is not marked as optional, though the form can be sent without it."""
    sometimes: bool = False
    """Whether it does not always have to be answered, and says so."""
    rare: bool = False
    """Whether it is folded away."""
    only: str = ""
    """The kind of step that it is about; it is hidden (by style alone) while another kind is chosen."""
    rows: int = 4

    autocomplete: ClassVar[str] = "off"
    input_type: ClassVar[str] = "text"
    inputmode: ClassVar[str | None] = None
    prefix: ClassVar[str] = ""
    suffix: ClassVar[str] = ""
    width: ClassVar[str] = ""
    text: ClassVar[str] = ""

    @property
    def id(self) -> str:
        return f"veld-{self.key}"

    @property
    def description(self) -> str:
        return self.hint

    @property
    def described_by(self) -> str | None:
        parts = (("uitleg", self.hint), ("fout", self.error))
        return " ".join(f"{self.id}-{part}" for part, there in parts if there) or None

    @property
    def ticked(self) -> bool:
        return self.value == "true"

    @property
    def options(self) -> tuple[ShownOption, ...]:
        chosen = set(self.value.split(",")) if self.kind == "checklist" else {self.value}
        return tuple(ShownOption(value, label, value in chosen) for value, label in self.choices)


def read_form(lists: Iterable[str] = ()) -> dict[str, str]:
    """What was posted; for each of `lists` everything that was chosen, separated by commas."""
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    return {**typed, **{name: ",".join(request.form.getlist(name)) for name in lists}}


def read_id(field: str) -> str:
    """An id in a form. Raises: NotFound: it has characters that no id has, and that no database can look for."""
    told = request.form.get(field, "")
    if not told.isprintable():
        raise engine.NotFound("id", field)
    return told


def errors_of(questions: Iterable[Question]) -> list[tuple[str, str]]:
    """(id of the control, sentence) for the error summary, in the order of the page."""
    return [(one.id, one.error) for one in questions if one.error]
