"""Ballots: the state of a vote of the stuurgroep. Nobody is shown what was voted before the vote closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.dialect import feel
from engine.errors import NotFound
from engine.finding.caselist import called
from engine.models import Answer, PendingTimer, Person, Task
from engine.municipality import reading
from engine.names import INTEREST
from engine.permissions import require
from engine.tasks.worklists import subject_of, view_tasks
from engine.versions import definitions
from engine.views import BallotView, User

NEVER = datetime.max.replace(tzinfo=UTC)


def list_ballots(user: User) -> tuple[BallotView, ...]:
    """The votes that this member is or was asked for, also where they did not vote: first the open ones, by when they
    close; then the newest."""
    with reading() as session:
        query = select(Task).where(
            Task.ballot, Task.assignee == user.id, or_(Task.state != "cancelled", ~Task.ballot_open)
        )
        rows = session.scalars(query.order_by(Task.ballot_open.desc(), Task.created_at.desc()).limit(100)).unique()
        views = [view_vote(session, task, user) for task in rows]
    return tuple(sorted(views, key=lambda one: (one.closed, one.closes_at or NEVER)))


def list_votes(user: User) -> tuple[BallotView, ...]:
    """Every vote that is open, by when it closes, with the members who have yet to vote; never what was voted.

    Raises: NotAllowed.
    """
    require(user, "list_votes", None)
    with reading() as session:
        query = select(Task).where(Task.ballot, Task.ballot_open, Task.state != "cancelled").order_by(Task.id)
        firsts = {(task.case_id, task.multi_instance): task for task in session.scalars(query.limit(1_000)).unique()}
        found = [view_vote(session, task, user, with_names=True) for task in firsts.values()]
    return tuple(sorted(found, key=lambda one: (one.closes_at or NEVER, one.reference)))


def read_ballot(task_id: str, user: User) -> BallotView:
    """The state of the vote that this task belongs to. Raises: NotFound, NotAllowed."""
    with reading() as session:
        task = session.get(Task, task_id)
        if task is None or not task.ballot:
            raise NotFound("ballot", task_id)
        require(user, "see_ballot", subject_of(session, task))
        return view_vote(session, task, user)


def view_vote(session: Session, task: Task, user: User, *, with_names: bool = False) -> BallotView:
    """The state of the vote that a task belongs to; with the names of those who have yet to vote, if asked for."""
    query = select(Task).where(Task.case_id == task.case_id, Task.multi_instance == task.multi_instance)
    instances = list(session.scalars(query).unique())
    closed = not task.ballot_open
    latest = _latest_answers(session, instances)
    voted = sum(i.state == "completed" and not i.recused for i in instances)
    is_erased = voted > 0 and not latest
    waits = [one.assignee for one in instances if one.state == "open" and not one.recused and one.assignee]
    own = latest.get(task.id) if task.completed_by == user.id and not task.recused else None
    return BallotView(
        task_name=task.name,
        reference=task.case.reference,
        case_id=task.case_id,
        case_title=task.case.title,
        noun=called(session, task.case),
        closes_at=_closing_time(session, task) if not closed else None,
        closed=closed,
        voted=voted,
        eligible=sum(not i.recused for i in instances),
        recused=sum(i.recused for i in instances),
        my_task=view_tasks(session, [task], user)[0] if task.assignee == user.id else None,
        my_vote=own,
        tally=_tally(session, task, list(latest.values())) if closed and not is_erased else None,
        waits_for=names_of(session, waits) if with_names else (),
    )


def names_of(session: Session, people: Sequence[str]) -> tuple[str, ...]:
    """The names of these people, in order."""
    return tuple(session.scalars(select(Person.name).where(Person.id.in_(people)).order_by(Person.name)))


def _latest_answers(session: Session, instances: Sequence[Task]) -> dict[str, dict[str, Any]]:
    cases, tasks = {task.case_id for task in instances}, [task.id for task in instances]
    query = select(Answer).where(Answer.case_id.in_(cases), Answer.task_id.in_(tasks)).order_by(Answer.id)
    found: dict[str, dict[str, Any]] = {}
    for answer in session.scalars(query):
        given = feel.from_json(answer.given)
        found[str(answer.task_id)] = given if isinstance(given, dict) else {}
    return found


def _tally(session: Session, task: Task, answers: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Counts per choice of the field in which one can take no part, by the labels of its options."""
    form = definitions.form_of(session, task.definition_id, task.form_id)
    for field in form.fields:
        if any(option.value == INTEREST for option in field.options):
            counts = Counter(answer.get(field.key) for answer in answers)
            return {option.label: counts.get(option.value, 0) for option in field.options}
    return {}


def _closing_time(session: Session, task: Task) -> Any:
    """When the vote closes: the first timer on the edge of its activity, else the task's own due date."""
    elements = definitions.files_of(session, task.definition_id).process.elements
    edges = [e.id for e in elements.values() if e.attached_to == task.element_id and e.interrupting]
    query = select(PendingTimer.due_at).where(PendingTimer.case_id == task.case_id, PendingTimer.element_id.in_(edges))
    return session.scalar(query.order_by(PendingTimer.due_at).limit(1)) or task.due_at
