"""Incidents: cases that could not go on: what an operator sees of one, and how they get it going again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, workflow
from engine.colliding import until_whole
from engine.database import connection_of
from engine.dialect import feel
from engine.errors import ExecutionFailed, NotFound, RepairRefused
from engine.finding import locking
from engine.finding.caselist import called
from engine.models import Case, Definition
from engine.municipality import reading, transaction
from engine.permissions import require
from engine.running import answers, halting, progress, surroundings
from engine.tidying import tidy_line
from engine.versions import definitions
from engine.views import Incident, IncidentDetail, RepairableVariable, User

LONGEST_REASON = 500
Changes = Mapping[str, str]
"""`<scope>:<name>` → FEEL text."""


def list_incidents(user: User) -> tuple[Incident, ...]:
    """The cases that stand still, those that have done so longest first. Raises: NotAllowed."""
    require(user, "resolve_incidents", None)
    with reading() as session:
        rows = session.scalars(select(Case).where(Case.incident.is_not(None)).order_by(Case.updated_at, Case.id))
        return tuple(_view(session, case) for case in rows)


def read_incident(case_id: str, user: User) -> IncidentDetail:
    """Why a case stands still, and the variables that can be corrected. Raises: NotAllowed, NotFound."""
    require(user, "resolve_incidents", None)
    with reading() as session:
        case = session.get(Case, case_id)
        if case is None or case.incident is None:
            raise NotFound("incident", case_id)
        scopes = workflow.read_all_variables(locking.state_of(session, case))
        return IncidentDetail(
            _view(session, case),
            tuple(
                RepairableVariable(
                    f"{scope.key}:{name}", name, _place_of(session, case, scope), feel.write_literal(value)
                )
                for scope in scopes
                for name, value in sorted(scope.variables.items())
            ),
        )


def _view(session: Session, case: Case) -> Incident:
    definition = session.get_one(Definition, case.bindings[case.process_id])
    noun = called(session, case)
    return Incident(case.id, case.reference, case.title, definition.name, noun, str(case.incident), case.updated_at)


def _place_of(session: Session, case: Case, scope: workflow.ScopeVariables) -> str:
    """The name of the subprocess, called process or task that a scope belongs to; empty for the case itself."""
    process, _, element = scope.spec.partition("/")
    element = element.partition(" ")[0]  # A subprocess that is being compensated goes by its own name.
    definition_id = case.bindings[process or case.process_id]
    if element:
        return definitions.element_name(session, definition_id, element) or element
    return session.get_one(Definition, definition_id).name if process else ""


@until_whole
def resolve_incident(case_id: str, user: User, reason: str, changes: Changes | None = None) -> None:
    """Correct variables, where needed, and let a case try again from its last good state.

    The history records who did it, why, and which variables were changed; of their values a salted digest.

    Raises:
        NotAllowed, NotFound.
        RepairRefused: no reason was given, or a value is not FEEL (per field, with what is wrong).
        ExecutionFailed: it still cannot go on; the case stays as it was, with the new reason.
    """
    require(user, "resolve_incidents", None)
    told = tidy_line(reason, LONGEST_REASON)
    values = _read_values(changes or {}, told)
    try:
        with transaction() as session:
            case = locking.lock_case(session, case_id)
            if case.incident is None:
                raise NotFound("incident", case_id)
            state, around = locking.state_of(session, case), surroundings.of_case(session, case)
            compiled = definitions.compiled_for(session, case.process_id, case.bindings)
            changed = {_split(key): value for key, value in values.items()}
            if not {scope for scope, _ in changed} <= {scope.key for scope in workflow.read_all_variables(state)}:
                raise NotFound("scope", case_id)
            step = workflow.mend(compiled, state, changed, around)
            resolved = _keep_changes(session, case, values, told, by=user.id)
            progress.apply(session, case, step, by=user.id, first=[resolved])
    except ExecutionFailed as error:
        with transaction() as session:
            # It was not locked in between: a colleague may have let it go on.
            if locking.lock_case(session, case_id).incident is not None:
                halting.raise_incident(session, case_id, error, user.id)
        raise


def _keep_changes(
    session: Session, case: Case, values: Mapping[str, feel.Value], reason: str, *, by: str
) -> events.Event:
    """Store the corrections as answers are stored: apart from the history, which proves them by a salted digest.

    Each goes by the name of its variable; with its scope where more than one of that name was corrected.
    """
    if not values:
        return events.IncidentResolved((), "", reason)
    often = Counter(_split(key)[1] for key in values)
    names = {key: name if often[name := _split(key)[1]] == 1 else key for key in values}
    given = {names[key]: feel.write_literal(value) for key, value in values.items()}
    sealed = answers.seal(given)
    place = {"process_id": case.process_id, "definition_id": case.bindings[case.process_id]}
    answers.keep(connection_of(session), answers.row_of(sealed, case.id, by=by, **place))
    return events.IncidentResolved(tuple(sorted(given)), sealed.digest, reason)


def _split(key: str) -> tuple[str, str]:
    scope, _, name = key.rpartition(":")
    return scope, name


def _read_values(changes: Changes, reason: str) -> dict[str, feel.Value]:
    """The changed values. A text is FEEL, and must have a value by itself: no variables, no accidental null."""
    problems = {} if reason else {"reden": "required"}
    values: dict[str, feel.Value] = {}
    for key, text in changes.items():
        try:
            found = feel.parse(text).explain({})
        except feel.FeelError:
            problems[key] = "not_feel"
            continue
        if found.warnings:
            problems[key] = "not_a_value"
        values[key] = found.value
    if problems:
        raise RepairRefused(problems)
    return values
