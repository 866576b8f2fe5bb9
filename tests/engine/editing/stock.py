"""Stock: the diagrams and tables that we ship, to be edited in tests, in the manners in which a file can be written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from engine.checking import Finding, check_folder, check_folders
from engine.dialect.folder import DIAGRAM, ProcessFiles, from_bytes, read_folder
from engine.editing import Source, read_source
from tests.conftest import STOCK


@cache
def folders() -> Mapping[str, ProcessFiles]:
    found = {}
    for path in sorted(STOCK.iterdir()):
        if (path / DIAGRAM).exists():
            folder = read_folder(path)
            found[folder.process.id] = folder
    return found


@cache
def diagrams() -> Mapping[str, bytes]:
    return {key: folder.files[DIAGRAM] for key, folder in folders().items()}


@cache
def stock_source(process: str) -> Source:
    """A diagram as it is written, to be edited over and over: an edit changes no source, it gives the next one."""
    return read_source(diagrams()[process])


def with_diagram(process: str, diagram: bytes) -> Mapping[str, ProcessFiles]:
    return {**folders(), process: redrawn(process, diagram)}


def redrawn(process: str, diagram: bytes) -> ProcessFiles:
    folder = folders()[process]
    return from_bytes({**folder.files, DIAGRAM: diagram}, folder.source)


def findings(process: str, diagram: bytes) -> list[Finding]:
    return list(check_folders(with_diagram(process, diagram)))


def own_findings(process: str, diagram: bytes) -> list[Finding]:
    """Those on the process itself. The others stay as we ship them, without any."""
    return list(check_folder(redrawn(process, diagram), folders()))


def outside(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """What is different: the bytes between the beginning and the end that two files share."""
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    return before[first : len(before) - last], after[first : len(after) - last]
