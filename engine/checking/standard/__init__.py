"""Standard: what BPMN 2.0.2 forbids in a file, whether or not we would run it (clauses 7 to 13 and 15)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.standard import (
    activities,
    data_sets,
    data_types,
    events,
    expressions,
    flows,
    pointing,
    pools,
    written,
)
from engine.dialect.document import read_document
from engine.dialect.folder import DIAGRAM, ProcessFiles


def check(folder: ProcessFiles) -> Iterator[Finding]:
    document = read_document(folder.files[DIAGRAM], folder.source)
    for room in (pointing, expressions, flows, events, activities, data_sets, data_types, pools):
        yield from room.check(document)


def check_written(folder: ProcessFiles) -> Iterator[Finding]:
    """Where the file departs from the schema, for places that have no other finding."""
    yield from written.check(read_document(folder.files[DIAGRAM], folder.source))
