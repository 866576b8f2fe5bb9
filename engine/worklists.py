"""Worklists: the tasks that people see before them, the most urgent first, and the drafts they left behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import definitions, listing, urgency
from engine.locking import split_groups
from engine.models import Draft, Person, Task
from engine.municipality import now, reading
from engine.permissions import TaskSubject, groups_of
from engine.views import MOST, DraftView, Field, Page, TaskCounts, TaskView, User


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
    """Open tasks that this user has taken or was given, the most urgent first, up to `MOST`."""
    page, size = max(1, page), min(max(1, size), 200)
    with reading() as session:
        found = listing.read_own(session.connection(), user.id, *_part(page, size))
        return _page(session, found, page, size)


def list_team_tasks(
    user: User, *, page: int = 1, size: int = 25, group: str | None = None, search: str = ""
) -> Page[TaskView]:
    """Open tasks of the user's groups, taken or not, the most urgent first, up to `MOST`."""
    page, size = max(1, page), min(max(1, size), 200)
    groups = groups_of(user) & {group} if group else groups_of(user)
    words = ["%" + word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%" for word in search.split()]
    with reading() as session:
        connection = session.connection()
        teams = listing.teams_of(connection, groups)
        found = listing.read_teams(connection, user.id, teams, words[:8], *_part(page, size))
        return _page(session, found, page, size)


def count_tasks(user: User) -> TaskCounts:
    """The figures beside the worklists, none higher than `MOST` + 1."""
    with reading() as session:
        connection = session.connection()
        teams = listing.teams_of(connection, groups_of(user))
        return TaskCounts(*listing.count(connection, user.id, teams, urgency.digits(now())))


def _part(page: int, size: int) -> tuple[int, int]:
    """How many rows a page has, and how many come before it. Past `MOST` there is nothing to look for."""
    skipped = min((page - 1) * size, MOST)
    return min(size, MOST - skipped), skipped


def _page(session: Session, found: tuple[Sequence[Any], int], page: int, size: int) -> Page[TaskView]:
    rows, total = found
    items = []
    for row in rows:
        groups = split_groups(row.group_ids)
        names = row.assignee_name, row.instance_name, None
        items.append(_view(session, row, row, groups, row.has_draft, *names))
    return Page(tuple(items), total, page, size)


def views(session: Session, rows: Any, user: User | None = None) -> list[TaskView]:
    """Tasks as people see them, with the names of who has them; two queries for any number of tasks."""
    rows = list(rows)
    people = {p for row in rows for p in (row.assignee, row.completed_by, row.instance) if p}
    named = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    drafted: set[str] = set()
    if user is not None:
        query = select(Draft.task_id).where(Draft.person_id == user.id, Draft.task_id.in_([row.id for row in rows]))
        drafted = set(session.scalars(query))
    return [
        _view(
            session,
            row,
            row.case,
            [group.group_id for group in row.groups],
            row.id in drafted,
            named.get(row.assignee or ""),
            named.get(row.instance or "", row.instance),
            named.get(row.completed_by or ""),
        )
        for row in rows
    ]


def _view(
    session: Session,
    row: Any,
    case: Any,
    groups: Iterable[str],
    has_draft: bool,
    assignee_name: str | None,
    instance_name: str | None,
    completed_by_name: str | None,
) -> TaskView:
    """A task and its case, as rows of the tables or of a list."""
    process = definitions.files_of(session, row.definition_id).process
    return TaskView(
        id=row.id,
        case_id=row.case_id,
        reference=case.reference,
        case_title=case.title,
        process_name=process.name or row.process_id,
        area=case.area,
        element_id=row.element_id,
        name=row.name,
        groups=tuple(sorted(groups)),
        assignee=row.assignee,
        assignee_name=assignee_name,
        state=row.state,
        created_at=row.created_at,
        due_at=row.due_at,
        follow_up_at=row.follow_up_at,
        priority=row.priority,
        claimed_at=row.claimed_at,
        completed_at=row.completed_at,
        completed_by_name=completed_by_name,
        overdue=row.state == "open" and row.due_at is not None and row.due_at < now(),
        has_draft=has_draft,
        ballot=row.ballot,
        instance=instance_name,
    )


def count_drafts(user: User) -> int:
    """How much this user typed and did not send."""
    with reading() as session:
        return session.scalar(select(func.count()).where(Draft.person_id == user.id)) or 0


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
