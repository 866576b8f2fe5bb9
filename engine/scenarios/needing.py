"""Needing: what a scenario needs before it can be played: where it begins, and the processes that are called."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dialect.elements import Element, Process
from engine.dialect.folder import ProcessFiles
from engine.dialect.starts import plain_starts, starts_of
from engine.errors import ScenarioFailed


def begins_at(process: Process, begin: str | None) -> Element:
    """Where a scenario begins: at the start event that it names, else at the first plain one, else at the first.

    Raises:
        ScenarioFailed: the process has no such start event.
    """
    for start in (*plain_starts(process), *starts_of(process)):
        if begin in (None, start.id):
            return start
    message = f"process {process.id} has no start event {begin or ''}".rstrip()
    raise ScenarioFailed(message, code="no_start", process=process.id, begin=begin or "")


def needed_by(process_id: str, folders: Mapping[str, ProcessFiles]) -> frozenset[str]:
    """The process and all that it may call, as far as they exist."""
    found: set[str] = set()
    wanted = [process_id]
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted.extend(folders[name].process.calls if name in folders else ())
    return frozenset(found)


def folders_for(process_id: str, folders: Mapping[str, ProcessFiles]) -> dict[str, ProcessFiles]:
    """The processes that are needed to play one. Raises: ScenarioFailed: one of them is not among `folders`."""
    found = {}
    for name in sorted(needed_by(process_id, folders)):
        if name not in folders:
            raise ScenarioFailed(f"process {name} is not here", code="no_process", process=name)
        found[name] = folders[name]
    return found
