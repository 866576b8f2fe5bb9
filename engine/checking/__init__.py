"""Checking: every reason that a process is refused or warned about, before it can run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checking import contents, drawing, flow, kinds, references
from engine.checking.finding import ERROR, WARNING, Finding, make
from engine.dialect.folder import ProcessFiles

__all__ = ["ERROR", "WARNING", "Finding", "check_folder", "check_folders"]


def check_folders(folders: Mapping[str, ProcessFiles]) -> tuple[Finding, ...]:
    """All findings on processes that are taken together, by process id. Errors come first."""
    found: list[Finding] = []
    for process_id in folders:
        found += check_folder(folders[process_id], folders)
    found += _shared_ids(folders)
    return tuple(sorted(found, key=lambda f: (f.severity != ERROR, f.file, f.line or 0, f.code)))


def check_folder(folder: ProcessFiles, others: Mapping[str, ProcessFiles]) -> tuple[Finding, ...]:
    """All findings on one process; `others` are the processes that it may call."""
    return tuple(_check(folder, others))


def _check(folder: ProcessFiles, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    yield from kinds.check(folder)
    yield from flow.check(folder)
    yield from references.check(folder, others)
    yield from contents.check(folder)
    yield from drawing.check(folder)


def _shared_ids(folders: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    """An id says in the history where something happened; the same id in two processes would be ambiguous."""
    seen: dict[str, str] = {}
    for process_id, folder in folders.items():
        for key, element in folder.process.elements.items():
            if element.kind == "sequenceFlow":
                continue
            if key in seen:
                yield make("shared_id", folder.source, element, detail=key, other=seen[key])
            seen.setdefault(key, process_id)
