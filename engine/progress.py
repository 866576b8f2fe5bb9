"""Progress: bringing one step of the token game into the tables, within the caller's transaction. Commits nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import definitions, events, explanations, history, mailbox, starts, workflow
from engine.dialect import feel
from engine.errors import CaseEnded, ExecutionFailed, NotFound, NotWaiting
from engine.models import (
    Account,
    AccountGroup,
    Case,
    CaseState,
    Job,
    PendingTimer,
    Publication,
    Subscription,
    Task,
    TaskGroup,
    new_id,
)
from engine.municipality import calendar, here, now
from engine.workflow import Ending, OpenTask, Step, Surroundings

ENDED = frozenset({"completed", "withdrawn"})
WITHDRAWAL = "intrekking"
"""Name of the message by which a submitter withdraws."""
WITHDRAWN = "ingetrokken"
"""Outcome of the end event that a withdrawal leads to."""
TITLE_LENGTH = 300


def lock_case(session: Session, case_id: str) -> Case:
    """The case, with its row locked until the transaction ends: whoever comes second waits, then sees what was done.

    Raises: NotFound.
    """
    query = select(Case).where(Case.id == case_id).with_for_update(of=Case).execution_options(populate_existing=True)
    case = session.scalar(query)
    if case is None:
        raise NotFound("case", case_id)
    return case


def lock_task(session: Session, task_id: str) -> tuple[Task, Case]:
    """A task and its case, read after the case's lock was obtained. Raises: NotFound."""
    case_id = session.scalar(select(Task.case_id).where(Task.id == task_id))
    if case_id is None:
        raise NotFound("task", task_id)
    case = lock_case(session, case_id)
    task = session.scalar(select(Task).where(Task.id == task_id).execution_options(populate_existing=True))
    if task is None:
        raise NotFound("task", task_id)
    return task, case


def require_running(case: Case) -> None:
    """Raises: CaseEnded."""
    if case.state in ENDED:
        raise CaseEnded(f"case {case.reference} has ended")


def state_of(session: Session, case: Case) -> bytes:
    state = session.scalar(select(CaseState.state).where(CaseState.case_id == case.id))
    if state is None:
        raise NotFound("state", case.id)
    return state


def surroundings(session: Session, reference: str, submitter_id: str | None) -> Surroundings:
    """What expressions may read: the clock, the groups with their members, the calendar."""
    query = (
        select(AccountGroup.group_id, Account.id, Account.role)
        .join(Account, Account.id == AccountGroup.account_id)
        .where(Account.active)
        .order_by(AccountGroup.group_id, Account.username)
    )
    groups: dict[str, list[dict[str, str]]] = {}
    for group, account_id, role in session.execute(query):
        groups.setdefault(group, []).append({"id": account_id, "rol": role})
    return Surroundings(
        now=now(),
        reference=reference,
        submitter_id=submitter_id,
        groups={group: tuple(members) for group, members in groups.items()},
        calendar=calendar(),
        zone=here().settings.zone,
    )


def surroundings_of(session: Session, case: Case) -> Surroundings:
    return surroundings(session, case.reference, case.submitter_id)


def apply(session: Session, case: Case, step: Step, *, by: str, first: Sequence[events.Event] = ()) -> None:
    """Keep a step: state, open tasks, timers, messages, jobs, published status, ending and history.

    `first` are the events of the caller's own act, which come before what followed from it. A task that the caller has
    completed must already say so; every other task that is gone is cancelled.
    """
    moment = now()
    following = explanations.keep(session, case, step)
    following += _sync_tasks(session, case, step, moment)
    following += _sync_term(session, case, moment)
    _sync_timers(session, case, step)
    begun = _sync_subscriptions(session, case, step)
    following += _add_jobs(session, case, step, moment)
    _pass_on_signals(session, case, step, moment)
    for publication in step.publications:
        session.add(Publication(case_id=case.id, status=publication.status, text=publication.text, at=moment))
        case.status, case.status_text = publication.status, publication.text
    _keep_state(session, case, step)
    case.positions = [list(position) for position in step.positions]
    case.updated_at = moment
    case.incident = None
    case.revision += 1
    _keep_description(case, step)
    if step.ending is not None:
        following.append(_end(case, step.ending, moment))
        mailbox.free_key(session, case)
    history.record(session, [*first, *following], case_id=case.id, by=by, at=moment, definitions=case.bindings)
    if begun:
        _take_kept_messages(session, case, begun)


