"""Changes: beginning to change a process, looking at what is being changed, and giving up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from engine import history
from engine.database import lock_name
from engine.dialect.folder import DIAGRAM, read_folder
from engine.errors import ChangeMoved, ChangeRefused, NotFound
from engine.events import ChangeBegun, ChangeDiscarded, ChangeTakenUp, Event
from engine.models import Case, Change, ChangePart, Definition, HistoryEvent
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.settings import installed_workflows
from engine.tidying import name_for, tidy_line
from engine.versions import definitions
from engine.versions.underway import count_running
from engine.views import ChangeEvent, ChangeView, ProcessOfWorkshop, User, VersionView
from engine.workshop.blank import draw_blank
from engine.workshop.parts import (
    OPEN,
    find_change,
    lock_change,
    names_of,
    parts_of,
    put_part,
    read_editors,
    subject_of,
    view_change,
    view_changes,
)

EXAMPLE = installed_workflows() / "oefenen" / "buurtbudget"
"""It lies a folder deeper than what a municipality begins with, so that it is not put in use by itself."""
LONGEST_TITLE = 120
PROCESS_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""Ids of processes are folder names as well."""
LONGEST_ID = 60
LATEST = 100
"""Changes that are over, and events, that a list shows."""


def list_workshop(user: User) -> tuple[ProcessOfWorkshop, ...]:
    """Every process, in use or new, with the changes that are under way. Raises: NotAllowed."""
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
    """What the processes in use are called, by id, in the order of their names. Raises: NotAllowed."""
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
    """Call a change something else. Raises: NotAllowed, NotFound, ChangeMoved. ChangeRefused: no title (`titel`)."""
    shown = tidy_line(title, LONGEST_TITLE)
    with transaction() as session:
        change = lock_for_edit(session, change_id, user)
        if not shown:
            raise ChangeRefused({"titel": "required"})
        change.title = shown


def begin_change(process_id: str, user: User, title: str = "", version: int | None = None) -> str:
    """Begin to change a process, from its version in use or from another one. The id of the change.

    To go back to an older version is to begin from it, and have it approved.

    Raises: NotAllowed, NotFound.
    """
    require(user, "edit_processes", None)
    with transaction() as session:
        lock_name(session, "deploy")
        origin = definitions.find_version(session, process_id, version)
        shown = tidy_line(title, LONGEST_TITLE) or f"{origin.name[: LONGEST_TITLE - 11]} veranderen"
        files = definitions.unpack(origin.files)
        base = definitions.current(session, process_id) or origin
        return _begin(session, process_id, shown, files, base.id, origin.version, user)


def propose_id(name: str, user: User) -> str:
    """An id for a process that is not there yet, made of its name; empty where no letter of it can be used.

    Raises: NotAllowed.
    """
    require(user, "edit_processes", None)
    stem = name_for(name).lstrip("0123456789-")
    with reading() as session:
        proposals = (stem if number == 1 else f"{stem}-{number}" for number in range(1, LATEST))
        return next((one for one in proposals if not _is_known(session, one)), "") if stem else ""


def begin_process(process_id: str, name: str, user: User) -> str:
    """Begin a process that is not there yet, from a start, a task and an end. The id of the change.

    Raises: NotAllowed. ChangeRefused: an id that cannot be (`process_id`) or is taken, or no name (`naam`).
    """
    require(user, "edit_processes", None)
    shown = tidy_line(name, LONGEST_TITLE)
    problems = {}
    if not PROCESS_ID.fullmatch(process_id) or len(process_id) > LONGEST_ID:
        problems["process_id"] = "not_an_id"
    if not shown:
        problems["naam"] = "required"
    with transaction() as session:
        lock_name(session, "deploy")
        if not problems and _is_known(session, process_id):
            problems["process_id"] = "taken"
        if problems:
            raise ChangeRefused(problems)
        return _begin(session, process_id, shown, {DIAGRAM: draw_blank(process_id, shown)}, None, None, user)


