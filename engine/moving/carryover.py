"""Carry-over: migrating the running cases of a process to another version, and back, as jobs in batches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.database import lock_name
from engine.errors import MoveRefused, NotFound
from engine.finding import locking
from engine.finishing import end
from engine.models import Case, CaseMigration, Job, MigratedCase, new_id
from engine.moving.crossing import migrate_case, return_case
from engine.moving.migration import Mapped, find_cases, require_mapping
from engine.moving.routes import Routes
from engine.municipality import now, reading, transaction
from engine.outages import is_outage
from engine.permissions import require
from engine.requesting import ask_for, new_job
from engine.tidying import tidy_line
from engine.versions import definitions
from engine.views import User

BATCH = 50
"""Cases per job: a batch that fails is tried again, and continues with those that it had not reached."""
LONGEST_REASON = 500


def start_migration(
    process_id: str,
    user: User,
    reason: str,
    mapping: Mapped | None = None,
    version: int | None = None,
    only: Collection[str] | None = None,
) -> str:
    """Have all running cases migrated to a version, in the background. Each is judged again when its turn comes.

    `only` are the ids of those that should go, where not all should.

    Returns the id of the migration; of the running one, where the same person asked for exactly the same.

    Raises: NotAllowed, NotFound, MoveRefused: no reason, no case, a mapping that names unknown steps, or cases that
    somebody is already having migrated there.
    """
    require(user, "migrate_cases", None)
    told = tidy_line(reason, LONGEST_REASON)
    if not told:
        raise MoveRefused(["Schrijf op waarom u dit doet."])
    with transaction() as session:
        key = ask_migration(session, process_id, told, user.id, mapping, version, only)
        if key is None:
            raise MoveRefused(["Er loopt niets meer op een andere versie dan deze."])
        return key


def ask_migration(
    session: Session,
    process_id: str,
    reason: str,
    by: str,
    mapping: Mapped | None = None,
    version: int | None = None,
    only: Collection[str] | None = None,
) -> str | None:
    """`start_migration` within the transaction of a larger act. None when no case is to go."""
    target = definitions.find_version(session, process_id, version)
    require_mapping(definitions.files_of(session, target.id).process, mapping or {})
    lock_name(session, f"migrate {process_id}")
    found = find_cases(session, Routes(process_id, target.id, mapping or {}))
    if only is not None:
        found = [case_id for case_id in found if case_id in only]
    if not found:
        return None
    under_way = _find_under_way(session, target.id)
    rest = [case_id for case_id in found if case_id not in under_way]
    if not rest:
        earlier = session.get_one(CaseMigration, under_way[found[0]])
        if (earlier.started_by, earlier.mapping) != (by, dict(mapping or {})):
            raise MoveRefused(["Deze ideeën worden al overgezet. Wacht tot dat klaar is, of zet het eerst stil."])
        return earlier.id  # A button that was pressed twice.
    migration = CaseMigration(
        id=new_id(),
        process_id=process_id,
        definition_id=target.id,
        mapping=dict(mapping or {}),
        reason=reason[:LONGEST_REASON],
        started_by=by,
        started_at=now(),
    )
    session.add(migration)
    session.flush()
    session.add_all(
        MigratedCase(migration_id=migration.id, case_id=case_id, state="waiting", reasons=[]) for case_id in rest
    )
    _put_jobs(session, "migrate", migration.id, by, rest)
    return migration.id


def _find_under_way(session: Session, definition_id: str) -> dict[str, str]:
    """The cases that wait for their turn to go to this version, each with the migration that they wait in."""
    waiting = (
        select(MigratedCase.case_id, MigratedCase.migration_id)
        .join(CaseMigration, CaseMigration.id == MigratedCase.migration_id)
        .where(CaseMigration.definition_id == definition_id, ~CaseMigration.paused, MigratedCase.state == "waiting")
    )
    return dict(session.execute(waiting).all())


def pause_migration(migration_id: str, user: User) -> None:
    """Pause the cases of a migration that have not gone yet. Raises: NotAllowed, NotFound."""
    require(user, "migrate_cases", None)
    with transaction() as session:
        _lock_migration(session, migration_id).paused = True


def resume_migration(migration_id: str, user: User) -> int:
    """Continue a paused migration with the waiting cases. Returns how many those are. Raises: NotAllowed, NotFound."""
    require(user, "migrate_cases", None)
    with transaction() as session:
        migration = _lock_migration(session, migration_id)
        if not migration.paused:
            return 0
        migration.paused = False
        waiting = select(MigratedCase.case_id, MigratedCase.state).where(MigratedCase.migration_id == migration_id)
        found: dict[str, list[str]] = {"waiting": [], "returning": []}
        for case_id, state in session.execute(waiting.order_by(MigratedCase.case_id)):
            if state in found:
                found[state].append(case_id)
        _put_jobs(session, "migrate", migration_id, user.id, found["waiting"])
        _put_jobs(session, "migrate-back", migration_id, user.id, found["returning"])
        return sum(map(len, found.values()))


def _lock_migration(session: Session, migration_id: str) -> CaseMigration:
    row = session.scalar(select(CaseMigration).where(CaseMigration.id == migration_id).with_for_update())
    if row is None:
        raise NotFound("migration", migration_id)
    return row


def undo_migration(migration_id: str, user: User) -> int:
    """Have the cases of a migration brought back in which nothing has happened since. Returns how many those are.

    Raises: NotAllowed, NotFound.
    """
    require(user, "migrate_cases", None)
    with transaction() as session:
        _lock_migration(session, migration_id)  # If two ask this at once, one of them brings the cases back.
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
    batches = [list(case_ids[start : start + BATCH]) for start in range(0, len(case_ids), BATCH)]
    ask_for(session, [new_job(kind, {"migration": migration_id, "cases": batch, "by": by}) for batch in batches])


def migrate_batch(job_id: str) -> None:
    """Execute a job: migrate its cases to their version, each in a transaction of its own."""
    with reading() as session:
        payload = session.get_one(Job, job_id).payload
        asked = session.get_one(CaseMigration, payload["migration"])
        routes = Routes(asked.process_id, asked.definition_id, asked.mapping)
    _one_by_one(payload, "waiting", lambda session, migration, row: migrate_case(session, migration, row, routes))
    end(job_id)


def return_batch(job_id: str) -> None:
    """Execute a job: bring its cases back, each in a transaction of its own."""
    with reading() as session:
        payload = session.get_one(Job, job_id).payload
    by = payload["by"]
    _one_by_one(payload, "returning", lambda session, migration, row: return_case(session, migration, row, by))
    end(job_id)


def _one_by_one(
    payload: Mapping[str, Any], state: str, act: Callable[[Session, CaseMigration, MigratedCase], None]
) -> None:
    """Execute a batch. What an earlier attempt did is not repeated: its row says so, from the same commit.

    One that fails does not delay the others. The job fails in the end, so that it is tried again. Where the database
    gives out it fails at once: it would for each of the others too.
    """
    failed: Exception | None = None
    for case_id in payload["cases"]:
        try:
            with transaction() as session:
                locking.lock_case(session, case_id)
                row = session.get_one(MigratedCase, (payload["migration"], case_id), populate_existing=True)
                migration = session.get_one(CaseMigration, payload["migration"], populate_existing=True)
                if migration.paused:
                    return
                if row.state == state:
                    act(session, migration, row)
        except Exception as error:
            if is_outage(error):
                raise
            failed = error
    if failed is not None:
        raise failed


def forget_ways_back() -> None:
    """Delete the earlier state of cases that moved on: they cannot go back, and it may hold what must be erased."""
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