def _take_kept_messages(session: Session, case: Case, begun: list[tuple[str, str]]) -> None:
    """Let what came too early happen now, in the transaction of the step that began to wait for it."""
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    for message in mailbox.find_kept(session, case, begun):
        state, around = state_of(session, case), surroundings_of(session, case)
        values = mailbox.values_of(message)
        try:
            step = workflow.correlate(compiled, state, message.name, values, around, message.key)
        except NotWaiting:
            continue  # A deadline came in between; the message stays for who waits next.
        mailbox.note_delivery(session, message, case)
        apply(session, case, step, by=message.sent_by)


def _keep_state(session: Session, case: Case, step: Step) -> None:
    row = session.get(CaseState, case.id)
    if row is None:
        session.add(CaseState(case_id=case.id, state=step.state))
    else:
        row.state = step.state


def _keep_description(case: Case, step: Step) -> None:
    if step.title is not None:
        case.title = step.title[:TITLE_LENGTH]
    if step.area is not None:
        case.area = step.area[:200]


def _sync_tasks(session: Session, case: Case, step: Step, moment: datetime) -> Iterable[events.Event]:
    known = {task.ref: task for task in session.scalars(select(Task).where(Task.case_id == case.id))}
    open_now = {task.ref: task for task in step.open_tasks}
    found: list[events.Event] = []
    for ref, row in known.items():
        if row.state == "open" and ref not in open_now:
            row.state = "cancelled"
            row.completed_at = moment
            found.append(events.TaskCancelled(row.process_id, row.element_id, row.id))
        if row.ballot_open and row.multi_instance not in step.open_ballots:
            row.ballot_open = False
    for ref, opened in open_now.items():
        if ref not in known:
            found.append(_open_task(session, case, opened, moment))
    return found


def _open_task(session: Session, case: Case, opened: OpenTask, moment: datetime) -> events.Event:
    definition_id = case.bindings[opened.process_id]
    element = definitions.files_of(session, definition_id).process.elements[opened.element_id]
    ballot = element.properties.get("ballot") == "true"
    row = Task(
        id=new_id(),
        case_id=case.id,
        ref=opened.ref,
        process_id=opened.process_id,
        definition_id=definition_id,
        element_id=opened.element_id,
        name=element.name or opened.element_id,
        form_id=element.form_id or "",
        scope=opened.scope,
        instance=opened.instance,
        multi_instance=opened.multi_instance,
        ballot=ballot,
        ballot_open=ballot,
        suspends_term=element.properties.get("suspendsTerm") == "true",
        state="open",
        assigned=opened.assignee is not None,
        assignee=opened.assignee,
        due_at=opened.due_at,
        follow_up_at=opened.follow_up_at,
        priority=opened.priority,
        created_at=moment,
    )
    session.add(row)
    session.flush()
    session.add_all(TaskGroup(task_id=row.id, group_id=group) for group in dict.fromkeys(opened.groups))
    return events.TaskOpened(
        opened.process_id, opened.element_id, row.id, opened.groups, opened.assignee, opened.due_at
    )


def _sync_term(session: Session, case: Case, moment: datetime) -> Iterable[events.Event]:
    """Stop or resume the clock of the statutory term (Awb 4:15) as tasks that suspend it open and close."""
    session.flush()
    suspending = session.scalar(
        select(Task).where(Task.case_id == case.id, Task.state == "open", Task.suspends_term).limit(1)
    )
    today = moment.astimezone(here().settings.zone).date().isoformat()
    stands_still = bool(case.suspensions) and case.suspensions[-1][1] is None
    if suspending is not None and not stands_still:
        case.suspensions = [*case.suspensions, [today, None]]
        return [events.TermSuspended(suspending.process_id, suspending.element_id)]
    if suspending is None and stands_still:
        case.suspensions = [*case.suspensions[:-1], [case.suspensions[-1][0], today]]
        return [events.TermResumed(case.process_id, "")]
    return []


