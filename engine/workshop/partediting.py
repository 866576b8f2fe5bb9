"""Part editing: one edit by form of a process in a change: its drawing, a table, a form, a mail or a letter.

Each kind of edit is a function from the files and the typed values to the files that it changes and what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial

from engine import editing
from engine.checking.sources import Sources
from engine.dialect import feel
from engine.dialect.folder import LETTERS, ProcessFiles
from engine.editing import Done, Source
from engine.errors import DiagramRefused, EditRefused
from engine.municipality import reading, transaction
from engine.names import READ_ONLY
from engine.permissions import require
from engine.versions import definitions
from engine.views import User
from engine.workshop import parts
from engine.workshop.asideediting import add_aside
from engine.workshop.changes import lock_for_edit, require_editable
from engine.workshop.desk import Desk, Files, Folders, PartEdit, Written
from engine.workshop.formediting import edit_field, edit_form
from engine.workshop.leftovers import throw_away
from engine.workshop.mailediting import edit_mail
from engine.workshop.saving import write_part
from engine.workshop.sharing import files_at, tell_meanwhile
from engine.workshop.stepediting import (
    add_boundary,
    add_branch,
    add_step,
    edit_step,
    enclose,
    let_withdraw,
    link_way,
    move_step,
    remove_step,
    unpack,
)
from engine.workshop.tableediting import edit_table
from engine.workshop.together import find_clashes
from engine.workshop.undoneediting import add_undoing


@dataclass(frozen=True, slots=True)
class PartEdited:
    """The save after an edit, and what the edit did; nothing where nothing changed."""

    revision: int
    done: tuple[Done, ...]
    beside: str = ""
    """Who else saved last since the reader opened the page; both are there now. Empty for nobody."""


def edit_part(change_id: str, process_id: str, revision: int, edit: PartEdit, user: User) -> PartEdited:
    """Change something of a process in a change, and save it. Bytes that the edit does not concern stay as they are.

    The edit is computed before the transaction, since on SQLite a transaction blocks all writers. `revision` guards
    that it still fits what is saved by then. If somebody saved since, but changed nothing that this edit changes, it is
    made in what they saved.

    Raises:
        NotAllowed, NotFound, ChangeMoved.
        ChangedMeanwhile: somebody saved since `revision` and changed the same, or it is not known any more what was
            there then; nothing is kept.
            FieldsRefused: something invalid was typed; `EditRefused`: it cannot be changed like this.
            DiagramRefused: the file to change cannot be read.
    """
    require(user, "edit_processes", None)
    with reading() as session:
        require_editable(session, parts.find_change(session, change_id), user)
        part = parts.find_part(session, change_id, process_id)
        newest, files = part.revision, definitions.unpack(part.files)
        base = files if newest == revision else files_at(session, part, revision)
        meanwhile = tell_meanwhile(session, part, user)
    if base is None:
        raise meanwhile()

    def folders() -> Mapping[str, ProcessFiles]:
        return _folders_of(change_id)

    written = apply_edit(process_id, base, folders, edit)
    if newest != revision:
        if clashes := find_clashes(base, written.over(base), files):
            raise meanwhile(clashes)
        written = apply_edit(process_id, files, folders, edit)
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        becomes: dict[str, bytes | None] = {**written.files, **dict.fromkeys(written.gone)}
        saved = write_part(session, change_id, process_id, newest, becomes, user, written.done)
        told = meanwhile()
        return PartEdited(saved.revision, written.done, told.by if newest != revision and not told.is_own else "")


def _folders_of(change_id: str) -> Mapping[str, ProcessFiles]:
    with reading() as session:
        return parts.sources_of(session, change_id).folders


def apply_edit(process_id: str, files: Files, folders: Folders, edit: PartEdit) -> Written:
    """`folders` gives the other processes, where an edit needs them. Raises: as `edit_part`."""
    if edit.kind not in EDITS:
        raise EditRefused("no_such_kind", detail=edit.kind)
    return EDITS[edit.kind](Desk(process_id, files, folders), edit)


# ---- what belongs to steps -----------------------------------------------------------------------------------------


def _table(desk: Desk, edit: PartEdit) -> Written:
    name, source = find_table(desk.files, edit.at)
    source, done = edit_table(source, edit.at, edit.values, cache(lambda: _names_for(desk, edit.at, source)))
    return Written({name: source.encode()} if done else {}, tuple(done))


def _names_for(desk: Desk, decision: str, table: Source) -> Collection[str] | None:
    """Every name that a cell of a table can read; None where that is unknown."""
    folders = desk.folders()
    folder = folders.get(desk.process_id)
    if folder is None:
        return None
    sources = Sources(folders)
    users = [e for e in folder.process.elements.values() if e.decision_id == decision]
    given = [sources.names(desk.process_id, one) for one in (None, *users)]
    # What comes from outside, if anything does: what stories supply, and what the table already reads.
    read = {name for model in folder.decisions.values() for one in model.decisions.values() for name in one.inputs}
    if sources.is_open(desk.process_id):
        given.append(sources.rehearsed(desk.process_id) | read)
    # The names of other decisions and of inputs of the file.
    beside = {name for node in table.root.walk() if (name := node.get("name"))}
    return frozenset(beside | READ_ONLY | feel.BUILTIN_NAMES).union(*given)


def find_table(files: Files, decision: str) -> tuple[str, Source]:
    """The file that contains a decision. Raises: EditRefused: no readable file has it."""
    for name in sorted(files):
        if name.endswith(".dmn"):
            try:
                source = editing.read_source(files[name], name)
            except (DiagramRefused, EditRefused):
                continue
            if decision in editing.decisions_of(source):
                return name, source
    raise EditRefused("no_table", decision)


def _of_files(
    change: Callable[[Files, str, Mapping[str, str]], tuple[Files, tuple[Done, ...]]],
) -> Callable[[Desk, PartEdit], Written]:
    """An edit that needs nothing but the files of the process."""
    return lambda desk, edit: Written(*change(desk.files, edit.at, edit.values))


EDITS: Mapping[str, Callable[[Desk, PartEdit], Written]] = {
    "step": edit_step,
    "add": add_step,
    "branch": add_branch,
    "boundary": add_boundary,
    "undoing": add_undoing,
    "aside": add_aside,
    "link": link_way,
    "withdrawal": let_withdraw,
    "move": move_step,
    "remove": remove_step,
    "enclose": enclose,
    "unpack": unpack,
    "table": _table,
    "form": _of_files(edit_form),
    "field": _of_files(edit_field),
    "mail": _of_files(edit_mail),
    "leftover": throw_away,
    "letter": _of_files(partial(edit_mail, folder=LETTERS)),
}
"""Every kind of edit that a page can request."""
