"""Timeline: what happened in a case, as its readers see it, and its path through the diagrams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.dialect import asides
from engine.errors import NotFound
from engine.finding import behalf
from engine.finding.people import names_of
from engine.history import STANDING
from engine.models import Case, Definition, HistoryEvent, Task
from engine.running import explanations
from engine.versions import definitions
from engine.views import DrawnProcess, TimelineItem

Names = Mapping[str, str]
PEOPLE = {"to": "to_name", "was_assigned_to": "was_name"}
"""Facts that are a person, and the name under which the event shows that person."""


def tell_events(session: Session, case: Case, known: Names, events: Iterable[HistoryEvent]) -> tuple[TimelineItem, ...]:
    """Events of a case as its readers see them. `known` holds names to show instead of those that persons have.

    While a vote is open, its events say only who did something, and when.
    """
    rows = list(events)
    others = {str(row.facts[fact]) for row in rows for fact in PEOPLE if row.facts.get(fact)}
    named = names_of(session, {row.person_id for row in rows} | others)
    named = {**named, **known}
    # The versions of the events, not of the case: it may have been on others when they happened.
    known_versions = Definition.id.in_({row.definition_id for row in rows if row.definition_id})
    versions = dict(session.execute(select(Definition.id, Definition.version).where(known_versions)).all())
    hidden = _secret_elements(session, case)
    explained = explanations.read(session, case)
    theirs = behalf.find_tasks_of_submitters(session, Task.case_id == case.id)
    found = []
    for row in rows:
        facts = {name: fact for name, fact in row.facts.items() if name != STANDING}
        for fact, name in PEOPLE.items():
            if facts.get(fact):
                facts[name] = named[str(facts[fact])]
        if row.kind in {"vote_cast", "member_recused"} and (row.process_id, row.element_id) in hidden:
            facts = {}
        if row.kind == "token_moved":
            facts["went_to_name"] = definitions.element_name(session, row.definition_id, str(facts["went_to"]))
        if row.kind == "case_migrated" and facts["mapping"]:
            facts["replaced"] = _name_replaced(session, row)
        found.append(
            TimelineItem(
                sequence=row.sequence,
                at=row.at,
                kind=row.kind,
                who=named[row.person_id],
                element_id=row.element_id,
                element_name=_name(session, row),
                process_name=row.process_id,
                version=str(versions.get(row.definition_id or "", "")) or None,
                facts=facts,
                on_behalf=behalf.is_on_behalf(row, case.submitter_id, theirs),
                explained=explained.get(str(row.facts.get("digest")), ()) if row.kind == "decision_made" else (),
            )
        )
    return tuple(found)


def _name(session: Session, row: HistoryEvent) -> str | None:
    """The step of an event; what somebody began with a button is called as the button is."""
    if row.kind == "aside_begun" and row.definition_id and row.element_id:
        process = definitions.files_of(session, row.definition_id).process
        if (start := process.elements.get(row.element_id)) is not None:
            return asides.name_of(process, start)
    return definitions.element_name(session, row.definition_id, row.element_id)


def _name_replaced(session: Session, row: HistoryEvent) -> list[tuple[str | None, str | None]]:
    """The steps that replaced others in a migration, by name, each by the version that it is in."""
    before = definitions.find_version(session, str(row.process_id), row.facts["from_version"])
    pairs = (pair.split(" → ") for pair in row.facts["mapping"])
    name = partial(definitions.element_name, session)
    return [(name(before.id, old), name(row.definition_id, new)) for old, new in pairs]


def _secret_elements(session: Session, case: Case) -> set[tuple[str, str]]:
    query = select(Task.process_id, Task.element_id).where(Task.case_id == case.id, Task.ballot_open)
    return set(session.execute(query.distinct()).all())


def draw_processes(session: Session, case: Case) -> tuple[DrawnProcess, ...]:
    """The diagrams that the case went through, the case's own first, in the order in which it reached them.

    After these, the versions that it left for another, each with the steps that it went through on that.
    """
    walked: dict[str, set[str]] = {case.process_id: set()}
    earlier: dict[str, set[str]] = {}
    via = HistoryEvent.facts["via"].as_string()
    at = (HistoryEvent.process_id, HistoryEvent.definition_id, HistoryEvent.element_id)
    marked = select(*at, via.label("via"), HistoryEvent.sequence)
    steps = marked.where(HistoryEvent.case_id == case.id, HistoryEvent.kind == "element_completed").subquery()
    each = (steps.c.process_id, steps.c.definition_id, steps.c.element_id, steps.c.via)
    found_steps = session.execute(select(*each).group_by(*each).order_by(func.min(steps.c.sequence)))
    for process_id, definition_id, *passed in found_steps:
        if process_id and passed[0]:
            marks = {mark for mark in passed if mark}
            walked.setdefault(process_id, set()).update(marks)
            if definition_id and definition_id != case.bindings.get(process_id):
                earlier.setdefault(definition_id, set()).update(marks)
    current: dict[str, set[str]] = {}
    for process_id, element_id in case.positions:
        current.setdefault(process_id, set()).add(element_id)
        walked.setdefault(process_id, set())
    now = [
        _draw(session, case.bindings[process_id], marks, current.get(process_id, ()))
        for process_id, marks in walked.items()
    ]
    return (*now, *(_draw(session, definition_id, marks, (), left=True) for definition_id, marks in earlier.items()))


def _draw(
    session: Session, definition_id: str, walked: Iterable[str], current: Iterable[str], *, left: bool = False
) -> DrawnProcess:
    definition = session.get(Definition, definition_id)
    if definition is None:
        raise NotFound("definition", definition_id)
    files = definitions.files_of(session, definition_id)
    return DrawnProcess(
        process_id=definition.process_id,
        name=definition.name,
        version=definition.version,
        diagram=files.diagram,
        process=files.process,
        walked=frozenset(walked),
        current=frozenset(current),
        left=left,
    )
