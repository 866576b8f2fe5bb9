"""Task rows: opening, closing and cancelling the rows of user tasks as a step of the token game says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, text, union_all, update
from sqlalchemy.orm import Session

from engine import definitions, events
from engine.locking import LockedCase, table_of
from engine.models import Case, Task, TaskGroup, new_id
from engine.urgency import team_of, urgency_of
from engine.workflow import OpenTask, Step

_tasks, _groups = table_of(Task), table_of(TaskGroup)
_KNOWN = ("id", "ref", "state", "process_id", "element_id", "multi_instance", "ballot_open", "suspends_term")
_of_case = select(*(_tasks.c[name] for name in _KNOWN)).where(_tasks.c.case_id == bindparam("case"))
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
    """What changed, and the place of a task that now suspends the statutory term, if there is one."""

    events: tuple[events.Event, ...]
    suspended_by: tuple[str, str] | None


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
    still = [row for ref, row in known.items() if row.state == "open" and ref in open_now and row.suspends_term]
    suspending = [(row.process_id, row.element_id) for row in still]
    suspending += [(row["process_id"], row["element_id"]) for row in opened if row["suspends_term"]]
    return Synced(tuple(found), suspending[0] if suspending else None)


def _groups_of(open_now: Mapping[str, OpenTask], row: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(open_now[row["ref"]].groups))


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
