"""Asking: a question that goes by post is asked on the day on which its letter is posted.

The clock of a statutory term stands still from the day after that on which the municipality invites the applicant to
add something (Awb 4:15 lid 1). Nobody is invited by a letter that lies in an office.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events
from engine.finding.locking import LockedCase
from engine.models import Case, Letter, Person, Task
from engine.municipality import today


def lies_waiting(session: Session, case: Case | LockedCase, since: datetime) -> bool:
    """Whether what was asked since then has yet to reach the submitter: by letter, of which none was posted."""
    if case.submitter_id is None or session.scalar(select(Person.email).where(Person.id == case.submitter_id)):
        return False
    session.flush()  # A letter of this step may be among them.
    query = select(Letter.sent_at).where(Letter.case_id == case.id, Letter.to_submitter, Letter.written_at >= since)
    sent = session.scalars(query).all()
    return bool(sent) and all(moment is None for moment in sent)


def ask_by(session: Session, case: Case, posted: Iterable[Letter]) -> list[events.Event]:
    """Suspend the statutory term of a locked case today, if one of these letters asks what an open task waits for."""
    if case.statutory_term is None or (case.suspensions and case.suspensions[-1][1] is None):
        return []
    waits = select(Task).where(Task.case_id == case.id, Task.state == "open", Task.suspends_term)
    task = session.scalars(waits.order_by(Task.created_at, Task.id).limit(1)).first()
    if task is None or not any(one.to_submitter and one.written_at >= task.created_at for one in posted):
        return []
    case.suspensions = [*case.suspensions, [today().isoformat(), None]]
    return [events.TermSuspended(task.process_id, task.element_id)]
