"""Calendar: that the days used to compute terms are those that operators added, according to the history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.models import CalendarDay, HistoryEvent
from engine.proving.faults import APART, Fault

ADDED, REMOVED = "calendar_day_added", "calendar_day_removed"


def examine(session: Session) -> tuple[Fault, ...]:
    """Compare all days with the history of the municipality, which was found intact."""
    told: dict[str, tuple[tuple[str, str, str], datetime]] = {}
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), HistoryEvent.kind.in_((ADDED, REMOVED)))
    for event in session.scalars(query.order_by(HistoryEvent.sequence)):
        if event.kind == ADDED:
            said = event.facts["day_kind"], event.facts["reason"], event.person_id
            told[event.facts["day"]] = said, event.at
        else:
            told.pop(event.facts["day"], None)
    faults = []
    for row in session.scalars(select(CalendarDay)):
        day = row.day.isoformat()
        one = told.pop(day, None)
        if one is None:
            faults.append(Fault("day", day, None, "unknown"))
        elif one[0] != (row.kind, row.reason, row.set_by) or abs(one[1] - row.set_at) > APART:
            faults.append(Fault("day", day, None, "changed"))
    return (*faults, *(Fault("day", day, None, "missing") for day in told))
