"""Progress: writing one step of the token game to the tables, within the caller's transaction. Commits nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import events, history, workflow
from engine.database import connection_of
from engine.dialect import feel
from engine.errors import NotWaiting
from engine.finding.locking import AliveTask, LockedCase, lock_case, state_of
from engine.models import Case, CaseState, Job, Subscription, table_of
from engine.municipality import now
from engine.names import WITHDRAWN
from engine.papers import letters, registers
from engine.prepared import Prepared, Writes
from engine.requesting import ask_for, new_job
from engine.running import (
    explanations,
    kept_messages,
    publishing,
    standing,
    standstill,
    surroundings,
    taskrows,
    waiting,
)
from engine.versions import definitions, starts
from engine.workflow import Ending, Step

TITLE_LENGTH = 300
DONE_AT_ONCE = frozenset({letters.KIND, registers.KIND})
"""Kinds of work that are done in the transaction of the step, so that nothing is left for a worker."""
SHOWN = ("title", "area", "status", "status_text", "state", "suspensions")
OF_ENDING = ("ended_at", "end_element", "outcome", "legal_effect", "retention_class")
MOVED = ("positions", "updated_at", "incident", "revision")
"""What every step writes. Most steps write no more, and SQLite updates an index for each column that is named."""
KEPT = (*SHOWN, *OF_ENDING, *MOVED)
"""The columns of a case that a step writes."""
_besides_moved = itemgetter(*SHOWN, *OF_ENDING)
_cases, _states = table_of(Case), table_of(CaseState)


def _update_case(names: Sequence[str]) -> Prepared:
    changes: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return Prepared(update(_cases).where(_cases.c.id == bindparam("case")).values(changes))


_UPDATE_ALL, _UPDATE_MOVED = _update_case(KEPT), _update_case(MOVED)
_KEEP_STATE = update(_states).where(_states.c.case_id == bindparam("case")).values(state=bindparam("tokens"))
_UPDATE_STATE = Prepared(_KEEP_STATE)


def apply(
    session: Session,
    case: Case | LockedCase,
    step: Step,
    *,
    by: str,
    first: Sequence[events.Event] = (),
    completed: str | None = None,
    writes: Writes | None = None,
    stands: standing.Standing | None = None,
) -> tuple[AliveTask, ...]:
    """Store a step: state, open tasks, timers, messages, jobs, published status, ending and history.

    `first` are the events of the caller's own act, which precede what followed from it; `writes` is what the caller
    writes itself. The caller also writes the task that it has `completed`; every other task that is gone is cancelled.
    `stands` is what the history must record about rows of the case that the act wrote itself.

    Returns what is open now, the oldest first.
    """
    session.flush()  # The code below bypasses the session, so what the session holds must be in the database first.
    moment, writes = now(), writes or Writes()
    changes = _describe(case, step, moment)
    following = explanations.keep(session, case, step)
    if step.publications:
        following = publishing.keep(session, case, step, following, moment)
    synced = taskrows.sync(session, writes, case, step, moment, completed)
    following += synced.events
    begun = waiting.sync(session, writes, case.id, step) if step.waits else []
    # Before the standstill, which looks whether what this step asks of the submitter lies in a letter.
    written = letters.write(session, case, step) if step.jobs else []
    following += standstill.sync(session, case, changes, step, synced, moment)
    if step.jobs:
        following += written
        registers.enter(session, case, step, by)
        following += _add_jobs(session, case, step)
    if step.signals:
        _pass_on_signals(session, case, step)
    for publication in step.publications:
        changes |= {"status": publication.status, "status_text": publication.text}
    if step.ending is not None:
        following.append(_end(changes, step.ending, moment))
        kept_messages.free_key(session, case.id)
    named = changes["title"], changes["area"]
    # Compared with the row as it was, so before the row is written.
    recorded = {**(stands or {}), **standing.of_step(case, step, named)}
    connection = connection_of(session)
    _keep_case(connection, writes, case, changes, step.state)
    newest = case.newest_digest if isinstance(case, LockedCase) else None
    rows = history.link(
        (*first, *following),
        newest or history.read_newest(connection, case.id),
        case_id=case.id,
        by=by,
        at=moment,
        definitions=case.bindings,
        standing=recorded,
    )
    writes.add(history.INSERT, *rows)
    writes.send(connection)
    followed = deliver_kept(session, lock_case(session, case.id), begun) if begun else None
    return synced.open if followed is None else followed


def deliver_kept(session: Session, case: Case, begun: Sequence[tuple[str, str]]) -> tuple[AliveTask, ...] | None:
    """Deliver what came too early for these names and keys, now that a case that the caller has locked waits for them.

    Returns what is open then; None where nothing had come.
    """
    open_now = None
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    for message in kept_messages.find_kept(session, case, begun):
        state, around = state_of(session, case), surroundings.of_case(session, case)
        values = kept_messages.values_of(message)
        try:
            step = workflow.correlate(compiled, state, message.name, values, around, message.key)
        except NotWaiting:
            continue  # A deadline came in between; the message stays for whoever waits next.
        kept_messages.note_delivery(session, message, case)
        open_now = apply(session, case, step, by=message.sent_by)
    return open_now


def _describe(case: Case | LockedCase, step: Step, moment: datetime) -> dict[str, Any]:
    """The new values of the row of the case, by column."""
    return {
        "title": case.title if step.title is None else step.title[:TITLE_LENGTH],
        "area": case.area if step.area is None else step.area[:200],
        "status": case.status,
        "status_text": case.status_text,
        "state": case.state,
        "suspensions": case.suspensions,
        "positions": [list(position) for position in step.positions],
        "updated_at": moment,
        "ended_at": None,
        "end_element": None,
        "outcome": None,
        "legal_effect": None,
        "retention_class": None,
        "incident": None,
        "revision": case.revision + 1,
    }


def _keep_case(
    connection: Connection, writes: Writes, case: Case | LockedCase, changes: dict[str, Any], state: bytes
) -> None:
    kept = {"case": case.id, "tokens": state}
    told = {f"new_{name}": value for name, value in changes.items()} | {"case": case.id}
    if isinstance(case, LockedCase):
        writes.add(_UPDATE_MOVED if _only_moved(case, changes) else _UPDATE_ALL, told)
        writes.add(_UPDATE_STATE, kept)
        return
    writes.add(_UPDATE_ALL, told)
    if connection.execute(_KEEP_STATE, kept).rowcount == 0:
        connection.execute(insert(_states), {"case_id": case.id, "state": state})
    for name, value in changes.items():
        set_committed_value(case, name, value)


def _only_moved(case: LockedCase, changes: dict[str, Any]) -> bool:
    """Whether the step changes nothing in the row but the places of the tokens. (A running case has no ending.)"""
    unchanged = (case.title, case.area, case.status, case.status_text, case.state, case.suspensions)
    return bool(_besides_moved(changes) == (*unchanged, *(None,) * len(OF_ENDING)))


def _add_jobs(session: Session, case: Case | LockedCase, step: Step) -> list[events.Event]:
    jobs: list[Job] = []
    found: list[events.Event] = []
    for request in step.jobs:
        if request.kind in DONE_AT_ONCE:
            continue
        payload = {"headers": dict(request.headers), "data": feel.to_json(dict(request.data))}
        jobs.append(new_job(request.kind, payload, key=f"{case.id}-{request.number}", case_id=case.id))
        asked = standing.ask(case.salt, request.kind, payload)
        found.append(events.JobRequested(request.process_id, request.element_id, jobs[-1].id, request.kind, asked))
    ask_for(session, jobs)
    return found


def _pass_on_signals(session: Session, case: Case | LockedCase, step: Step) -> None:
    """A signal is for every case that waits for it now (BPMN 2.0.2 clause 10.5.4): each gets its own job."""
    jobs: list[Job] = []
    for number, name in enumerate(step.signals):
        waiting = select(Subscription.case_id).where(
            Subscription.kind == "signal", Subscription.message == name, Subscription.case_id != case.id
        )
        for other in session.scalars(waiting.distinct().order_by(Subscription.case_id)):
            jobs.append(new_job("signal", {"signal": name, "from": case.id, "number": number}, case_id=other))
        jobs += starts.jobs_by_signal(session, name, case.id)
    ask_for(session, jobs)


def _end(changes: dict[str, Any], ending: Ending, moment: datetime) -> events.Event:
    changes |= {
        "state": "withdrawn" if ending.outcome == WITHDRAWN else "completed",
        "ended_at": moment,
        "end_element": ending.element_id,
        "outcome": ending.outcome,
        "legal_effect": ending.legal_effect,
        "retention_class": ending.retention_class,
    }
    return events.CaseEnded(
        ending.process_id, ending.element_id, ending.outcome, ending.legal_effect, ending.retention_class
    )
