"""Lifecycle: what moves a running case on besides its tasks: its withdrawal, and what is due in it."""

from __future__ import annotations

from sqlalchemy import select

from engine import events, workflow
from engine.colliding import until_whole
from engine.database import connection_of, wait_briefly
from engine.errors import ExecutionFailed
from engine.finding import locking
from engine.finding.caselist import subject_of
from engine.models import PendingTimer
from engine.municipality import now, transaction
from engine.names import WITHDRAWAL, WITHDRAWAL_REASON
from engine.permissions import require
from engine.running import answers, halting, progress, surroundings
from engine.running.correlation import give
from engine.tidying import tidy_text
from engine.versions import definitions
from engine.views import SYSTEM, User

PATIENCE = 1
"""Seconds that a worker waits for whoever has a case locked of which a moment has come."""


@until_whole
def withdraw_case(case_id: str, user: User, reason: str) -> None:
    """Withdraw an idea, at any moment that its diagram allows. Raises: NotFound, NotAllowed, CaseEnded, NotWaiting."""
    with transaction() as session:
        case = locking.lock_case(session, case_id)
        require(user, "read_own_case" if user.is_submitter else "read_case", subject_of(case))
        locking.require_running(case)
        require(user, "withdraw", subject_of(case))
        payload = {WITHDRAWAL_REASON: tidy_text(reason, 2000)}
        given = answers.seal(answers.to_values(payload))
        withdrawn = events.CaseWithdrawn(tuple(payload), given.digest)
        at = give(session, case, WITHDRAWAL, payload, by=user.id, first=[withdrawn])
        place = {"process_id": at.process_id, "definition_id": case.bindings[at.process_id]}
        row = answers.row_of(given, case.id, by=user.id, element_id=at.element_id, **place)
        answers.keep(connection_of(session), row)


@until_whole
def let_time_pass(case_id: str) -> bool:
    """Fire what is due in one case; returns whether anything was. A case that cannot go on gets an incident.

    Raises: NotFound. Unavailable: also where somebody has the case locked.
    """
    revision = 0
    try:
        with transaction() as session:
            # Other cases wait behind this one.
            wait_briefly(session, PATIENCE)
            case = locking.lock_case(session, case_id)
            revision = case.revision
            due = session.scalar(
                select(PendingTimer.ref).where(PendingTimer.case_id == case_id, PendingTimer.due_at <= now()).limit(1)
            )
            if due is None or case.state in locking.ENDED or case.incident is not None:
                return False
            compiled = definitions.compiled_for(session, case.process_id, case.bindings)
            step = workflow.pass_time(compiled, locking.state_of(session, case), surroundings.of_case(session, case))
            progress.apply(session, case, step, by=SYSTEM.id)
            return True
    except ExecutionFailed as error:
        with transaction() as session:
            case = locking.lock_case(session, case_id)
            # It was not locked in between: another worker may have met the same, or somebody let the case go on.
            if case.incident is None and case.revision == revision:
                halting.raise_incident(session, case_id, error, SYSTEM.id)
        return False
