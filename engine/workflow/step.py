"""Steps: what the token game gives back. Frozen facts, no objects of SpiffWorkflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from engine.deadlines import WorkingDays
from engine.events import Event


class OpenTask(NamedTuple):
    """A user task that waits for a person. `ref` names it within the case's state."""

    ref: str
    process_id: str
    element_id: str
    groups: tuple[str, ...]
    assignee: str | None
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    instance: str | None
    """For a multi-instance task: its element as text."""
    multi_instance: str | None
    """The `ref` of the multi-instance activity it belongs to."""
    scope: str
    """The key of the scope that the form is filled from."""


@dataclass(frozen=True, slots=True)
class PendingTimer:
    """A timer that the case waits for, and when it is due."""

    ref: str
    process_id: str
    element_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """The case waits for a message or a signal (`kind`). `key` is the value of the correlation key, or None."""

    ref: str
    process_id: str
    element_id: str
    message: str
    key: str | None
    kind: str = "message"


@dataclass(frozen=True, slots=True)
class JobRequest:
    """Something to do after commit. `number` counts the requests of the case, so it makes a stable key."""

    number: int
    kind: str
    process_id: str
    element_id: str
    headers: Mapping[str, str]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a decision gave its result: its tables in the order in which they were evaluated, required ones first.

    `told` is JSON: a list of objects with decision, name, inputs, matched, value and warnings; inputs and value in the
    form in which FEEL values are stored. `event` is the index of its `DecisionMade` among the events of the step.
    """

    event: int
    told: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """A status that is now shown to the submitter, with the text that goes with it."""

    process_id: str
    element_id: str
    status: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """The end event by which the case as a whole came to its end."""

    process_id: str
    element_id: str
    outcome: str | None
    legal_effect: str | None
    retention_class: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """The case after one advance: its new state, and everything that the rest of the engine keeps of it."""

    state: bytes
    events: tuple[Event, ...]
    open_tasks: tuple[OpenTask, ...]
    open_ballots: frozenset[str]
    """`ref` of the multi-instance activities that are still collecting."""
    timers: tuple[PendingTimer, ...]
    subscriptions: tuple[Subscription, ...]
    waits: bool
    """Whether the case waited for time, a message or a signal before this step, or does so after it."""
    positions: tuple[tuple[str, str], ...]
    """(process id, element id) of every place where a token waits, outermost first."""
    jobs: tuple[JobRequest, ...]
    signals: tuple[str, ...]
    """The names of the signals that were thrown; other cases may wait for them."""
    explanations: tuple[Explanation, ...]
    publications: tuple[Publication, ...]
    variables: Mapping[str, Any]
    """Those of the case's own process instance."""
    title: str | None
    area: str | None
    """What the case is about and where, from the variables that its process names, in whatever scope they are."""
    ending: Ending | None
    before: bytes = b""
    """The state that the step started from; empty if the case begins."""

    @property
    def ended(self) -> bool:
        return self.ending is not None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What expressions may read besides the variables of the case; the caller knows, the token game does not.

    `groups` maps a group id to its members, each `{"id": …, "rol": "medewerker" | "inwoner"}`.
    """

    now: datetime
    reference: str
    submitter_id: str | None
    groups: Mapping[str, tuple[Mapping[str, str], ...]]
    calendar: WorkingDays
    zone: ZoneInfo
