"""Gone: the questions to a submitter that they cannot answer any more though they never did, and why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.finding.behalf import OF_SUBMITTER
from engine.models import Case, Task
from engine.municipality import now
from engine.views import GoneQuestion

TOLD = timedelta(days=30)
"""How long it is told. Who comes back later has read the status since."""


def find_gone(session: Session, case: Case, still_asked: Collection[Task]) -> tuple[GoneQuestion, ...]:
    """Those of the last `TOLD`, the newest first; of each question only the last time that it was asked.

    A question that is asked again is not gone. Neither is one that the submitter's own answer to another made needless.
    """
    query = select(Task).where(Task.case_id == case.id, OF_SUBMITTER).order_by(Task.created_at.desc(), Task.id.desc())
    asked = session.scalars(query).unique().all()
    own = {task.completed_at for task in asked if task.completed_by == case.submitter_id}
    seen = {(task.process_id, task.element_id) for task in still_asked}
    found = []
    for task in asked:
        place, gone = (task.process_id, task.element_id), _look(task, case)
        if place not in seen and gone is not None and gone.at > now() - TOLD and gone.at not in own:
            found.append(gone)
        seen.add(place)
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _look(task: Task, case: Case) -> GoneQuestion | None:
    if task.state == "open" and task.assignee not in (None, case.submitter_id):
        return GoneQuestion(task.name, "taken", task.claimed_at or task.created_at, task.due_at)
    if task.state == "completed" and task.completed_by != case.submitter_id and task.completed_at:
        return GoneQuestion(task.name, "answered", task.completed_at, task.due_at)
    if task.state == "cancelled" and task.completed_at:
        is_late = task.due_at is not None and task.due_at <= task.completed_at
        return GoneQuestion(task.name, "late" if is_late else "lapsed", task.completed_at, task.due_at)
    return None
