"""Folders: the processes under a path, read, checked and compiled together. Knows no municipality and no database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.checking import Finding, check_folders, unreadable
from engine.dialect.folder import ProcessFiles, read_folder
from engine.errors import DiagramRefused
from engine.workflow import Compiled, compile_processes


def read_folders(path: Path) -> dict[str, ProcessFiles]:
    """Every process under `path`: a folder with a process.bpmn, or a folder of such folders. By process id.

    Raises:
        DiagramRefused: no process there, or one that cannot be read, or two with the same id.
    """
    folders: dict[str, ProcessFiles] = {}
    for folder in find_folders(path):
        files = read_folder(folder)
        if files.process.id in folders:
            raise DiagramRefused(f"process id {files.process.id} is used twice", source=str(folder))
        folders[files.process.id] = files
    return folders


def find_folders(path: Path) -> list[Path]:
    """The folder itself, or the folders in it, that hold a process. Raises: DiagramRefused: there is none."""
    found = [path] if (path / "process.bpmn").is_file() else sorted(p.parent for p in path.glob("*/process.bpmn"))
    if not found:
        raise DiagramRefused("no process.bpmn found here or in a folder below", source=str(path))
    return found


def check_path(path: Path) -> tuple[Finding, ...]:
    """All findings on the processes under `path`, taken together."""
    folders: dict[str, ProcessFiles] = {}
    refused: list[Finding] = []
    for folder in find_folders(path):
        try:
            files = read_folder(folder)
            folders[files.process.id] = files
        except DiagramRefused as error:
            refused.append(unreadable(error))
    return (*refused, *check_folders(folders))


def compile_folders(process_id: str, folders: Mapping[str, ProcessFiles]) -> Compiled:
    """The specifications of a process and those it calls, from their files."""
    return compile_processes(
        process_id,
        {name: files.process for name, files in folders.items()},
        {
            name: {decision: table for table in files.decisions.values() for decision in table.decisions}
            for name, files in folders.items()
        },
        {name: dict(files.mails) for name, files in folders.items()},
        {name: dict(files.letters) for name, files in folders.items()},
    )
