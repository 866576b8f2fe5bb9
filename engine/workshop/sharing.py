"""Sharing: two process owners at one process of a change at the same time: what each did, and both together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.comparison import Comparison, compare
from engine.editing.characters import transcribe
from engine.errors import ChangedMeanwhile
from engine.finding.people import names_of
from engine.models import ChangeEdit, ChangePart
from engine.municipality import reading, transaction
from engine.permissions import require
from engine.versions import definitions
from engine.views import PartView, User
from engine.workshop.changes import lock_for_edit, require_editable
from engine.workshop.parts import find_change, find_part, require_safe, view_part
from engine.workshop.saving import Written, write_part
from engine.workshop.together import Files, Together, put_together
from engine.workshop.undoing import DRAWN


@dataclass(frozen=True, slots=True)
class Beside:
    """What somebody saved while the reader was at work, beside what the reader did, and what both changed."""

    by: str
    is_own: bool
    revision: int
    theirs: Comparison
    mine: Comparison
    clashes: tuple[str, ...]


def look_beside(change_id: str, process_id: str, base: Files, unsaved: Written, user: User) -> Beside:
    """Compare what was saved meanwhile with unsaved work. `base` are all files as the reader had opened them.

    Raises: NotAllowed, NotFound, ChangeMoved. DiagramRefused: a name outside the folder, too many or too large files.
    """
    require(user, "edit_processes", None)
    mine = _with(base, unsaved)
    require_safe(process_id, base)
    require_safe(process_id, mine)
    with reading() as session:
        require_editable(session, find_change(session, change_id), user)
        part = find_part(session, change_id, process_id)
        theirs = read_alike(definitions.unpack(part.files))
        meanwhile = tell_meanwhile(session, part, user)()
    clashes = put_together(base, mine, theirs).clashes
    return Beside(
        meanwhile.by, meanwhile.is_own, meanwhile.revision, compare(base, theirs), compare(base, mine), clashes
    )


def save_beside(change_id: str, process_id: str, revision: int, base: Files, unsaved: Written, user: User) -> PartView:
    """Put unsaved work into what was saved as `revision`, and save both together.

    Raises:
        NotAllowed, NotFound, ChangeMoved, DiagramRefused.
        ChangedMeanwhile: both changed the same (`clashes`), or somebody saved since; nothing is kept.
    """
    require(user, "edit_processes", None)
    mine = _with(base, unsaved)
    require_safe(process_id, mine)
    with reading() as session:
        part = find_part(session, change_id, process_id)
        saved = definitions.unpack(part.files)
        meanwhile = tell_meanwhile(session, part, user)
    together = put_together(base, mine, read_alike(saved))
    if together.clashes:
        raise meanwhile(together.clashes)
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        written = _differing(saved, together)
        return view_part(session, write_part(session, change_id, process_id, revision, written, user, DRAWN))


def _with(base: Files, unsaved: Written) -> dict[str, bytes]:
    return {name: data for name, data in {**base, **unsaved}.items() if data is not None}


def _differing(saved: Files, together: Together) -> dict[str, bytes | None]:
    """The files that came to differ; one in an old encoding that nobody changed stays as it is written."""
    alike = read_alike(saved)
    gone: dict[str, bytes | None] = {name: None for name in saved if name not in together.files}
    return gone | {name: data for name, data in together.files.items() if data != alike.get(name)}


def read_alike(files: Files) -> dict[str, bytes]:
    """Files as the drawing editor has them: in UTF-8."""
    return {name: transcribe(data).encode() for name, data in files.items()}


def files_at(session: Session, part: ChangePart, revision: int) -> Mapping[str, bytes] | None:
    """The files of a part as they were at an earlier save; None where that is not kept any more."""
    query = select(ChangeEdit).where(
        ChangeEdit.change_id == part.change_id,
        ChangeEdit.process_id == part.process_id,
        ChangeEdit.before == revision,
    )
    kept = session.scalars(query).first()
    return definitions.unpack(kept.files) if kept is not None else None


def tell_meanwhile(session: Session, part: ChangePart, user: User) -> Callable[..., ChangedMeanwhile]:
    """Who saved last, to be told with what both changed."""
    who = names_of(session, [part.saved_by])[part.saved_by]
    at, revision, is_own = part.saved_at, part.revision, part.saved_by == user.id

    def told(clashes: tuple[str, ...] = ()) -> ChangedMeanwhile:
        return ChangedMeanwhile(who, at, revision, is_own=is_own, clashes=clashes)

    return told
