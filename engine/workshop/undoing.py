"""Undoing: the latest edits of a process in a change can be undone, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from engine import spelling
from engine.editing import Done
from engine.errors import ChangedMeanwhile, NotFound
from engine.finding.people import names_of
from engine.models import ChangeEdit, ChangePart
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.views import LastEdit, User
from engine.workshop.changes import lock_for_edit
from engine.workshop.parts import add_editor, find_part

MOST_EDITS = 30
"""For one process in one change: each holds all its files."""
DRAWN = (Done("drawn", ""),)
"""What the drawing saved. It saves every few seconds, so uninterrupted drawing by one person is one edit."""


def keep_before(session: Session, part: ChangePart, files: bytes, told: Sequence[Done], user: User) -> None:
    """Keep the previous files of a part, for a caller that has just saved others in their place."""
    before = part.revision - 1
    newest = session.get(ChangeEdit, (part.change_id, part.process_id, before))
    drawn = _tell(DRAWN)
    if _tell(told) == drawn and newest is not None and (newest.told, newest.made_by) == (drawn, user.id):
        newest.revision, newest.made_at = part.revision, now()
        return
    session.add(
        ChangeEdit(
            change_id=part.change_id,
            process_id=part.process_id,
            revision=part.revision,
            before=before,
            files=files,
            told=_tell(told),
            made_by=user.id,
            made_at=now(),
        )
    )
    session.flush()
    of_part = select(ChangeEdit.revision).where(_of(part)).order_by(ChangeEdit.revision.desc())
    oldest = session.scalar(of_part.offset(MOST_EDITS - 1).limit(1))
    if oldest is not None:
        session.execute(delete(ChangeEdit).where(_of(part), ChangeEdit.revision < oldest))


def read_last_edit(change_id: str, process_id: str, user: User) -> LastEdit | None:
    """The latest edit of a process in a change, if it can be undone. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        part = find_part(session, change_id, process_id)
        kept = session.get(ChangeEdit, (change_id, process_id, part.revision))
        if kept is None:
            return None
        name = names_of(session, [kept.made_by])[kept.made_by]
        return LastEdit(kept.revision, _read(kept), name, kept.made_at, kept.made_by == user.id)


def undo_edit(change_id: str, process_id: str, revision: int, user: User) -> tuple[Done, ...]:
    """Undo the edit that produced `revision`: the files are again as before it. Returns what the edit had done.

    The edit before it can then be undone.

    Raises:
        NotAllowed, ChangeMoved.
            NotFound: also where no edit is kept that produced this revision.
            ChangedMeanwhile: somebody saved since `revision`; nothing is undone.
    """
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        part = find_part(session, change_id, process_id)
        if part.revision != revision:
            who = names_of(session, [part.saved_by])[part.saved_by]
            raise ChangedMeanwhile(who, part.saved_at, part.revision, is_own=part.saved_by == user.id)
        kept = session.get(ChangeEdit, (change_id, process_id, revision))
        if kept is None:
            raise NotFound("edit", str(revision))
        part.files, part.revision = kept.files, revision + 1
        part.saved_by, part.saved_at = user.id, now()
        earlier = session.get(ChangeEdit, (change_id, process_id, kept.before))
        if earlier is not None:
            # The files are those that this edit produced, under a new number.
            earlier.revision = part.revision
        session.delete(kept)
        add_editor(session, change_id, user.id)
        return _read(kept)


def forget_edits(session: Session, change_id: str) -> None:
    """Delete the kept edits of a change that nobody edits any more."""
    session.execute(delete(ChangeEdit).where(ChangeEdit.change_id == change_id))


def _of(part: ChangePart) -> ColumnElement[bool]:
    return (ChangeEdit.change_id == part.change_id) & (ChangeEdit.process_id == part.process_id)


def _tell(told: Sequence[Done]) -> str:
    return spelling.spell_text([asdict(one) for one in told])


def _read(kept: ChangeEdit) -> tuple[Done, ...]:
    return tuple(Done(**one) for one in spelling.read(kept.told))
