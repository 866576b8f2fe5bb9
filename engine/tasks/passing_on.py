"""Passing on: what happens to the tasks that somebody had claimed, when they are absent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, history
from engine.finding import locking
from engine.models import Case, Task
from engine.municipality import now
from engine.permissions import may
from engine.subjects import TaskSubject
from engine.tasks.worklists import subject_of, view_tasks
from engine.views import LeaveOutcome, TaskView, User


@dataclass(frozen=True, slots=True)
class Gone:
    """Who is absent, and to whom their tasks go."""

    holder: User
    replacement: User | None
    why_nobody: str
    """Where there is no replacement, why that is: `nobody`, `gone`, `away` or `no_group`."""
    leave: str


def pass_on(session: Session, gone: Gone, by: User) -> tuple[LeaveOutcome, tuple[str, ...]]:
    """Move what somebody had claimed to the replacement, or back to its groups, within the caller's transaction.

    Returns what followed, and the ids of the tasks that the replacement has now.

    The replacement gets what they could have claimed themselves, by their own groups and with four eyes; being a
    replacement gives no rights. What the diagram assigned to this person, such as a ballot, stays (Awb 2:4). So do
    drafts: they belong to whoever typed them.
    """
    # In a fixed order of cases, so that two who do this at the same time do not deadlock.
    query = select(Task.id, Case.reference).join(Case, Case.id == Task.case_id)
    query = query.where(Task.assignee == gone.holder.id, Task.state == "open").order_by(Task.case_id, Task.id)
    passed_on: list[str] = []
    tasks: list[str] = []
    given_back: list[str] = []
    kept: list[str] = []
    for task_id, reference in session.execute(query).all():
        task, _ = locking.lock_task(session, task_id)
        # Checked again under the lock: it may meanwhile have been done, or have gone to a colleague.
        if task.state != "open" or task.assignee != gone.holder.id:
            continue
        subject = subject_of(session, task)
        if not may(gone.holder, "release", subject):
            kept.append(reference)
            continue
        to, why = _who_takes_over(gone, subject._replace(assignee=None))
        _give(session, task, to, why, gone, by)
        (given_back if to is None else passed_on).append(reference)
        if to is not None:
            tasks.append(task.id)
    return LeaveOutcome(True, tuple(passed_on), tuple(given_back), tuple(kept)), tuple(tasks)


def _who_takes_over(gone: Gone, free: TaskSubject) -> tuple[User | None, str]:
    """Who gets a task, treated as if nobody has it, and why."""
    if gone.replacement is None:
        return None, gone.why_nobody
    if may(gone.replacement, "claim", free):
        return gone.replacement, "replaced"
    return None, "four_eyes" if gone.replacement.id in free.barred else "not_theirs"


def _give(session: Session, task: Task, to: User | None, why: str, gone: Gone, by: User) -> None:
    task.assignee, task.claimed_at = (to.id, now()) if to is not None else (None, None)
    place = (task.process_id, task.element_id, task.id)
    event = events.TaskPassedOn(*place, gone.holder.id, task.assignee, gone.leave, why)
    definition = {task.process_id: task.definition_id}
    history.record(session, [event], case_id=task.case_id, by=by.id, at=now(), definitions=definition)


def list_kept(session: Session, person_id: str) -> tuple[TaskView, ...]:
    """The open tasks that are this person's alone, by the reference of their case."""
    query = select(Task).join(Case, Task.case_id == Case.id).where(Task.assignee == person_id)
    query = query.where(Task.state == "open", Task.assigned | Task.ballot).order_by(Case.reference, Task.id)
    return tuple(view_tasks(session, session.scalars(query).unique()))
