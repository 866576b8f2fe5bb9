"""Correlation: bringing messages and signals to the cases that wait for them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions, events, locking, progress, workflow
from engine.errors import NotWaiting
from engine.models import Case, Subscription
from engine.municipality import transaction
from engine.views import SYSTEM, Answers, User


def send_message(case_id: str, message: str, payload: Answers, by: User = SYSTEM) -> None:
    """Give a message to one case. Raises: NotFound, CaseEnded, NotWaiting."""
    with transaction() as session:
        give(session, locking.lock_case(session, case_id), message, payload, by=by.id)


def correlate_message(message: str, key: str, payload: Answers, by: User = SYSTEM) -> str:
    """Give a message to the one case that waits for it with this correlation key; the id of that case.

    Raises: NotWaiting: none waits for it.
    """
    with transaction() as session:
        query = select(Subscription.case_id).where(
            Subscription.kind == "message", Subscription.message == message, Subscription.key == key
        )
        case_id = session.scalar(query.limit(1))
        if case_id is None:
            raise NotWaiting(message)
        give(session, locking.lock_case(session, case_id), message, payload, by=by.id)
        return case_id


def give(
    session: Session, case: Case, message: str, payload: Answers, *, by: str, first: Sequence[events.Event] = ()
) -> events.MessageReceived:
    """Give a message to a case that the caller has locked, within the caller's transaction. Raises as send_message."""
    locking.require_running(case)
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    step = workflow.correlate(
        compiled,
        locking.state_of(session, case),
        message,
        progress.to_values(payload),
        progress.surroundings_of(session, case),
    )
    progress.apply(session, case, step, by=by, first=first)
    return next(event for event in step.events if isinstance(event, events.MessageReceived))


def take_signal(session: Session, case_id: str, name: str) -> bool:
    """Let a signal that another case threw reach this one, within the caller's transaction; whether anything waited.

    What waited when it was thrown may have gone since: then nothing happens, as for any signal that nobody hears.
    """
    case = locking.lock_case(session, case_id)
    if case.state in locking.ENDED:
        return False
    compiled = definitions.compiled_for(session, case.process_id, case.bindings)
    state = locking.state_of(session, case)
    try:
        step = workflow.take_signal(compiled, state, name, progress.surroundings_of(session, case))
    except NotWaiting:
        return False
    progress.apply(session, case, step, by=SYSTEM.id)
    return True
