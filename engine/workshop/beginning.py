"""Beginning: a change of a process in use, a new process, or the one to practise on."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from engine import annals
from engine.dialect.folder import DIAGRAM, read_folder
from engine.errors import ChangeRefused
from engine.events import ChangeBegun
from engine.models import Change, ChangePart
from engine.municipality import now, reading, transaction
from engine.permissions import require
from engine.settings import installed_workflows
from engine.tidying import name_for, tidy_line
from engine.versions import definitions
from engine.views import User
from engine.workshop.blank import draw_blank
from engine.workshop.changes import LONGEST_TITLE, is_known, lock_for_edit
from engine.workshop.parts import put_part

EXAMPLE = installed_workflows() / "oefenen" / "buurtbudget"
"""It is one folder deeper than what a municipality starts with, so that it is not put into use automatically."""
PROCESS_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""Ids of processes are also folder names."""
LONGEST_ID = 60
PROPOSALS = 100


def begin_change(process_id: str, user: User, title: str = "", version: int | None = None) -> str:
    """Begin to change a process, from its version in use or from another one. Returns the id of the change.

    To go back to an older version, begin from it and have it approved.

    Raises: NotAllowed, NotFound.
    """
    require(user, "edit_processes", None)
    with transaction() as session:
        annals.lock(session)
        origin = definitions.find_version(session, process_id, version)
        shown = tidy_line(title, LONGEST_TITLE) or f"{origin.name[: LONGEST_TITLE - 11]} veranderen"
        files = definitions.unpack(origin.files)
        base = definitions.current(session, process_id) or origin
        return _begin(session, process_id, shown, files, base.id, origin.version, user)


def propose_id(name: str, user: User) -> str:
    """An id for a new process, made from its name; empty where no letter of the name can be used.

    Raises: NotAllowed.
    """
    require(user, "edit_processes", None)
    stem = name_for(name).lstrip("0123456789-")
    with reading() as session:
        proposals = (stem if number == 1 else f"{stem}-{number}" for number in range(1, PROPOSALS))
        return next((one for one in proposals if not is_known(session, one)), "") if stem else ""


def begin_process(process_id: str, name: str, user: User) -> str:
    """Begin a new process, from a start, a task and an end. Returns the id of the change.

    Raises: NotAllowed. ChangeRefused: an id that is invalid (`process_id`) or taken, or no name (`naam`: `unnamed`).
    """
    require(user, "edit_processes", None)
    shown = tidy_line(name, LONGEST_TITLE)
    problems = {}
    # Without either, only the name is missing: the id is made from it.
    if (process_id or shown) and (not PROCESS_ID.fullmatch(process_id) or len(process_id) > LONGEST_ID):
        problems["process_id"] = "not_an_id"
    if not shown:
        problems["naam"] = "unnamed"
    with transaction() as session:
        annals.lock(session)
        if not problems and is_known(session, process_id):
            problems["process_id"] = "taken"
        if problems:
            raise ChangeRefused(problems)
        return _begin(session, process_id, shown, {DIAGRAM: draw_blank(process_id, shown)}, None, None, user)


def begin_example(user: User) -> str:
    """Begin the process for practice, or a change of it where it is in use. Returns the id of the change.

    Raises: NotAllowed. ChangeRefused: somebody is already working on it (`process_id`).
    """
    require(user, "edit_processes", None)
    files = read_folder(EXAMPLE)
    process_id = files.process.id
    with transaction() as session:
        annals.lock(session)
        in_use = definitions.current(session, process_id)
        if in_use is None and is_known(session, process_id):
            raise ChangeRefused({"process_id": "taken"})
        title = f"Oefenen: {files.process.name}"
        if in_use is not None:
            written = definitions.unpack(in_use.files)
            return _begin(session, process_id, title, written, in_use.id, in_use.version, user)
        return _begin(session, process_id, title, dict(files.files), None, None, user)


def add_process(change_id: str, process_id: str, user: User) -> None:
    """Add another process in use to a change. Raises: NotAllowed, NotFound, ChangeMoved."""
    with transaction() as session:
        annals.lock(session)
        change = lock_for_edit(session, change_id, user)
        current = definitions.find_version(session, process_id, None)
        if session.get(ChangePart, (change_id, process_id)) is None:
            put_part(session, change.id, process_id, definitions.unpack(current.files), current.id, user)
            annals.record(session, [ChangeBegun(change.id, process_id, current.version)], user.id)


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
    annals.record(session, [ChangeBegun(change.id, process_id, from_version)], user.id)
    return change.id
