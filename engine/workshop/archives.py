"""Archives: a process folder as a zip file, exported from a change or version and imported again; or a drawing."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from engine.dialect.folder import DIAGRAM, LARGEST_FILE, MOST_FILES
from engine.editing import Done
from engine.errors import DiagramRefused
from engine.municipality import reading, transaction
from engine.permissions import require
from engine.versions import definitions
from engine.views import PartView, User
from engine.workshop.adopting import adopt, draw_undrawn, is_drawing
from engine.workshop.arriving import is_beside, take_beside
from engine.workshop.changes import lock_for_edit
from engine.workshop.parts import LARGEST_PART, find_part, view_part
from engine.workshop.saving import write_whole
from engine.workshop.snapshots import put_by

MOMENT = (1980, 1, 1, 0, 0, 0)
"""The same files give the same archive, whenever it is made."""
LARGEST_ARCHIVE = 8_000_000
MOST_TOLD = 60
"""Of how many translated settings is told."""
OFFICE = "[Content_Types].xml"
"""The file that every Word, Excel or similar document contains: they are zips too."""
_SKIPPED = ("__MACOSX/",)


def export_part(change_id: str, process_id: str, user: User) -> bytes:
    """The files of a process in a change, as a zip. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        return pack_archive(process_id, definitions.unpack(find_part(session, change_id, process_id).files))


def export_version(process_id: str, version: int, user: User) -> bytes:
    """The files of a version, as a zip. Raises: NotAllowed, NotFound."""
    require(user, "read_workshop", None)
    with reading() as session:
        row = definitions.find_version(session, process_id, version)
        return pack_archive(process_id, definitions.unpack(row.files))


def import_part(
    change_id: str, process_id: str, revision: int, data: bytes, user: User, *, kept_as: str, named: str = ""
) -> PartView:
    """Replace the files of a process in a change by those of a zip, or one of them by a drawing, table or form.

    The old files are first kept as a snapshot with the name `kept_as`, unless the import changes nothing. A drawing
    from elsewhere gets the id of the process; the forms, tables and texts beside it stay. `named` is the name of the
    imported file.

    Raises: NotAllowed, NotFound, ChangeMoved, ChangedMeanwhile. DiagramRefused: no drawing and no zip of a process
        folder, or one that is too large or has paths outside it. ChangeRefused: no name, or no room for another
        snapshot (`naam`).
    """
    require(user, "edit_processes", None)
    source = named or process_id
    beside, alone = is_beside(data, named), is_drawing(data) and not named.endswith(".dmn")
    if (alone or beside) and len(data) > LARGEST_FILE:
        raise DiagramRefused(f"larger than {LARGEST_FILE} bytes", source=source)
    files = {DIAGRAM: data} if alone or beside else unpack_archive(data, source)
    with transaction() as session:
        lock_for_edit(session, change_id, user)
        part = find_part(session, change_id, process_id)
        before = definitions.unpack(part.files)
        drawn, told = draw_undrawn(files[DIAGRAM])
        files, done = {**files, DIAGRAM: drawn}, [Done("folder", ""), *told]
        if beside:
            files = {**before, **take_beside(data, named, before)}
            done = [Done("beside", "", named)]
        if alone:
            adopted = adopt(data, process_id, view_part(session, part).name, source, before)
            files = {**before, **adopted.made, DIAGRAM: adopted.drawing}
            told = tuple(one for one in adopted.done if one.code == "drafted")
            done = [Done("drawing", ""), *told, *[one for one in adopted.done if one not in told][:MOST_TOLD]]
        if files != before:
            put_by(session, change_id, process_id, kept_as, user)
        return view_part(session, write_whole(session, change_id, process_id, revision, files, user, done))


def pack_archive(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Pack files into one folder of a zip. The same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return packed.getvalue()


def unpack_archive(data: bytes, source: str) -> dict[str, bytes]:
    """The files of a zip, without their folder. Never unpacks more than a process may have.

    Raises: DiagramRefused.
    """
    if len(data) > LARGEST_ARCHIVE:
        raise DiagramRefused(f"the files together are larger than {LARGEST_ARCHIVE} bytes", source=source)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_entries(archive, source)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        raise DiagramRefused("no zip file that can be read", source=source) from error


def _read_entries(archive: zipfile.ZipFile, source: str) -> dict[str, bytes]:
    entries = [e for e in archive.infolist() if not e.is_dir() and not e.filename.startswith(_SKIPPED)]
    if len(entries) > MOST_FILES:
        raise DiagramRefused(f"more than {MOST_FILES} files", source=source)
    left = LARGEST_PART
    found: dict[str, bytes] = {}
    for entry in entries:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # For other compression types, zipfile unpacks everything before it returns the little that was asked for.
            raise DiagramRefused("no zip file that can be read", source=source)
        # The declared size of an entry may be false: no more than that is read, whatever comes out.
        with archive.open(entry) as file:
            content = file.read(min(left, LARGEST_FILE) + 1)
        if len(content) > LARGEST_FILE:
            raise DiagramRefused(f"{entry.filename} is larger than {LARGEST_FILE} bytes", source=source)
        left -= len(content)
        if left < 0:
            raise DiagramRefused(f"the files together are larger than {LARGEST_PART} bytes", source=source)
        if entry.filename in found:
            raise DiagramRefused(f"{entry.filename} is there twice", source=source)
        found[entry.filename] = content
    return _without_folder(found, source)


def _without_folder(files: Mapping[str, bytes], source: str) -> dict[str, bytes]:
    """Files by their path relative to the diagram, which may be at the top or in one folder."""
    if OFFICE in files:
        raise DiagramRefused("this is a document of a word processor or spreadsheet, no drawing", source=source)
    diagrams = [PurePosixPath(name) for name in files if PurePosixPath(name).name == DIAGRAM]
    drawings = [name for name in files if name.endswith(".bpmn")]
    if not diagrams and len(drawings) == 1:
        # A drawing is called process.bpmn here; elsewhere it can have any name.
        place = PurePosixPath(drawings[0]).with_name(DIAGRAM)
        named = {str(place) if name == drawings[0] else name: data for name, data in files.items()}
        return _without_folder(named, source)
    if len(diagrams) != 1:
        reason = f"there is no {DIAGRAM}" if not diagrams else f"there is more than one {DIAGRAM}"
        raise DiagramRefused(reason, source=source)
    folder = str(diagrams[0].parent)
    start = "" if folder == "." else f"{folder}/"
    outside = [name for name in files if not name.startswith(start)]
    if outside:
        raise DiagramRefused(f"{outside[0]!r} is no place inside the folder", source=source)
    kept = {name.removeprefix(start): data for name, data in files.items()}
    return {name: content for name, content in kept.items() if not _is_hidden(name)}


def _is_hidden(name: str) -> bool:
    """Whether the operating system left this file, such as .DS_Store. A path out of the folder is never ignored."""
    parts = PurePosixPath(name).parts
    return ".." not in parts and any(part.startswith(".") for part in parts)
