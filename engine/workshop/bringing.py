"""Bringing: processes from folders on disk through the gate, and those in use back to disk, to be kept in git."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import annals
from engine.errors import ChangeRefused, Conflict, NotFound
from engine.events import ChangeBegun, Event
from engine.models import Change, Definition
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.settings import installed_workflows
from engine.subjects import ChangeSubject
from engine.tidying import tidy_line
from engine.versions import definitions
from engine.versions.folders import find_folders, read_folders
from engine.views import User
from engine.workshop.changes import LONGEST_TITLE
from engine.workshop.gate import judge
from engine.workshop.offering import LONGEST_REASON, TRIES, lay_before, pass_on, require_open
from engine.workshop.parts import put_part, read_written


@dataclass(frozen=True, slots=True)
class Brought:
    """The result for some folders: the change made of those that differ from what is in use, if any differs."""

    change_id: str | None
    unchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written to disk: processes, and the files beside them that are not in the version in use."""

    processes: tuple[str, ...]
    strange: tuple[str, ...]


def bring_folders(path: Path, reason: str, by: User, approve_as: User | None = None) -> Brought:
    """Offer the processes under `path` as one change; with `approve_as`, also approve it in a second person's name.

    Without a second person it waits in the workshop, offered. The gate is the same as there: `by` cannot approve it.

    Raises:
        NotAllowed: `by` may not change processes, or `approve_as` may not judge what `by` made.
            ChangeRefused: no reason, or the gate's findings; nothing was written.
        DiagramRefused: a file cannot be read at all.
    """
    require(by, "edit_processes", None)
    if approve_as is not None:
        require(approve_as, "judge_change", ChangeSubject("offered", frozenset({by.id})))
    told = tidy_line(reason, LONGEST_REASON)
    if not told:
        raise ChangeRefused({"reden": "required"})
    folders = read_folders(path)
    for _ in range(TRIES):
        with reading() as session:
            mark = definitions.list_in_use(session)
            in_use = definitions.in_use_files(session)
        written = {n: f.files for n, f in folders.items() if n not in in_use or in_use[n].files != f.files}
        unchanged = tuple(name for name in folders if name not in written)
        if not written:
            return Brought(None, unchanged)
        require_open(judge(read_written(in_use, written), in_use))
        with transaction() as session:
            annals.lock(session)
            if definitions.list_in_use(session) == mark:
                return Brought(_bring(session, written, mark, told, by, approve_as), unchanged)
    raise Conflict("processes came in use while these were looked at")


def _bring(
    session: Session,
    written: Mapping[str, Mapping[str, bytes]],
    in_use: Mapping[str, str],
    reason: str,
    by: User,
    approve_as: User | None,
) -> str:
    """Begin, offer and perhaps approve a change, once the gate is known to be open. Returns its id."""
    change = Change(
        title=reason[:LONGEST_TITLE],
        state="draft",
        begun_by=by.id,
        begun_at=now(),
        reason="",
        judgement="",
        migrate=False,
    )
    session.add(change)
    session.flush()
    begun: list[Event] = []
    for name, files in written.items():
        put_part(session, change.id, name, files, in_use.get(name), by)
        base = session.get(Definition, in_use[name]) if name in in_use else None
        begun.append(ChangeBegun(change.id, name, base.version if base is not None else None))
    annals.record(session, begun, by.id)
    lay_before(session, change, reason, by)
    if approve_as is not None:
        pass_on(session, change, "", approve_as)
    return change.id


def export_stock(path: Path) -> tuple[str, ...]:
    """Copy the processes that came with the program to `path`, to be changed there. Needs no municipality.

    Raises: FileExistsError: one of the folders already exists; then nothing is copied.
    """
    folders = find_folders(installed_workflows())
    for folder in folders:
        if (path / folder.name).exists():
            raise FileExistsError(str(path / folder.name))
    for folder in folders:
        shutil.copytree(folder, path / folder.name)
    return tuple(folder.name for folder in folders)


def export_folders(path: Path, process_ids: Collection[str] = ()) -> Exported:
    """Write the files in use of processes, by default all, each to a folder under `path`. Nothing is deleted.

    Raises: NotFound: no version of a named process is in use.
    """
    with reading() as session:
        rows = session.scalars(select(Definition).where(Definition.in_use).order_by(Definition.process_id)).all()
        found = {row.process_id: definitions.unpack(row.files) for row in rows}
    for process_id in process_ids:
        if process_id not in found:
            raise NotFound("process", process_id)
    wanted = {name: files for name, files in found.items() if not process_ids or name in process_ids}
    strange: list[str] = []
    for name, files in wanted.items():
        for place, data in files.items():
            target = path / name / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        there = (p.relative_to(path / name).as_posix() for p in sorted((path / name).rglob("*")) if p.is_file())
        strange += [f"{name}/{place}" for place in there if place not in files]
    return Exported(tuple(wanted), tuple(strange))
