"""Tasks: what people do with one: take it, give it back, hand it over, keep a draft of it, complete it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from engine import definitions, events, forms, history, locking, progress, workflow
from engine.dialect import feel
from engine.errors import Conflict, ExecutionFailed, NotAllowed, TaskClosed, TaskTaken
from engine.models import Account, AccountGroup, Answer, Case, Draft, Person, Task
from engine.municipality import now, reading, today, transaction
from engine.permissions import SUBMITTER, TaskSubject, may, require
from engine.views import Answers, CompletedTask, TaskDetail, TaskView, User
from engine.worklists import subject_of, views

Raw = Mapping[str, str | list[str]]
_tasks, _drafts = locking.table_of(Task), locking.table_of(Draft)
INTEREST = "belang"
"""The answer on a ballot that means: I have an interest and take no part (Awb 2:4)."""


# ---- one task ---------------------------------------------------------------------------------------------------


def read_task(task_id: str, user: User) -> TaskDetail:
    """A task with its form and what this user may do with it. Raises: NotFound, NotAllowed."""
    with reading() as session:
        task = session.get(Task, task_id)
        if task is None:
            raise NotAllowed("read_task", "unknown task")
        subject = subject_of(task)
        require(user, "read_task", subject)
        form = definitions.form_of(session, task.definition_id, task.form_id)
        draft = session.get(Draft, (task_id, user.id))
        element = definitions.files_of(session, task.definition_id).process.elements[task.element_id]
        return TaskDetail(
            task=views(session, [task], user)[0],
            form=form,
            answers=_start_values(session, task, form, user),
            draft=draft.raw if draft is not None else None,
            draft_saved_at=draft.saved_at if draft is not None else None,
            documentation=element.documentation or "",
            may_claim=task.assignee is None and may(user, "claim", subject),
            may_release=may(user, "release", subject),
            may_delegate=may(user, "delegate", subject),
            may_complete=may(user, "change_vote" if task.state == "completed" else "complete", subject),
            may_recuse=may(user, "recuse", subject),
            colleagues=_colleagues(session, task, user) if may(user, "delegate", subject) else (),
        )


def _start_values(session: Session, task: Task, form: forms.Form, user: User) -> Answers:
    if task.state != "open":
        given = session.scalar(select(Answer).where(Answer.task_id == task.id).order_by(Answer.id.desc()).limit(1))
        return _from_json(given.given) if given is not None and task.completed_by == user.id else {}
    variables = workflow.read_variables(locking.state_of(session, task.case), task.scope)
    return {field.key: variables[field.key] for field in form.fields if field.key in variables}


def _from_json(given: Mapping[str, Any]) -> dict[str, Any]:
    value = feel.from_json(given)
    return dict(value) if isinstance(value, dict) else {}


def _colleagues(session: Session, task: Task, user: User) -> tuple[tuple[str, str], ...]:
    wanted = [group.group_id for group in task.groups]
    query = (
        select(Account.id, Person.name)
        .join(Person, Person.id == Account.id)
        .join(AccountGroup, AccountGroup.account_id == Account.id)
        .where(Account.active, AccountGroup.group_id.in_(wanted), Account.id != user.id)
        .distinct()
        .order_by(Person.name)
    )
    return tuple((account, name) for account, name in session.execute(query))


def claim_task(task_id: str, user: User) -> TaskView:
    """Give an open task to one person; the first who asks gets it.

    Raises: NotFound, NotAllowed, TaskClosed, TaskTaken (says by whom).
    """
    with transaction() as session:
        task, _ = _open_for(session, task_id, user, "claim")
        if task.assignee is None:
            task.assignee, task.claimed_at = user.id, now()
            _record(session, task, events.TaskClaimed(task.process_id, task.element_id, task.id), user)
        session.flush()
        return views(session, [task], user)[0]


def release_task(task_id: str, user: User) -> None:
    """Give a task back to its group. A draft stays with who typed it. Raises: NotFound, NotAllowed, TaskClosed."""
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        _require_open(session, task.state, task.completed_by, task.completed_at)
        require(user, "release", subject_of(task))
        was = task.assignee
        task.assignee = task.claimed_at = None
        _record(session, task, events.TaskReleased(task.process_id, task.element_id, task.id, was), user)


def delegate_task(task_id: str, user: User, to_user_id: str) -> None:
    """Hand a task over to a colleague of the same group. Raises: NotFound, NotAllowed, TaskClosed."""
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        _require_open(session, task.state, task.completed_by, task.completed_at)
        require(user, "delegate", subject_of(task))
        if to_user_id not in {account for account, _ in _colleagues(session, task, user)}:
            raise NotAllowed("delegate", "not a colleague of this group")
        task.assignee, task.claimed_at = to_user_id, now()
        event = events.TaskDelegated(task.process_id, task.element_id, task.id, to_user_id)
        _record(session, task, event, user)


def save_draft(task_id: str, user: User, raw: Raw) -> datetime:
    """Keep what was typed, valid or not; the moment it was kept. Raises: NotFound, NotAllowed."""
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        require(user, "read_task", subject_of(task))
        return _keep_typed(session, task, user, raw)


def _keep_typed(session: Session, task: Task, user: User, raw: Raw) -> datetime:
    form = definitions.form_of(session, task.definition_id, task.form_id)
    keys = {field.key for field in form.fields}
    typed = {
        key: [str(item)[:20_000] for item in ([value] if isinstance(value, str) else value)[:100]]
        for key, value in raw.items()
        if key in keys
    }
    draft = session.get(Draft, (task.id, user.id))
    if draft is None:
        session.add(Draft(task_id=task.id, person_id=user.id, raw=typed, saved_at=now()))
    else:
        draft.raw, draft.saved_at = typed, now()
    return now()


# ---- completing -------------------------------------------------------------------------------------------------


def complete_task(task_id: str, user: User, raw: Raw) -> CompletedTask:
    """Answer a task and let the case go on; or change a vote that is still open.

    One commit: the answers, the case's new state, the tasks and jobs that follow, and the history. What was typed is
    kept as a draft when the task turns out to be closed or taken, or the case cannot go on.

    Raises: NotFound, NotAllowed, AnswersRefused, TaskTaken, TaskClosed, ExecutionFailed.
    """
    try:
        with transaction() as session:
            return _complete(session, task_id, user, raw)
    except Conflict:
        with transaction() as session:
            task, _ = locking.lock_task(session, task_id)
            if may(user, "read_task", subject_of(task)):
                _keep_typed(session, task, user, raw)
        raise
    except ExecutionFailed as error:
        with transaction() as session:
            task, _ = locking.lock_task(session, task_id)
            _keep_typed(session, task, user, raw)
            progress.raise_incident(session, task.case_id, error, user.id)
        raise


def recuse(task_id: str, user: User, reason: str) -> CompletedTask:
    """Take no part in a vote because of an interest (Awb 2:4). It cannot be taken back.

    Raises: NotFound, NotAllowed, TaskClosed.
    """
    with transaction() as session:
        task, _, _ = locking.lock_to_complete(session.connection(), task_id)
        require(user, "recuse", task.subject)
        form = definitions.form_of(session, task.definition_id, task.form_id)
        raw: dict[str, str | list[str]] = {}
        for field in form.fields:
            if any(option.value == INTEREST for option in field.options):
                raw[field.key] = INTEREST
            elif field.kind == "textarea":
                raw[field.key] = reason
        return _complete(session, task_id, user, raw)


def _complete(session: Session, task_id: str, user: User, raw: Raw) -> CompletedTask:
    connection = session.connection()
    task, case, state = locking.lock_to_complete(connection, task_id)
    subject = task.subject
    changes_vote = subject.ballot_open and subject.state == "completed"
    if changes_vote:
        require(user, "change_vote", subject)
    else:
        require(user, "read_task", subject)
        _require_open(session, subject.state, subject.completed_by, task.completed_at)
        _require_free(session, subject.assignee, task.claimed_at, user)
        require(user, "complete", subject)
    locking.require_running(case)
    form = definitions.form_of(session, task.definition_id, task.form_id)
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    known = workflow.read_variables(state, task.scope) if form.has_conditions else {}
    answers = forms.validate(form, raw, known, today=today())
    play = workflow.revise if changes_vote else workflow.complete
    _keep_personal(session, case.submitter_id, form, answers)
    values = progress.to_values({key: v for key, v in answers.items() if key not in form.personal_fields})
    step = play(compiled, state, task.ref, values, progress.surroundings_of(session, case))
    recused = task.ballot and INTEREST in answers.values()
    done = {"task": task_id, "moment": now(), "who": user.id, "has": recused}
    connection.execute(_COMPLETE if task.assigned else _COMPLETE_LOOSE, done)
    event = _keep_answers(connection, task, values, user, recused=recused, changed=changes_vote)
    if task.has_drafts:
        connection.execute(_FORGET_DRAFT, {"task": task_id, "who": user.id})
    open_now = progress.apply(session, case, step, by=user.id, first=[event])
    return CompletedTask(case.id, case.reference, _next_task(open_now, user))


_completed = {
    "state": "completed",
    "completed_at": bindparam("moment"),
    "completed_by": bindparam("who"),
    "recused": bindparam("has"),
}
_COMPLETE = update(_tasks).where(_tasks.c.id == bindparam("task")).values(_completed)
_COMPLETE_LOOSE = _COMPLETE.values(assignee=bindparam("who"))
_FORGET_DRAFT = delete(_drafts).where(_drafts.c.task_id == bindparam("task"), _drafts.c.person_id == bindparam("who"))


def _keep_personal(session: Session, submitter_id: str | None, form: forms.Form, answers: Answers) -> None:
    """Personal fields of a task go to the submitter's person record; an empty one leaves it as it was."""
    if not form.personal_fields:
        return
    person = session.get(Person, submitter_id) if submitter_id else None
    for key, kind in form.personal_fields.items():
        if person is not None and answers.get(key):
            setattr(person, kind, answers[key])


