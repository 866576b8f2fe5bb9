"""What happens in a case: events with a place in its diagrams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class CaseStarted(Event):
    process_id: str
    reference: str
    fields_given: tuple[str, ...]
    digest: str
    linked_case: str | None = None
    answered: bool = True
    """Whether a form was filled in, so that there is an answer that the digest is of. A message leaves none."""


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
class JobRequested(Event):
    """Something is to be done outside the case: a mail, another case. `job` is its idempotency key."""

    process_id: str
    element_id: str
    job: str
    job_kind: str


@dataclass(frozen=True, slots=True)
class LetterWritten(Event):
    """A letter lies ready to be posted. What it says and to whom is kept apart; `digest` is salted."""

    process_id: str
    element_id: str
    letter: str
    digest: str


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    """Somebody posted a letter."""

    process_id: str
    element_id: str
    letter: str


@dataclass(frozen=True, slots=True)
class RegisterEntryAdded(Event):
    """An entry was added to a register. Its columns are kept apart; `digest` is salted."""

    process_id: str
    element_id: str
    register: str
    number: str
    digest: str


@dataclass(frozen=True, slots=True)
class RegisterEntryEmptied(Event):
    """An operator took out of an entry of a register what it said, and told why. What it was proved by stands."""

    process_id: str
    element_id: str
    register: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseErased(Event):
    """An operator erased what people gave in a case, and told why. What it was proved by stands.

    `erased` names what went as the history has it: answers and explanations by their digest, letters by their id.
    `destruction_list` is the number of the list that it was on, empty where somebody asked for it.
    """

    erased: tuple[str, ...]
    reason: str
    destruction_list: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceFound(Event):
    """What was gone when the history began to tell of erasing, named as in `CaseErased` (migration 0016)."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkResent(Event):
    """Staff had the link of the case mailed to its submitter once more. `job` is the mail."""

    job: str


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