def begin_example(user: User) -> str:
    """Begin the process that is there to practise on, or a change of it where it is in use. The id of the change.

    Raises: NotAllowed. ChangeRefused: somebody is at it already (`process_id`).
    """
    require(user, "edit_processes", None)
    files = read_folder(EXAMPLE)
    process_id = files.process.id
    with transaction() as session:
        lock_name(session, "deploy")
        in_use = definitions.current(session, process_id)
        if in_use is None and _is_known(session, process_id):
            raise ChangeRefused({"process_id": "taken"})
        title = f"Oefenen: {files.process.name}"
        if in_use is not None:
            written = definitions.unpack(in_use.files)
            return _begin(session, process_id, title, written, in_use.id, in_use.version, user)
        return _begin(session, process_id, title, dict(files.files), None, None, user)


def add_process(change_id: str, process_id: str, user: User) -> None:
    """Let a change be about one more process that is in use. Raises: NotAllowed, NotFound, ChangeMoved."""
    with transaction() as session:
        lock_name(session, "deploy")
        change = lock_for_edit(session, change_id, user)
        current = definitions.find_version(session, process_id, None)
        if session.get(ChangePart, (change_id, process_id)) is None:
            put_part(session, change.id, process_id, definitions.unpack(current.files), current.id, user)
            record(session, [ChangeBegun(change.id, process_id, current.version)], user.id)


def discard_change(change_id: str, user: User) -> None:
    """Give a change up; it stays, to be read and taken up again. Raises: NotAllowed, NotFound, ChangeMoved."""
    with transaction() as session:
        lock_name(session, "deploy")
        change = lock_for_edit(session, change_id, user)
        change.state, change.ended_at = "discarded", now()
        record(session, [ChangeDiscarded(change.id)], user.id)


def take_up_change(change_id: str, user: User) -> None:
    """Make a draft again of a change that was discarded.

    Raises:
        NotAllowed, NotFound, ChangeMoved.
        ChangeRefused: it made a process, and meanwhile there is one with that id (`process_id`).
    """
    require(user, "edit_processes", None)
    with transaction() as session:
        lock_name(session, "deploy")
        change = lock_change(session, change_id)
        if change.state != "discarded":
            raise ChangeMoved(change.state)
        if any(part.base_id is None and _is_known(session, part.process_id) for part in parts_of(session, change_id)):
            raise ChangeRefused({"process_id": "taken"})
        change.state, change.ended_at = "draft", None
        record(session, [ChangeTakenUp(change.id)], user.id)


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
    """Go on only if this user may edit a change now. Raises: NotAllowed, ChangeMoved."""
    require(user, "edit_processes", None)
    if change.state != "draft":
        raise ChangeMoved(change.state)
    require(user, "edit_change", subject_of(session, change))


def record(session: Session, happened: list[Event], by: str) -> None:
    """Write events in the history of the municipality. The caller holds the lock `deploy`."""
    history.record(session, happened, case_id=None, by=by, at=now(), definitions={})


def _begin(
    session: Session,
    process_id: str,
    title: str,
    files: dict[str, bytes],
    base_id: str | None,
    from_version: int | None,
    user: User,
) -> str:
    change = Change(title=title, state="draft", begun_by=user.id, begun_at=now(), reason="", judgement="")
    session.add(change)
    session.flush()
    put_part(session, change.id, process_id, files, base_id, user)
    record(session, [ChangeBegun(change.id, process_id, from_version)], user.id)
    return change.id


def _is_known(session: Session, process_id: str) -> bool:
    if session.scalar(select(Definition.id).where(Definition.process_id == process_id).limit(1)) is not None:
        return True
    open_part = (
        select(ChangePart.change_id).join(Change).where(Change.state.in_(OPEN), ChangePart.process_id == process_id)
    )
    return session.scalar(open_part.limit(1)) is not None
