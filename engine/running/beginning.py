"""Beginning: writing a new case to the tables, whatever began it. Within the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import deadlines, events, forms, history, workflow
from engine.database import connection_of
from engine.dialect.elements import Element, Process
from engine.dialect.starts import only_plain_start, starts_of
from engine.errors import ExecutionFailed, NotFound
from engine.models import Case, Person, new_id
from engine.municipality import here, now
from engine.papers.numbering import next_number
from engine.running import progress, standing, surroundings
from engine.running.answers import keep, row_of, seal, to_values
from engine.running.secretlinks import hash_secret, secret_of
from engine.versions import definitions
from engine.views import SYSTEM, Answers, User


def begin(
    session: Session,
    process_id: str,
    answers: Answers,
    *,
    form: forms.Form | None = None,
    by: User | None = None,
    submitter_id: str | None = None,
    linked_case_id: str | None = None,
    start: str | None = None,
    received: date | None = None,
) -> Case:
    """Start a case, by the `form` that somebody filled in or by what happened.

    `submitter_id` is for one that follows from another; `start` names the start event; `received` is for what had come
    in before today: its statutory term counts from that day (Awb 4:13).

    Raises:
        NotFound: the process is not in use, has no such start event, or, for None, not exactly one plain one.
    """
    bindings = definitions.bind(session, process_id)
    process = definitions.files_of(session, bindings[process_id]).process
    begins = _find_start(process, start)
    personal = form.personal_fields if form else {}
    person = None
    if submitter_id is None and personal:
        person = _add_person(session, {kind: answers.get(key) for key, kind in personal.items()})
        submitter_id = person.id
    duration = begins.properties.get("statutoryTerm")
    term = deadlines.spell_interval(received, duration) if duration is not None else None
    case = _add_case(session, process, bindings, submitter_id=submitter_id, linked_case_id=linked_case_id, term=term)
    who = by.id if by is not None else submitter_id or SYSTEM.id
    values = to_values({key: value for key, value in answers.items() if key not in personal})
    given = seal(values)
    if form is not None:
        place = {"process_id": process_id, "definition_id": bindings[process_id], "element_id": begins.id}
        keep(connection_of(session), row_of(given, case.id, by=who, form_id=form.id, **place))
    compiled = definitions.compiled_for(session, process_id, bindings)
    around = surroundings.of_case(session, case)
    step = workflow.start(compiled, values, around, begins.id)
    started = events.CaseStarted(
        process_id,
        case.reference,
        tuple(sorted(answers)),
        given.digest,
        linked_case_id,
        form is not None,
        received.isoformat() if received is not None else None,
    )
    progress.apply(session, case, step, by=who, first=[started], stands=standing.of_start(case, person))
    return case


def take_over(
    session: Session,
    process_id: str,
    values: Mapping[str, Any],
    personal: Mapping[str, Any],
    path: Sequence[str],
    *,
    by: User,
    at: datetime,
    received: date | None,
    shown: tuple[str, str | None] | None,
    reason: str,
) -> Case:
    """Let a case that ran elsewhere go on at the step at the end of `path`, as `workflow.enter` has it.

    Nothing goes out: the caller made sure that nothing that the step asks for would. `at` is when the case came to its
    step, `received` when the municipality got it, `shown` the status, with its text, that its submitter reads.

    Raises:
        NotFound: the process is not in use, or has not exactly one plain start.
        ExecutionFailed: it cannot go on from there.
    """
    bindings = definitions.bind(session, process_id)
    process = definitions.files_of(session, bindings[process_id]).process
    begins = _find_start(process, None)
    form = definitions.form_of(session, bindings[process_id], begins.form_id) if begins.form_id else None
    has_submitter = form is not None and bool(form.personal_fields)
    person = _add_person(session, personal) if has_submitter or personal else None
    duration = begins.properties.get("statutoryTerm")
    day = received if duration is not None else None
    case = _add_case(
        session,
        process,
        bindings,
        submitter_id=person.id if person is not None else None,
        linked_case_id=None,
        term=deadlines.spell_interval(day, duration) if duration is not None else None,
    )
    given = seal(values)
    place = {"process_id": process_id, "definition_id": bindings[process_id], "element_id": begins.id}
    keep(connection_of(session), row_of(given, case.id, by=by.id, form_id=begins.form_id or "", **place))
    compiled = definitions.compiled_for(session, process_id, bindings)
    around = replace(surroundings.of_case(session, case), now=at)
    step, _, standings = workflow.enter(compiled, values, path, around)
    if step is None or step.jobs or step.signals or step.ending is not None:
        raise ExecutionFailed("the case would not wait at this step", element=path[-1], process=process_id)
    if shown is not None and not step.publications:
        step = _show(step, standings[-1].process, path[-1], *shown)
    began = events.CaseStarted(
        process_id,
        case.reference,
        tuple(sorted({*values, *personal})),
        given.digest,
        received=day.isoformat() if day is not None else None,
    )
    since = at.astimezone(here().settings.zone).date().isoformat()
    taken = events.CaseTakenOver(standings[-1].process, path[-1], since, reason)
    progress.apply(session, case, step, by=by.id, first=[began, taken], stands=standing.of_start(case, person))
    return case


def _show(step: workflow.Step, process_id: str, element_id: str, status: str, told: str | None) -> workflow.Step:
    """The step with a status that its submitter reads from now on."""
    publication = workflow.Publication(process_id, element_id, status, told)
    published = events.StatusPublished(process_id, element_id, status)
    return replace(step, publications=(publication,), events=(*step.events, published))


def _find_start(process: Process, start: str | None) -> Element:
    if start is None:
        found = only_plain_start(process)
    else:
        found = next((one for one in starts_of(process) if one.id == start), None)
    if found is None:
        raise NotFound("start", start or process.id)
    return found


def _add_case(
    session: Session,
    process: Process,
    bindings: dict[str, str],
    *,
    submitter_id: str | None,
    linked_case_id: str | None,
    term: str | None,
) -> Case:
    """The row of a case in which nothing has happened yet."""
    case_id = new_id()
    case = Case(
        id=case_id,
        reference=_next_reference(session, process.properties.get("referencePrefix", process.id.upper())),
        process_id=process.id,
        bindings=bindings,
        submitter_id=submitter_id,
        secret_hash=hash_secret(secret_of(case_id)) if submitter_id else None,
        linked_case_id=linked_case_id,
        statutory_term=term,
        started_at=now(),
        updated_at=now(),
        title=process.name or process.id,
        status="",
        state="running",
        suspensions=[],
        positions=[],
        revision=0,
        salt=history.new_salt(),
    )
    session.add(case)
    session.flush()
    return case


def _add_person(session: Session, values: Mapping[str, Any]) -> Person:
    person = Person(
        id=new_id(),
        name=values.get("name") or "Onbekend",
        email=values.get("email"),
        phone=values.get("phone"),
        address=values.get("address"),
        salt=history.new_salt(),
        created_at=now(),
    )
    session.add(person)
    session.flush()
    return person


def _next_reference(session: Session, prefix: str) -> str:
    year = now().astimezone(here().settings.zone).year
    name = f"{prefix}-{year}"
    return f"{name}-{next_number(session, name):04d}"
