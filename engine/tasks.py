"""Tasks: the worklists, and what people do with a task: take it, give it back, hand it over, keep a draft, complete it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from engine import definitions, events, forms, history, progress, workflow
from engine.dialect import feel
from engine.errors import Conflict, ExecutionFailed, NotAllowed, TaskClosed, TaskTaken
from engine.models import Account, AccountGroup, Answer, Case, Draft, Person, Task, TaskGroup
from engine.municipality import now, reading, transaction
from engine.permissions import TaskSubject, groups_of, may, require
from engine.views import Answers, CompletedTask, DraftView, Field, Page, TaskCounts, TaskDetail, TaskView, User

Raw = Mapping[str, str | list[str]]
INTEREST = "belang"
"""The answer on a ballot that means: I have an interest and take no part (Awb 2:4)."""


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


# ---- worklists --------------------------------------------------------------------------------------------------


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
    variables = workflow.read_variables(progress.state_of(session, task.case), task.scope)
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
        task, _ = progress.lock_task(session, task_id)
        _require_open(session, task)
        require(user, "release", subject_of(task))
        was = task.assignee
        task.assignee = task.claimed_at = None
        _record(session, task, events.TaskReleased(task.process_id, task.element_id, task.id, was), user)


def delegate_task(task_id: str, user: User, to_user_id: str) -> None:
    """Hand a task over to a colleague of the same group. Raises: NotFound, NotAllowed, TaskClosed."""
    with transaction() as session:
        task, _ = progress.lock_task(session, task_id)
        _require_open(session, task)
        require(user, "delegate", subject_of(task))
        if to_user_id not in {account for account, _ in _colleagues(session, task, user)}:
            raise NotAllowed("delegate", "not a colleague of this group")
        task.assignee, task.claimed_at = to_user_id, now()
        event = events.TaskDelegated(task.process_id, task.element_id, task.id, to_user_id)
        _record(session, task, event, user)


def save_draft(task_id: str, user: User, raw: Raw) -> datetime:
    """Keep what was typed, valid or not; the moment it was kept. Raises: NotFound, NotAllowed."""
    with transaction() as session:
        task, _ = progress.lock_task(session, task_id)
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
            task, _ = progress.lock_task(session, task_id)
            if may(user, "read_task", subject_of(task)):
                _keep_typed(session, task, user, raw)
        raise
    except ExecutionFailed as error:
        with transaction() as session:
            task, _ = progress.lock_task(session, task_id)
            _keep_typed(session, task, user, raw)
            progress.raise_incident(session, task.case_id, error, user.id)
        raise


def recuse(task_id: str, user: User, reason: str) -> CompletedTask:
    """Take no part in a vote because of an interest (Awb 2:4). It cannot be taken back.

    Raises: NotFound, NotAllowed, TaskClosed.
    """
    with transaction() as session:
        task, _ = progress.lock_task(session, task_id)
        require(user, "recuse", subject_of(task))
        form = definitions.form_of(session, task.definition_id, task.form_id)
        raw: dict[str, str | list[str]] = {}
        for field in form.fields:
            if any(option.value == INTEREST for option in field.options):
                raw[field.key] = INTEREST
            elif field.kind == "textarea":
                raw[field.key] = reason
        return _complete(session, task_id, user, raw)


def _complete(session: Session, task_id: str, user: User, raw: Raw) -> CompletedTask:
    task, case_row = progress.lock_task(session, task_id)
    changes_vote = task.ballot_open and task.state == "completed"
    if changes_vote:
        require(user, "change_vote", subject_of(task))
    else:
        require(user, "read_task", subject_of(task))
        _require_open(session, task)
        _require_free(session, task, user)
        require(user, "complete", subject_of(task))
    progress.require_running(case_row)
    form = definitions.form_of(session, task.definition_id, task.form_id)
    compiled = definitions.compiled_for(session, case_row.process_id, case_row.bindings)
    state = progress.state_of(session, case_row)
    known = workflow.read_variables(state, task.scope)
    answers = forms.validate(form, raw, known)
    play = workflow.revise if changes_vote else workflow.complete
    _keep_personal(session, case_row, form, answers)
    values = progress.to_values({key: v for key, v in answers.items() if key not in form.personal_fields})
    step = play(compiled, state, task.ref, values, progress.surroundings_of(session, case_row))
    task.state, task.completed_at, task.completed_by = "completed", now(), user.id
    if not task.assigned:
        task.assignee = user.id
    task.recused = task.ballot and INTEREST in answers.values()
    event = _keep_answers(session, task, values, user, changes_vote)
    if (draft := session.get(Draft, (task.id, user.id))) is not None:
        session.delete(draft)
    progress.apply(session, case_row, step, by=user.id, first=[event])
    return CompletedTask(case_row.id, case_row.reference, _next_task(session, case_row, user))


def _keep_personal(session: Session, case_row: Case, form: forms.Form, answers: Answers) -> None:
    """Personal fields of a task go to the submitter's person record; an empty one leaves it as it was."""
    person = session.get(Person, case_row.submitter_id) if case_row.submitter_id else None
    for key, kind in form.personal_fields.items():
        if person is not None and answers.get(key):
            setattr(person, kind, answers[key])


def _keep_answers(session: Session, task: Task, values: Mapping[str, Any], user: User, changed: bool) -> events.Event:
    given, salt = feel.to_json(dict(values)), history.new_salt()
    digest = history.salted_digest(given, salt)
    session.add(
        Answer(
            case_id=task.case_id,
            task_id=task.id,
            process_id=task.process_id,
            definition_id=task.definition_id,
            element_id=task.element_id,
            form_id=task.form_id,
            given=given,
            salt=salt,
            given_by=user.id,
            given_at=now(),
        )
    )
    place = (task.process_id, task.element_id, task.id)
    if task.recused:
        return events.MemberRecused(*place, digest)
    if task.ballot:
        return events.VoteCast(*place, digest, changed)
    return events.TaskCompleted(*place, tuple(sorted(values)), digest)


def _next_task(session: Session, case_row: Case, user: User) -> str | None:
    session.flush()
    query = select(Task).where(Task.case_id == case_row.id, Task.state == "open")
    for task in session.scalars(query.order_by(Task.created_at, Task.id)).unique():
        if task.assignee in (None, user.id) and may(user, "complete", subject_of(task)):
            return task.id
    return None


def _open_for(session: Session, task_id: str, user: User, action: str) -> tuple[Task, Case]:
    task, case_row = progress.lock_task(session, task_id)
    require(user, "read_task", subject_of(task))
    _require_open(session, task)
    _require_free(session, task, user)
    require(user, action, subject_of(task))
    return task, case_row


def _require_open(session: Session, task: Task) -> None:
    """Raises: TaskClosed, with who completed it."""
    if task.state == "open":
        return
    person = session.get(Person, task.completed_by) if task.completed_by else None
    raise TaskClosed(task.state, person.name if person is not None else None, task.completed_at)


def _require_free(session: Session, task: Task, user: User) -> None:
    """Raises: TaskTaken, with who has it."""
    if task.assignee in (None, user.id):
        return
    person = session.get(Person, task.assignee)
    raise TaskTaken(person.name if person is not None else "een collega", task.claimed_at)


def _record(session: Session, task: Task, event: events.Event, user: User) -> None:
    definition = {task.process_id: task.definition_id}
    history.record(session, [event], case_id=task.case_id, by=user.id, at=now(), definitions=definition)