def _keep_answers(
    connection: Connection,
    task: locking.LockedTask,
    values: Mapping[str, Any],
    user: User,
    *,
    recused: bool,
    changed: bool,
) -> events.Event:
    given, salt = feel.to_json(dict(values)), history.new_salt()
    digest = history.salted_digest(given, salt)
    row = {
        "case_id": task.case_id,
        "task_id": task.id,
        "process_id": task.process_id,
        "definition_id": task.definition_id,
        "element_id": task.element_id,
        "form_id": task.form_id,
        "given": given,
        "salt": salt,
        "given_by": user.id,
        "given_at": now(),
    }
    connection.execute(_ANSWER, row)
    place = (task.process_id, task.element_id, task.id)
    if recused:
        return events.MemberRecused(*place, digest)
    if task.ballot:
        return events.VoteCast(*place, digest, changed)
    return events.TaskCompleted(*place, tuple(sorted(values)), digest)


_ANSWER = insert(locking.table_of(Answer))


def _next_task(open_now: Sequence[TaskSubject], user: User) -> str | None:
    """The task of the same case that this user may do next, the oldest first.

    What is the submitter's to do is not next for staff, though they may do it on the submitter's behalf.
    """
    mine = (s for s in open_now if user.is_submitter or SUBMITTER not in s.groups)
    return next((s.id for s in mine if s.assignee in (None, user.id) and may(user, "complete", s)), None)


def _open_for(session: Session, task_id: str, user: User, action: str) -> tuple[Task, Case]:
    task, case_row = locking.lock_task(session, task_id)
    require(user, "read_task", subject_of(task))
    _require_open(session, task.state, task.completed_by, task.completed_at)
    _require_free(session, task.assignee, task.claimed_at, user)
    require(user, action, subject_of(task))
    return task, case_row


def _require_open(session: Session, state: str, completed_by: str | None, completed_at: datetime | None) -> None:
    """Raises: TaskClosed, with who completed it."""
    if state == "open":
        return
    person = session.get(Person, completed_by) if completed_by else None
    raise TaskClosed(state, person.name if person is not None else None, completed_at)


def _require_free(session: Session, assignee: str | None, claimed_at: datetime | None, user: User) -> None:
    """Raises: TaskTaken, with who has it."""
    if assignee in (None, user.id):
        return
    person = session.get(Person, assignee)
    raise TaskTaken(person.name if person is not None else "een collega", claimed_at)


def _record(session: Session, task: Task, event: events.Event, user: User) -> None:
    definition = {task.process_id: task.definition_id}
    history.record(session, [event], case_id=task.case_id, by=user.id, at=now(), definitions=definition)
