"""Saving: the files of a change as one works on them, guarded against two editors, and snapshots of them by name."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import definitions
from engine.errors import ChangedMeanwhile, ChangeRefused, NotFound
from engine.models import ChangePart, ChangeSnapshot
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.tidying import tidy_line
from engine.views import PartView, SnapshotView, User
from engine.workshop.changes import LONGEST_TITLE, lock_for_edit
from engine.workshop.parts import (
    Sources,
    add_editor,
    find_change,
    find_part,
    names_of,
    require_safe,
    sources_of,
    view_part,
)

MOST_SNAPSHOTS = 50
"""Of one process in one change: each holds all its files, and the page shows them all."""
Written = Mapping[str, bytes | None]
"""Files by name; None takes one away."""


def read_part(change_id: str, process_id: str, user: User) -> PartView:
    """The files of one process of a change, as they were last saved. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        return view_part(session, find_part(session, change_id, process_id))


def read_sources(change_id: str, user: User, unsaved: Mapping[str, Mapping[str, bytes]] | None = None) -> Sources:
    """The processes of a change, with unsaved files over the saved ones, beside those in use.

    Raises: NotAllowed, NotFound. DiagramRefused: an unsaved file with a name that cannot be, or too large.
    """
    require(user, "read_workshop", None)
    with reading() as session:
        find_change(session, change_id)
        for process_id, files in (unsaved or {}).items():
            saved = definitions.unpack(find_part(session, change_id, process_id).files)
            require_safe(process_id, {**saved, **files})
        return sources_of(session, change_id, unsaved)


def save_part(change_id: str, process_id: str, revision: int, written: Written, user: User) -> PartView:
    """Keep files as they are now, over those of `revision`. What is in them may be broken, and is told elsewhere.

    Raises:
        NotAllowed, NotFound, ChangeMoved.
        ChangedMeanwhile: somebody saved since `revision`; nothing is kept.
        DiagramRefused: a name outside the folder, too many or too large files, or no diagram left.
    """
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        return view_part(session, write_part(session, change_id, process_id, revision, written, user))


def write_part(
    session: Session, change_id: str, process_id: str, revision: int, written: Written, user: User
) -> ChangePart:
    """`save_part` for who has locked the change already. Saving what is there already changes nothing."""
    part = find_part(session, change_id, process_id)
    if part.revision != revision:
        raise ChangedMeanwhile(names_of(session, [part.saved_by])[part.saved_by], part.saved_at, part.revision)
    was = definitions.unpack(part.files)
    becomes = {name: data for name, data in {**was, **written}.items() if data is not None}
    require_safe(process_id, becomes)
    if becomes != was:
        part.files = definitions.pack(becomes)
        part.revision += 1
        part.saved_by, part.saved_at = user.id, now()
        add_editor(session, change_id, user.id)
        session.flush()
    return part


def take_snapshot(change_id: str, process_id: str, name: str, user: User) -> str:
    """Put the files of a process by under a name. The id of the snapshot.

    Raises: NotAllowed, NotFound, ChangeMoved. ChangeRefused: no name, or there are `MOST_SNAPSHOTS` (`naam`).
    """
    shown = tidy_line(name, LONGEST_TITLE)
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        if not shown:
            raise ChangeRefused({"naam": "required"})
        part = find_part(session, change_id, process_id)
        if _count_snapshots(session, change_id, process_id) >= MOST_SNAPSHOTS:
            raise ChangeRefused({"naam": "too_many"})
        kept = ChangeSnapshot(
            change_id=change_id, process_id=process_id, name=shown, files=part.files, made_by=user.id, made_at=now()
        )
        session.add(kept)
        session.flush()
        return kept.id


def list_snapshots(change_id: str, process_id: str, user: User) -> tuple[SnapshotView, ...]:
    """The latest first. Raises: NotAllowed."""
    require(user, "read_workshop", None)
    with reading() as session:
        query = (
            select(ChangeSnapshot.id, ChangeSnapshot.name, ChangeSnapshot.made_by, ChangeSnapshot.made_at)
            .where(ChangeSnapshot.change_id == change_id, ChangeSnapshot.process_id == process_id)
            .order_by(ChangeSnapshot.made_at.desc(), ChangeSnapshot.id)
        )
        rows = session.execute(query).all()
        names = names_of(session, (row.made_by for row in rows))
        return tuple(SnapshotView(row.id, process_id, row.name, names[row.made_by], row.made_at) for row in rows)


def _count_snapshots(session: Session, change_id: str, process_id: str) -> int:
    of_this = ChangeSnapshot.change_id == change_id, ChangeSnapshot.process_id == process_id
    return session.scalar(select(func.count()).select_from(ChangeSnapshot).where(*of_this)) or 0


def restore_snapshot(change_id: str, snapshot_id: str, revision: int, user: User) -> PartView:
    """Go on from the files of a snapshot. Raises: NotAllowed, NotFound, ChangeMoved, ChangedMeanwhile."""
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        kept = session.get(ChangeSnapshot, snapshot_id)
        if kept is None or kept.change_id != change_id:
            raise NotFound("snapshot", snapshot_id)
        part = write_whole(session, change_id, kept.process_id, revision, definitions.unpack(kept.files), user)
        return view_part(session, part)


def write_whole(
    session: Session, change_id: str, process_id: str, revision: int, files: Mapping[str, bytes], user: User
) -> ChangePart:
    """Put files in the place of all that a part has, for who has locked the change. Raises: as `save_part`."""
    was = definitions.unpack(find_part(session, change_id, process_id).files)
    written: dict[str, bytes | None] = {**dict.fromkeys(was), **files}
    return write_part(session, change_id, process_id, revision, written, user)
