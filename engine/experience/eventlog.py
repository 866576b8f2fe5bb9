"""Event log: the history as rows for other programs, such as process mining tools. It has pseudonyms, no names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from engine.experience.saying import say
from engine.finding import behalf
from engine.models import Case, Definition, HistoryEvent
from engine.municipality import here, reading, snapshot
from engine.permissions import require
from engine.versions import definitions
from engine.views import LoggedCase, LoggedEvent, User

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a database can be asked about."""
AT_A_TIME = 1000
"""Events in memory: ten thousand ideas have seven hundred thousand, which took three gigabytes."""


def list_event_years(user: User) -> tuple[int, ...]:
    """The years in which something happened, the latest first. Raises: NotAllowed."""
    require(user, "prove_history", None)
    with reading() as session:
        ends = session.execute(select(func.min(HistoryEvent.at), func.max(HistoryEvent.at))).one()
        zone = here().settings.zone
        first, last = (moment.astimezone(zone).year if moment is not None else None for moment in ends)
        return tuple(range(last, first - 1, -1)) if first is not None and last is not None else ()


def export_events(user: User, year: int) -> Iterator[LoggedEvent]:
    """All events of a year, including the municipality's, as they were written; read lazily.

    Raises: NotAllowed.
    """
    require(user, "prove_history", None)
    return _events_of_year(year)


def _events_of_year(year: int) -> Iterator[LoggedEvent]:
    with snapshot() as session:
        namer = Namer(session)
        begins, ends = bounds_of(year, here().settings.zone)
        theirs = behalf.find_tasks_of_submitters(session)
        query = select(HistoryEvent, Case.reference, Case.submitter_id)
        query = query.outerjoin(Case, Case.id == HistoryEvent.case_id)
        of_year = query.where(HistoryEvent.at >= begins, HistoryEvent.at < ends).order_by(HistoryEvent.sequence)
        for event, reference, submitter in session.execute(of_year).yield_per(AT_A_TIME):
            on_behalf = behalf.is_on_behalf(event, submitter, theirs)
            about = ((name, str(event.facts[name])) for name in ("task", "letter") if name in event.facts)
            said = (*about, *say(event))
            yield replace(namer.tell(event, reference or ""), on_behalf=on_behalf, said=said)


def export_cases(user: User, year: int) -> Iterator[LoggedCase]:
    """The cases that began in a year, each with all its events, also those of later years; read lazily.

    Raises: NotAllowed.
    """
    require(user, "prove_history", None)
    return _cases_of_year(year)


def _cases_of_year(year: int) -> Iterator[LoggedCase]:
    with snapshot() as session:
        namer = Namer(session)
        for case in cases_of_year(session, year):
            events = tuple(_events_of(session, case.id, case.reference, namer))
            yield LoggedCase(case.reference, case.process_id, case.outcome or "", events)


def cases_of_year(session: Session, year: int) -> Sequence[Row[str, str, str, str | None]]:
    """The id, reference, process and outcome of each case that began in a year, in that order."""
    begins, ends = bounds_of(year, here().settings.zone)
    told = select(Case.id, Case.reference, Case.process_id, Case.outcome)
    of_year = told.where(Case.started_at >= begins, Case.started_at < ends)
    return session.execute(of_year.order_by(Case.started_at, Case.id)).all()


def _events_of(session: Session, case_id: str, reference: str, namer: Namer) -> Iterator[LoggedEvent]:
    query = select(HistoryEvent).where(HistoryEvent.case_id == case_id).order_by(HistoryEvent.sequence)
    return (namer.tell(event, reference) for event in session.scalars(query))


def bounds_of(year: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments at which a year and the next one begin."""
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    first, last = (datetime(number, 1, 1, tzinfo=zone).astimezone(UTC) for number in (year, year + 1))
    return first, last


class Namer:
    """Knows what elements are called and which version a definition is; each is looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._elements: dict[tuple[str | None, str | None], str] = {}
        self._versions: dict[str, int] = dict(session.execute(select(Definition.id, Definition.version)).all())

    def name(self, event: HistoryEvent) -> str:
        """The name of the element at which it happened; empty where it happened nowhere in a drawing."""
        place = event.definition_id, event.element_id
        if place not in self._elements:
            known = definitions.element_name(self._session, *place)
            self._elements[place] = known or event.element_id or ""
        return self._elements[place]

    def version(self, event: HistoryEvent) -> int | None:
        """The number of the version of the process on which it happened."""
        return self._versions.get(event.definition_id or "")

    def tell(self, event: HistoryEvent, reference: str) -> LoggedEvent:
        return LoggedEvent(
            number=event.sequence,
            at=event.at,
            reference=reference,
            kind=event.kind,
            by=event.person_id,
            process_id=event.process_id or "",
            version=self.version(event),
            element_id=event.element_id or "",
            element_name=self.name(event),
            digest=event.digest,
        )
