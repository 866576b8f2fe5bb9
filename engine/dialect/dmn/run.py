"""The state of one evaluation of a decision: where it is, what it found, and what it warned about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..feel.errors import Position
from ..feel.limits import MAX_WARNINGS, STEPS_PER_WARNING, Run
from ..feel.record import Record
from ..feel.values import Value


class Place(Record):
    """Where in a model: an element, and in a table a row (from 1) and the label of a column."""

    element: str
    name: str
    row: int | None = None
    column: str | None = None


class DecisionWarning(Record):
    """Why a part of a decision became null. `position` lies in the text of the expression at `place`."""

    place: Place
    message: str
    kind: str
    position: Position

    def __str__(self) -> str:
        cell = f", row {self.place.row}" if self.place.row else ""
        cell += f", column {self.place.column!r}" if self.place.column else ""
        return f"{self.place.name}{cell}: {self.message}"


class Trace(Record):
    """What a decision table did: the rows that matched, from 1, and the value of each input."""

    matched: tuple[int, ...]
    inputs: tuple[Value, ...]


START = Position(0, 1, 1)
_NOWHERE = Place("", "the model")


class DecisionRun(Run):
    """One evaluation. `memo` holds the value of every element that is known, by namespace and id."""

    __slots__ = ("memo", "notes", "order", "place", "scope", "traces")

    def __init__(self, scope: Mapping[str, Value], now: datetime | None, types: Mapping[str, Any]) -> None:
        super().__init__(now, types)
        self.scope = scope
        self.memo: dict[tuple[str, str], Value] = {}
        self.notes: list[DecisionWarning] = []
        self.place = _NOWHERE
        self.traces: dict[tuple[str, str], Trace] = {}
        self.order: list[tuple[str, str]] = []

    def warn(self, position: Position, message: str, kind: str) -> None:
        self.spend(STEPS_PER_WARNING)
        if len(self.notes) < MAX_WARNINGS:
            self.notes.append(DecisionWarning(self.place, message, kind, position))
