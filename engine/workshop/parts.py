"""Parts: the files of each process in a change, as rows, and how they relate to the processes in use.

For the other modules of the workshop: nothing here opens a transaction or checks permissions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from engine.checking import Finding, misnamed, unreadable
from engine.dialect.folder import DIAGRAM, LARGEST_FILE, MOST_FILES, ProcessFiles, from_bytes, hash_files
from engine.errors import DiagramRefused, NotFound
from engine.finding.people import names_of
from engine.models import Change, ChangeEditor, ChangePart, Definition
from engine.municipality import now
from engine.permissions import may
from engine.scenarios.retelling import in_use_as
from engine.subjects import ChangeSubject
from engine.versions import definitions
from engine.views import ChangeView, PartSummary, PartView, User
from engine.workshop.called import name_of, read_new_names

LARGEST_PART = 8_000_000
"""Bytes of all files of one process together."""
OPEN = ("draft", "offered", "approved")
"""States in which a change is not in use yet."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The processes of a change together with those in use beside it, and what of the change cannot be read."""

    folders: Mapping[str, ProcessFiles]
    unreadable: tuple[Finding, ...]
    changed: tuple[str, ...]
    """The ids of the processes that are in the change, readable or not."""
    in_use: Mapping[str, ProcessFiles] = field(default_factory=dict)

    @property
    def known(self) -> Mapping[str, ProcessFiles]:
        """Where names are looked up: a step that the change removed still has its name in the version in use."""
        return {**self.folders, **{in_use_as(name): files for name, files in self.in_use.items()}}


def find_change(session: Session, change_id: str) -> Change:
    """The row of a change. Raises: NotFound."""
    change = session.get(Change, change_id)
    if change is None:
        raise NotFound("change", change_id)
    return change


def lock_change(session: Session, change_id: str) -> Change:
    """The row of a change, which nobody else can change until the transaction ends. Raises: NotFound."""
    query = select(Change).where(Change.id == change_id).with_for_update()
    change = session.scalar(query.execution_options(populate_existing=True))
    if change is None:
        raise NotFound("change", change_id)
    return change


def parts_of(session: Session, change_id: str) -> list[ChangePart]:
    query = select(ChangePart).where(ChangePart.change_id == change_id).order_by(ChangePart.process_id)
    return list(session.scalars(query))


def parts_beside_in_use(session: Session, change_id: str) -> list[tuple[ChangePart, Definition | None]]:
    """The parts of a change, each with the version of its process that is in use, if there is one."""
    query = (
        select(ChangePart, Definition)
        .outerjoin(Definition, and_(Definition.process_id == ChangePart.process_id, Definition.in_use))
        .where(ChangePart.change_id == change_id)
        .order_by(ChangePart.process_id)
    )
    return [(part, current) for part, current in session.execute(query)]


def find_part(session: Session, change_id: str, process_id: str) -> ChangePart:
    """The row of one process in a change. Raises: NotFound."""
    part = session.get(ChangePart, (change_id, process_id))
    if part is None:
        raise NotFound("process of the change", process_id)
    return part


def editors_of(session: Session, change_id: str) -> frozenset[str]:
    return frozenset(session.scalars(select(ChangeEditor.person_id).where(ChangeEditor.change_id == change_id)))


def subject_of(session: Session, change: Change) -> ChangeSubject:
    return ChangeSubject(change.state, editors_of(session, change.id))


def add_editor(session: Session, change_id: str, person_id: str) -> None:
    """Record that somebody worked on a change."""
    if session.get(ChangeEditor, (change_id, person_id)) is None:
        session.add(ChangeEditor(change_id=change_id, person_id=person_id))


def put_part(
    session: Session, change_id: str, process_id: str, files: Mapping[str, bytes], base_id: str | None, user: User
) -> ChangePart:
    """Add a process to a change."""
    require_safe(process_id, files)
    part = ChangePart(
        change_id=change_id,
        process_id=process_id,
        files=definitions.pack(files),
        base_id=base_id,
        revision=1,
        saved_by=user.id,
        saved_at=now(),
    )
    session.add(part)
    add_editor(session, change_id, user.id)
    session.flush()
    return part


def require_safe(source: str, files: Mapping[str, bytes]) -> None:
    """Continue only if files have names inside their folder and are not too many or too large.

    Their content may be broken: a change is saved as it is, and its problems are reported.

    Raises: DiagramRefused.
    """
    if DIAGRAM not in files:
        raise DiagramRefused(f"there is no {DIAGRAM}", source=source)
    if len(files) > MOST_FILES:
        raise DiagramRefused(f"more than {MOST_FILES} files", source=source)
    for name, data in files.items():
        path = PurePosixPath(name)
        strange = not name.isprintable() or "\\" in name or len(name) > 200 or str(path) != name
        if strange or path.is_absolute() or any(part.startswith(".") for part in path.parts):
            raise DiagramRefused(f"{name!r} is no place inside the folder", source=source)
        if len(data) > LARGEST_FILE:
            raise DiagramRefused(f"{name} is larger than {LARGEST_FILE} bytes", source=source)
    if sum(map(len, files.values())) > LARGEST_PART:
        raise DiagramRefused(f"the files together are larger than {LARGEST_PART} bytes", source=source)


def sources_of(session: Session, change_id: str) -> Sources:
    """The processes of a change as last saved, beside those in use."""
    written = {part.process_id: definitions.unpack(part.files) for part in parts_of(session, change_id)}
    return read_written(definitions.in_use_files(session), written)


