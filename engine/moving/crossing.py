"""Crossing: migrating one case to another version along its route, or returning it. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, workflow
from engine.database import connection_of
from engine.finding import locking
from engine.models import Account, Case, CaseMigration, CaseState, Definition, MigratedCase, Task
from engine.moving.routes import Routes
from engine.permissions import groups_of
from engine.prepared import Writes
from engine.running import kept_messages, standing, surroundings, taskrows, waiting
from engine.versions import definitions
from engine.views import User
from engine.workflow import Step


def migrate_case(session: Session, migration: CaseMigration, row: MigratedCase, routes: Routes) -> None:
    """Migrate a case to the version, or record why it cannot go. Its open tasks keep their drafts and claims."""
    case = locking.lock_case(session, row.case_id)
    if case.state in locking.ENDED or case.bindings.get(migration.process_id) in (None, migration.definition_id):
        row.state = "moved_on"
        return
    state = locking.state_of(session, case)
    route = routes.find(session, case.process_id, case.bindings)
    step, verdict = route.migrate(state, case.positions, surroundings.of_case(session, case))
    if step is None:
        row.state, row.reasons = "refused", list(route.say(verdict))
        return
    before = dict(case.bindings)
    row.before, row.bindings = state, before
    row.tasks = _rewrite_tasks(session, case, step, route.bindings)
    released = _release_strays(session, case)
    stands = _put(session, case, step, route.bindings)
    notes = [*route.notes(verdict), *map(_say_released, released)]
    row.state, row.reasons, row.revision = "done", notes, case.revision
    target = session.get_one(Definition, migration.definition_id)
    mapping = tuple(f"{old} → {new}" for old, new in sorted(migration.mapping.items())) if verdict.mapped else ()
    event = events.CaseMigrated(migration.process_id, route.version, target.version, mapping, migration.reason)
    standing.record(session, case, [event, *_tell_released(released)], migration.started_by, stands)


def return_case(session: Session, migration: CaseMigration, row: MigratedCase, by: str) -> None:
    """Bring a case back to where it was, if nothing has happened in it since."""
    case = locking.lock_case(session, row.case_id)
    if row.before is None or row.bindings is None or case.revision != row.revision:
        row.state, row.before, row.bindings, row.tasks = "moved_on", None, None, None
        return
    target = session.get_one(Definition, migration.definition_id)
    source = session.get_one(Definition, row.bindings[migration.process_id])
    compiled = definitions.compiled_for(session, case.process_id, row.bindings)
    step = workflow.view(compiled, row.before, surroundings.of_case(session, case))
    for task in session.scalars(select(Task).where(Task.case_id == case.id)).unique():
        if (told := (row.tasks or {}).get(task.id)) is not None:
            _write_task(task, told)
    released = _release_strays(session, case)
    stands = _put(session, case, step, row.bindings)
    row.reasons = [_say_released(each) for each in released]
    row.state, row.before, row.bindings, row.tasks = "returned", None, None, None
    event = events.CaseMigrationReversed(migration.process_id, target.version, source.version)
    standing.record(session, case, [event, *_tell_released(released)], by, stands)


def _put(session: Session, case: Case, step: Step, bindings: Mapping[str, str]) -> standing.Standing:
    """Write to the tables what a case waits for now, and return what the history must record about that. Nothing
    happened in the case, so everything else stays as it is.

    A job delivers a kept message that it now waits for: that is the next thing to happen in the case.
    """
    bound, case.bindings = case.bindings, dict(bindings)
    case.positions = [list(position) for position in step.positions]
    case.revision += 1
    row = session.get_one(CaseState, case.id, populate_existing=True)
    before, row.state = row.state, step.state
    writes = Writes()
    begun = waiting.sync(session, writes, case.id, step)
    writes.send(connection_of(session))
    session.flush()
    kept_messages.ask_to_take(session, case, begun)
    return standing.of_move(session, case, before, step.state, bound)


def _rewrite_tasks(session: Session, case: Case, step: Step, bindings: Mapping[str, str]) -> dict[str, Any]:
    """Rewrite open tasks, and votes that can still change, as the version has them. Returns what they said before."""
    opened = {task.ref: task for task in step.open_tasks}
    before = {}
    for task in session.scalars(select(Task).where(Task.case_id == case.id)).unique():
        now_open = opened.get(task.ref)
        if bindings[task.process_id] == task.definition_id or (now_open is None and not task.ballot_open):
            continue
        before[task.id] = _read_task(task)
        element_id = now_open.element_id if now_open is not None else _element_of(task, opened.values())
        if element_id is None:
            continue
        definition_id = bindings[task.process_id]
        element = definitions.files_of(session, definition_id).process.elements[element_id]
        told: dict[str, Any] = {
            "element_id": element_id,
            "definition_id": definition_id,
            "name": taskrows.name_of(element),
            "form_id": element.form_id or "",
        }
        if now_open is not None:
            told |= {
                "groups": list(dict.fromkeys(now_open.groups)),
                "priority": now_open.priority,
                "due_at": _to_text(now_open.due_at),
                "follow_up_at": _to_text(now_open.follow_up_at),
            }
        _write_task(task, told)
    return before


def _element_of(task: Task, opened: Iterable[workflow.OpenTask]) -> str | None:
    """The element of a vote that was cast: that of the votes of the same ballot that are still open."""
    return next((o.element_id for o in opened if o.multi_instance == task.multi_instance), None)


def _release_strays(session: Session, case: Case) -> list[tuple[Task, str]]:
    """Give tasks back to their groups if whoever has them is in none of those. Returns each with who had it.

    A migration gives nobody a right: what another group must decide now is not decided by whoever had claimed the
    task. The draft stays with whoever typed it.
    """
    found = []
    query = select(Task).where(Task.case_id == case.id, Task.state == "open", Task.assignee.is_not(None))
    for task in session.scalars(query.where(~Task.assigned, ~Task.ballot).order_by(Task.id)).unique():
        account = session.get(Account, task.assignee)
        if account is None:
            continue
        holder = User(account.id, "", frozenset(row.group_id for row in account.groups))
        if groups_of(holder).isdisjoint(task.candidate_groups):
            task.assignee = task.claimed_at = None
            found.append((task, account.id))
    return found


def _tell_released(released: Iterable[tuple[Task, str]]) -> Iterable[events.Event]:
    return (events.TaskReleased(task.process_id, task.element_id, task.id, holder) for task, holder in released)


def _say_released(released: tuple[Task, str]) -> str:
    return f"‘{released[0].name}’ is nu voor een andere groep. Wie de taak had opgepakt, heeft haar niet meer."


def _read_task(task: Task) -> dict[str, Any]:
    return {
        "element_id": task.element_id,
        "definition_id": task.definition_id,
        "name": task.name,
        "form_id": task.form_id,
        "groups": task.candidate_groups,
        "priority": task.priority,
        "due_at": _to_text(task.due_at),
        "follow_up_at": _to_text(task.follow_up_at),
    }


def _write_task(task: Task, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if name in {"due_at", "follow_up_at"}:
            setattr(task, name, datetime.fromisoformat(value) if value else None)
        else:
            setattr(task, "candidate_groups" if name == "groups" else name, value)
    taskrows.place(task)


def _to_text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
