"""Claiming: what people do with a task before it is done: look at it, claim it, give it back, hand it over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, forms, history
from engine.dialect import feel
from engine.documents import keeping
from engine.errors import NotAllowed, TaskClosed, TaskTaken
from engine.finding import locking
from engine.finding.caselist import called
from engine.models import Account, AccountGroup, Answer, Draft, Person, Task
from engine.municipality import now, reading, transaction
from engine.permissions import may, require
from engine.tasks import casewords, foureyes, handing
from engine.tasks.windows import mark_of, typed_in_draft
from engine.tasks.worklists import subject_of, view_tasks
from engine.versions import definitions
from engine.views import Answers, TaskDetail, TaskView, User

# ---- one task ---------------------------------------------------------------------------------------------------


def read_task(task_id: str, user: User) -> TaskDetail:
    """A task with its form and what this user may do with it. Raises: NotAllowed, also where there is no such task."""
    with reading() as session:
        task = session.get(Task, task_id)
        if task is None:
            raise NotAllowed("read_task", "unknown task")
        subject = subject_of(session, task)
        require(user, "read_task", subject)
        asked = definitions.form_of(session, task.definition_id, task.form_id)
        known = casewords.read_known(session, task)
        form = forms.fill_in(asked, known) if asked.has_places else asked
        draft = session.get(Draft, (task_id, user.id))
        answers = _start_values(session, task, form, user, known)
        element = definitions.files_of(session, task.definition_id).process.elements[task.element_id]
        return TaskDetail(
            task=view_tasks(session, [task], user)[0],
            form=form,
            answers=answers,
            known={name: known[name] for name in form.case_names if name in known},
            draft=typed_in_draft(draft) if draft is not None else None,
            draft_saved_at=draft.saved_at if draft is not None else None,
            draft_mark=mark_of(draft),
            documentation=element.documentation or "",
            noun=called(session, task.case),
            may_claim=task.assignee is None and may(user, "claim", subject),
            may_release=may(user, "release", subject),
            may_delegate=may(user, "delegate", subject),
            may_complete=may(user, "change_vote" if task.state == "completed" else "complete", subject),
            may_recuse=may(user, "recuse", subject),
            colleagues=_colleagues(session, task, user) if may(user, "delegate", subject) else (),
            kept_by=foureyes.kept_by(session, task, user) if task.state == "open" else None,
            handed_over=handing.read_handover(session, task, user) if task.state == "open" else None,
            files=keeping.usable(session, form, keeping.holder_of_task(task_id, user.id), answers),
        )


def _start_values(session: Session, task: Task, form: forms.Form, user: User, known: Answers) -> Answers:
    """What the fields of a task begin with: for a vote, what this user chose before; else what the case knows."""
    if task.state != "open":
        of_task = select(Answer).where(Answer.case_id == task.case_id, Answer.task_id == task.id)
        given = session.scalar(of_task.order_by(Answer.id.desc()).limit(1))
        return _from_json(given.given) if given is not None and task.completed_by == user.id else {}
    unseen = _asked_beside(session, task)
    return {f.key: known[f.key] for f in form.fields if f.key in known and f.key not in unseen}


def _asked_beside(session: Session, task: Task) -> frozenset[str]:
    """The questions that somebody else answers at the same time: their answers must not show in this form."""
    beside = [other.form_id for other in foureyes.others_of(session, task) if other.beside]
    asked = [definitions.form_of(session, task.definition_id, form_id) for form_id in beside]
    return frozenset(field.key for form in asked for field in form.fields)


def _from_json(given: Mapping[str, Any]) -> dict[str, Any]:
    value = feel.from_json(given)
    return dict(value) if isinstance(value, dict) else {}


def _colleagues(session: Session, task: Task, user: User) -> tuple[tuple[str, str], ...]:
    """To whom the task can be handed over: all who may do it except whoever has it; for a colleague's, also oneself."""
    wanted, barred = task.candidate_groups, {task.assignee or user.id, *subject_of(session, task).barred}
    query = (
        select(Account.id, Person.name)
        .join(Person, Person.id == Account.id)
        .join(AccountGroup, AccountGroup.account_id == Account.id)
        .where(Account.active, AccountGroup.group_id.in_(wanted), Account.id.not_in(barred))
        .distinct()
        .order_by(Person.name)
    )
    return tuple((account, name) for account, name in session.execute(query))


def claim_task(task_id: str, user: User) -> TaskView:
    """Give an open task to one person; the first who asks gets it.

    Raises: NotFound, NotAllowed, TaskClosed, TaskTaken (says by whom).
    """
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        require(user, "read_task", subject_of(session, task))
        require_open(session, task.state, task.completed_by, task.completed_at, user)
        require_free(session, task.assignee, task.claimed_at, user)
        require(user, "claim", subject_of(session, task))
        if task.assignee is None:
            task.assignee, task.claimed_at = user.id, now()
            _record(session, task, events.TaskClaimed(task.process_id, task.element_id, task.id), user)
        session.flush()
        return view_tasks(session, [task], user)[0]


def release_task(task_id: str, user: User) -> None:
    """Give a task back to its group. A draft stays with whoever typed it. Raises: NotFound, NotAllowed, TaskClosed."""
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        require_open(session, task.state, task.completed_by, task.completed_at, user)
        require(user, "release", subject_of(session, task))
        _release(session, task, user)


def give_back(session: Session, task: Task, user: User) -> bool:
    """Give a locked task back to its groups, if this user may; returns whether it went.

    It stays where the diagram assigned it to a person.
    """
    if not may(user, "release", subject_of(session, task)):
        return False
    _release(session, task, user)
    return True


def _release(session: Session, task: Task, user: User) -> None:
    was = task.assignee
    task.assignee = task.claimed_at = None
    _record(session, task, events.TaskReleased(task.process_id, task.element_id, task.id, was), user)


def delegate_task(task_id: str, user: User, to_user_id: str) -> None:
    """Hand a task over to a colleague of the same group. Raises: NotFound, NotAllowed, TaskClosed."""
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        require_open(session, task.state, task.completed_by, task.completed_at, user)
        require(user, "delegate", subject_of(session, task))
        if to_user_id not in {account for account, _ in _colleagues(session, task, user)}:
            raise NotAllowed("delegate", "not a colleague of this group")
        task.assignee, task.claimed_at = to_user_id, now()
        event = events.TaskDelegated(task.process_id, task.element_id, task.id, to_user_id)
        _record(session, task, event, user)


def require_open(
    session: Session, state: str, completed_by: str | None, completed_at: datetime | None, user: User
) -> None:
    """Raises: TaskClosed, which says who completed it."""
    if state == "open":
        return
    person = session.get(Person, completed_by) if completed_by else None
    name = person.name if person is not None else None
    raise TaskClosed(state, name, completed_at, is_own=completed_by == user.id)


def require_free(session: Session, assignee: str | None, claimed_at: datetime | None, user: User) -> None:
    """Raises: TaskTaken, which says who has it."""
    if assignee in (None, user.id):
        return
    person = session.get(Person, assignee)
    raise TaskTaken(person.name if person is not None else "een collega", claimed_at)


def _record(session: Session, task: Task, event: events.Event, user: User) -> None:
    definition = {task.process_id: task.definition_id}
    history.record(session, [event], case_id=task.case_id, by=user.id, at=now(), definitions=definition)
