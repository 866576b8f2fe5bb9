"""What tokens do in the diagrams of a case: what they passed, and what happened to them on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class ElementCompleted(Event):
    """A token has left a flow node. `via` is the sequence flow by which it came in."""

    process_id: str
    element_id: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class TimerFired(Event):
    process_id: str
    element_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """A message reached what waited for it. Of what it brought, only the names."""

    process_id: str
    element_id: str
    message: str
    fields_given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventThrown(Event):
    """An event sent out a signal, error or escalation. `event_kind` is the BPMN word, `name` its name or code."""

    process_id: str
    element_id: str
    event_kind: str
    name: str


@dataclass(frozen=True, slots=True)
class EventCaught(Event):
    """A signal, error, escalation or condition was caught."""

    process_id: str
    element_id: str
    event_kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ScopeInterrupted(Event):
    """An interrupting event ended everything that was going on in its scope."""

    process_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class DecisionMade(Event):
    """A decision was made. Which rows matched is stored here; the values of its inputs are apart, as answers are."""

    process_id: str
    element_id: str
    decision: str
    rows: tuple[int, ...]
    variable: str | None
    warnings: tuple[str, ...] = ()
    digest: str = ""
    """Salted, of the explanation that is stored apart."""


@dataclass(frozen=True, slots=True)
class StatusPublished(Event):
    """The submitter was shown a new status. The text that came with it is stored apart; `digest` is salted."""

    process_id: str
    element_id: str
    status: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class JobRequested(Event):
    """Something is to be done outside the case: a mail, another case. `job` is its idempotency key; `digest`, salted,
    is of what it must do."""

    process_id: str
    element_id: str
    job: str
    job_kind: str
    digest: str = ""