def read_written(in_use: Mapping[str, ProcessFiles], written: Mapping[str, Mapping[str, bytes]]) -> Sources:
    """Parse files of changed processes, and put them beside those in use. What cannot be read becomes a finding."""
    folders = {name: files for name, files in in_use.items() if name not in written}
    refused: list[Finding] = []
    for process_id, files in written.items():
        try:
            read = from_bytes(files, source=process_id)
        except DiagramRefused as error:
            refused.append(unreadable(error))
            continue
        if read.process.id != process_id:
            refused.append(misnamed(read, process_id))
            continue
        folders[process_id] = read
    return Sources(folders, tuple(refused), tuple(sorted(written)), in_use)


def seal_of(session: Session, change: Change) -> str:
    """A digest of all that a change offers: every file, its stories too, and when and how it would come into use."""
    told = hashlib.sha256()
    for part in parts_of(session, change.id):
        files = definitions.unpack(part.files)
        told.update(repr((part.process_id, part.base_id, sorted(files.items()))).encode())
    told.update(repr((change.offered_at, change.takes_effect_at, change.migrate)).encode())
    return told.hexdigest()


def hash_part(part: ChangePart) -> str:
    """A digest of the contents of a part, readable or not."""
    return hash_files(definitions.unpack(part.files))


# ---- what leaves the workshop -----------------------------------------------------------------------------------


def view_part(session: Session, part: ChangePart) -> PartView:
    base = session.get(Definition, part.base_id) if part.base_id else None
    files = definitions.unpack(part.files)
    return PartView(
        change_id=part.change_id,
        process_id=part.process_id,
        name=name_of(session, part.process_id, files),
        files=files,
        base_id=part.base_id,
        base_version=base.version if base is not None else None,
        revision=part.revision,
        saved_by=part.saved_by,
        saved_by_name=names_of(session, [part.saved_by])[part.saved_by],
        saved_at=part.saved_at,
    )


def view_change(session: Session, change: Change, user: User) -> ChangeView:
    shown = view_changes(session, [change], user)[0]
    return replace(shown, seal=seal_of(session, change)) if change.state == "offered" else shown


def view_changes(session: Session, changes: Sequence[Change], user: User) -> tuple[ChangeView, ...]:
    """Changes as shown, without seals. Reads files of new processes only; makes as many queries for many as for one."""
    ids = [change.id for change in changes]
    parts = _read_parts(session, ids)
    editors = read_editors(session, ids)
    told = [person for change in changes for person in (change.begun_by, change.offered_by, change.judged_by) if person]
    savers = (part.saved_by for part in parts)
    names = names_of(session, [*told, *savers, *(person for each in editors.values() for person in each)])
    summaries = _summarise(session, parts, names)
    return tuple(_view(change, summaries.get(change.id, ()), editors[change.id], names, user) for change in changes)


def read_editors(session: Session, change_ids: Iterable[str]) -> dict[str, set[str]]:
    """The ids of those who worked on each of these changes."""
    editors: dict[str, set[str]] = {key: set() for key in change_ids}
    for row in session.execute(select(ChangeEditor).where(ChangeEditor.change_id.in_(editors))).scalars():
        editors[row.change_id].add(row.person_id)
    return editors


def _view(
    change: Change, parts: Sequence[PartSummary], editors: Iterable[str], names: Mapping[str, str], user: User
) -> ChangeView:
    subject = ChangeSubject(change.state, frozenset(editors))
    return ChangeView(
        id=change.id,
        title=change.title,
        state=change.state,
        parts=tuple(parts),
        editors=tuple(sorted(names[person] for person in editors)),
        begun_by=names[change.begun_by],
        begun_at=change.begun_at,
        reason=change.reason,
        offered_by=names.get(change.offered_by or ""),
        offered_at=change.offered_at,
        judged_by=names.get(change.judged_by or ""),
        judged_at=change.judged_at,
        judgement=change.judgement,
        takes_effect_at=change.takes_effect_at,
        migrate=change.migrate,
        in_use_at=change.in_use_at,
        ended_at=change.ended_at,
        seal="",
        may_edit=may(user, "edit_change", subject),
        may_judge=may(user, "judge_change", subject),
        is_own=(change.offered_by or change.begun_by) == user.id,
    )


def _read_parts(session: Session, change_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Everything of each part except its files."""
    columns = [column for column in ChangePart.__table__.columns if column.name != "files"]
    query = select(*columns).where(ChangePart.change_id.in_(change_ids)).order_by(ChangePart.process_id)
    return session.execute(query).all()


def _summarise(session: Session, parts: Sequence[Row[Any]], names: Mapping[str, str]) -> dict[str, list[PartSummary]]:
    """The parts by change."""
    columns = select(Definition.id, Definition.process_id, Definition.name, Definition.version, Definition.in_use)
    of_these = Definition.process_id.in_({part.process_id for part in parts})
    rows = session.execute(columns.where(of_these).order_by(Definition.in_use, Definition.version)).all()
    versions = {row.id: row.version for row in rows}
    current = {row.process_id: row.version for row in rows if row.in_use}
    # The last one of each process wins: the one in use, or else the newest.
    called = {row.process_id: row.name for row in rows}
    new = read_new_names(session, (part for part in parts if part.process_id not in called))
    summaries: dict[str, list[PartSummary]] = {}
    for part in parts:
        summary = PartSummary(
            process_id=part.process_id,
            name=called.get(part.process_id) or new.get((part.change_id, part.process_id)) or part.process_id,
            base_version=versions.get(part.base_id),
            current_version=current.get(part.process_id),
            became_version=versions.get(part.definition_id),
            revision=part.revision,
            saved_by_name=names[part.saved_by],
            saved_at=part.saved_at,
        )
        summaries.setdefault(part.change_id, []).append(summary)
    return summaries
