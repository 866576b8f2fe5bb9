"""What people do in a case: tasks, and votes and who takes no part in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.events.base import Event


@dataclass(frozen=True, slots=True)
class TaskOpened(Event):
    """A task came, for these groups, or for one person whom the diagram named."""

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
    """A task went back to its groups."""

    process_id: str
    element_id: str
    task: str
    was_assigned_to: str | None


@dataclass(frozen=True, slots=True)
class TaskDelegated(Event):
    """Whoever had a task, or could have it, handed it over to a colleague."""

    process_id: str
    element_id: str
    task: str
    to: str


@dataclass(frozen=True, slots=True)
class TaskPassedOn(Event):
    """Whoever had it is absent: it went `to` the replacement, or, for None, back to its groups.

    `why`: `replaced`, `nobody` (no replacement was named); or why the named replacement did not get it: `gone` (no
    account any more), `away` (also absent), `not_theirs` (not a task of their groups) or `four_eyes`.
    """

    process_id: str
    element_id: str
    task: str
    was_assigned_to: str
    to: str | None
    leave: str
    why: str


@dataclass(frozen=True, slots=True)
class TaskCompleted(Event):
    """`digest` is the salted digest of the answers: it proves them as long as they exist, and reveals nothing after."""

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
    """A ballot was answered. The vote is not here, not even as a list of fields."""

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
