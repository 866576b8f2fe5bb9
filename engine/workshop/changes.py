"""Changes: viewing what is being changed, discarding a change, and taking up a discarded one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from engine import annals
from engine.errors import ChangeMoved, ChangeRefused, NotFound
from engine.events import ChangeDiscarded, ChangeTakenUp
from engine.finding.people import names_of
from engine.models import Case, Change, ChangePart, Definition, HistoryEvent
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.tidying import tidy_line
from engine.versions.underway import count_running
from engine.views import ChangeEvent, ChangeView, ProcessOfWorkshop, User, VersionView
from engine.workshop.parts import (
    OPEN,
    find_change,
    lock_change,
    parts_of,
    read_editors,
    subject_of,
    view_change,
    view_changes,
)

LONGEST_TITLE = 120
LATEST = 100
"""How many finished changes, or events, a list shows."""


def list_workshop(user: User) -> tuple[ProcessOfWorkshop, ...]:
    """Every process, in use or new, with the changes that are in progress. Raises: NotAllowed."""
    require(user, "read_workshop", None)
    with reading() as session:
        used = select(Definition.process_id, Definition.name, Definition.version).where(Definition.in_use)
        in_use = {row.process_id: row for row in session.execute(used)}
        under_way: dict[str, list[ChangeView]] = {}
        names: dict[str, str] = {}
        changes = session.scalars(select(Change).where(Change.state.in_(OPEN)).order_by(Change.begun_at)).all()
        for shown in view_changes(session, changes, user):
            for part in shown.parts:
                under_way.setdefault(part.process_id, []).append(shown)
                names[part.process_id] = part.name
        running = count_running(session)
        found = [
            ProcessOfWorkshop(
                process_id=process_id,
                name=in_use[process_id].name if process_id in in_use else names[process_id],
                version=in_use[process_id].version if process_id in in_use else None,
                running_cases=running[process_id],
                changes=tuple(under_way.get(process_id, ())),
            )
            for process_id in {*in_use, *under_way}
        ]
        return tuple(sorted(found, key=lambda process: process.name.casefold()))


def list_process_names(user: User) -> dict[str, str]:
    """The names of the processes in use, by id, sorted by name. Raises: NotAllowed."""
    require(user, "read_workshop", None)
    with reading() as session:
        rows = session.execute(select(Definition.process_id, Definition.name).where(Definition.in_use)).all()
        return {row.process_id: row.name for row in sorted(rows, key=lambda row: row.name.casefold())}


def list_past_changes(user: User) -> tuple[ChangeView, ...]:
    """Changes that are in use, replaced or discarded, the latest first. Raises: NotAllowed."""
    require(user, "read_workshop", None)
    with reading() as session:
        past = select(Change).where(Change.state.not_in(OPEN))
        newest = func.coalesce(Change.ended_at, Change.in_use_at).desc()
        return view_changes(session, session.scalars(past.order_by(newest, Change.id).limit(LATEST)).all(), user)


def read_change(change_id: str, user: User) -> ChangeView:
    """Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        return view_change(session, find_change(session, change_id), user)


def list_changes_beside(change_id: str, user: User) -> tuple[ChangeView, ...]:
    """Other changes in progress of a process that this change is about. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        own = select(ChangePart.process_id).where(ChangePart.change_id == find_change(session, change_id).id)
        beside = select(ChangePart.change_id).where(ChangePart.process_id.in_(own), ChangePart.change_id != change_id)
        found = select(Change).where(Change.id.in_(beside), Change.state.in_(OPEN)).order_by(Change.begun_at)
        return tuple(view_changes(session, session.scalars(found).all(), user))


def list_versions(process_id: str, user: User) -> tuple[VersionView, ...]:
    """The versions that a process has had, the newest first. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        columns = [column for column in Definition.__table__.columns if column.name != "files"]
        query = select(*columns).where(Definition.process_id == process_id).order_by(Definition.version.desc())
        rows = session.execute(query).all()
        if not rows:
            raise NotFound("process", process_id)
        bound = Case.bindings[process_id].as_string().label("bound")
        running = select(bound, func.count().label("cases")).where(Case.state == "running").group_by("bound")
        on = {row.bound: row.cases for row in session.execute(running)}
        brought = (
            select(ChangePart.definition_id, Change.id, Change.title, Change.reason, Change.in_use_at)
            .join(Change, Change.id == ChangePart.change_id)
            .where(ChangePart.process_id == process_id, ChangePart.definition_id.is_not(None))
            .order_by(Change.in_use_at)
        )
        by_version: dict[str, list[tuple[str, str, str, datetime | None]]] = {}
        for change in session.execute(brought):
            told = (change.id, change.title, change.reason, change.in_use_at)
            by_version.setdefault(str(change.definition_id), []).append(told)
        keys = {str(definition): [key for key, *_rest in found] for definition, found in by_version.items()}
        editors = read_editors(session, (key for found in keys.values() for key in found))
        names = names_of(session, {row.deployed_by for row in rows}.union(*editors.values()))
        return tuple(
            VersionView(
                process_id=process_id,
                version=row.version,
                version_tag=row.version_tag,
                content_hash=row.content_hash,
                in_use=row.in_use,
                deployed_at=row.deployed_at,
                deployed_by=names[row.deployed_by],
                cases=on.get(row.id, 0),
                in_use_since=_in_use_since(row, by_version.get(row.id, [])),
                changes=tuple((key, title, reason) for key, title, reason, _since in by_version.get(row.id, ())),
                made_by=tuple(sorted({names[who] for key in keys.get(row.id, ()) for who in editors[key]})),
            )
            for row in rows
        )


