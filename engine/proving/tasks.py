"""Tasks: that each that is done was done by whom the history says, and then; four eyes are asked of these rows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import HistoryEvent, Task
from engine.proving.faults import APART, Fault

DONE = ("task_completed", "vote_cast", "member_recused")


def look(session: Session) -> tuple[Fault, ...]:
    """Hold all tasks against the history, which was found whole."""
    query = select(HistoryEvent).where(HistoryEvent.kind.in_(DONE)).order_by(HistoryEvent.sequence)
    # Of a vote that was changed the last counts.
    told = {str(event.facts["task"]): (event.person_id, event.at) for event in session.scalars(query).yield_per(500)}
    faults = []
    rows = session.execute(select(Task.id, Task.case_id, Task.completed_by, Task.completed_at, Task.state)).all()
    for id, case_id, by, at, state in rows:
        done = told.pop(id, None)
        if done is None and (state == "completed" or by is not None):
            faults.append(Fault("task", id, case_id, "unknown"))
        elif done is not None and (done[0] != by or at is None or abs(at - done[1]) > APART):
            faults.append(Fault("task", id, case_id, "done"))
    faults += [Fault("task", id, None, "missing") for id in told]
    return tuple(faults)
