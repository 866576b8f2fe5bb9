"""Task rows: opening, closing and cancelling the rows of user tasks as a step of the token game says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, text, union_all, update
from sqlalchemy.orm import Session

from engine import definitions, events
from engine.locking import GROUPS_OF_TASK, LockedCase, split_groups, table_of
from engine.models import Case, Task, TaskGroup, new_id
from engine.permissions import TaskSubject
from engine.urgency import team_of, urgency_of
from engine.workflow import OpenTask, Step

_tasks, _groups = table_of(Task), table_of(TaskGroup)
_KNOWN = (
    *("id", "ref", "state", "process_id", "element_id", "multi_instance", "suspends_term"),
    *("assignee", "assigned", "ballot", "ballot_open", "created_at"),
)
_of_case = select(*(_tasks.c[name] for name in _KNOWN), GROUPS_OF_TASK.label("groups")).where(
    _tasks.c.case_id == bindparam("case")
)
_ALIVE = union_all(
    _of_case.where(_tasks.c.state == "open"),
    # As text: only so does SQLite see that its index holds just these.
    _of_case.where(text("tasks.ballot_open"), _tasks.c.state != "open"),
)
"""The open tasks of a case, and the votes in it that can still be changed."""
_CANCEL = (
    update(_tasks).where(_tasks.c.id == bindparam("task")).values(state="cancelled", completed_at=bindparam("moment"))
)
_CLOSE_BALLOT = update(_tasks).where(_tasks.c.id == bindparam("task")).values(ballot_open=False)


@dataclass(frozen=True, slots=True)
class Synced:
    """What changed, and what is open now."""

    events: tuple[events.Event, ...]
    open: tuple[TaskSubject, ...]
    """The oldest first."""
    suspended_by: tuple[str, str] | None
    """The place of a task that now suspends the statutory term, if there is one."""


def sync(session: Session, case: Case | LockedCase, step: Step, moment: datetime) -> Synced:
    """Make the rows say what the step says. What the caller completed must already say so."""
    connection = session.connection()
    known = {row.ref: row for row in connection.execute(_ALIVE, {"case": case.id})}
    open_now = {task.ref: task for task in step.open_tasks}
    gone = [row for ref, row in known.items() if row.state == "open" and ref not in open_now]
    closed = [row for row in known.values() if row.ballot_open and row.multi_instance not in step.open_ballots]
    if gone:
        connection.execute(_CANCEL, [{"task": row.id, "moment": moment} for row in gone])
    if closed:
        connection.execute(_CLOSE_BALLOT, [{"task": row.id} for row in closed])
    found: list[events.Event] = [events.TaskCancelled(row.process_id, row.element_id, row.id) for row in gone]
    opened = [row_of(session, case, task, moment) for ref, task in open_now.items() if ref not in known]
    if opened:
        connection.execute(insert(_tasks), opened)
    grouped = [{"task_id": row["id"], "group_id": group} for row in opened for group in _groups_of(open_now, row)]
    if grouped:
        connection.execute(insert(_groups), grouped)
    for row in opened:
        task = open_now[row["ref"]]
        place = (task.process_id, task.element_id)
        found.append(events.TaskOpened(*place, row["id"], task.groups, task.assignee, task.due_at))
    still = [row for ref, row in known.items() if row.state == "open" and ref in open_now]
    still.sort(key=lambda row: (row.created_at, row.id))
    subjects = [_subject(case, dict(row._mapping), split_groups(row.groups)) for row in still]
    subjects += [
        _subject(case, row, frozenset(open_now[row["ref"]].groups)) for row in sorted(opened, key=lambda row: row["id"])
    ]
    suspending = [(row.process_id, row.element_id) for row in still if row.suspends_term]
    suspending += [(row["process_id"], row["element_id"]) for row in opened if row["suspends_term"]]
    return Synced(tuple(found), tuple(subjects), suspending[0] if suspending else None)


def _subject(case: Case | LockedCase, row: Mapping[str, Any], groups: frozenset[str]) -> TaskSubject:
    return TaskSubject(
        id=row["id"],
        case_id=case.id,
        groups=groups,
        assignee=row["assignee"],
        assigned=row["assigned"],
        ballot=row["ballot"],
        ballot_open=row["ballot_open"],
        submitter_id=case.submitter_id,
    )


def _groups_of(open_now: Mapping[str, OpenTask], row: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(open_now[row["ref"]].groups))


def place(task: Task, groups: Iterable[str]) -> None:
    """Let a task stand in the worklists where its row says, after its date, priority or groups were changed."""
    task.team = team_of(groups, task.assignee if task.assigned else None)
    task.urgency = urgency_of(task.due_at, task.priority, task.created_at)


def row_of(session: Session, case: Case | LockedCase, opened: OpenTask, moment: datetime) -> dict[str, Any]:
    """The row of a task that has just been opened, column by column."""
    definition_id = case.bindings[opened.process_id]
    element = definitions.files_of(session, definition_id).process.elements[opened.element_id]
    ballot = element.properties.get("ballot") == "true"
    return {
        "id": new_id(),
        "case_id": case.id,
        "ref": opened.ref,
        "process_id": opened.process_id,
        "definition_id": definition_id,
        "element_id": opened.element_id,
        "name": element.name or opened.element_id,
        "form_id": element.form_id or "",
        "scope": opened.scope,
        "instance": opened.instance,
        "multi_instance": opened.multi_instance,
        "ballot": ballot,
        "ballot_open": ballot,
        "recused": False,
        "suspends_term": element.properties.get("suspendsTerm") == "true",
        "state": "open",
        "assigned": opened.assignee is not None,
        "assignee": opened.assignee,
        "team": team_of(opened.groups, opened.assignee),
        "urgency": urgency_of(opened.due_at, opened.priority, moment),
        "due_at": opened.due_at,
        "follow_up_at": opened.follow_up_at,
        "priority": opened.priority,
        "created_at": moment,
    }
