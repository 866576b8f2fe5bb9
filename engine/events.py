"""Events: what happened, as frozen facts in the past tense. The history is made of these and of nothing else.

No event holds personal data or the text of an answer: who is a pseudonym, and of answers only the names of the fields
and a salted digest are kept, so that a person can be erased while the history still verifies (AVG art. 17).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """The root of all events. `element_id` and `process_id` say where in a diagram it happened, where that applies."""

    @property
    def kind(self) -> str:
        return snake_case(type(self).__name__)

    def facts(self) -> dict[str, Any]:
        """The event's own fields as JSON values, without the place."""
        return {name: to_plain(getattr(self, name)) for name in _own_fields(type(self))}  # type: ignore[arg-type]


@cache
def _own_fields(kind: type[Event]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in {"element_id", "process_id"})


@cache
def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def to_plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset | set):
        items = [to_plain(item) for item in value]
        return sorted(items) if isinstance(value, frozenset | set) else items
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    return value


@dataclass(frozen=True, slots=True)
class CaseStarted(Event):
    process_id: str
    reference: str
    fields_given: tuple[str, ...]
    digest: str
    linked_case: str | None = None


@dataclass(frozen=True, slots=True)
class ElementCompleted(Event):
    """A token has left a flow node. `via` is the sequence flow by which it came in."""

    process_id: str
    element_id: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class TaskOpened(Event):
    process_id: str
    element_id: str
    task: str
    groups: tuple[str, ...]
    assignee: str | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaskClaimed(Event):
    process_id: str
    element_id: str
    task: str


@dataclass(frozen=True, slots=True)
class TaskReleased(Event):
    process_id: str
    element_id: str
    task: str
    was_assigned_to: str | None


@dataclass(frozen=True, slots=True)
class TaskDelegated(Event):
    process_id: str
    element_id: str
    task: str
    to: str


@dataclass(frozen=True, slots=True)
class TaskCompleted(Event):
    """`digest` is the salted digest of the answers: it proves them as long as they are kept, and says nothing after."""

    process_id: str
    element_id: str
    task: str
    fields_given: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class TaskCancelled(Event):
    process_id: str
    element_id: str
    task: str


@dataclass(frozen=True, slots=True)
class VoteCast(Event):
    """A ballot was answered. What was voted is not here, not even as a list of fields."""

    process_id: str
    element_id: str
    task: str
    digest: str
    changed: bool


@dataclass(frozen=True, slots=True)
class MemberRecused(Event):
    """A member declared an interest and takes no part (Awb 2:4)."""

    process_id: str
    element_id: str
    task: str
    digest: str


@dataclass(frozen=True, slots=True)
class TimerFired(Event):
    process_id: str
    element_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
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
    """A decision was made. Which rows matched is kept here; the values of its inputs are kept apart, as answers are."""

    process_id: str
    element_id: str
    decision: str
    rows: tuple[int, ...]
    variable: str | None
    warnings: tuple[str, ...] = ()
    digest: str = ""
    """Salted, of the explanation that is kept apart."""


@dataclass(frozen=True, slots=True)
class StatusPublished(Event):
    """The submitter was shown a new status. The text that came with it is kept apart."""

    process_id: str
    element_id: str
    status: str


@dataclass(frozen=True, slots=True)
class TermSuspended(Event):
    """The statutory term stands still (Awb 4:15)."""

    process_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class TermResumed(Event):
    process_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class TermExtended(Event):
    """The statutory term ends later, on `due` (Awb 4:14 lid 3). The reason is kept apart, as an answer."""

    duration: str
    due: str
    fields_given: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class TermMoved(Event):
    """The statutory term ends on another day, because the calendar changed."""

    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class DeadlineMoved(Event):
    """A task or timer is due at another moment, because the calendar changed."""

    process_id: str
    element_id: str
    was: datetime
    becomes: datetime


@dataclass(frozen=True, slots=True)
class CalendarDayAdded(Event):
    """A day counts as a public holiday (`off`, Atw 3 lid 3), or one is worked on (`worked`)."""

    day: str
    day_kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class CalendarDayRemoved(Event):
    day: str
    day_kind: str


@dataclass(frozen=True, slots=True)
class JobRequested(Event):
    """Something is to be done outside the case: a mail, another case. `job` is its idempotency key."""

    process_id: str
    element_id: str
    job: str
    job_kind: str


@dataclass(frozen=True, slots=True)
class CaseWithdrawn(Event):
    """The submitter, or staff for them, took the case back. The reason is kept apart, as an answer."""

    fields_given: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class CaseEnded(Event):
    process_id: str
    element_id: str
    outcome: str | None
    legal_effect: str | None
    retention_class: str | None


@dataclass(frozen=True, slots=True)
class IncidentResolved(Event):
    """An operator let a case try again, after putting the variables in `names` right, and said why."""

    names: tuple[str, ...]
    digest: str
    """Of what was put in, which is kept apart; empty when nothing was."""
    reason: str


@dataclass(frozen=True, slots=True)
class IncidentRaised(Event):
    process_id: str
    element_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseMigrated(Event):
    """A running case went to another version of its process. `mapping` says which steps took the place of which."""

    process_id: str
    from_version: int
    to_version: int
    mapping: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CaseMigrationReversed(Event):
    """A case went back to the version from which it had come; nothing had happened in it since."""

    process_id: str
    from_version: int
    to_version: int


@dataclass(frozen=True, slots=True)
class TokenMoved(Event):
    """An operator let a case go on from `went_to` instead of from where it waited, and said why."""

    process_id: str
    element_id: str
    went_to: str
    reason: str


@dataclass(frozen=True, slots=True)
class DefinitionDeployed(Event):
    process_id: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class ChangeBegun(Event):
    """Somebody began to change a process, from a version of it or from nothing."""

    change_id: str
    process_id: str
    from_version: int | None


@dataclass(frozen=True, slots=True)
class ChangeOffered(Event):
    """A change was offered to be put in use. `contents` are the hashes of what was offered, by process."""

    change_id: str
    contents: dict[str, str]
    reason: str
    takes_effect_at: datetime | None
    migrate: bool


@dataclass(frozen=True, slots=True)
class ChangeApproved(Event):
    change_id: str
    contents: dict[str, str]
    remark: str


@dataclass(frozen=True, slots=True)
class ChangeSentBack(Event):
    """A colleague sent an offered change back, or who offered it took it back."""

    change_id: str
    remark: str


@dataclass(frozen=True, slots=True)
class ChangeHeldBack(Event):
    """An approved change could not be put in use when its moment came, and is a draft again."""

    change_id: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangePutInUse(Event):
    change_id: str
    versions: dict[str, int]


@dataclass(frozen=True, slots=True)
class ChangeReplaced(Event):
    """Versions of a change are no longer in use, because of those of another."""

    change_id: str
    by_change: str | None


@dataclass(frozen=True, slots=True)
class ChangeDiscarded(Event):
    change_id: str
