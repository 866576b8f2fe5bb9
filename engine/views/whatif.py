"""What if: what can be asked of a replay, how far it is, and its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.simulation import Assumption, Outcome


@dataclass(frozen=True, slots=True)
class GroupAtWork:
    """A group with its people, and how many pieces of work each of them had in hand at most."""

    group: str
    name: str
    people: int
    at_once: int


@dataclass(frozen=True, slots=True)
class UnknownTask:
    """A task without measured times, with the hours assumed for it unless somebody knows better."""

    node: str
    name: str
    process: str
    hours: float


@dataclass(frozen=True, slots=True)
class ChanceOfWay:
    """A way out of a choice, by process and flow, with its assumed probability unless somebody knows better."""

    key: str
    label: str
    percent: int


@dataclass(frozen=True, slots=True)
class ChoiceToReplay:
    """A choice with its ways. In an `inclusive` one each is taken or not; in another one is, so they add up to 100."""

    node: str
    name: str
    process: str
    inclusive: bool
    ways: tuple[ChanceOfWay, ...]


@dataclass(frozen=True, slots=True)
class MeasuredLead:
    """How long the cases of the period actually took, in seconds."""

    cases: int
    tenth: float
    median: float
    ninetieth: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a replay would be made of, before somebody asks for it."""

    process_id: str
    name: str
    version: int
    since: date
    until: date
    arrivals: int
    left_out: int
    """Arrivals of the period that are not replayed, the oldest, because there are so many."""
    lead: MeasuredLead | None
    groups: tuple[GroupAtWork, ...]
    unknown: tuple[UnknownTask, ...]
    choices: tuple[ChoiceToReplay, ...]
    """Those of the drawing as it would be."""
    changes: tuple[tuple[str, str], ...]
    """(id, title) of the changes to this process that are under way."""
    change_id: str | None
    may_ask: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the drawings that are replayed beside each other."""

    title: str
    """The title of a change; empty for the version in use."""
    version: int | None
    people: Mapping[str, int]
    assumptions: tuple[Assumption, ...]
    outcome: Outcome | None
    """None as long as no run is done."""


@dataclass(frozen=True, slots=True)
class SimulationView:
    """A replay. `state` is running, done, stopped or failed."""

    id: str
    process_id: str
    name: str
    change_id: str | None
    state: str
    runs: int
    done: int
    seed: int
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    since: date
    until: date
    arrivals: int
    lead: MeasuredLead | None
    groups: tuple[GroupAtWork, ...]
    sides: tuple[Side, ...]
    may_stop: bool
