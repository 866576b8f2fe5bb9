"""Subjects: what the rules of permissions need to know about the thing that somebody wants to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class TaskSubject(NamedTuple):
    """What the rules need to know of a task."""

    id: str
    case_id: str
    groups: frozenset[str] = frozenset()
    """Groups whose members may do it."""
    assignee: str | None = None
    """Who has it; for a completed task, who did it."""
    assigned: bool = False
    """Whether the diagram named the assignee: then it is theirs alone."""
    state: str = "open"
    """`open`, `completed` or `cancelled`."""
    ballot: bool = False
    ballot_open: bool = False
    """Whether the vote of this ballot has not closed."""
    recused: bool = False
    completed_by: str | None = None
    submitter_id: str | None = None
    apart: bool = False
    """Whether there is a task that must be done by somebody other than whoever does this one."""
    barred: frozenset[str] = frozenset()
    """The people who have or did such a task, and so must leave this one to somebody else."""


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """What the rules need to know of a case."""

    id: str
    submitter_id: str | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class StartSubject:
    """What the rules need to know of a process that people start: which groups may, or `iedereen`."""

    startable_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountSubject:
    """What the rules need to know of an account: whose it is."""

    id: str


@dataclass(frozen=True, slots=True)
class ChangeSubject:
    """What the rules need to know of a change to processes: its state, and who worked on it."""

    state: str
    editors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DestructionSubject:
    """What the rules need to know of a list of what may be destroyed: its state, and who worked on it."""

    state: str
    hands: frozenset[str] = frozenset()


Subject = TaskSubject | CaseSubject | StartSubject | AccountSubject | ChangeSubject | DestructionSubject | None
