"""Work: tasks, drafts and ballots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from engine.dialect.nouns import Noun
from engine.errors import Conflict
from engine.forms import Answers, Files, Form

T = TypeVar("T")
MOST = 1_000
"""So many rows of a list can be paged through, and counts stop there: `MOST` + 1 means more than `MOST`."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `total` counts the rows that fit the filter, up to `MOST` + 1."""

    items: tuple[T, ...]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, MOST) // self.size))


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """The figures beside the links to the worklists, none higher than `MOST` + 1."""

    mine: int
    team: int
    overdue: int
    ballots: int


@dataclass(frozen=True, slots=True)
class Awaited:
    """How much waits for one person besides tasks: for their judgement, or to be posted."""

    changes: int
    """Changes of processes that were offered."""
    lists: int
    """Lists of what is to be destroyed that were offered."""
    letters: int
    """Letters to be posted."""


class TaskView(NamedTuple):
    """One task in a worklist. A tuple, since each page of a worklist makes 25: a dataclass costs five times as much."""

    id: str
    case_id: str
    reference: str
    case_title: str
    process_name: str
    area: str | None
    element_id: str
    name: str
    groups: tuple[str, ...]
    assignee: str | None
    assignee_name: str | None
    state: str
    """`open`, `completed` or `cancelled`."""
    created_at: datetime
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    claimed_at: datetime | None = None
    completed_at: datetime | None = None
    completed_by_name: str | None = None
    is_own: bool = False
    """Whether its reader completed it."""
    overdue: bool = False
    has_draft: bool = False
    ballot: bool = False
    instance: str | None = None
    """For an instance of a multi-instance task: whom or what it is for, in words."""
    kept_by: str | None = None
    """In a worklist: the task for which its reader must leave this one to a colleague."""


@dataclass(frozen=True, slots=True)
class Worklist(Page[TaskView]):
    """One page of a worklist, with the counts beside all worklists of its reader, looked up together."""

    counts: TaskCounts


class HandedOver(NamedTuple):
    """From whom somebody got a task."""

    by: str | None
    """None once who it was has been erased."""
    at: datetime
    is_away: bool
    """Whether it went to their replacement because they are away; else they handed it over themselves."""


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """A task as its page shows it: the form to fill in, and what this user may do."""

    task: TaskView
    form: Form
    answers: Answers
    """The initial values of the fields: the earlier vote, else variables of the case with the field's key."""
    known: Answers
    """The variables of the case that the conditions of the form read."""
    draft: Mapping[str, list[str]] | None
    """What was typed and not sent, valid or not; it takes precedence over `answers`."""
    draft_saved_at: datetime | None
    draft_mark: str
    """Tells this draft from one with other text; empty without one."""
    documentation: str
    noun: Noun
    """What the case of the task is called."""
    may_claim: bool
    may_release: bool
    may_delegate: bool
    may_complete: bool
    may_recuse: bool
    colleagues: tuple[tuple[str, str], ...] = ()
    """(id, name) of those whom this task may be delegated to."""
    kept_by: str | None = None
    """The name of the task that this user has or did, so that somebody else must do this one."""
    handed_over: HandedOver | None = None
    """From whom this user got the task, where a colleague had it first."""
    files: Files = field(default_factory=dict)
    """The files that the answer may name, by their id: those that this user uploaded and those of `answers`."""


@dataclass(frozen=True, slots=True)
class CompletedTask:
    """What was completed, whose turn it is then, and the next task of the same case that this user may do, if any."""

    case_id: str
    reference: str
    noun: Noun
    name: str
    turn_of: frozenset[str]
    """The groups that the case now waits for; none where it ended, or waits for a moment or a message."""
    next_task_id: str | None


@dataclass(frozen=True, slots=True)
class Field:
    """An answer or variable in words: label of the form field (or the name), and the value as given."""

    key: str
    label: str
    value: Any
    prefix: str = ""
    """What is shown before the value, such as €."""
    rows: tuple[tuple[Field, ...], ...] | None = None
    """Of a list: what was answered in each row; its value is None."""
    gone: frozenset[str] = frozenset()
    """Ids of files that answers name and that no longer exist."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in; a list without rows is an answer."""
        return self.rows is None and self.value in (None, "", [], ())


@dataclass(frozen=True, slots=True)
class DraftView:
    """What someone typed and did not send, or could not send any more."""

    task: TaskView
    fields: tuple[Field, ...]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """That what somebody typed is saved."""

    at: datetime
    too_late: Conflict | None
    """Why sending it would be refused by now, if so: a colleague has or did the task, or it was cancelled."""


@dataclass(frozen=True, slots=True)
class BallotView:
    """The state of a vote: who has voted (never what, until it closes)."""

    task_name: str
    reference: str
    case_id: str
    case_title: str
    noun: Noun
    closes_at: datetime | None
    closed: bool
    voted: int
    eligible: int
    recused: int
    my_task: TaskView | None
    my_vote: Answers | None
    tally: Mapping[str, int] | None
    """Counts per choice; only when closed, and not when the votes were erased."""
    waits_for: tuple[str, ...] = ()
    """The names of the members who have yet to vote, where these are asked for."""
