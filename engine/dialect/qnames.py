"""Qnames: references with a prefix for the file's own namespace equal those without (BPMN 2.0.2, 15)."""

from __future__ import annotations

from engine.dialect.xml import BPMN, BPMNDI, Node, local

ATTRIBUTES = frozenset(
    {"activityRef", "attachedToRef", "bpmnElement", "calledElement", "categoryValueRef", "correlationKeyRef"}
    | {"correlationPropertyRef", "dataStoreRef", "definitionalCollaborationRef", "errorRef", "escalationRef"}
    | {"evaluatesToTypeRef", "initiatingParticipantRef", "itemRef", "itemSubjectRef", "messageRef"}
    | {"noneBehaviorEventRef", "oneBehaviorEventRef", "operationRef", "parameterRef", "partitionElementRef"}
    | {"processRef", "signalRef", "structureRef"}
)
CHILDREN = frozenset(
    {"categoryValueRef", "choreographyRef", "correlationPropertyRef", "errorRef", "eventDefinitionRef", "inMessageRef"}
    | {"incoming", "innerParticipantRef", "interfaceRef", "loopDataInputRef", "loopDataOutputRef", "messageFlowRef"}
    | {"operationRef", "outMessageRef", "outerParticipantRef", "outgoing", "participantRef", "resourceRef", "source"}
    | {"supportedInterfaceRef", "supports", "target"}
)
"""What the schema of the standard types as a qualified name; its other references are plain ids, without a prefix."""
ENDS = frozenset({"association", "messageFlow", "conversationLink"})
"""Elements whose ends are qualified names too; those of a sequence flow are plain ids."""


def without_own_prefix(root: Node) -> Node:
    """Remove from every reference a prefix that stands for the file's target namespace; in place."""
    own = root.get("targetNamespace")
    if not own:
        return root
    for node in root.iter():
        if not isinstance(node.tag, str) or not node.tag.startswith((BPMN, BPMNDI)):
            continue
        names = ATTRIBUTES | {"sourceRef", "targetRef"} if local(node) in ENDS else ATTRIBUTES
        for name, value in node.attrib.items():
            if ":" in value and name in names:
                node.set(name, _plain(node, value, own))
        if local(node) in CHILDREN and ":" in (node.text or ""):
            node.text = _plain(node, node.text, own)
    return root


def _plain(node: Node, value: str, own: str) -> str:
    prefix, _, name = value.strip().partition(":")
    return name if node.nsmap.get(prefix) == own else value
