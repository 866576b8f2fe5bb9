"""Written: where a file departs from the schema of the standard (BPMN 2.0.2 clause 15)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.standard.telling import tell
from engine.dialect.document import Document
from engine.dialect.schema import MISPLACED, MISSING, UNKNOWN, VALUE, departures
from engine.dialect.xml import BPMN, Node
from engine.workflow.schema import BPMN_SCHEMA

CODES = {MISPLACED: "misplaced", MISSING: "attribute_missing", UNKNOWN: "attribute_unknown", VALUE: "attribute_value"}


def check(file: str, document: Document) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for departure in departures(document.root, BPMN_SCHEMA):
        node = _at_line(document, departure.tag, departure.line)
        if node is None:
            continue  # In the drawing: that is told with the drawing.
        finding = tell(CODES[departure.kind], file, node, detail=departure.tag, other=departure.about)
        if (finding.code, finding.element_id) not in told:
            told.add((finding.code, finding.element_id))
            yield finding


def _at_line(document: Document, tag: str, line: int) -> Node | None:
    """The element that is meant, or the one around it that has an id."""
    found = next((node for node in document.root.iter(BPMN + tag) if node.sourceline == line), None)
    while found is not None and not found.get("id") and found.getparent() is not None:
        found = found.getparent()
    return found
