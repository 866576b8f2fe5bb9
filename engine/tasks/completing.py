"""Completing: answering a task, or taking no part in a vote, and letting the case go on. One commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Session

from engine import events, forms, workflow
from engine.colliding import until_whole
from engine.database import connection_of
from engine.dialect.nouns import noun_of
from engine.documents import keeping
from engine.errors import Conflict, ExecutionFailed, NotFound, TypedElsewhere
from engine.finding import locking
from engine.models import Draft, Person, Task, table_of
from engine.municipality import now, reading, today, transaction
from engine.names import INTEREST
from engine.permissions import SUBMITTER, may, require
from engine.prepared import Prepared, Writes
from engine.running import answers, halting, progress, standing, surroundings, taskrows
from engine.subjects import TaskSubject
from engine.tasks import foureyes
from engine.tasks.claiming import require_free, require_open
from engine.tasks.drafts import keep_typed, require_not_elsewhere
from engine.tasks.windows import Window
from engine.tasks.worklists import subject_of
from engine.versions import definitions
from engine.views import Answers, CompletedTask, User

_tasks, _drafts = table_of(Task), table_of(Draft)
_completed = {
    "state": "completed",
    "completed_at": bindparam("moment"),
    "completed_by": bindparam("who"),
    "recused": bindparam("is_recused"),
}
_as_completed = update(_tasks).where(_tasks.c.id == bindparam("task")).values(_completed)
_COMPLETE, _COMPLETE_AND_ASSIGN = Prepared(_as_completed), Prepared(_as_completed.values(assignee=bindparam("who")))
"""The second is for a task that the diagram assigned to nobody: whoever completed it had it."""
_FORGET_DRAFT = Prepared(
    delete(_drafts).where(_drafts.c.task_id == bindparam("task"), _drafts.c.person_id == bindparam("who"))
)


@until_whole
def complete_task(task_id: str, user: User, raw: forms.Raw, window: Window | None = None) -> CompletedTask:
    """Answer a task and let the case go on; or change a vote that is still open.

    One commit: the answers, the case's new state, the tasks and jobs that follow, and the history. What was typed is
    kept as a draft when the task turns out to be closed or taken, or the case cannot go on. `window` is where it was
    typed: nothing is sent while the same person has other text in another window.

    Raises: NotFound, NotAllowed, AnswersRefused, TaskTaken, TaskClosed, TaskForAnother, CaseEnded, ExecutionFailed,
        TypedElsewhere.
    """
    try:
        with transaction() as session:
            return _complete(session, task_id, user, raw, window)
    except TypedElsewhere:
        raise
    except Conflict:
        with transaction() as session:
            task, case = locking.lock_task(session, task_id)
            if case.erased_at is None and may(user, "read_task", subject_of(session, task)):
                keep_typed(session, task, user, raw, window)
        raise
    except ExecutionFailed as error:
        with transaction() as session:
            task, _ = locking.lock_task(session, task_id)
            keep_typed(session, task, user, raw, window)
            halting.raise_incident(session, task.case_id, error, user.id)
        raise


def recuse(task_id: str, user: User, reason: str) -> CompletedTask:
    """Take no part in a vote because of an interest (Awb 2:4). This cannot be undone.

    It is the vote `INTEREST`, with the reason in the text of the ballot. Raises: as `complete_task`.
    """
    with reading() as session:
        task = session.get(Task, task_id)
        if task is None:
            raise NotFound("task", task_id)
        require(user, "recuse", subject_of(session, task))
        form = definitions.form_of(session, task.definition_id, task.form_id)
    raw: dict[str, str | list[str]] = {}
    for field in form.fields:
        if any(option.value == INTEREST for option in field.options):
            raw[field.key] = INTEREST
        elif field.kind == "textarea":
            raw[field.key] = reason
    return complete_task(task_id, user, raw)


def chose_interest(form: forms.Form, given: Mapping[str, Any]) -> bool:
    """Whether the option `INTEREST` was chosen; the same word typed as a reason is a reason."""
    asked = (one.key for one in form.fields if any(option.value == INTEREST for option in one.options))
    return any(INTEREST in (given.get(key), *_several(given.get(key))) for key in asked)


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _complete(session: Session, task_id: str, user: User, raw: forms.Raw, window: Window | None) -> CompletedTask:
    task, case, state = locking.lock_to_complete(connection_of(session), task_id)
    changes_vote = _require_allowed(session, task, user)
    locking.require_running(case)

    form = definitions.form_of(session, task.definition_id, task.form_id)
    if task.has_drafts:
        require_not_elsewhere(session, task_id, form, user, raw, window)
    given = _read_answers(session, task, form, raw, state, user)
    contact = _keep_personal(session, case.submitter_id, form, given)
    values = answers.to_values({key: v for key, v in given.items() if key not in form.personal_fields})

    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    play = workflow.revise if changes_vote else workflow.complete
    step = play(compiled, state, task.ref, values, surroundings.of_case(session, case))

    writes = Writes()
    recused = task.ballot and chose_interest(form, given)
    done = {"task": task_id, "moment": now(), "who": user.id, "is_recused": recused}
    writes.add(_COMPLETE if task.assigned else _COMPLETE_AND_ASSIGN, done)
    event = _keep_answers(writes, task, values, user, recused=recused, changed=changes_vote)
    if task.has_drafts:
        writes.add(_FORGET_DRAFT, {"task": task_id, "who": user.id})
    open_now = progress.apply(
        session, case, step, by=user.id, first=[event], completed=task_id, writes=writes, stands=contact
    )

    noun = noun_of(compiled.processes[case.process_id])
    name = compiled.processes[task.process_id].elements[task.element_id].name or task.element_id
    turn_of = frozenset(group for row in open_now if row.state == "open" for group in row.candidate_groups)
    return CompletedTask(case.id, case.reference, noun, name, turn_of, _next_task(session, case, open_now, user))


def _require_allowed(session: Session, task: locking.LockedTask, user: User) -> bool:
    """Refuse anyone who may not answer this task now. Returns whether the answer changes a vote already cast."""
    subject = foureyes.bar(session, task.subject, task)
    if subject.ballot_open and subject.state == "completed":
        require(user, "change_vote", subject)
        return True
    require(user, "read_task", subject)
    require_open(session, subject.state, subject.completed_by, task.completed_at, user)
    require_free(session, subject.assignee, task.claimed_at, user)
    foureyes.require_another(session, subject, task, user)
    require(user, "complete", subject)
    return False


def _read_answers(
    session: Session, task: locking.LockedTask, form: forms.Form, raw: forms.Raw, state: bytes, user: User
) -> Answers:
    """What was typed, as the form's values; chosen files belong to the case from here on."""
    known = workflow.read_variables(state, task.scope) if form.reads_case or form.asks_files else {}
    holder = keeping.holder_of_task(task.id, user.id) if form.asks_files else ""
    day = today() if form.minds_today else None
    given = forms.validate(form, raw, known, today=day, files=keeping.usable(session, form, holder, known))
    keeping.attach(session, form, given, holder, task.case_id, task.id)
    return given


