"""Why a decision model cannot be used, and what is wrong in one that can be read."""

from __future__ import annotations

from dataclasses import dataclass


class DmnError(Exception):
    """A decision model that cannot be used: the file, the element and the reason."""

    def __init__(self, source: str, element: str | None, name: str | None, reason: str) -> None:
        where = f"{source}: " + (f"{name or 'element'} ({element}): " if element or name else "")
        super().__init__(where + reason)
        self.source = source
        self.element = element
        self.name = name
        self.reason = reason


class NotDmn(DmnError):
    """The file is not XML, or not DMN of a version between 1.2 and 1.5."""


class InvalidModel(DmnError):
    """The model contradicts itself: an id twice, a decision that requires itself, an unknown hit policy."""


class UnknownDecision(DmnError):
    """The model has no decision of that id or name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong in a model before it runs.

    `row` (from 1) and `column` (the label of an input or output) are set for the cell of a table.
    """

    source: str
    element: str
    name: str
    reason: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        cell = f", row {self.row}" if self.row else ""
        cell += f", column {self.column!r}" if self.column else ""
        return f"{self.source}: {self.name} ({self.element}){cell}: {self.reason}"
