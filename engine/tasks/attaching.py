"""Attaching: the files that somebody gets ready for the answer to a task."""

from __future__ import annotations

from engine.documents import keeping
from engine.documents.receiving import receive
from engine.errors import NotFound
from engine.finding import locking
from engine.municipality import transaction
from engine.permissions import require
from engine.tasks.claiming import require_open
from engine.tasks.worklists import subject_of
from engine.versions import definitions
from engine.views import User


def keep_task_file(task_id: str, user: User, name: str, data: bytes) -> str:
    """Get a file ready for the answer to a task; its id, by which the answer names it.

    Raises: NotFound, NotAllowed, TaskClosed, FileRefused.
    """
    received = receive(name, data)
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        require(user, "read_task", subject_of(session, task))
        require_open(session, task.state, task.completed_by, task.completed_at)
        if not definitions.form_of(session, task.definition_id, task.form_id).asks_files:
            raise NotFound("question", task_id)
        holder = keeping.holder_of_task(task_id, user.id)
        return keeping.keep(session, received, holder, case_id=task.case_id, task_id=task_id).id


def drop_task_file(task_id: str, user: User, document_id: str) -> bool:
    """Take a file away that this user got ready; whether it was there. What an answer took along stays.

    Raises: NotFound, NotAllowed.
    """
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        require(user, "read_task", subject_of(session, task))
        return bool(keeping.drop(session, keeping.holder_of_task(task_id, user.id), [document_id]))
