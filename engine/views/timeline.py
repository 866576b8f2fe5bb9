"""Timeline: the history of a case for its readers, why decisions came out as they did, and its path in the diagrams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.dialect.elements import Diagram, Process


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """A rule of a decision table as it is written; `matched` if it held."""

    number: int
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    matched: bool


@dataclass(frozen=True, slots=True)
class ExplainedTable:
    """An evaluated decision table: the value of each of its input columns, its rules, and its result."""

    name: str
    hit_policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    given: tuple[Any, ...]
    rows: tuple[ExplainedRow, ...]
    value: Any
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event of the history, for reading: a code and its facts; the web makes the sentence."""

    sequence: int
    at: datetime
    kind: str
    who: str
    """The name of the person, `Smederij` for the system, or the pseudonym of someone who was erased."""
    element_id: str | None
    element_name: str | None
    process_name: str | None
    version: str | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    explained: tuple[ExplainedTable, ...] = ()
    """For a decision: its tables, the required ones first. Empty for a decision made before these were stored."""
    on_behalf: bool = False
    """Whether staff did this for the submitter."""


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """One page of the history of a case, oldest first."""

    items: tuple[TimelineItem, ...]
    number: int
    pages: int
    hidden: int
    """How many events were left out as details."""


@dataclass(frozen=True, slots=True)
class DrawnProcess:
    """A process of the case with what to mark on its diagram."""

    process_id: str
    name: str
    version: int
    diagram: Diagram
    process: Process
    walked: frozenset[str]
    current: frozenset[str]
    left: bool = False
    """Whether the case went on from this version to another."""
