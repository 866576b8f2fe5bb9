"""Pointing: every reference leads to an element of the file, of the kind that the standard requires (clause 8.2.1).

References whose meaning for the flow is checked elsewhere are left out: `sourceRef` and `targetRef` of a flow,
`default`, `attachedToRef`, `activityRef` and `calledElement`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checking.finding import Finding
from engine.checking.standard.telling import tell
from engine.dialect.document import DEFINITIONS, FLOW_NODES, ITEMS, Document, name_of
from engine.dialect.xml import BPMN, BPMNDI, Node, local

ANY: frozenset[str] = frozenset()


def _one(kind: str) -> frozenset[str]:
    return frozenset({kind})


ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "messageRef": _one("message"),
    "errorRef": _one("error"),
    "escalationRef": _one("escalation"),
    "signalRef": _one("signal"),
    "operationRef": _one("operation"),
    "processRef": _one("process"),
    "itemSubjectRef": _one("itemDefinition"),
    "itemRef": _one("itemDefinition"),
    "evaluatesToTypeRef": _one("itemDefinition"),
    "dataObjectRef": _one("dataObject"),
    "dataStoreRef": _one("dataStore"),
    "categoryValueRef": _one("categoryValue"),
    "correlationKeyRef": _one("correlationKey"),
    "correlationPropertyRef": _one("correlationProperty"),
    "definitionalCollaborationRef": _one("collaboration"),
    "parameterRef": _one("resourceParameter"),
    "initiatingParticipantRef": _one("participant"),
    "inputDataRef": _one("dataInput"),
    "outputDataRef": _one("dataOutput"),
    "oneBehaviorEventRef": DEFINITIONS,
    "noneBehaviorEventRef": DEFINITIONS,
    "partitionElementRef": ANY,
}
"""Attribute → the kinds of element that it may name; an empty set means any kind."""
CHILDREN: Mapping[str, frozenset[str]] = {
    "incoming": _one("sequenceFlow"),
    "outgoing": _one("sequenceFlow"),
    "flowNodeRef": FLOW_NODES,
    "eventDefinitionRef": DEFINITIONS,
    "categoryValueRef": _one("categoryValue"),
    "correlationPropertyRef": _one("correlationProperty"),
    "inMessageRef": _one("message"),
    "outMessageRef": _one("message"),
    "errorRef": _one("error"),
    "interfaceRef": _one("interface"),
    "supportedInterfaceRef": _one("interface"),
    "participantRef": _one("participant"),
    "innerParticipantRef": _one("participant"),
    "outerParticipantRef": _one("participant"),
    "messageFlowRef": _one("messageFlow"),
    "choreographyRef": _one("choreography"),
    "supports": _one("process"),
    "resourceRef": _one("resource"),
    "loopDataInputRef": ITEMS,
    "loopDataOutputRef": ITEMS,
    "dataInputRefs": _one("dataInput"),
    "optionalInputRefs": _one("dataInput"),
    "whileExecutingInputRefs": _one("dataInput"),
    "dataOutputRefs": _one("dataOutput"),
    "optionalOutputRefs": _one("dataOutput"),
    "whileExecutingOutputRefs": _one("dataOutput"),
    "inputSetRefs": _one("inputSet"),
    "outputSetRefs": _one("outputSet"),
}
"""Child element that holds an id → the kinds that it may name."""
OWN: Mapping[tuple[str, str], frozenset[str]] = {
    ("association", "sourceRef"): ANY,
    ("association", "targetRef"): ANY,
    ("error", "structureRef"): _one("itemDefinition"),
    ("escalation", "structureRef"): _one("itemDefinition"),
    ("signal", "structureRef"): _one("itemDefinition"),
    ("dataInputAssociation", "sourceRef"): ITEMS,
    ("dataInputAssociation", "targetRef"): ITEMS,
    ("dataOutputAssociation", "sourceRef"): ITEMS,
    ("dataOutputAssociation", "targetRef"): ITEMS,
    ("linkEventDefinition", "source"): _one("linkEventDefinition"),
    ("linkEventDefinition", "target"): _one("linkEventDefinition"),
}
"""The same for a name that means something else elsewhere, by the element that contains it."""


def check(document: Document) -> Iterator[Finding]:
    for node in document.root.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag.startswith(BPMN):
            for name, key, kinds in _references(node):
                yield from _check(document, node, name, key, kinds)
        elif node.tag.startswith(BPMNDI) and node.get("bpmnElement") is not None:
            key = name_of(node.get("bpmnElement"))
            if not document.kind(key):
                yield tell("drawn_unknown", document, node, detail=key)


def _references(node: Node) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(name of the reference, id that it contains, kinds that it may name)."""
    tag = local(node)
    for name, value in node.attrib.items():
        kinds = OWN.get((tag, name), ATTRIBUTES.get(name))
        if kinds is not None:
            yield name, name_of(value), kinds
    for child in node:
        if isinstance(child.tag, str) and child.tag.startswith(BPMN) and not len(child):
            kinds = OWN.get((tag, local(child)), CHILDREN.get(local(child)))
            if kinds is not None:
                yield local(child), name_of(child.text), kinds


def _check(document: Document, node: Node, name: str, key: str, kinds: frozenset[str]) -> Iterator[Finding]:
    # What is in an event or loop is reported on the event or activity, which people can see.
    while not node.get("id") or local(node) in DEFINITIONS | {"multiInstanceLoopCharacteristics"}:
        around = node.getparent()
        if around is None:
            break
        node = around
    kind = document.kind(key)
    if not kind and document.imported(node, key):
        return  # Imports have a finding of their own.
    if not kind:
        yield tell("reference_unknown", document, node, detail=key or "(leeg)", attribute=name)
    elif kinds and kind not in kinds:
        wanted = ", ".join(sorted(kinds)) if len(kinds) < 4 else "een ander soort element"
        yield tell("reference_of_other_kind", document, node, detail=key, attribute=name, other=kind, wanted=wanted)
