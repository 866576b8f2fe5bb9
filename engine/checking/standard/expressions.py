"""Expressions: what a process computes with is a formal expression that is not empty (BPMN 2.0.2 clause 8.4.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.standard.telling import tell
from engine.dialect.document import CONNECTED, FLOW_NODES, NATURAL, Document, around, name_of, runs
from engine.dialect.xml import Node, local

FORMAL = frozenset({"transformation", "messagePath", "dataPath", "formalExpression"})
"""What is formal in the schema, without saying so."""
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
SEEN = FLOW_NODES | CONNECTED | {"correlationProperty", "correlationSubscription", "process"}
"""What people know, on which an expression inside it is reported."""


def check(document: Document) -> Iterator[Finding]:
    """A process that is not executed may omit both; what distinguishes messages (correlation) is outside processes."""
    for node in document.all(*sorted(NATURAL | FORMAL)):
        if not runs(node) and around(node, "correlationProperty") is None:
            continue
        if not _is_formal(node):
            yield tell("expression_not_formal", document, _holder(node), detail=local(node))
        elif not _body(node):
            yield tell("expression_empty", document, _holder(node), detail=local(node))


def _is_formal(node: Node) -> bool:
    if local(node) in FORMAL or around(node, "complexBehaviorDefinition") is not None:
        return True
    return name_of(node.get(XSI_TYPE)).rpartition(":")[2] == "tFormalExpression"


def _body(node: Node) -> str:
    """What is written in it, apart from documentation and extensions."""
    return "".join([node.text or "", *(child.tail or "" for child in node)]).strip()


def _holder(node: Node) -> Node:
    while local(node) not in SEEN and node.getparent() is not None:
        node = node.getparent()
    return node
