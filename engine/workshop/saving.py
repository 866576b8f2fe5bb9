"""Saving: the files of a change while it is edited, guarded against two editors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from engine.editing import Done
from engine.errors import ChangedMeanwhile
from engine.finding.people import names_of
from engine.models import ChangePart
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.versions import definitions
from engine.views import PartView, User
from engine.workshop.changes import lock_for_edit
from engine.workshop.parts import Sources, add_editor, find_change, find_part, require_safe, sources_of, view_part
from engine.workshop.undoing import DRAWN, keep_before

Written = Mapping[str, bytes | None]
"""Files by name; None removes one."""


def read_part(change_id: str, process_id: str, user: User) -> PartView:
    """The files of one process of a change, as last saved. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        return view_part(session, find_part(session, change_id, process_id))


def read_sources(change_id: str, user: User) -> Sources:
    """The processes of a change as last saved, beside those in use. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        find_change(session, change_id)
        return sources_of(session, change_id)


def save_part(
    change_id: str, process_id: str, revision: int, written: Written, user: User, told: Sequence[Done] = DRAWN
) -> PartView:
    """Save files over those of `revision`. They may be broken: the check reports that, not this.

    `told` is what this save did, in case somebody wants to undo it.

    Raises:
        NotAllowed, NotFound, ChangeMoved.
        ChangedMeanwhile: somebody saved since `revision`; nothing is kept.
        DiagramRefused: a name outside the folder, too many or too large files, or no diagram left.
    """
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        return view_part(session, write_part(session, change_id, process_id, revision, written, user, told))


def write_part(
    session: Session,
    change_id: str,
    process_id: str,
    revision: int,
    written: Written,
    user: User,
    told: Sequence[Done],
) -> ChangePart:
    """`save_part` for a caller that has already locked the change. Saving what is already there changes nothing."""
    part = find_part(session, change_id, process_id)
    if part.revision != revision:
        who = names_of(session, [part.saved_by])[part.saved_by]
        raise ChangedMeanwhile(who, part.saved_at, part.revision, is_own=part.saved_by == user.id)
    was = definitions.unpack(part.files)
    becomes = {name: data for name, data in {**was, **written}.items() if data is not None}
    require_safe(process_id, becomes)
    if becomes != was:
        before, part.files = part.files, definitions.pack(becomes)
        part.revision += 1
        part.saved_by, part.saved_at = user.id, now()
        keep_before(session, part, before, told, user)
        add_editor(session, change_id, user.id)
        session.flush()
    return part


def write_whole(
    session: Session,
    change_id: str,
    process_id: str,
    revision: int,
    files: Mapping[str, bytes],
    user: User,
    told: Sequence[Done],
) -> ChangePart:
    """Replace all files of a part, for a caller that has locked the change. Raises: as `save_part`."""
    was = definitions.unpack(find_part(session, change_id, process_id).files)
    written: dict[str, bytes | None] = {**dict.fromkeys(was), **files}
    return write_part(session, change_id, process_id, revision, written, user, told)
