"""Object log: the history as objects and what happened to them, for process mining tools (OCEL 2.0).

As in the event log nobody is named, and what people typed is left out too: no answers, no titles, no reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.experience.eventlog import Namer, bounds_of, cases_of_year
from engine.experience.saying import say
from engine.models import Case, HistoryEvent, Person
from engine.municipality import here, snapshot
from engine.permissions import require
from engine.views import SYSTEM, LoggedHappening, LoggedObject, LoggedStory, User

OF_CASE: Mapping[str, tuple[str, ...]] = {
    "status_published": ("status",),
    "case_ended": ("outcome", "legal_effect", "retention_class"),
}
"""What is true of the case itself from then on."""
PERSONS = {"assignee": "for", "to": "for", "was_assigned_to": "from"}


def export_objects(user: User, year: int) -> Iterator[LoggedStory]:
    """The cases that began in a year with all that happened to them, each as objects and events; read lazily.

    Everything that an object or event is related to is an object of exactly one of the stories. If one of these began
    from a case of another year, the export says nothing more about that case.

    Raises: NotAllowed.
    """
    require(user, "prove_history", None)
    return _stories_of_year(year)


def _stories_of_year(year: int) -> Iterator[LoggedStory]:
    with snapshot() as session:
        teller = _Teller(session, year)
        for case in cases_of_year(session, year):
            yield teller.tell(case.id, case.reference, case.process_id)


class _Teller:
    """Exports cases one after the other, and knows which shared objects were exported already."""

    def __init__(self, session: Session, year: int) -> None:
        self._session = session
        self._bounds = bounds_of(year, here().settings.zone)
        self._namer = Namer(session)
        self._shared: set[str] = set()
        self._persons: dict[str, bool] = {SYSTEM.id: False}

    def tell(self, case_id: str, reference: str, process_id: str) -> LoggedStory:
        query = select(HistoryEvent).where(HistoryEvent.case_id == case_id).order_by(HistoryEvent.sequence)
        objects = {reference: LoggedObject(reference, process_id)}
        happenings = []
        for row in self._session.scalars(query):
            event = self._namer.tell(row, reference)
            about = list(self._find_objects(row, objects, reference))
            happenings.append(LoggedHappening(event, tuple(say(row)), tuple(dict.fromkeys(about))))
        return LoggedStory(tuple(happenings), tuple(objects.values()))

    def _find_objects(
        self, row: HistoryEvent, objects: dict[str, LoggedObject], reference: str
    ) -> Iterator[tuple[str, str]]:
        """What an event is about; objects that occur for the first time are added."""
        case = objects[reference]
        yield reference, "case"
        for name in OF_CASE.get(row.kind, ()):
            if row.facts.get(name):
                case = objects[reference] = replace(case, said=(*case.said, (name, row.facts[name], row.at)))
        if origin := self._find_origin(row.facts.get("linked_case"), objects):
            objects[reference] = replace(case, related=(*case.related, (origin, "began from")))
            yield origin, "began from"
        inside = reference
        if row.process_id and row.process_id != case.kind:
            inside = f"{reference}/{row.process_id}"
            objects.setdefault(inside, LoggedObject(inside, row.process_id, (), ((reference, "part of"),)))
            yield inside, "process"
        thing = self._find_thing(row, inside)
        if thing is not None:
            self._add(thing, objects)
            yield thing.id, thing.kind
        people = {"by": row.person_id} | {PERSONS[key]: row.facts[key] for key in PERSONS if row.facts.get(key)}
        for role, id in people.items():
            if self._is_person(id):
                person = LoggedObject(f"person:{id}", "person")
                self._add(person, objects)
                yield person.id, role

    def _add(self, thing: LoggedObject, objects: dict[str, LoggedObject]) -> None:
        """What is in no case (a person, a decision table, a case of another year) is exported once for all stories."""
        if thing.id in self._shared:
            return
        objects.setdefault(thing.id, thing)
        if not thing.related:
            self._shared.add(thing.id)

    def _find_origin(self, case_id: str | None, objects: dict[str, LoggedObject]) -> str | None:
        """The case from which one began. For one of another year, only its existence is exported."""
        found = (
            case_id
            and self._session.execute(
                select(Case.reference, Case.process_id, Case.started_at).where(Case.id == case_id)
            ).one_or_none()
        )
        if not found:
            return None
        reference, process_id, started_at = found
        first, last = self._bounds
        if not first <= started_at < last:
            self._add(LoggedObject(reference, process_id), objects)
        return str(reference)

    def _find_thing(self, row: HistoryEvent, inside: str) -> LoggedObject | None:
        """The task, letter, entry of a register or decision table that an event is about."""
        facts, process_id = row.facts, row.process_id or ""
        within = ((inside, "in"),)
        named = (("name", self._namer.name(row), None), ("process", process_id, None))
        if "task" in facts:
            return LoggedObject(f"task:{facts['task']}", "task", named, within)
        if "letter" in facts:
            return LoggedObject(f"letter:{facts['letter']}", "letter", named, within)
        if "register" in facts:
            said = (("register", facts["register"], None), ("number", facts["number"], None))
            return LoggedObject(f"entry:{facts['register']}/{facts['number']}", "register entry", said, within)
        if "decision" in facts:
            version = self._namer.version(row) or 0
            table = (("decision", facts["decision"], None), ("process", process_id, None), ("version", version, None))
            return LoggedObject(f"decision:{process_id}/{version}/{facts['decision']}", "decision table", table)
        return None

    def _is_person(self, id: str) -> bool:
        """Whether somebody has this pseudonym: a drawing may give a task to something that is not a person."""
        if id not in self._persons:
            self._persons[id] = self._session.scalar(select(Person.id).where(Person.id == id)) is not None
        return self._persons[id]
