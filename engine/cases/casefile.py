"""Case file: everything about one case, as staff and auditors read it, and the little that its submitter reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from engine import forms, history
from engine.cases import asides, receipts, terms
from engine.cases.gone import find_gone
from engine.cases.timeline import Names, draw_processes, tell_events
from engine.dialect import feel
from engine.dialect.starts import starts_of
from engine.documents import keeping
from engine.errors import NotFound
from engine.finding import locking
from engine.finding.caselist import called, find_case, subject_of, to_view
from engine.finding.people import names_of
from engine.models import Answer, Case, Definition, HistoryEvent, Person, Publication, Subscription, Task
from engine.municipality import calendar, reading, today
from engine.names import DECIDED, WITHDRAWAL
from engine.papers import letters, registers
from engine.permissions import SUBMITTER, may, require
from engine.tasks import casewords, foureyes
from engine.tasks.worklists import subject_of as task_subject
from engine.tasks.worklists import view_tasks
from engine.versions import definitions
from engine.views import CaseDetail, CaseView, Field, GivenAnswers, StatusChange, SubmitterCase, TimelinePage, User

UNNAMED = "Indiener"
"""What a submitter is called for readers who have no contact with them."""
EVENTS_A_PAGE = 50


def read_case(key: str, user: User, *, with_timeline: bool = True) -> CaseDetail:
    """A case by id or reference, with its whole timeline unless that is left out. Raises: NotFound, NotAllowed."""
    with reading() as session:
        return tell_case(session, find_case(session, key), user, with_timeline=with_timeline)


def tell_case(session: Session, case: Case, user: User, *, with_timeline: bool = True) -> CaseDetail:
    """A case as this user may read it. Raises: NotAllowed."""
    require(user, "read_case", subject_of(case))
    person = session.get(Person, case.submitter_id) if case.submitter_id else None
    personal = may(user, "read_personal", subject_of(case))
    known = _unnamed(user, case)
    reads_history = with_timeline and may(user, "read_history", subject_of(case))
    timeline = tell_events(session, case, known, history.read(session, case.id)) if reads_history else ()
    days = calendar(session)
    open_tasks = _open_tasks(session, case)
    waiting = tuple(sorted({task.name for task in open_tasks}))
    due = min((task.due_at for task in open_tasks if task.due_at), default=None)
    return CaseDetail(
        case=to_view(session, case, waiting, due),
        submitter_name=person.name if person is not None and personal else None,
        submitter_contact=_contact(person) if person is not None and personal else {},
        status_text=case.status_text,
        statutory_due=terms.statutory_due(case, days),
        term_suspended=terms.stands_still(case, days),
        received_on=terms.received_on(case),
        answers=answers_of(session, case, known),
        timeline=timeline,
        processes=draw_processes(session, case),
        open_tasks=tuple(view_tasks(session, open_tasks, user)),
        readable_tasks=frozenset(t.id for t in open_tasks if may(user, "read_task", task_subject(session, t))),
        linked=_linked(session, case),
        outcome=case.outcome,
        legal_effect=case.legal_effect,
        retention_class=case.retention_class,
        incident=case.incident,
        letters=letters.of_case(session, case.id, user),
        entries=registers.of_case(session, case.id),
        term_extended=bool(case.extensions),
        may_resend_link=personal and person is not None and bool(person.email),
        may_correct_contact=may(user, "correct_contact", subject_of(case))
        and person is not None
        and not case.erased_at,
        may_correct_receipt=receipts.is_correctable(session, case, user),
        may_copy=may(user, "copy_case", subject_of(case)),
        may_extend_term=terms.is_extendable(session, case, user),
        may_withdraw=may(user, "withdraw", subject_of(case)) and _is_withdrawable(session, case),
        asides=asides.list_asides(session, case, user),
    )


def _unnamed(user: User, case: Case) -> Names:
    personal = may(user, "read_personal", subject_of(case))
    return {} if personal or not case.submitter_id else {case.submitter_id: UNNAMED}


def read_timeline(
    key: str, user: User, *, details: Collection[str] = (), told_jobs: Collection[str] = (), page: int | None = None
) -> TimelinePage:
    """One page of the history of a case; the last one where `page` is None. Raises: NotFound, NotAllowed.

    Events of a kind in `details` are left out, except requests for a job of a kind in `told_jobs`.
    """
    with reading() as session:
        case = find_case(session, key)
        require(user, "read_history", subject_of(case))
        # The kind is compared first: reading the facts of an event takes longer than everything else about it.
        of_job = HistoryEvent.kind == "job_requested"
        job_is_told = and_(of_job, HistoryEvent.facts["job_kind"].as_string().in_(told_jobs))
        conditions = [or_(HistoryEvent.kind.not_in(details), job_is_told)] if details else []
        everything, total = history.count(session, case.id, *conditions)
        pages = max(1, -(-total // EVENTS_A_PAGE))
        number = pages if page is None else min(max(1, page), pages)
        rows = history.read_part(session, case.id, conditions, EVENTS_A_PAGE, (number - 1) * EVENTS_A_PAGE, total)
        return TimelinePage(tell_events(session, case, _unnamed(user, case), rows), number, pages, everything - total)


def read_own_case(user: User) -> SubmitterCase:
    """*Mijn idee*: what has been published to the submitter, and what they are asked. Raises: NotFound, NotAllowed."""
    with reading() as session:
        case = session.get(Case, user.case_id) if user.case_id else None
        if case is None:
            raise NotFound("case", user.case_id)
        require(user, "read_own_case", subject_of(case))
        published = session.scalars(
            select(Publication).where(Publication.case_id == case.id).order_by(Publication.id)
        ).all()
        open_tasks = _open_tasks(session, case)
        mine = [task for task in open_tasks if may(user, "complete", task_subject(session, task))]
        person = session.get(Person, case.submitter_id) if case.submitter_id else None
        told = case.state in locking.ENDED or any(p.status in DECIDED for p in published)
        days = calendar(session)
        due = None if told else terms.statutory_due(case, days)
        return SubmitterCase(
            reference=case.reference,
            title=case.title,
            noun=called(session, case),
            status=case.status,
            status_text=case.status_text,
            started_at=case.started_at,
            changes=tuple(StatusChange(p.at, p.status, p.text) for p in published),
            tasks=tuple(view_tasks(session, mine, user)),
            answers=answers_of(session, case, {}, given_by=case.submitter_id),
            may_withdraw=may(user, "withdraw", subject_of(case)) and _is_withdrawable(session, case),
            ended=case.state in locking.ENDED,
            letters=letters.posted_to_submitter(session, case.id),
            has_email=bool(person and person.email),
            contact=_contact(person) if person is not None else {},
            decided_by=due,
            term_suspended=terms.stands_still(case, days),
            received_on=terms.received_on(case),
            late=due is not None and today() > due,
            looked_at_by=min((task.due_at for task in open_tasks if task.due_at and task not in mine), default=None),
            gone=find_gone(session, case, mine) if case.state not in locking.ENDED else (),
        )


def _contact(person: Person) -> dict[str, str]:
    found = {"email": person.email, "phone": person.phone, "address": person.address}
    return {key: value for key, value in found.items() if value}


def _open_tasks(session: Session, case: Case) -> list[Task]:
    query = select(Task).where(Task.case_id == case.id, Task.state == "open").order_by(Task.created_at, Task.id)
    return list(session.scalars(query).unique())


def _is_withdrawable(session: Session, case: Case) -> bool:
    query = select(func.count()).select_from(Subscription)
    waiting = query.where(
        Subscription.case_id == case.id,
        Subscription.kind == "message",
        Subscription.message == WITHDRAWAL,
    )
    return case.state not in locking.ENDED and bool(session.scalar(waiting))


def _linked(session: Session, case: Case) -> tuple[CaseView, ...]:
    query = select(Case).where(or_(Case.linked_case_id == case.id, Case.id == case.linked_case_id))
    return tuple(to_view(session, row, (), None) for row in session.scalars(query.order_by(Case.started_at)))


def answers_for(session: Session, case: Case, user: User) -> tuple[GivenAnswers, ...]:
    """The answers of a case that this user may read: all that are open to staff, or those that a submitter gave."""
    if may(user, "read_case", subject_of(case)):
        return answers_of(session, case, {})
    if may(user, "read_own_case", subject_of(case)):
        return answers_of(session, case, {}, given_by=case.submitter_id)
    return ()


# ---- answers ----------------------------------------------------------------------------------------------------


def answers_of(session: Session, case: Case, known: Names, given_by: str | None = None) -> tuple[GivenAnswers, ...]:
    """The answers of a case, or with `given_by` those that its submitter gave. `known` holds names to show instead of
    those that persons have."""
    query = select(Answer, Task).outerjoin(Task, Task.id == Answer.task_id).where(Answer.case_id == case.id)
    if given_by is not None:
        # What staff copied from paper at the start, or entered on behalf, was told by the submitter too.
        at_start = and_(Answer.task_id.is_(None), Answer.form_id != "")
        query = query.where(or_(Answer.given_by == given_by, at_start, Answer.task_id.is_not(None)))
    rows: list[tuple[Answer, Task | None]] = [
        (answer, task)
        for answer, task in session.execute(query.order_by(Answer.id))
        if given_by in (None, answer.given_by) or _is_told_by_submitter(session, answer, task)
    ]
    # A vote that was changed shows its latest value; what it was before stays secret.
    latest = {answer.task_id: answer.id for answer, task in rows if task is not None and task.ballot}
    named = {**names_of(session, {answer.given_by for answer, _ in rows}), **known}
    of_answers = Definition.id.in_({answer.definition_id for answer, _ in rows})
    versions = dict(session.execute(select(Definition.id, Definition.version).where(of_answers)).all())
    found = []
    for answer, task in rows:
        if task is not None and task.ballot and latest[answer.task_id] != answer.id:
            continue
        awaits = foureyes.awaits(session, task) if task is not None else None
        hidden = awaits is not None or (task is not None and task.ballot and task.ballot_open)
        found.append(
            GivenAnswers(
                task_name=_task_name(session, answer, task),
                element_id=answer.element_id,
                by_name=named[answer.given_by],
                at=answer.given_at,
                fields=() if hidden else _fields(session, answer, task),
                hidden=hidden,
                awaits=awaits,
                process_id=answer.process_id,
                version=versions.get(answer.definition_id),
                form_id=answer.form_id,
                task_id=answer.task_id,
                id=answer.id,
                asked_of=(task.instance or "") if task is not None and not task.ballot else "",
                together=task.multi_instance if task is not None else None,
            )
        )
    return _without_gone(session, found)


def _is_told_by_submitter(session: Session, answer: Answer, task: Task | None) -> bool:
    """Whether staff wrote down what the submitter told them: at the start of the case, or for the submitter's task."""
    if task is not None:
        return SUBMITTER in task.candidate_groups
    process = definitions.files_of(session, answer.definition_id).process
    return any(start.id == answer.element_id for start in starts_of(process))


