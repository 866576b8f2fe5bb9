"""Worklists: the tasks that people see before them, the most urgent first, and the drafts they left behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from engine import definitions
from engine.models import Case, Draft, Person, Task, TaskGroup
from engine.municipality import now, reading
from engine.permissions import TaskSubject, groups_of
from engine.views import DraftView, Field, Page, TaskCounts, TaskView, User


def subject_of(task: Task) -> TaskSubject:
    """What permissions need to know of a task."""
    return TaskSubject(
        id=task.id,
        case_id=task.case_id,
        groups=frozenset(group.group_id for group in task.groups),
        assignee=task.assignee,
        assigned=task.assigned,
        state=task.state,
        ballot=task.ballot,
        ballot_open=task.ballot_open,
        recused=task.recused,
        completed_by=task.completed_by,
        submitter_id=task.case.submitter_id,
    )


def list_my_tasks(user: User, *, page: int = 1, size: int = 25) -> Page[TaskView]:
    """Open tasks that this user has taken or was given, the most urgent first."""
    return _list(user, Task.assignee == user.id, page, size)


def list_team_tasks(
    user: User, *, page: int = 1, size: int = 25, group: str | None = None, search: str = ""
) -> Page[TaskView]:
    """Open tasks of the user's groups, taken or not, the most urgent first."""
    groups = groups_of(user) & {group} if group else groups_of(user)
    condition = Task.id.in_(select(TaskGroup.task_id).where(TaskGroup.group_id.in_(groups))) & ~Task.assigned
    for word in search.split()[:8]:
        pattern = "%" + word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        condition &= or_(
            Task.name.ilike(pattern, escape="\\"),
            Case.title.ilike(pattern, escape="\\"),
            Case.reference.ilike(pattern, escape="\\"),
        )
    return _list(user, condition, page, size)


def count_tasks(user: User) -> TaskCounts:
    """The figures beside the worklists, in one query."""
    mine = Task.assignee == user.id
    team = Task.id.in_(select(TaskGroup.task_id).where(TaskGroup.group_id.in_(groups_of(user)))) & ~Task.assigned
    with reading() as session:
        row = session.execute(
            select(
                func.count().filter(mine & ~Task.ballot),
                func.count().filter(team),
                func.count().filter((mine | team) & (Task.due_at < now())),
                func.count().filter(mine & Task.ballot),
            ).where(Task.state == "open")
        ).one()
        return TaskCounts(*row)


def _list(user: User, condition: ColumnElement[bool], page: int, size: int) -> Page[TaskView]:
    page, size = max(1, page), min(max(1, size), 200)
    with reading() as session:
        query = select(Task).join(Case, Case.id == Task.case_id).where(Task.state == "open", condition)
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = session.scalars(_by_urgency(query).limit(size).offset((page - 1) * size)).unique().all()
        return Page(tuple(views(session, rows, user)), total, page, size)


def _by_urgency(query: Select[Any]) -> Select[Any]:
    no_date_last = case((Task.due_at.is_(None), 1), else_=0)
    return query.order_by(no_date_last, Task.due_at, Task.priority.desc(), Task.created_at, Task.id)


def views(session: Session, rows: Any, user: User | None = None) -> list[TaskView]:
    """Tasks as people see them, with the names of who has them; two queries for any number of tasks."""
    rows = list(rows)
    people = {p for row in rows for p in (row.assignee, row.completed_by, row.instance) if p}
    named = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    drafted: set[str] = set()
    if user is not None:
        query = select(Draft.task_id).where(Draft.person_id == user.id, Draft.task_id.in_([row.id for row in rows]))
        drafted = set(session.scalars(query))
    return [_view(session, row, named, row.id in drafted) for row in rows]


def _view(session: Session, row: Task, named: Mapping[str, str], has_draft: bool) -> TaskView:
    process = definitions.files_of(session, row.definition_id).process
    return TaskView(
        id=row.id,
        case_id=row.case_id,
        reference=row.case.reference,
        case_title=row.case.title,
        process_name=process.name or row.process_id,
        area=row.case.area,
        element_id=row.element_id,
        name=row.name,
        groups=tuple(sorted(group.group_id for group in row.groups)),
        assignee=row.assignee,
        assignee_name=named.get(row.assignee or ""),
        state=row.state,
        created_at=row.created_at,
        due_at=row.due_at,
        follow_up_at=row.follow_up_at,
        priority=row.priority,
        claimed_at=row.claimed_at,
        completed_at=row.completed_at,
        completed_by_name=named.get(row.completed_by or ""),
        overdue=row.state == "open" and row.due_at is not None and row.due_at < now(),
        has_draft=has_draft,
        ballot=row.ballot,
        instance=named.get(row.instance or "", row.instance),
    )


def list_drafts(user: User) -> tuple[DraftView, ...]:
    """What this user typed and did not send, the newest first; also of tasks that have closed since."""
    with reading() as session:
        rows = session.execute(
            select(Draft, Task)
            .join(Task, Task.id == Draft.task_id)
            .where(Draft.person_id == user.id)
            .order_by(Draft.saved_at.desc())
        ).all()
        return tuple(
            DraftView(views(session, [task], user)[0], _typed_fields(session, task, draft), draft.saved_at)
            for draft, task in rows
        )


def _typed_fields(session: Session, task: Task, draft: Draft) -> tuple[Field, ...]:
    form = definitions.form_of(session, task.definition_id, task.form_id)
    labels = {field.key: field.label for field in form.fields}
    return tuple(
        Field(key, labels.get(key, key), ", ".join(values)) for key, values in draft.raw.items() if any(values)
    )
