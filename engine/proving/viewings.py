"""Viewings: that what is kept of who looked on each day that is over is what the history has a digest of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import viewing
from engine.models import HistoryEvent
from engine.municipality import here, today
from engine.proving.faults import Fault

FORGOTTEN = "viewings_forgotten"


@dataclass(frozen=True, slots=True)
class Viewings:
    """How many were examined, and what does not match. Those of today, and of last night, are not proved yet."""

    viewings: int
    faults: tuple[Fault, ...]


def examine(session: Session) -> Viewings:
    """Compare what is kept with the history of the municipality, which was found intact."""
    query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None))
    closed: dict[str, tuple[int, str]] = {}
    until, gone = "", set[str]()
    for event in session.scalars(query.where(HistoryEvent.kind.in_((viewing.CLOSED, FORGOTTEN)))):
        if event.kind == FORGOTTEN:
            gone.add(event.facts["day"])
        else:
            until = max(until, event.facts["until"])
            closed |= {day: (count, digest) for day, count, digest in event.facts["days"]}
    kept = {day: (count, digest) for day, count, digest in viewing.read_days(session) if day <= until}
    faults = (Fault("viewing", day, None, reason) for day, reason in _find_faults(closed, kept, gone))
    return Viewings(sum(count for count, _ in kept.values()), tuple(faults))


def _find_faults(
    closed: dict[str, tuple[int, str]], kept: dict[str, tuple[int, str]], gone: set[str]
) -> Iterator[tuple[str, str]]:
    # An earlier release removed old ones without saying so, and may have run since.
    oldest = (today() - timedelta(days=here().settings.viewings_days)).isoformat()
    for day in sorted(closed.keys() | kept.keys()):
        if day not in kept:
            if day not in gone and day >= oldest:
                yield day, "missing"
        elif day in gone:
            yield day, "refilled"
        elif day not in closed:
            yield day, "unknown"
        elif kept[day] != closed[day]:
            yield day, "changed"
