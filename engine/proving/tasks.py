"""Tasks: that each is open, done or cancelled as the history says; four eyes and worklists rely on these rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.models import HistoryEvent, Task
from engine.proving.faults import APART, Fault
from engine.running.urgency import team_of, urgency_of

DONE = frozenset({"task_completed", "vote_cast", "member_recused"})
HELD: Mapping[str, str] = {"task_opened": "assignee", "task_delegated": "to", "task_passed_on": "to"}
"""The fact of an event that says who has the task from then on; a claim gives it to its actor, a release to nobody."""
OF_TASKS = (*DONE, *HELD, "task_claimed", "task_released", "task_cancelled")
REWRITING = ("case_migrated", "case_migration_reversed", "deadline_moved")
"""After these, tasks of the case may have other groups, or another due date."""
_READ = (HistoryEvent.sequence, HistoryEvent.case_id, HistoryEvent.kind, HistoryEvent.person_id, HistoryEvent.at)
_COLUMNS = (
    *(Task.id, Task.case_id, Task.state, Task.completed_by, Task.completed_at, Task.recused),
    *(Task.assignee, Task.candidate_groups, Task.due_at),
    *(Task.assigned, Task.team, Task.urgency, Task.priority, Task.created_at),
)


@dataclass(frozen=True, slots=True)
class Tasks:
    """How many were examined, and what does not match."""

    tasks: int
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Told:
    """What the history has of one task."""

    case_id: str
    opened: int
    """The number of the event that created it."""
    groups: tuple[str, ...]
    due_at: datetime | None
    at: datetime | None = None
    assigned: bool = False
    """Whether the diagram assigned it to a person."""
    state: str = "open"
    assignee: str | None = None
    done: tuple[str, datetime] | None = None
    recused: bool = False


def examine(session: Session) -> Tasks:
    """Compare all tasks with the history, which was found intact."""
    told, rewritten = _read_told(session)
    count, faults = 0, []
    for row in session.execute(select(*_COLUMNS)).yield_per(1000):
        count += 1
        if reason := _judge(row, told.pop(row.id, None), rewritten.get(row.case_id, 0)):
            faults.append(Fault("task", row.id, row.case_id, reason))
    faults += [Fault("task", id, one.case_id, "missing") for id, one in told.items()]
    return Tasks(count, tuple(faults))


def _read_told(session: Session) -> tuple[dict[str, _Told], dict[str, int]]:
    """All tasks by id; and by case the last event after which its open tasks may differ from how they were created."""
    told: dict[str, _Told] = {}
    rewritten: dict[str, int] = {}
    query = select(*_READ, HistoryEvent.facts).where(HistoryEvent.kind.in_((*OF_TASKS, *REWRITING)))
    for event in session.execute(query.order_by(HistoryEvent.sequence)).yield_per(1000):
        if event.kind in REWRITING:
            rewritten[event.case_id] = event.sequence
        else:
            _go_on(told, event, event.facts)
    return told, rewritten


def _go_on(told: dict[str, _Told], event: Row[Any], facts: Mapping[str, Any]) -> None:
    id = str(facts["task"])
    if event.kind == "task_opened":
        due_at = datetime.fromisoformat(facts["due_at"]) if facts["due_at"] else None
        named = facts["assignee"] is not None
        told[id] = _Told(event.case_id, event.sequence, tuple(facts["groups"]), due_at, event.at, named)
    one = told.setdefault(id, _Told(event.case_id, 0, (), None))
    if event.kind in DONE:  # If a vote was changed, the last one counts.
        one.state, one.done, one.recused = "completed", (event.person_id, event.at), event.kind == "member_recused"
    elif event.kind == "task_cancelled":
        one.state = "cancelled"
    elif event.kind == "task_claimed":
        one.assignee = event.person_id
    else:
        one.assignee = facts[HELD[event.kind]] if event.kind in HELD else None


def _judge(row: Row[Any], told: _Told | None, rewritten: int) -> str:
    """What is wrong with a task; empty if nothing is."""
    if told is None or (told.done is None and (row.state == "completed" or row.completed_by is not None)):
        return "unknown"
    if told.done is not None:
        by, at = told.done
        is_so = row.completed_by == by and row.completed_at is not None and abs(row.completed_at - at) <= APART
        if not is_so or row.recused != told.recused:
            return "done"
    if row.state != told.state:
        return "open"
    if told.state != "open":
        return ""
    if row.assignee != told.assignee or not _stands_in_its_lists(row, told):
        return "open"
    is_as_it_came = set(row.candidate_groups) == set(told.groups) and row.due_at == told.due_at
    return "" if is_as_it_came or rewritten > told.opened else "open"


def _stands_in_its_lists(row: Row[Any], told: _Told) -> bool:
    """Whether an open task is in the worklists that must show it, at its place."""
    lists = team_of(row.candidate_groups, row.assignee if row.assigned else None)
    place = urgency_of(row.due_at, row.priority, row.created_at)
    is_of_then = told.at is None or (row.assigned == told.assigned and abs(row.created_at - told.at) <= APART)
    return is_of_then and (row.team, row.urgency) == (lists, place)
