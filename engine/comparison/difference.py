"""Difference: what two versions of a process do not have in common, as facts and as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dialect.elements import Diagram

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference: a Dutch sentence, with the old and the new value, as people read them."""

    sentence: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class ElementChange:
    """What happened to one element of the drawing."""

    mark: str
    """added, removed, changed, or moved: only drawn elsewhere."""
    element: str
    """Its id in the new version; for a removed one, in the old."""
    before: str
    """Its id in the old version; empty for what is new."""
    name: str
    kind: str
    """The BPMN tag."""
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a decision table in both versions."""

    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class RowChange:
    """A rule of a table. `mark` is empty for one that stayed; `was` and `now` are its numbers, None where absent."""

    mark: str
    was: int | None
    now: int | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: in both versions, with the heading that each gives it."""

    mark: str
    heading: Cell
    part: str
    """input, output or annotation."""
    label: str = ""
    """The name that people use for it, without its input expression."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """What happened to one decision."""

    mark: str
    file: str
    decision: str
    name: str
    edits: tuple[Edit, ...]
    columns: tuple[Column, ...] = ()
    rows: tuple[RowChange, ...] = ()
    """All rules, so that a change is seen among those that stayed; empty where the decision is not a table."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    mark: str
    key: str
    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class FormChange:
    mark: str
    file: str
    form: str
    title: str
    edits: tuple[Edit, ...]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text. `mark` is added, removed or empty."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """What happened to a file that is compared line by line. `kind` is mail, letter, scenario or other."""

    mark: str
    file: str
    kind: str
    name: str
    lines: tuple[Line, ...] = ()
    """With a few lines around each change; none where the file is too large for that."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that one of the versions has and that cannot be read. `side` is old or new; `reason` is Dutch."""

    side: str
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs. The drawings are there as far as they can be read."""

    process: tuple[Edit, ...] = ()
    """Of the process itself, and of its surroundings in the drawing."""
    elements: tuple[ElementChange, ...] = ()
    tables: tuple[TableChange, ...] = ()
    forms: tuple[FormChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    old: Diagram | None = None
    new: Diagram | None = None
    marks_old: Mapping[str, str] = field(default_factory=dict)
    """Element id → mark, for the drawing of the old version."""
    marks_new: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no difference was found."""
        return not (self.process or self.elements or self.tables or self.forms or self.texts)
