"""Attaching: the files that somebody uploads for the answer to a task."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.documents import keeping
from engine.documents.receiving import receive
from engine.errors import NotAllowed, NotFound
from engine.finding import locking
from engine.forms import FormField
from engine.models import Task
from engine.municipality import reading, transaction
from engine.permissions import may, require
from engine.tasks.claiming import require_open
from engine.tasks.worklists import subject_of
from engine.versions import definitions
from engine.views import User


def keep_task_file(task_id: str, user: User, key: str, name: str, data: bytes) -> str:
    """Keep a file for the answer to one question of a task; returns its id, by which the answer names it.

    Raises: NotFound: no such question; NotAllowed: also where there is no such task; TaskClosed, FileRefused.
    """
    with reading() as session:
        question = _question(session, _task(session, task_id, user), key)
    received = receive(name, data, question.accept)
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        subject = subject_of(session, task)
        require(user, "read_task", subject)
        if not may(user, "change_vote", subject):
            require_open(session, task.state, task.completed_by, task.completed_at, user)
        holder = keeping.holder_of_task(task_id, user.id)
        return keeping.keep(session, received, holder, case_id=task.case_id, task_id=task_id).id


def _task(session: Session, task_id: str, user: User) -> Task:
    task = session.get(Task, task_id)
    if task is None:
        raise NotAllowed("read_task", "unknown task")
    require(user, "read_task", subject_of(session, task))
    return task


def _question(session: Session, task: Task, key: str) -> FormField:
    found = definitions.form_of(session, task.definition_id, task.form_id).files_question(key)
    if found is None:
        raise NotFound("question", key)
    return found


def drop_task_file(task_id: str, user: User, document_id: str) -> bool:
    """Remove a file that this user uploaded; returns whether it was there. Files of an answer that was given stay.

    Raises: NotFound, NotAllowed.
    """
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        require(user, "read_task", subject_of(session, task))
        return bool(keeping.drop(session, keeping.holder_of_task(task_id, user.id), [document_id]))
