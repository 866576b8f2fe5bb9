"""Checking: every reason that a process is refused or warned about, before it can run.

Each module of rules has a `check` that yields findings; these are the subjects:

    what the standard forbids       standard, with the clause of each rule in clauses
    what we do not run, or in vain  kinds, happenings, starts, sending, messages, undoing, data, drawing
    flows and tokens                flow, gateways, tokens
    references                      references, files, letters, foureyes, asides, meaning
    variables                       sources (who gives one a value), known (what can be said of it), readings (who reads
                                    it); variables, calls, comparing, rowkeys, entries, contents
    decision tables                 decisions, tables, built on columns, domains, regions, points and covering
    how findings are worded         finding, sentences, wording
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from engine.checking import (
    asides,
    calls,
    comparing,
    contents,
    data,
    decisions,
    drawing,
    entries,
    files,
    flow,
    foureyes,
    gateways,
    happenings,
    kinds,
    meaning,
    messages,
    references,
    rowkeys,
    sending,
    standard,
    starts,
    undoing,
    variables,
)
from engine.checking.finding import ERROR, WARNING, Finding, make
from engine.checking.known import Knowledge
from engine.checking.sources import Sources
from engine.checking.wording import in_dutch
from engine.dialect.folder import ProcessFiles
from engine.errors import DiagramRefused

__all__ = ["ERROR", "WARNING", "Finding", "check_folder", "check_folders", "misnamed", "unreadable"]


def check_folders(folders: Mapping[str, ProcessFiles]) -> tuple[Finding, ...]:
    """All findings on processes that are checked together, by process id. Errors come first."""
    found: list[Finding] = []
    knowledge = Knowledge(Sources(folders))
    for folder in folders.values():
        found += _check(folder, folders, knowledge)
    found += _shared_ids(folders)
    found += _shared_prefixes(folders)
    return _in_order(found)


def check_folder(folder: ProcessFiles, others: Mapping[str, ProcessFiles]) -> tuple[Finding, ...]:
    """All findings on one process; `others` are the processes that it may call or start. Errors come first."""
    folders = {**others, folder.process.id: folder}
    return _in_order(_check(folder, folders, Knowledge(Sources(folders))))


def unreadable(error: DiagramRefused) -> Finding:
    """A file that could not be read at all, as a finding."""
    place = error.source or "process.bpmn"
    finding = make("unreadable", place, name=f"*{place}*", detail=in_dutch(error.message), line=error.line)
    return replace(finding, element_id=error.element)


def misnamed(folder: ProcessFiles, expected: str) -> Finding:
    """The finding on a diagram whose process id is not that of the process it is to be a version of."""
    return make("misnamed", folder.source, detail=folder.process.id, other=expected, line=folder.process.line)


def _in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda f: (f.severity != ERROR, f.file, f.line or 0, f.code)))


def _check(folder: ProcessFiles, others: Mapping[str, ProcessFiles], knowledge: Knowledge) -> Iterator[Finding]:
    own, written = _look_at(
        _Contents(folder.source, folder.process.id, folder.content_hash, tuple(folder.files), folder)
    )
    found = [*own, *_check_beside(folder, others, knowledge)]
    yield from found
    told = {finding.element_id for finding in found if finding.severity == ERROR}
    for finding in written:
        # A wrong attribute of an element that is already refused is usually the reason; it is not reported twice.
        if finding.code == "misplaced" or finding.element_id not in told:
            yield finding


@dataclass(frozen=True, slots=True)
class _Contents:
    """A folder as a cache key for its findings: equal to any other with the same contents."""

    source: str
    process: str
    content_hash: str
    names: tuple[str, ...]
    folder: ProcessFiles = field(compare=False)


@lru_cache(maxsize=64)
def _look_at(contents_: _Contents) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings on a folder by itself, and where it departs from the schema.

    Cached by contents: a draft is checked at every change, together with processes that stay as they are.
    """
    return tuple(_check_itself(contents_.folder)), tuple(standard.check_written(contents_.folder))


def _check_itself(folder: ProcessFiles) -> Iterator[Finding]:
    yield from standard.check(folder)
    yield from kinds.check(folder)
    yield from foureyes.check(folder)
    yield from asides.check(folder)
    yield from happenings.check(folder)
    yield from undoing.check(folder)
    yield from flow.check(folder)
    yield from messages.check(folder)
    yield from contents.check(folder)
    yield from files.check(folder)
    yield from drawing.check(folder)


def _check_beside(folder: ProcessFiles, others: Mapping[str, ProcessFiles], knowledge: Knowledge) -> Iterator[Finding]:
    """What depends on the processes that it is checked together with."""
    yield from starts.check(folder, others)
    yield from sending.check(folder, others)
    yield from references.check(folder, others)
    yield from meaning.check(folder, others)
    yield from variables.check(folder, knowledge.sources)
    yield from calls.check(folder, knowledge.sources)
    yield from data.check(folder, knowledge.sources)
    yield from entries.check(folder, knowledge.sources)
    yield from comparing.check(folder, knowledge)
    yield from rowkeys.check(folder, knowledge)
    yield from gateways.check(folder, knowledge)
    yield from decisions.check(folder, knowledge)


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


def _shared_prefixes(folders: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    """People know a case by its reference; two processes with the same prefix would be counted together."""
    seen: dict[str, str] = {}
    for process_id, folder in folders.items():
        prefix = folder.process.properties.get("referencePrefix")
        if prefix is None:
            continue
        if prefix in seen:
            yield make("shared_prefix", folder.source, detail=prefix, other=seen[prefix], severity=WARNING)
        seen.setdefault(prefix, process_id)
