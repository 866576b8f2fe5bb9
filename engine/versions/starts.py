"""Starts: what the versions in use wait for to begin a case: messages, signals and moments, each a row."""

from __future__ import annotations

from functools import partial

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine import workflow
from engine.database import connection_of
from engine.dialect.elements import Element, Event, Process
from engine.dialect.starts import event_starts
from engine.errors import DiagramRefused, ExecutionFailed
from engine.models import Job, StartSubscription, table_of
from engine.municipality import calendar, here, now, reading, transaction
from engine.prepared import Prepared
from engine.requesting import ask_for, new_job
from engine.turns import take_turns
from engine.workflow import Surroundings

LONGEST = 500
"""Characters that are stored of what a timer says."""
MOST_AT_ONCE = 100
"""How many cases one timer begins per look of a worker; a longer backlog waits for the next look."""


def listen(session: Session, definition_id: str, process: Process) -> None:
    """Let a version wait for what begins it, in place of the previous version. Within the caller's transaction.

    A timer that did not change keeps its moment: a new version neither repeats a day that has passed, nor postpones the
    next.

    Raises:
        DiagramRefused: the value of a timer is neither a moment nor a repeating interval.
    """
    known = {
        row.element_id: row
        for row in session.scalars(select(StartSubscription).where(StartSubscription.process_id == process.id))
    }
    wanted = {start.id: (start, event) for start, event in event_starts(process)}
    for key in known.keys() - wanted.keys():
        session.delete(known[key])
    for key, (start, event) in wanted.items():
        kind, name = event.kind, event.reference or ""
        if kind == "timer":
            name = f"{event.timer_kind} {event.expression}"[:LONGEST]
        row = known.get(key)
        if row is None:
            row = StartSubscription(process_id=process.id, element_id=key, kind="", name="")
            session.add(row)
        row.definition_id = definition_id
        if (row.kind, row.name) != (kind, name):
            row.kind, row.name = kind, name
            row.due_at, row.times_left, row.every = _first(session, process, start, event)
    session.flush()


def _first(session: Session, process: Process, start: Element, event: Event) -> workflow.Rhythm:
    if event.kind != "timer":
        return workflow.Rhythm(None, None, None)
    around = Surroundings(now(), "", None, {}, calendar(session), here().settings.zone)
    try:
        return workflow.first_moment(start, around)
    except ExecutionFailed as error:
        raise DiagramRefused(error.message, source=process.id, element=start.id, line=start.line) from error


_starts = table_of(StartSubscription)
_DUE = Prepared(
    select(_starts.c.process_id, _starts.c.element_id).where(_starts.c.due_at <= bindparam("moment")).limit(200)
)


def ask_for_due() -> int:
    """Ask for a case, as a job, for every moment of a start timer that has come. Returns how many.

    Raises: what the first of them raised that failed, when all have had their turn; the next look tries it again.
    """
    with reading() as session:
        due = _DUE.fetch(connection_of(session), {"moment": now()})
    return take_turns(partial(_ask_for, process_id, element_id) for process_id, element_id in due)


def _ask_for(process_id: str, element_id: str) -> int:
    """The jobs and the next moment are one commit, so no moment is lost and none occurs twice."""
    jobs: list[Job] = []
    with transaction() as session:
        query = select(StartSubscription).where(
            StartSubscription.process_id == process_id, StartSubscription.element_id == element_id
        )
        row = session.scalar(query.with_for_update())
        while row is not None and row.due_at is not None and row.due_at <= now() and len(jobs) < MOST_AT_ONCE:
            jobs.append(_job_of(row, None))
            row.due_at, row.times_left, row.every = workflow.next_moment(
                workflow.Rhythm(row.due_at, row.times_left, row.every), here().settings.zone
            )
        ask_for(session, jobs)
    return len(jobs)


def jobs_by_signal(session: Session, name: str, thrown_by: str) -> list[Job]:
    """A job for each version in use that a signal begins (BPMN 2.0.2 clause 10.5.4), for the caller to ask for."""
    query = select(StartSubscription).where(StartSubscription.kind == "signal", StartSubscription.name == name)
    rows = session.scalars(query.order_by(StartSubscription.process_id, StartSubscription.element_id))
    return [_job_of(row, thrown_by) for row in rows]


def _job_of(row: StartSubscription, case_id: str | None) -> Job:
    return new_job("start", {"process": row.process_id, "element": row.element_id}, case_id=case_id)


def is_listening(session: Session, process_id: str, element_id: str) -> bool:
    """Whether a version in use still begins there."""
    return session.get(StartSubscription, (process_id, element_id)) is not None


def begun_by_message(session: Session, name: str) -> list[tuple[str, str]]:
    """(process id, start event) of every version in use that a message begins."""
    query = select(StartSubscription.process_id, StartSubscription.element_id).where(
        StartSubscription.kind == "message", StartSubscription.name == name
    )
    rows = session.execute(query.order_by(StartSubscription.process_id, StartSubscription.element_id))
    return [(process_id, element_id) for process_id, element_id in rows]


def messages_of(session: Session, process_id: str) -> list[str]:
    """The names of the messages that begin a process."""
    query = select(StartSubscription.name).where(
        StartSubscription.kind == "message", StartSubscription.process_id == process_id
    )
    return list(session.scalars(query.order_by(StartSubscription.name)))
