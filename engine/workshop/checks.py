"""Checks: what is wrong with a process of a change as it is being typed, and fixing what can be fixed at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from engine.checking import ERROR, Finding, check_folders, unreadable
from engine.dialect.folder import ProcessFiles
from engine.editing import Done
from engine.errors import DiagramRefused, EditRefused, NotFound
from engine.municipality import reading
from engine.permissions import require
from engine.versions import definitions
from engine.views import User
from engine.workshop import parts
from engine.workshop.fixing import OFFERS, apply_fix, list_fixes
from engine.workshop.offers import Fix
from engine.workshop.saving import save_part

MOST_FINDINGS = 300
"""How many findings are shown at once; the rest appear when these are fixed."""
MOST_MENDED, MOST_MENDED_LARGE = 30, 3
"""For how many findings a fix is sought at once: each requires a pass over the whole diagram."""
LARGE = 400
"""The number of elements from which a diagram counts as large."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. `bounded`: not everything was checked, or not everything is listed."""

    findings: tuple[tuple[Finding, tuple[Fix, ...]], ...]
    bounded: bool


def check_change(change_id: str, process_id: str, unsaved: Mapping[str, bytes | None], user: User) -> Checked:
    """Check a process of a change, with `unsaved` files over the saved ones, beside the rest of it and what is in use.

    No file content makes it fail: problems are returned as findings. None for a file means that it is removed.

    Raises: NotAllowed, NotFound.
    """
    require(user, "read_workshop", None)
    return _check(*_read(change_id, process_id, unsaved), process_id)


def mend_change(
    change_id: str, process_id: str, unsaved: Mapping[str, bytes | None], key: str, user: User
) -> Mapping[str, bytes]:
    """The files that a fix changes, as they are afterwards. Nothing is saved.

    Raises: NotAllowed, NotFound: also where `check_change` does not offer this fix for these files.
    """
    require(user, "edit_processes", None)
    return _mend(change_id, process_id, unsaved, key)[1]


def mend_part(change_id: str, process_id: str, revision: int, key: str, user: User) -> Fix:
    """Apply a fix to the saved files of a process in a change, and save the result.

    Raises:
        NotAllowed, ChangeMoved.
            NotFound: also where `check_change` does not offer this fix.
        ChangedMeanwhile: somebody saved since `revision`; nothing is kept.
    """
    require(user, "edit_processes", None)
    fix, written = _mend(change_id, process_id, {}, key)
    save_part(change_id, process_id, revision, written, user, [Done("mended", "", fix.label)])
    return fix


def _mend(
    change_id: str, process_id: str, unsaved: Mapping[str, bytes | None], key: str
) -> tuple[Fix, dict[str, bytes]]:
    files, in_use, others = _read(change_id, process_id, unsaved)
    offered = {fix.key: fix for _, fixes in _check(files, in_use, others, process_id).findings for fix in fixes}
    try:
        return offered[key], apply_fix(files, key)
    except (KeyError, EditRefused) as error:
        raise NotFound("fix", key) from error


Written = Mapping[str, Mapping[str, bytes]]


def _read(
    change_id: str, process_id: str, unsaved: Mapping[str, bytes | None]
) -> tuple[dict[str, bytes], Mapping[str, ProcessFiles], Written]:
    """The files of the process, the processes in use, and the files of the other processes of the change."""
    with reading() as session:
        parts.find_change(session, change_id)
        saved = definitions.unpack(parts.find_part(session, change_id, process_id).files)
        rows = parts.parts_of(session, change_id)
        others = {row.process_id: definitions.unpack(row.files) for row in rows if row.process_id != process_id}
        in_use = definitions.in_use_files(session)
    files = {name: data for name, data in {**saved, **unsaved}.items() if data is not None}
    return files, in_use, others


def _check(files: dict[str, bytes], in_use: Mapping[str, ProcessFiles], others: Written, process_id: str) -> Checked:
    try:
        parts.require_safe(process_id, files)
    except DiagramRefused as error:
        return Checked(((unreadable(error), ()),), bounded=False)
    sources = parts.read_written(in_use, {**others, process_id: files})
    found = [*sources.unreadable, *check_folders(sources.folders)]
    mine = [finding for finding in found if _folder_of(finding) == process_id]
    # Problems that the change causes in another process are reported here too: nobody else would hear of them.
    elsewhere = [f for f in found if f.severity == ERROR and _folder_of(f) != process_id]
    if elsewhere:
        known = {(f.code, f.file, f.element_id) for f in check_folders(in_use)}
        elsewhere = [f for f in elsewhere if (f.code, f.file, f.element_id) not in known]
    told = [*mine, *elsewhere]
    read = sources.folders.get(process_id)
    large = read is not None and len(read.process.elements) > LARGE
    mendable = islice((f for f in mine if f.code in OFFERS), MOST_MENDED_LARGE if large else MOST_MENDED)
    fixes = {id(finding): list_fixes(finding, files, read) for finding in mendable}
    entangled = any(finding.code == "too_entangled" for finding in told)
    return Checked(
        tuple((finding, fixes.get(id(finding), ())) for finding in told[:MOST_FINDINGS]),
        bounded=entangled or len(told) > MOST_FINDINGS,
    )


def _folder_of(finding: Finding) -> str:
    return finding.file.partition("/")[0]