def _without_gone(session: Session, given: Sequence[GivenAnswers]) -> tuple[GivenAnswers, ...]:
    """The same, marking files that no longer exist: a linked case can name those of a case that was erased."""
    named = {
        one["documentId"] for answer in given for field in answer.fields for one in forms.references_in(field.value)
    }
    if not (gone := keeping.list_gone(session, named)):
        return tuple(given)
    return tuple(replace(one, fields=tuple(replace(field, gone=gone) for field in one.fields)) for one in given)


def _task_name(session: Session, answer: Answer, task: Task | None) -> str:
    if task is None:
        return definitions.element_name(session, answer.definition_id, answer.element_id) or ""
    return f"{task.name} ({task.instance})" if task.instance and not task.ballot else task.name


def _fields(session: Session, answer: Answer, task: Task | None) -> tuple[Field, ...]:
    if not answer.form_id:
        return tuple(
            Field(key, key.replace("_", " ").capitalize(), str(text)) for key, text in answer.given.items() if text
        )
    form = definitions.form_of(session, answer.definition_id, answer.form_id)
    if task is not None:
        form = casewords.fill_in(session, form, task)
    given = feel.from_json(answer.given)
    described = forms.describe(form, given if isinstance(given, dict) else {})
    asked = {field.key: field for field in form.fields}
    return tuple(_field(asked[one.key], one) for one in described)


def _field(asked: forms.FormField, told: forms.Described) -> Field:
    """One answer; for a list, with the answers of each row."""
    if asked.rows is None:
        return Field(told.key, told.label, told.value, asked.prefix)
    columns = {column.key: column for column in asked.rows.questions}
    rows = tuple(tuple(_field(columns[one.key], one) for one in row) for row in told.value)
    return Field(told.key, told.label, None, rows=rows)
