"""Order: the order in which the BPMN schema wants the content of an element, and how a file names a namespace."""

from __future__ import annotations

from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.source import Node, Source
from engine.editing.splicing import in_order, insert, set_attribute

LOOP = "multiInstanceLoopCharacteristics"
IN_ELEMENT = (
    "documentation",
    "extensionElements",
    "auditing",
    "monitoring",
    "categoryValueRef",
    "incoming",
    "outgoing",
    "conditionExpression",
    "ioSpecification",
    "property",
    "dataInputAssociation",
    "dataOutputAssociation",
    "resourceRole",
    "potentialOwner",
    "standardLoopCharacteristics",
    LOOP,
    "laneSet",
)
IN_EXTENSIONS = (
    "userTask",
    "taskDefinition",
    "calledElement",
    "calledDecision",
    "script",
    "formDefinition",
    "assignmentDefinition",
    "taskSchedule",
    "priorityDefinition",
    "loopCharacteristics",
    "taskHeaders",
    "ioMapping",
    "properties",
)
"""Any order is valid here; this is the one that modelers write."""
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def add_child(source: Source, parent: Node, local: str, xml: str) -> Source:
    """Insert a new element at its place among the existing ones."""
    order = IN_EXTENSIONS if parent.local == "extensionElements" else IN_ELEMENT
    return source.splice(insert(source, parent, xml, after=in_order(parent, local, order)))


def declare(source: Source, namespace: str, prefix: str) -> Source:
    """Make sure that a namespace (`{…}`) has a prefix everywhere; one that the file gives it stays."""
    if source.root.prefix_of(namespace.strip("{}")):
        return source
    taken = {one for node in source.root.walk() for one in node.namespaces}
    free = next(name for number in range(100) if (name := f"{prefix}{number or ''}") not in taken)
    return source.splice(set_attribute(source, source.root, f"xmlns:{free}", namespace.strip("{}")))


def called(source: Source, namespace: str, local: str) -> str:
    """How the file writes a name in a namespace that it has declared."""
    return f"{source.root.prefix_of(namespace.strip('{}')) or ''}{local}"


def formal(source: Source, node: Node) -> dict[str, str]:
    """What makes an expression in a node formal: without it, it is natural language (BPMN 2.0.2 clause 8.4.6)."""
    return {called(source, XSI, "type"): f"{node.prefix}tFormalExpression"}


def with_extensions(source: Source, element: str) -> Source:
    """Make sure that an element has a place for extensions."""
    source = declare(source, ZEEBE, "zeebe")
    node = source.element(element)
    if node.child(BPMN + "extensionElements") is not None:
        return source
    name = f"{node.prefix}extensionElements"
    return add_child(source, node, "extensionElements", f"<{name}></{name}>")


def extensions_of(source: Source, element: str) -> Node | None:
    return source.element(element).child(BPMN + "extensionElements")
