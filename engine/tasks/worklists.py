"""Worklists: the tasks that people see, the most urgent first, with the counts beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from engine.database import connection_of
from engine.finding.searching import patterns_of
from engine.models import Draft, Person, Task
from engine.municipality import now, reading
from engine.permissions import groups_of
from engine.running import urgency
from engine.running.urgency import groups_in
from engine.subjects import TaskSubject
from engine.tasks import foureyes, listing
from engine.tasks.listed import ListedTask
from engine.versions import definitions
from engine.views import MOST, TaskCounts, TaskView, User, Worklist


def subject_of(session: Session, task: Task) -> TaskSubject:
    """What permissions need to know of a task."""
    subject = TaskSubject(
        id=task.id,
        case_id=task.case_id,
        groups=frozenset(task.candidate_groups),
        assignee=task.assignee,
        assigned=task.assigned,
        state=task.state,
        ballot=task.ballot,
        ballot_open=task.ballot_open,
        recused=task.recused,
        completed_by=task.completed_by,
        submitter_id=task.case.submitter_id,
    )
    return foureyes.bar(session, subject, task)


def list_my_tasks(user: User, *, page: int = 1, size: int = 25) -> Worklist:
    """Open tasks that this user has claimed or was given, the most urgent first, up to `MOST`."""
    page, size = max(1, page), min(max(1, size), 200)
    with reading() as session:
        connection = connection_of(session)
        rows = listing.read_own(connection, user.id, *_part(page, size))
        counts = _count(connection, user, listing.teams_of(connection, groups_of(user)))
        total = min(counts.mine + counts.ballots, MOST + 1)
        return Worklist(_list(session, rows, user), total, page, size, counts)


def list_team_tasks(
    user: User, *, page: int = 1, size: int = 25, group: str | None = None, search: str = "", free: bool = False
) -> Worklist:
    """Open tasks of the user's groups, claimed or not, the most urgent first, up to `MOST`.

    With `free` only what somebody could take: nobody has it, and it does not wait for a submitter.
    """
    page, size = max(1, page), min(max(1, size), 200)
    words = patterns_of(search)
    with reading() as session:
        connection = connection_of(session)
        teams = listing.teams_of(connection, groups_of(user))
        chosen = [team for team in teams if group in groups_in(team)] if group else teams
        rows = listing.read_teams(connection, user.id, chosen, words, *_part(page, size), free=free)
        counts = _count(connection, user, teams)
        total = listing.count_teams(connection, chosen, words, free=free) if group or words or free else counts.team
        return Worklist(_list(session, rows, user), total, page, size, counts)


def count_tasks(user: User) -> TaskCounts:
    """The figures beside the worklists, none higher than `MOST` + 1."""
    with reading() as session:
        connection = connection_of(session)
        return _count(connection, user, listing.teams_of(connection, groups_of(user)))


def _count(connection: Connection, user: User, teams: Sequence[str]) -> TaskCounts:
    return TaskCounts(*listing.count(connection, user.id, teams, urgency.digits(now())))


def _part(page: int, size: int) -> tuple[int, int]:
    """How many rows a page has, and how many come before it. Past `MOST` nothing is looked up."""
    skipped = min((page - 1) * size, MOST)
    return min(size, MOST - skipped), skipped


def _list(session: Session, rows: Sequence[ListedTask], user: User) -> tuple[TaskView, ...]:
    """As `view_tasks`, for rows that were read for a list: open tasks with all that is shown of them."""
    moment = now()
    files = {version: definitions.files_of(session, version) for version in {row.definition_id for row in rows}}
    names = {version: found.process.name or found.process.id for version, found in files.items()}
    views = [row.view(names[row.definition_id], moment) for row in rows]
    if any(found.pairs for found in files.values()):
        for place, row in enumerate(rows):
            if views[place].element_id in files[row.definition_id].pairs:
                views[place] = _apart(session, views[place], files[row.definition_id].process.id, row, user)
    return tuple(views)


def _apart(session: Session, view: TaskView, process_id: str, row: ListedTask, user: User) -> TaskView:
    """A task that must be kept apart from others, with the one for which this user must leave it to a colleague."""
    task = foureyes.Place(view.id, view.case_id, process_id, row.definition_id, view.element_id)
    return view._replace(kept_by=foureyes.kept_by(session, task, user))


def _process_name(session: Session, definition_id: str) -> str:
    process = definitions.files_of(session, definition_id).process
    return process.name or process.id


def view_tasks(session: Session, rows: Any, user: User | None = None) -> list[TaskView]:
    """Tasks as people see them, with the names of those who have them; two queries for any number of tasks."""
    rows = list(rows)
    people = {p for row in rows for p in (row.assignee, row.completed_by, row.instance) if p}
    named = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    drafted: set[str] = set()
    if user is not None:
        query = select(Draft.task_id).where(Draft.person_id == user.id, Draft.task_id.in_([row.id for row in rows]))
        drafted = set(session.scalars(query))
    return [
        TaskView(
            id=row.id,
            case_id=row.case_id,
            reference=row.case.reference,
            case_title=row.case.title,
            process_name=_process_name(session, row.definition_id),
            area=row.case.area,
            element_id=row.element_id,
            name=row.name,
            groups=tuple(sorted(row.candidate_groups)),
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
            is_own=user is not None and row.completed_by == user.id,
            overdue=row.state == "open" and row.due_at is not None and row.due_at < now(),
            has_draft=row.id in drafted,
            ballot=row.ballot,
            instance=named.get(row.instance or "", row.instance),
        )
        for row in rows
    ]
