"""Calendar: that the days used to compute terms are those that operators added, according to the history."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import CalendarDay, HistoryEvent
from engine.proving.faults import Fault

ADDED, REMOVED = "calendar_day_added", "calendar_day_removed"


def examine(session: Session) -> tuple[Fault, ...]:
    """Compare all days with the history of the municipality, which was found intact."""
    told: dict[str, tuple[str, str, str]] = {}
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_((ADDED, REMOVED)))
    for event in session.scalars(query.order_by(HistoryEvent.sequence)):
        if event.kind == ADDED:
            told[event.facts["day"]] = event.facts["day_kind"], event.facts["reason"], event.person_id
        else:
            told.pop(event.facts["day"], None)
    faults = []
    for row in session.scalars(select(CalendarDay)):
        day = row.day.isoformat()
        said = told.pop(day, None)
        if said is None:
            faults.append(Fault("day", day, None, "unknown"))
        elif said != (row.kind, row.reason, row.set_by):
            faults.append(Fault("day", day, None, "changed"))
    return (*faults, *(Fault("day", day, None, "missing") for day in told))
