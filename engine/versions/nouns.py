"""Nouns: what the cases that pass through a process are called: its own nouns, or those of processes that call it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dialect.folder import ProcessFiles
from engine.dialect.nouns import ANY_CASE, Noun, own_noun
from engine.municipality import reading
from engine.versions import definitions


def find_noun(*process_ids: str) -> Noun:
    """What cases of processes in use, or of those that call them, are called; just cases if that is not one word."""
    with reading() as session:
        folders = definitions.in_use_files(session)
    found = {noun for process_id in process_ids for noun in nouns_by(process_id, folders)}
    return found.pop() if len(found) == 1 else ANY_CASE


def nouns_by(process_id: str, folders: Mapping[str, ProcessFiles]) -> set[Noun]:
    """The nouns of the process itself; if it has none, those of the processes that call it, and so on."""
    found: set[Noun] = set()
    wanted, seen = [process_id], {process_id}
    while wanted:
        name = wanted.pop()
        own = own_noun(folders[name].process) if name in folders else None
        if own is not None:
            found.add(own)
            continue
        callers = {key for key, folder in folders.items() if name in folder.process.calls} - seen
        seen |= callers
        wanted += callers
    return found
