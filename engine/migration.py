"""Migration: all running cases of a process to another version: a dry run, carried out as jobs in batches, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine import definitions, locking, progress
from engine.dialect.elements import Process
from engine.errors import CaseEnded, MoveRefused, NotFound
from engine.models import Case, CaseMigration, CaseState, Definition, Job, MigratedCase, Person, new_id
from engine.municipality import here, now, reading, transaction
from engine.permissions import require
from engine.routes import Routes, carry_over, take_back
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

BATCH = 50
"""Cases per job: a batch that fails is tried again, and goes on with those that it had not come to."""
LONGEST_REASON = 500
Mapped = Mapping[str, str]
"""Element of an older version → the one that takes its place."""


# ---- looking ----------------------------------------------------------------------------------------------------


def list_outdated(user: User) -> tuple[OutdatedProcess, ...]:
    """The processes with running cases that are not on the version in use. Raises: NotAllowed."""
    require(user, "migrate_cases", None)
    with reading() as session:
        rows = session.scalars(select(Definition).where(Definition.in_use).order_by(Definition.name)).all()
        used = {row.process_id: row for row in rows}
        counts = dict.fromkeys(used, 0)
        for bindings in session.scalars(select(Case.bindings).where(Case.state == "running")):
            for process_id, definition_id in bindings.items():
                if process_id in used and used[process_id].id != definition_id:
                    counts[process_id] += 1
        return tuple(OutdatedProcess(key, used[key].name, used[key].version, n) for key, n in counts.items() if n)


def plan_migration(
    process_id: str, user: User, mapping: Mapped | None = None, version: int | None = None
) -> MigrationPlan:
    """A dry run: what would become of each running case that is not on the version; by default that in use.

    Raises: NotAllowed, NotFound, MoveRefused: the mapping names steps that the version does not have.
    """
    require(user, "migrate_cases", None)
    with reading() as session:
        target = _target(session, process_id, version)
        process = definitions.files_of(session, target.id).process
        _require_mapping(process, mapping or {})
        routes = Routes(process_id, target.id, mapping or {})
        missing: dict[str, Replaceable] = {}
        verdicts = tuple(_judge(session, routes, process, missing))
        kept = [missing[key] for key in sorted(missing)]
        replaced = routes.read_mapping(session)
        return MigrationPlan(process_id, target.name, target.version, verdicts, tuple(kept), replaced)


def _target(session: Session, process_id: str, version: int | None) -> Definition:
    wanted = Definition.in_use if version is None else Definition.version == version
    row = session.scalar(select(Definition).where(Definition.process_id == process_id, wanted))
    if row is None:
        raise NotFound("version", f"{process_id} {version or ''}".strip())
    return row


def _require_mapping(process: Process, mapping: Mapped) -> None:
    unknown = [new for new in mapping.values() if new not in process.elements]
    if unknown:
        raise MoveRefused([f"De stap ‘{key}’ staat niet in de nieuwe versie." for key in unknown])


def _find_cases(session: Session, routes: Routes) -> list[str]:
    """The running cases in which the process is on another version, those that began first in front."""
    query = select(Case.id, Case.bindings).where(Case.state == "running").order_by(Case.started_at, Case.reference)
    return [
        case_id
        for case_id, bindings in session.execute(query).yield_per(1000)
        if bindings.get(routes.process_id) not in (None, routes.definition_id)
    ]


def _judge(
    session: Session, routes: Routes, process: Process, missing: dict[str, Replaceable]
) -> Iterator[CaseVerdict]:
    found = _find_cases(session, routes)
    around: Surroundings | None = None
    columns = (Case.id, Case.reference, Case.title, Case.process_id, Case.bindings, Case.submitter_id, Case.positions)
    for start in range(0, len(found), 500):
        query = (
            select(*columns, CaseState.state)
            .join(CaseState, CaseState.case_id == Case.id)
            .where(Case.id.in_(found[start : start + 500]))
            .order_by(Case.started_at, Case.reference)
        )
        for case in session.execute(query):
            route = routes.find(session, case.process_id, case.bindings)
            # Clock, groups and calendar are the same for all.
            around = around or progress.surroundings_of(session, session.get_one(Case, case.id))
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
            yield CaseVerdict(case.id, case.reference, case.title, route.version, outcome, *told)


def _replaceable(old: Process, new: Process, element_id: str, mapping: Mapped) -> Replaceable:
    """A step that is not there any more, with those of its kind in the same part of the new version."""
    element = old.elements[element_id]
    around = new.id if element.parent == old.id else mapping.get(element.parent, element.parent)
    candidates = [e for e in new.elements.values() if e.kind == element.kind and e.parent == around]
    candidates.sort(key=lambda e: (e.id in old.elements, e.name))
    return Replaceable(element_id, element.name or element_id, tuple((e.id, e.name or e.id) for e in candidates))


# ---- carrying out -----------------------------------------------------------------------------------------------


def start_migration(
    process_id: str, user: User, reason: str, mapping: Mapped | None = None, version: int | None = None
) -> str:
    """Have all running cases brought to a version, in the background. Each is judged again when its turn comes.

    Returns the id of the migration.

    Raises: NotAllowed, NotFound, MoveRefused: no reason, no case, or a mapping that names unknown steps.
    """
    require(user, "migrate_cases", None)
    told = " ".join(reason.split())[:LONGEST_REASON]
    if not told:
        raise MoveRefused(["Schrijf op waarom u dit doet."])
    with transaction() as session:
        target = _target(session, process_id, version)
        _require_mapping(definitions.files_of(session, target.id).process, mapping or {})
        found = _find_cases(session, Routes(process_id, target.id, mapping or {}))
        if not found:
            raise MoveRefused(["Er is geen idee dat nog niet op deze versie loopt."])
        migration = CaseMigration(
            id=new_id(),
            process_id=process_id,
            definition_id=target.id,
            mapping=dict(mapping or {}),
            reason=told,
            started_by=user.id,
            started_at=now(),
        )
        session.add(migration)
        session.flush()
        session.add_all(
            MigratedCase(migration_id=migration.id, case_id=case_id, state="waiting", reasons=[]) for case_id in found
        )
        _put_jobs(session, "migrate", migration.id, user.id, found)
        return migration.id


def undo_migration(migration_id: str, user: User) -> int:
    """Have the cases of a migration brought back in which nothing has happened since. How many that are.

    Raises: NotAllowed, NotFound.
    """
    require(user, "migrate_cases", None)
    with transaction() as session:
        if session.get(CaseMigration, migration_id) is None:
            raise NotFound("migration", migration_id)
        query = (
            select(MigratedCase)
            .join(Case, Case.id == MigratedCase.case_id)
            .where(MigratedCase.migration_id == migration_id, MigratedCase.state == "done")
            .where(Case.revision == MigratedCase.revision)
        )
        rows = session.scalars(query.order_by(MigratedCase.case_id)).all()
        for row in rows:
            row.state = "returning"
        _put_jobs(session, "migrate-back", migration_id, user.id, [row.case_id for row in rows])
        return len(rows)


def _put_jobs(session: Session, kind: str, migration_id: str, by: str, case_ids: Sequence[str]) -> None:
    put = []
    for start in range(0, len(case_ids), BATCH):
        payload = {"migration": migration_id, "cases": list(case_ids[start : start + BATCH]), "by": by}
        put.append(new_id())
        session.add(Job(id=put[-1], case_id=None, kind=kind, payload=payload, due_at=now(), created_at=now()))
    session.flush()
    here().queue.put(session, put)


def migrate_batch(payload: Mapping[str, Any]) -> None:
    """Bring the cases of one job to their version, each in a transaction of its own."""

    with reading() as session:
        asked = session.get_one(CaseMigration, payload["migration"])
        routes = Routes(asked.process_id, asked.definition_id, asked.mapping)
    _one_by_one(payload, "waiting", lambda session, migration, row: carry_over(session, migration, row, routes))


def return_batch(payload: Mapping[str, Any]) -> None:
    """Bring the cases of one job back, each in a transaction of its own."""
    _one_by_one(payload, "returning", lambda session, migration, row: take_back(session, migration, row, payload["by"]))


def _one_by_one(
    payload: Mapping[str, Any], state: str, act: Callable[[Session, CaseMigration, MigratedCase], None]
) -> None:
    """What was done before this was cut off is not done again: its row says so, from the same commit.

    One that fails does not hold up the others. The job fails in the end, so that it is tried again.
    """
    failed: Exception | None = None
    for case_id in payload["cases"]:
        try:
            with transaction() as session:
                locking.lock_case(session, case_id)
                row = session.get_one(MigratedCase, (payload["migration"], case_id), populate_existing=True)
                if row.state == state:
                    act(session, session.get_one(CaseMigration, payload["migration"]), row)
        except Exception as error:
            failed = error
    if failed is not None:
        raise failed


def forget_ways_back() -> None:
    """Keep no earlier state of cases that have moved on: there is no way back, and it may hold what is to be erased."""
    moved = select(Case.id).where(Case.id == MigratedCase.case_id, Case.revision != MigratedCase.revision)
    past = (MigratedCase.before.is_not(None), moved.correlate(MigratedCase).exists())
    with reading() as session:
        if session.scalar(select(MigratedCase.case_id).where(*past).limit(1)) is None:
            return
    with transaction() as session:
        session.execute(
            update(MigratedCase)
            .where(*past)
            .values(before=None, bindings=None, tasks=None)
            .execution_options(synchronize_session=False)
        )


# ---- reading ----------------------------------------------------------------------------------------------------


def list_migrations(user: User, process_id: str | None = None) -> tuple[MigrationView, ...]:
    """The last migrations that were started, the newest first, without their cases. Raises: NotAllowed."""
    require(user, "migrate_cases", None)
    with reading() as session:
        query = select(CaseMigration).order_by(CaseMigration.started_at.desc()).limit(20)
        if process_id is not None:
            query = query.where(CaseMigration.process_id == process_id)
        return tuple(_view(session, row, ()) for row in session.scalars(query))


def read_migration(migration_id: str, user: User) -> MigrationView:
    """How far a migration is, and what became of each case. Raises: NotAllowed, NotFound."""
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
