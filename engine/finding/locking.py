"""Locking: reading a case, and a task of it, with the case's row locked until the transaction ends.

The lock is that of a row whose id stays (`FOR NO KEY UPDATE`). So whoever writes a row that refers to the case, such as
a job that is to bring it a signal, does not wait for those who work on it. With the strictest lock, two cases that give
each other a signal at the same moment would wait for each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, select, text, union_all
from sqlalchemy.orm import Session

from engine.errors import CaseEnded, NotFound
from engine.models import Case, CaseState, Draft, HistoryEvent, Task, table_of
from engine.prepared import Prepared, at_once
from engine.subjects import TaskSubject

ENDED = frozenset({"completed", "withdrawn"})


class LockedCase(NamedTuple):
    """What an act needs to know of the case that it continues. Much lighter than an ORM object."""

    id: str
    reference: str
    process_id: str
    bindings: Mapping[str, str]
    state: str
    submitter_id: str | None
    suspensions: list[Any]
    status: str
    status_text: str | None
    title: str
    area: str | None
    revision: int
    salt: str
    newest_digest: str | None
    """The digest of the newest event in its history."""
    alive: tuple[AliveTask, ...]


class AliveTask(NamedTuple):
    """A task of a case that is open, or a vote in it that can still be changed."""

    id: str
    ref: str
    state: str
    process_id: str
    element_id: str
    multi_instance: str | None
    suspends_term: bool
    assignee: str | None
    assigned: bool
    ballot: bool
    ballot_open: bool
    created_at: datetime
    candidate_groups: list[str]


class LockedTask(NamedTuple):
    """A task that somebody wants to complete, as it is under the lock."""

    subject: TaskSubject
    id: str
    case_id: str
    ref: str
    process_id: str
    definition_id: str
    element_id: str
    form_id: str
    scope: str
    ballot: bool
    assigned: bool
    claimed_at: datetime | None
    completed_at: datetime | None
    has_drafts: bool
    """Whether anybody has typed something for it and not sent it."""


_cases, _states, _tasks = table_of(Case), table_of(CaseState), table_of(Task)
_drafts, _history = table_of(Draft), table_of(HistoryEvent)
_of_task = select(_tasks.c.case_id).where(_tasks.c.id == bindparam("task")).scalar_subquery()
_LOCK = Prepared(select(_cases.c.id).where(_cases.c.id == _of_task).with_for_update(key_share=True))
_has_drafts = exists().where(_drafts.c.task_id == _tasks.c.id).correlate(_tasks)
_TASK_COLUMNS = (*(_tasks.c[name] for name in LockedTask._fields if name in _tasks.c), _has_drafts)
_SUBJECT = ("state", "ballot", "assigned", "assignee", "ballot_open", "recused", "completed_by", "candidate_groups")
_SUBJECT_COLUMNS = tuple(_tasks.c[name] for name in _SUBJECT)
_newest_digest = (
    select(_history.c.digest)
    .where(_history.c.case_id == _cases.c.id)
    .correlate(_cases)
    .order_by(_history.c.sequence.desc())
    .limit(1)
    .scalar_subquery()
)
_CASE_COLUMNS = (*(_cases.c[name] for name in LockedCase._fields if name in _cases.c), _newest_digest)
_READ = Prepared(
    select(_states.c.state, *_TASK_COLUMNS, *_SUBJECT_COLUMNS, *_CASE_COLUMNS)
    .select_from(_tasks.join(_cases, _cases.c.id == _tasks.c.case_id).join(_states, _states.c.case_id == _cases.c.id))
    .where(_tasks.c.id == bindparam("task"))
)


def _alive(case_id: Any) -> Prepared:
    of_case = select(*(_tasks.c[name] for name in AliveTask._fields))
    of_case = of_case.where(_tasks.c.case_id == case_id)
    # As text: otherwise SQLite does not see that its partial indexes apply, or plans again for every value.
    votes = of_case.where(text("tasks.ballot_open"), text("tasks.state != 'open'"))
    return Prepared(union_all(of_case.where(text("tasks.state = 'open'")), votes))


_ALIVE, _ALIVE_BESIDE = _alive(bindparam("case")), _alive(_of_task)


def read_alive(connection: Connection, case_id: str) -> tuple[AliveTask, ...]:
    return tuple(AliveTask._make(row) for row in _ALIVE.fetch(connection, {"case": case_id}))


def lock_to_complete(connection: Connection, task_id: str) -> tuple[LockedTask, LockedCase, bytes]:
    """A task, its case and the state of that, read after the case's lock was obtained. Raises: NotFound."""
    asked = {"task": task_id}
    # First lock, then read: what was read before waiting for the lock may be out of date.
    with at_once(connection):
        if connection.dialect.name != "sqlite":
            _LOCK.run(connection, asked)
        read, beside = _READ.ask(connection, asked), _ALIVE_BESIDE.ask(connection, asked)
        row, alive = next(iter(read()), None), beside()
    if row is None:
        raise NotFound("task", task_id)
    own = 1 + len(_TASK_COLUMNS)
    about = own + len(_SUBJECT_COLUMNS)
    case = LockedCase._make((*row[about:], tuple(map(AliveTask._make, alive))))
    state, ballot, assigned, assignee, ballot_open, recused, completed_by, groups = row[own:about]
    subject = TaskSubject(
        id=task_id,
        case_id=case.id,
        groups=frozenset(groups),
        assignee=assignee,
        assigned=assigned,
        state=state,
        ballot=ballot,
        ballot_open=ballot_open,
        recused=recused,
        completed_by=completed_by,
        submitter_id=case.submitter_id,
    )
    return LockedTask(subject, *row[1:own]), case, row[0]


def lock_case(session: Session, case_id: str) -> Case:
    """The case, with its row locked until the transaction ends: whoever comes second waits, then sees what was done.

    Raises: NotFound.
    """
    query = select(Case).where(Case.id == case_id).with_for_update(of=Case, key_share=True)
    case = session.scalar(query.execution_options(populate_existing=True))
    if case is None:
        raise NotFound("case", case_id)
    return case


def lock_task(session: Session, task_id: str) -> tuple[Task, Case]:
    """A task and its case, read after the case's lock was obtained. Raises: NotFound."""
    case_id = session.scalar(select(Task.case_id).where(Task.id == task_id))
    if case_id is None:
        raise NotFound("task", task_id)
    case = lock_case(session, case_id)
    task = session.scalar(select(Task).where(Task.id == task_id).execution_options(populate_existing=True))
    if task is None:
        raise NotFound("task", task_id)
    return task, case


def require_running(case: Case | LockedCase) -> None:
    """Raises: CaseEnded."""
    if case.state in ENDED:
        raise CaseEnded(f"case {case.reference} has ended")


def state_of(session: Session, case: Case) -> bytes:
    """The tokens and variables of a case, as stored. Raises: NotFound: it was erased."""
    state = session.scalar(select(CaseState.state).where(CaseState.case_id == case.id))
    if state is None:
        raise NotFound("state", case.id)
    return state