def _keep_personal(
    session: Session, submitter_id: str | None, form: forms.Form, given: Answers
) -> standing.Standing | None:
    """Write a task's personal fields to the submitter's person record; an empty one leaves it as it was.

    Returns what the history must record about it; None where it stays as it was.
    """
    told = {kind: given[key] for key, kind in form.personal_fields.items() if given.get(key)}
    if not told or not submitter_id:
        return None
    # Locked, so that if two change it, the second tells the history the result of both.
    person = session.get_one(Person, submitter_id, with_for_update=True, populate_existing=True)
    before = standing.reach(person)
    for kind, value in told.items():
        setattr(person, kind, value)
    return standing.of_contact(person, before)


def _keep_answers(
    writes: Writes,
    task: locking.LockedTask,
    values: Mapping[str, Any],
    user: User,
    *,
    recused: bool,
    changed: bool,
) -> events.Event:
    given = answers.seal(values)
    row = answers.row_of(
        given,
        task.case_id,
        by=user.id,
        process_id=task.process_id,
        definition_id=task.definition_id,
        element_id=task.element_id,
        form_id=task.form_id,
        task_id=task.id,
    )
    writes.add(answers.INSERT, row)
    place = (task.process_id, task.element_id, task.id)
    if recused:
        return events.MemberRecused(*place, given.digest)
    if task.ballot:
        return events.VoteCast(*place, given.digest, changed)
    return events.TaskCompleted(*place, tuple(sorted(values)), given.digest)


def _next_task(
    session: Session, case: locking.LockedCase, open_now: Sequence[locking.AliveTask], user: User
) -> str | None:
    """The task of the same case that this user may do next, the oldest first.

    A task of the submitter is not next for staff, though they may do it on the submitter's behalf.
    """
    for row in open_now:
        if row.assignee not in (None, user.id) or (SUBMITTER in row.candidate_groups and not user.is_submitter):
            continue
        subject = taskrows.subject_of(session, case, row)
        if may(user, "complete", subject) and (not subject.apart or _may_do_both(session, subject, user)):
            return row.id
    return None


def _may_do_both(session: Session, subject: TaskSubject, user: User) -> bool:
    """Whether a task that must be kept apart from others is still for this user, after what they did just now."""
    return may(user, "complete", subject_of(session, session.get_one(Task, subject.id, populate_existing=True)))