def _in_use_since(version: Row[Any], changes: Sequence[tuple[str, str, str, datetime | None]]) -> datetime | None:
    if not version.in_use:
        return None
    since: datetime | None = changes[-1][-1] if changes else version.deployed_at
    return since


def retitle_change(change_id: str, title: str, user: User) -> None:
    """Change the title of a change. Raises: NotAllowed, NotFound, ChangeMoved. ChangeRefused: no title (`titel`)."""
    shown = tidy_line(title, LONGEST_TITLE)
    with transaction() as session:
        change = lock_for_edit(session, change_id, user)
        if not shown:
            raise ChangeRefused({"titel": "required"})
        change.title = shown


def discard_change(change_id: str, user: User) -> None:
    """Discard a change; it can still be read and taken up again. Raises: NotAllowed, NotFound, ChangeMoved."""
    with transaction() as session:
        annals.lock(session)
        change = lock_for_edit(session, change_id, user)
        change.state, change.ended_at = "discarded", now()
        annals.record(session, [ChangeDiscarded(change.id)], user.id)


def take_up_change(change_id: str, user: User) -> None:
    """Turn a discarded change into a draft again.

    Raises:
        NotAllowed, NotFound, ChangeMoved.
            ChangeRefused: it made a process, and meanwhile another with that id exists (`process_id`).
    """
    require(user, "edit_processes", None)
    with transaction() as session:
        annals.lock(session)
        change = lock_change(session, change_id)
        if change.state != "discarded":
            raise ChangeMoved(change.state)
        if any(part.base_id is None and is_known(session, part.process_id) for part in parts_of(session, change_id)):
            raise ChangeRefused({"process_id": "taken"})
        change.state, change.ended_at = "draft", None
        annals.record(session, [ChangeTakenUp(change.id)], user.id)


def list_change_events(change_id: str, user: User) -> tuple[ChangeEvent, ...]:
    """What happened to a change, oldest first. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        find_change(session, change_id)
        about = HistoryEvent.facts["change_id"].as_string() == change_id
        query = select(HistoryEvent).where(HistoryEvent.case_id.is_(None), about).order_by(HistoryEvent.sequence)
        rows = session.scalars(query).all()
        names = names_of(session, (row.person_id for row in rows))
        return tuple(ChangeEvent(row.at, row.kind, names[row.person_id], row.process_id, row.facts) for row in rows)


def lock_for_edit(session: Session, change_id: str, user: User) -> Change:
    """The locked row of a change that this user may edit now. Raises: NotAllowed, NotFound, ChangeMoved."""
    require(user, "edit_processes", None)
    change = lock_change(session, change_id)
    require_editable(session, change, user)
    return change


def require_editable(session: Session, change: Change, user: User) -> None:
    """Continue only if this user may edit a change now. Raises: NotAllowed, ChangeMoved."""
    require(user, "edit_processes", None)
    if change.state != "draft":
        raise ChangeMoved(change.state)
    require(user, "edit_change", subject_of(session, change))


def is_known(session: Session, process_id: str) -> bool:
    """Whether there is a process with this id, in use now or before, or in a change that is not over."""
    if session.scalar(select(Definition.id).where(Definition.process_id == process_id).limit(1)) is not None:
        return True
    open_part = (
        select(ChangePart.change_id).join(Change).where(Change.state.in_(OPEN), ChangePart.process_id == process_id)
    )
    return session.scalar(open_part.limit(1)) is not None
