"""Task rows: opening, closing and cancelling the rows of user tasks as a step of the token game says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from engine import events
from engine.database import connection_of
from engine.dialect import naming
from engine.dialect.elements import Element
from engine.finding.locking import AliveTask, LockedCase, read_alive
from engine.models import Case, Task, new_id, table_of
from engine.prepared import Prepared, Writes
from engine.running.urgency import team_of, urgency_of
from engine.subjects import TaskSubject
from engine.versions import definitions
from engine.workflow import OpenTask, Step

LONGEST_NAME = 300
"""The length of the column. PostgreSQL refuses what is longer."""
_tasks = table_of(Task)
_COLUMNS = (
    *("id", "case_id", "ref", "process_id", "definition_id", "element_id", "name", "form_id", "scope", "instance"),
    *("multi_instance", "ballot", "ballot_open", "recused", "suspends_term", "state", "assigned", "assignee"),
    *("candidate_groups", "team", "urgency", "due_at", "follow_up_at", "priority", "created_at"),
)
_OPEN = Prepared(insert(_tasks), *_COLUMNS)
_this = _tasks.c.id == bindparam("task")
_CANCEL = Prepared(update(_tasks).where(_this).values(state="cancelled", completed_at=bindparam("moment")))
_CLOSE_BALLOT = Prepared(update(_tasks).where(_this).values(ballot_open=False))


@dataclass(frozen=True, slots=True)
class Synced:
    """What changed, and what is open now."""

    events: tuple[events.Event, ...]
    open: tuple[AliveTask, ...]
    """The oldest first."""
    suspended_by: tuple[str, str] | None
    """The place of a task that now suspends the statutory term, if there is one."""
    stays_suspended: bool
    """Whether one of those was open before this step."""
    closed: tuple[AliveTask, ...]
    """What was open before this step and is no longer, unless somebody completed it."""
    completed: AliveTask | None


def sync(
    session: Session,
    writes: Writes,
    case: Case | LockedCase,
    step: Step,
    moment: datetime,
    completed: str | None = None,
) -> Synced:
    """Make the rows match the step. The caller writes the task that is `completed`."""
    known = {row.ref: row for row in _alive_in(session, case)}
    open_now = {task.ref: task for task in step.open_tasks}
    was_open = {ref: row for ref, row in known.items() if row.state == "open" and row.id != completed}
    gone = [row for ref, row in was_open.items() if ref not in open_now]
    closed = [row for row in known.values() if row.ballot_open and row.multi_instance not in step.open_ballots]
    writes.add(_CANCEL, *({"task": row.id, "moment": moment} for row in gone))
    writes.add(_CLOSE_BALLOT, *({"task": row.id} for row in closed))
    found: list[events.Event] = [events.TaskCancelled(row.process_id, row.element_id, row.id) for row in gone]
    opened = [row_of(session, case, task, moment) for ref, task in open_now.items() if ref not in known]
    writes.add(_OPEN, *opened)
    for row in opened:
        task = open_now[row["ref"]]
        place = (task.process_id, task.element_id)
        found.append(events.TaskOpened(*place, row["id"], task.groups, task.assignee, task.due_at))
    still = [row for ref, row in was_open.items() if ref in open_now]
    still.sort(key=lambda row: (row.created_at, row.id))
    new = [AliveTask._make(map(row.__getitem__, AliveTask._fields)) for row in opened]
    new.sort(key=lambda row: row.id)
    suspending = [(row.process_id, row.element_id) for row in (*still, *new) if row.suspends_term]
    done = next((row for row in known.values() if row.id == completed), None)
    stays = any(row.suspends_term for row in still)
    return Synced(tuple(found), (*still, *new), suspending[0] if suspending else None, stays, tuple(gone), done)


def _alive_in(session: Session, case: Case | LockedCase) -> tuple[AliveTask, ...]:
    return case.alive if isinstance(case, LockedCase) else read_alive(connection_of(session), case.id)


def subject_of(session: Session, case: LockedCase, row: AliveTask) -> TaskSubject:
    """What the rules need to know of an open task."""
    pairs = definitions.files_of(session, case.bindings[row.process_id]).pairs
    return TaskSubject(
        id=row.id,
        case_id=case.id,
        groups=frozenset(row.candidate_groups),
        assignee=row.assignee,
        assigned=row.assigned,
        ballot=row.ballot,
        ballot_open=row.ballot_open,
        submitter_id=case.submitter_id,
        apart=row.element_id in pairs,
    )


def place(task: Task) -> None:
    """Update the place of a task in the worklists from its row, after its date, priority or groups were changed."""
    task.team = team_of(task.candidate_groups, task.assignee if task.assigned else None)
    task.urgency = urgency_of(task.due_at, task.priority, task.created_at)


def name_of(element: Element) -> str:
    """The name of a task in its row. A task without one is described by its place; what is too long is cut off."""
    return naming.call(element)[:LONGEST_NAME]


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
        "name": name_of(element),
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
        "candidate_groups": list(dict.fromkeys(opened.groups)),
        "team": team_of(opened.groups, opened.assignee),
        "urgency": urgency_of(opened.due_at, opened.priority, moment),
        "due_at": opened.due_at,
        "follow_up_at": opened.follow_up_at,
        "priority": opened.priority,
        "created_at": moment,
    }
