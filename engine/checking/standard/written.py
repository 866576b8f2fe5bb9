"""Written: where a file departs from the schema of the standard (BPMN 2.0.2 clause 15)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from engine.checking.finding import Finding
from engine.checking.standard.telling import tell
from engine.dialect.document import Document
from engine.dialect.schema import MISPLACED, MISSING, UNKNOWN, VALUE, departures
from engine.dialect.xml import BPMN, Node, local
from engine.workflow.schema import BPMN_SCHEMA

CODES = {MISPLACED: "misplaced", MISSING: "attribute_missing", UNKNOWN: "attribute_unknown", VALUE: "attribute_value"}


MOST = 200
"""Most places that are reported; a file with more is no diagram."""


def check(document: Document) -> Iterator[Finding]:
    at: dict[tuple[str, int], Node] = {}
    for node in document.root.iter():
        if isinstance(node.tag, str) and node.tag.startswith(BPMN):
            at.setdefault((local(node), node.sourceline), node)
    told: set[tuple[str, str]] = set()
    for departure in islice(departures(document.root, BPMN_SCHEMA), MOST):
        found = at.get((departure.tag, departure.line))
        if found is None:
            continue  # In the drawing: reported with the drawing.
        finding = tell(CODES[departure.kind], document, _with_id(found), detail=departure.tag, other=departure.about)
        if (finding.code, finding.element_id) not in told:
            told.add((finding.code, finding.element_id))
            yield finding


def _with_id(node: Node) -> Node:
    """An element that people know, or the one around it that has an id."""
    while (not node.get("id") or local(node) == "documentation") and node.getparent() is not None:
        node = node.getparent()
    return node
