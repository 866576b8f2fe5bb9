"""Folder: the files of one process, read and parsed: diagram, decision tables, forms, mails, letters, scenarios."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from engine.dialect import dmn
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.elements import Diagram, Process
from engine.dialect.foureyes import Pairs, pairs_of
from engine.dialect.mails import MailTemplate, read_mail
from engine.dialect.remembering import remember
from engine.errors import DiagramRefused

DIAGRAM = "process.bpmn"
MAILS, LETTERS = "mails", "letters"
"""Folders with templates, each a file `<name>.md`."""
LARGEST_FILE = 2_000_000
MOST_FILES = 300
BEHAVIOUR = (".bpmn", ".dmn", ".form", ".md")
"""Endings of the files that decide what a case does; a README or scenario changes nothing for a running case."""


@dataclass(frozen=True)
class ProcessFiles:
    """One process as stored in a folder. Everything is parsed when it is read, so what exists is readable."""

    source: str
    files: Mapping[str, bytes]
    diagram: Diagram
    process: Process
    forms: Mapping[str, dict[str, Any]]
    decisions: Mapping[str, dmn.Definitions]
    """By file name."""
    mails: Mapping[str, MailTemplate]
    letters: Mapping[str, MailTemplate]
    scenarios: Mapping[str, bytes]

    @cached_property
    def pairs(self) -> Mapping[str, Pairs]:
        """By element id: the tasks that a task is paired with because two different people must do them."""
        return pairs_of(self.process)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the names and contents of the files that decide what a case does."""
        return hash_files(self.files)


def hash_files(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents of those files that decide what a case does."""
    total = hashlib.sha256()
    for name in sorted(files):
        if decides(name):
            data = files[name]
            total.update(f"{len(name.encode())}:{name}:{len(data)}:".encode() + data)
    return total.hexdigest()


def decides(name: str) -> bool:
    """Whether a file is part of what makes up a version."""
    path = PurePosixPath(name)
    if path.suffix == ".md":
        return path.parent.name in {MAILS, LETTERS}
    return path.suffix in BEHAVIOUR


def read_folder(path: Path) -> ProcessFiles:
    """Read a folder from disk. Links are not followed, so nothing outside it is read.

    Raises: DiagramRefused: a file is too large or cannot be read, or there are too many files.
    """
    files: dict[str, bytes] = {}
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink() or not file.is_file() or name.startswith(".") or "/." in name:
            continue
        if file.stat().st_size > LARGEST_FILE:
            raise _too_large(name, path.name)
        if len(files) >= MOST_FILES:
            raise _too_many(path.name)
        files[name] = file.read_bytes()
    return from_bytes(files, source=path.name)


def from_bytes(files: Mapping[str, bytes], source: str) -> ProcessFiles:
    """Parse the files of a process, by path relative to its folder.

    Raises: DiagramRefused: no diagram, not exactly one process in it, a name that leads out of the folder, a file that
        is too large or cannot be parsed, or too many files.
    """
    if len(files) > MOST_FILES:
        raise _too_many(source)
    for name, data in files.items():
        if name.startswith("/") or "\\" in name or "\x00" in name or ".." in PurePosixPath(name).parts:
            raise DiagramRefused(f"{name!r} is no place inside the folder", source=source)
        if len(data) > LARGEST_FILE:
            raise _too_large(name, source)
    if DIAGRAM not in files:
        raise DiagramRefused(f"there is no {DIAGRAM}", source=source)
    diagram = read_diagram(files[DIAGRAM], f"{source}/{DIAGRAM}")
    runnable = [process for process in diagram.processes if process.executable]
    if len(runnable) != 1:
        raise DiagramRefused(f"{len(runnable)} executable processes, one is needed", source=f"{source}/{DIAGRAM}")
    return ProcessFiles(
        source=source,
        files=dict(files),
        diagram=diagram,
        process=runnable[0],
        forms=dict(_read_form(name, data, source) for name, data in files.items() if name.endswith(".form")),
        decisions={
            name: read_decisions(data, f"{source}/{name}") for name, data in files.items() if name.endswith(".dmn")
        },
        mails=_read_templates(files, MAILS, source),
        letters=_read_templates(files, LETTERS, source),
        scenarios={name: data for name, data in files.items() if name.startswith("scenarios/")},
    )


def _read_templates(files: Mapping[str, bytes], folder: str, source: str) -> dict[str, MailTemplate]:
    return {
        PurePosixPath(name).stem: read_mail(_text(data, f"{source}/{name}"), f"{source}/{name}")
        for name, data in files.items()
        if name.startswith(f"{folder}/") and name.endswith(".md")
    }


def _too_large(name: str, source: str) -> DiagramRefused:
    return DiagramRefused(f"{name} is larger than {LARGEST_FILE} bytes", source=source)


def _too_many(source: str) -> DiagramRefused:
    return DiagramRefused(f"more than {MOST_FILES} files", source=source)


def _read_form(name: str, data: bytes, source: str) -> tuple[str, dict[str, Any]]:
    try:
        form = json.loads(_text(data, f"{source}/{name}"))
    except (ValueError, RecursionError) as error:
        raise DiagramRefused(
            f"no valid JSON: {error}", source=f"{source}/{name}", line=getattr(error, "lineno", None)
        ) from error
    if not isinstance(form, dict):
        raise DiagramRefused("a form is a JSON object", source=f"{source}/{name}", line=1)
    return str(form.get("id") or PurePosixPath(name).stem), form


@remember(128)
def read_decisions(data: bytes, source: str) -> dmn.Definitions:
    """The decisions of a DMN file. Raises: DiagramRefused."""
    try:
        return dmn.read(data, source)
    except dmn.DmnError as error:
        raise DiagramRefused(error.reason, source=source, element=error.element or "") from error


def _text(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DiagramRefused(f"not UTF-8 text in line {line}", source=source, line=line) from error
