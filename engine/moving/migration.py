"""Migration: what would happen to the running cases of a process in another version, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.dialect import naming
from engine.dialect.elements import Process
from engine.errors import CaseEnded, MoveRefused, NotFound
from engine.models import Case, CaseMigration, CaseState, Definition, MigratedCase, Person, Task
from engine.moving.routes import Routes
from engine.municipality import reading
from engine.permissions import require
from engine.running import surroundings
from engine.versions import definitions
from engine.views import (
    SYSTEM,
    CaseVerdict,
    MigratedCaseView,
    MigrationPlan,
    MigrationView,
    OutdatedProcess,
    Replaceable,
    User,
)
from engine.workflow import Surroundings

Mapped = Mapping[str, str]
"""Element of an older version → the one that replaces it."""


# ---- looking ----------------------------------------------------------------------------------------------------


def list_outdated(user: User) -> tuple[OutdatedProcess, ...]:
    """The processes with running cases that are not on the version in use. Raises: NotAllowed."""
    require(user, "migrate_cases", None)
    with reading() as session:
        columns = Definition.process_id, Definition.id, Definition.name, Definition.version
        used = session.execute(select(*columns).where(Definition.in_use).order_by(Definition.name)).all()
        # A case that does not go through a process has no version of it, and so none that differs.
        others = [func.count().filter(Case.bindings[row.process_id].as_string() != row.id) for row in used]
        counts = session.execute(select(*others).where(Case.state == "running")).one() if used else ()
        found = zip(used, counts, strict=True)
        return tuple(OutdatedProcess(row.process_id, row.name, row.version, n) for row, n in found if n)


def plan_migration(
    process_id: str,
    user: User,
    mapping: Mapped | None = None,
    version: int | None = None,
    *,
    most: int | None = None,
) -> MigrationPlan:
    """A dry run: what would happen to each running case that is not on the version; by default that in use.

    `most` is how many cases are examined, for callers that cannot wait for all.

    Raises: NotAllowed, NotFound, MoveRefused: the mapping names steps that the version does not have.
    """
    require(user, "migrate_cases", None)
    with reading() as session:
        target = definitions.find_version(session, process_id, version)
        routes = Routes(process_id, target.id, mapping or {})
        return plan_routes(session, routes, target.name, target.version, most)


def plan_routes(session: Session, routes: Routes, name: str, version: int | None, most: int | None) -> MigrationPlan:
    """What would happen to each running case on these routes. Raises: MoveRefused: the mapping names no steps of it."""
    process = routes.read_target(session).process
    require_mapping(process, routes.mapping)
    missing: dict[str, Replaceable] = {}
    found = find_cases(session, routes)
    verdicts = tuple(_judge(session, routes, process, found[:most], missing))
    kept = [missing[key] for key in sorted(missing)]
    replaced = routes.read_mapping(session)
    return MigrationPlan(routes.process_id, name, version, len(found), verdicts, tuple(kept), replaced)


def require_mapping(process: Process, mapping: Mapped) -> None:
    """Raises: MoveRefused: it maps to steps that do not exist."""
    unknown = [new for new in mapping.values() if new not in process.elements]
    if unknown:
        raise MoveRefused([f"De stap ‘{key}’ staat niet in de nieuwe versie." for key in unknown])


def find_cases(session: Session, routes: Routes) -> list[str]:
    """The running cases in which the process is on another version, in the order in which they began."""
    bound = Case.bindings[routes.process_id].as_string()
    elsewhere = Case.state == "running", bound.is_not(None), bound != routes.definition_id
    return list(session.scalars(select(Case.id).where(*elsewhere).order_by(Case.started_at, Case.reference)))


def _judge(
    session: Session, routes: Routes, process: Process, found: Sequence[str], missing: dict[str, Replaceable]
) -> Iterator[CaseVerdict]:
    around: Surroundings | None = None
    columns = (Case.id, Case.reference, Case.title, Case.process_id, Case.bindings, Case.submitter_id, Case.positions)
    for start in range(0, len(found), 500):
        block = found[start : start + 500]
        tasks = _open_tasks(session, block)
        query = (
            select(*columns, CaseState.state)
            .join(CaseState, CaseState.case_id == Case.id)
            .where(Case.id.in_(block))
            .order_by(Case.started_at, Case.reference)
        )
        for case in session.execute(query):
            route = routes.find(session, case.process_id, case.bindings)
            # Clock, groups and calendar are the same for all.
            around = around or surroundings.of_case(session, session.get_one(Case, case.id))
            theirs = replace(around, reference=case.reference, submitter_id=case.submitter_id)
            try:
                verdict = route.judge(case.state, case.positions, theirs)
            except CaseEnded:
                continue
            for obstacle in verdict.obstacles:
                replaces = obstacle.code in {"gone", "other_kind", "other_scope"} and obstacle.element not in missing
                if replaces and route.passage is not None and obstacle.process == routes.process_id:
                    old = route.passage.old.processes[routes.process_id]
                    missing[obstacle.element] = _replaceable(old, process, obstacle.element, routes.mapping)
            outcome = "cannot" if verdict.obstacles else "mapped" if verdict.mapped else "goes"
            told = route.say(verdict), route.notes(verdict)
            open_now = tuple(tasks.get(case.id, ()))
            yield CaseVerdict(case.id, case.reference, case.title, route.version, outcome, *told, open_now)


def _open_tasks(session: Session, cases: Sequence[str]) -> dict[str, dict[str, None]]:
    """The names of the open tasks of each case, each once, in the order in which they came."""
    query = select(Task.case_id, Task.name).where(Task.case_id.in_(cases), Task.state == "open").order_by(Task.id)
    found: dict[str, dict[str, None]] = {}
    for task in session.execute(query):
        found.setdefault(task.case_id, {})[task.name] = None
    return found


def _replaceable(old: Process, new: Process, element_id: str, mapping: Mapped) -> Replaceable:
    """A step that no longer exists, with those of its kind in the same part of the new version."""
    element = old.elements[element_id]
    around = new.id if element.parent == old.id else mapping.get(element.parent, element.parent)
    candidates = [e for e in new.elements.values() if e.kind == element.kind and e.parent == around]
    candidates.sort(key=lambda e: (e.id in old.elements, e.name))
    found = new.elements.get(element_id)
    elsewhere = found is not None and found.kind == element.kind and found.parent != around
    told = tuple((e.id, naming.call(e)) for e in candidates)
    return Replaceable(element_id, naming.call(element), told, elsewhere)


# ---- reading ----------------------------------------------------------------------------------------------------


def list_migrations(user: User, process_id: str | None = None) -> tuple[MigrationView, ...]:
    """The most recently started migrations, of one process or of all, the newest first, without their cases.

    Raises: NotAllowed.
    """
    require(user, "migrate_cases", None)
    with reading() as session:
        query = select(CaseMigration).order_by(CaseMigration.started_at.desc()).limit(20)
        if process_id is not None:
            query = query.where(CaseMigration.process_id == process_id)
        return tuple(_view(session, row, ()) for row in session.scalars(query))


def read_migration(migration_id: str, user: User) -> MigrationView:
    """How far a migration is, and what happened to each case. Raises: NotAllowed, NotFound."""
    require(user, "migrate_cases", None)
    with reading() as session:
        row = session.get(CaseMigration, migration_id)
        if row is None:
            raise NotFound("migration", migration_id)
        return _view(session, row, tuple(_view_cases(session, row)))


def _view(session: Session, row: CaseMigration, cases: tuple[MigratedCaseView, ...]) -> MigrationView:
    target = session.get_one(Definition, row.definition_id)
    person = session.get(Person, row.started_by)
    total = session.scalar(select(func.count()).where(MigratedCase.migration_id == row.id))
    return MigrationView(
        id=row.id,
        process_id=row.process_id,
        name=target.name,
        version=target.version,
        reason=row.reason,
        by_name=person.name if person is not None else SYSTEM.name,
        started_at=row.started_at,
        total=total or 0,
        cases=cases,
        paused=row.paused,
    )


def _view_cases(session: Session, row: CaseMigration) -> Iterator[MigratedCaseView]:
    query = (
        select(
            Case.reference, Case.title, Case.revision,
            MigratedCase.state, MigratedCase.reasons, MigratedCase.revision.label("after"),
        )
        .join(Case, Case.id == MigratedCase.case_id)
        .where(MigratedCase.migration_id == row.id)
        .order_by(Case.started_at, Case.reference)
    )  # fmt: skip
    for case in session.execute(query):
        reversible = case.state == "done" and case.after == case.revision
        yield MigratedCaseView(case.reference, case.title, case.state, tuple(case.reasons), reversible)