def _sync_timers(session: Session, case: Case, step: Step) -> None:
    known = {row.ref: row for row in session.scalars(select(PendingTimer).where(PendingTimer.case_id == case.id))}
    pending = {timer.ref: timer for timer in step.timers} if not step.ended else {}
    for ref, row in known.items():
        if ref not in pending:
            session.delete(row)
    for ref, timer in pending.items():
        if ref not in known:
            session.add(
                PendingTimer(
                    case_id=case.id,
                    ref=ref,
                    process_id=timer.process_id,
                    element_id=timer.element_id,
                    due_at=timer.due_at,
                )
            )


def _sync_subscriptions(session: Session, case: Case, step: Step) -> list[tuple[str, str]]:
    """(message, key) of those with a correlation key that are new."""
    had = delete(Subscription).where(Subscription.case_id == case.id).returning(Subscription.ref)
    known = set(session.scalars(had))
    session.add_all(
        Subscription(case_id=case.id, ref=s.ref, element_id=s.element_id, kind=s.kind, message=s.message, key=s.key)
        for s in step.subscriptions
    )
    return [(s.message, s.key) for s in step.subscriptions if s.kind == "message" and s.key and s.ref not in known]


def _add_jobs(session: Session, case: Case, step: Step, moment: datetime) -> Iterable[events.Event]:
    found = []
    for request in step.jobs:
        job = Job(
            id=f"{case.id}-{request.number}",
            case_id=case.id,
            kind=request.kind,
            payload={"headers": dict(request.headers), "data": feel.to_json(dict(request.data))},
            state="waiting",
            due_at=moment,
            created_at=moment,
        )
        session.add(job)
        found.append(events.JobRequested(request.process_id, request.element_id, job.id, request.kind))
    here().queue.put(session, [f"{case.id}-{request.number}" for request in step.jobs])
    return found


def _pass_on_signals(session: Session, case: Case, step: Step, moment: datetime) -> None:
    """A signal is for every case that waits for it now (BPMN 2.0.2 clause 10.5.4): each gets a job of its own."""
    put: list[str] = []
    for number, name in enumerate(step.signals):
        waiting = select(Subscription.case_id).where(
            Subscription.kind == "signal", Subscription.message == name, Subscription.case_id != case.id
        )
        for other in session.scalars(waiting.distinct().order_by(Subscription.case_id)):
            put.append(new_id())
            told = {"signal": name, "from": case.id, "number": number}
            job = Job(id=put[-1], case_id=other, kind="signal", payload=told, due_at=moment, created_at=moment)
            session.add(job)
        put += starts.ask_by_signal(session, name, case.id)
    here().queue.put(session, put)


def _end(case: Case, ending: Ending, moment: datetime) -> events.Event:
    case.state = "withdrawn" if ending.outcome == WITHDRAWN else "completed"
    case.ended_at = moment
    case.end_element = ending.element_id
    case.outcome = ending.outcome
    case.legal_effect = ending.legal_effect
    case.retention_class = ending.retention_class
    return events.CaseEnded(
        ending.process_id, ending.element_id, ending.outcome, ending.legal_effect, ending.retention_class
    )


def raise_incident(session: Session, case_id: str, error: ExecutionFailed, by: str) -> None:
    """Write down why a case could not go on; nothing else of the failed act is kept."""
    case = lock_case(session, case_id)
    case.incident = str(error)[:2000]
    case.updated_at = now()
    event = events.IncidentRaised(error.process or case.process_id, error.element, error.message[:500])
    history.record(session, [event], case_id=case.id, by=by, at=now(), definitions=case.bindings)


def to_values(answers: Any) -> dict[str, Any]:
    """Answers as FEEL values for the token game."""
    return {key: feel.from_python(value) for key, value in answers.items()}
