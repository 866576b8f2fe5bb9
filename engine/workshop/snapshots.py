"""Snapshots: the files of a process in a change kept under a name, so that one can go back to them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine import annals
from engine.editing import Done
from engine.errors import ChangeRefused, NotFound
from engine.events import SnapshotDeleted
from engine.finding.people import names_of
from engine.models import ChangeSnapshot
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.tidying import tidy_line
from engine.versions import definitions
from engine.views import PartView, SnapshotView, User
from engine.workshop.changes import LONGEST_TITLE, lock_for_edit
from engine.workshop.parts import find_part, view_part
from engine.workshop.saving import write_whole

MOST_SNAPSHOTS = 50
"""For one process in one change: each holds all its files, and the page shows them all."""


def take_snapshot(change_id: str, process_id: str, name: str, user: User) -> str:
    """Keep the files of a process under a name. Returns the id of the snapshot.

    Raises: NotAllowed, NotFound, ChangeMoved. ChangeRefused: no name, or there are `MOST_SNAPSHOTS` (`naam`).
    """
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        return put_by(session, change_id, process_id, name, user)


def put_by(session: Session, change_id: str, process_id: str, name: str, user: User) -> str:
    """`take_snapshot` for a caller that has already locked the change. Raises: NotFound, ChangeRefused."""
    shown = tidy_line(name, LONGEST_TITLE)
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
        return _view(session, change_id, ChangeSnapshot.process_id == process_id)


def read_snapshot(change_id: str, snapshot_id: str, user: User) -> SnapshotView:
    """The name and moment of a snapshot. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        found = _view(session, change_id, ChangeSnapshot.id == snapshot_id)
    if not found:
        raise NotFound("snapshot", snapshot_id)
    return found[0]


def _view(session: Session, change_id: str, which: ColumnElement[bool]) -> tuple[SnapshotView, ...]:
    """Without the files, which a list does not need."""
    kept = ChangeSnapshot
    query = (
        select(kept.id, kept.process_id, kept.name, kept.made_by, kept.made_at)
        .where(kept.change_id == change_id, which)
        .order_by(kept.made_at.desc(), kept.id)
    )
    rows = session.execute(query).all()
    names = names_of(session, (row.made_by for row in rows))
    return tuple(SnapshotView(row.id, row.process_id, row.name, names[row.made_by], row.made_at) for row in rows)


def _count_snapshots(session: Session, change_id: str, process_id: str) -> int:
    of_this = ChangeSnapshot.change_id == change_id, ChangeSnapshot.process_id == process_id
    return session.scalar(select(func.count()).select_from(ChangeSnapshot).where(*of_this)) or 0


def restore_snapshot(change_id: str, snapshot_id: str, revision: int, user: User) -> PartView:
    """Continue from the files of a snapshot. Raises: NotAllowed, NotFound, ChangeMoved, ChangedMeanwhile."""
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        kept = _find(session, change_id, snapshot_id)
        told = [Done("snapshot", "", kept.name)]
        part = write_whole(session, change_id, kept.process_id, revision, definitions.unpack(kept.files), user, told)
        return view_part(session, part)


def delete_snapshot(change_id: str, snapshot_id: str, user: User) -> SnapshotView:
    """Delete a snapshot for good, as an editor of the change; recorded in the history of the change. Returns it.

    Raises: NotAllowed, NotFound, ChangeMoved.
    """
    with transaction() as session:
        annals.lock(session)
        lock_for_edit(session, change_id, user)
        kept = _find(session, change_id, snapshot_id)
        (shown,) = _view(session, change_id, ChangeSnapshot.id == snapshot_id)
        session.delete(kept)
        annals.record(session, [SnapshotDeleted(change_id, kept.process_id, kept.name, kept.made_at)], user.id)
        return shown


def _find(session: Session, change_id: str, snapshot_id: str) -> ChangeSnapshot:
    kept = session.get(ChangeSnapshot, snapshot_id)
    if kept is None or kept.change_id != change_id:
        raise NotFound("snapshot", snapshot_id)
    return kept
