"""Drafts: what somebody typed in a task and has not sent, valid or not; kept until it is sent or thrown away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import forms
from engine.documents import keeping
from engine.errors import CaseEnded, Conflict
from engine.finding import locking
from engine.forms.questions import MAX_LENGTH, MAX_OPTIONS
from engine.models import Draft, Task
from engine.municipality import now, reading, transaction
from engine.permissions import may, require
from engine.tasks import casewords, foureyes
from engine.tasks.claiming import require_free, require_open
from engine.tasks.windows import Window, require_same, sign, typed_in_draft
from engine.tasks.worklists import subject_of, view_tasks
from engine.versions import definitions
from engine.views import DraftView, Field, SavedDraft, User


def save_draft(task_id: str, user: User, raw: forms.Raw, window: Window | None = None) -> SavedDraft:
    """Keep what was typed, valid or not; returns the moment, and whether it has become too late to send it.

    `window` is where it was typed: it replaces nothing that was typed in another since.

    Raises: NotFound, NotAllowed, TypedElsewhere. CaseEnded: what people gave in the case has been erased, and a page
    that was still open does not bring any of it back.
    """
    with transaction() as session:
        task, case = locking.lock_task(session, task_id)
        require(user, "read_task", subject_of(session, task))
        if case.erased_at is not None:
            raise CaseEnded(f"case {case.reference} was erased")
        return SavedDraft(keep_typed(session, task, user, raw, window), _why_too_late(session, task, user))


def _why_too_late(session: Session, task: Task, user: User) -> Conflict | None:
    """What sending an answer now would be refused for: who is typing would otherwise only learn it at the end."""
    subject = subject_of(session, task)
    if may(user, "change_vote", subject):
        return None
    try:
        require_open(session, task.state, task.completed_by, task.completed_at, user)
        require_free(session, task.assignee, task.claimed_at, user)
        foureyes.require_another(session, subject, task, user)
    except Conflict as error:
        return error
    return None


def drop_draft(task_id: str, user: User) -> None:
    """Delete what this user typed in a task and did not send, if anything. Raises: NotFound, NotAllowed."""
    with transaction() as session:
        task, _ = locking.lock_task(session, task_id)
        require(user, "read_task", subject_of(session, task))
        draft = session.get(Draft, (task.id, user.id))
        if draft is not None:
            session.delete(draft)


def require_not_elsewhere(
    session: Session, task_id: str, form: forms.Form, user: User, raw: forms.Raw, window: Window | None
) -> None:
    """Refuse what was typed in one window where another has text that would be lost. Raises: TypedElsewhere."""
    draft = session.get(Draft, (task_id, user.id)) if window is not None else None
    if draft is not None:
        require_same(draft, _cut(form, raw), window)


def _cut(form: forms.Form, raw: forms.Raw) -> dict[str, list[str]]:
    asked = forms.only_asked(form, raw)
    return {name: [str(item)[:MAX_LENGTH] for item in values[:MAX_OPTIONS]] for name, values in asked.items()}


def keep_typed(session: Session, task: Task, user: User, raw: forms.Raw, window: Window | None = None) -> datetime:
    """Keep what was typed as this user's draft of a task, in the caller's transaction; returns the moment.

    Of each question as much as any question can ask for. Raises: TypedElsewhere.
    """
    typed = _cut(definitions.form_of(session, task.definition_id, task.form_id), raw)
    moment = now()
    draft = session.get(Draft, (task.id, user.id))
    if draft is None:
        session.add(Draft(task_id=task.id, person_id=user.id, raw=sign(typed, window), saved_at=moment))
    else:
        require_same(draft, typed, window)
        draft.raw, draft.saved_at = sign(typed, window), moment
    return moment


def count_drafts(user: User) -> int:
    """How many drafts this user typed and did not send."""
    with reading() as session:
        return session.scalar(select(func.count()).where(Draft.person_id == user.id)) or 0


def list_drafts(user: User) -> tuple[DraftView, ...]:
    """What this user typed and did not send, the newest first; also for tasks that have closed since."""
    with reading() as session:
        rows = session.execute(
            select(Draft, Task)
            .join(Task, Task.id == Draft.task_id)
            .where(Draft.person_id == user.id)
            .order_by(Draft.saved_at.desc())
        ).all()
        return tuple(
            DraftView(view_tasks(session, [task], user)[0], _typed_fields(session, task, draft), draft.saved_at)
            for draft, task in rows
        )


def _typed_fields(session: Session, task: Task, draft: Draft) -> tuple[Field, ...]:
    form = casewords.fill_in(session, definitions.form_of(session, task.definition_id, task.form_id), task)
    asked = {field.key: field for field in form.fields}
    found = []
    typed = typed_in_draft(draft)
    for name, values in typed.items():
        field = asked.get(name)
        if field is not None and field.kind == "files":
            if files := _named(session, draft, values):
                found.append(Field(name, field.label, files))
        elif field is not None and field.rows is not None:
            if rows := tuple(_typed_rows(field, field.rows, typed)):
                found.append(Field(name, field.label, None, rows=rows))
        elif any(values) and forms.owner_of(name) == name:
            found.append(Field(name, field.label if field is not None else name, forms.typed_in_labels(field, values)))
    return tuple(found)


def _named(session: Session, draft: Draft, ids: Iterable[str]) -> str:
    """The names of the files uploaded with what was typed, of those that still exist."""
    ready = keeping.list_loose(session, keeping.holder_of_task(draft.task_id, draft.person_id))
    wanted = set(ids)
    return ", ".join(file.name for file in ready if file.id in wanted)


def _typed_rows(field: forms.FormField, rows: forms.Rows, raw: Mapping[str, list[str]]) -> Iterator[tuple[Field, ...]]:
    """What was typed in each row of a list, for the rows in which something was."""
    for number, row in enumerate(forms.rows_in(raw, field.key)):
        typed = forms.typed_in(field, raw, row)
        columns = (column for column in rows.columns_of(number) if any(typed.get(column.key, [])))
        if told := tuple(
            Field(column.key, column.label, forms.typed_in_labels(column, typed[column.key])) for column in columns
        ):
            yield told
