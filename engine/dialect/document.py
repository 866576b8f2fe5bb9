"""Document: a BPMN file as it is written, with everything that the standard knows, even what we do not run.

The rules of the standard are about the file; `elements` holds only the part of it that can be executed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.dialect.elements import THROWING
from engine.dialect.flags import with_plain_flags
from engine.dialect.qnames import without_own_prefix
from engine.dialect.xml import BPMN, Node, local, parse_xml

GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway"})
TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask"}
)
SUBPROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = TASKS | SUBPROCESSES | {"callActivity"}
CATCHING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
EVENTS = THROWING | CATCHING
CHOREOGRAPHY = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS | CHOREOGRAPHY
CALLABLE = frozenset({"process", "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask"}) | {
    "globalBusinessRuleTask"
}
"""What a call activity may call (clause 10.3.6)."""
CONNECTED = frozenset({"sequenceFlow", "dataInputAssociation", "dataOutputAssociation"})
DEFINITIONS = frozenset(
    f"{kind}EventDefinition"
    for kind in (
        "cancel", "compensate", "conditional", "error", "escalation", "link", "message", "signal", "terminate", "timer",
    )
)  # fmt: skip
ITEMS = frozenset(
    {"dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "dataInput", "dataOutput", "property"}
)
"""Item-aware elements (clause 10.4.1)."""

NATURAL = frozenset(
    {"activationCondition", "completionCondition", "condition", "conditionExpression", "loopCardinality"}
    | {"loopCondition", "timeCycle", "timeDate", "timeDuration", "from", "to"}
)
"""Natural language in the schema, unless it says that it is formal."""


ENOUGH = 2
"""Flows of one element that are kept to name it: the first, and whether there are more."""


@dataclass(slots=True)
class Beside:
    """What is together in one element: by id, and the first sequence flows into and out of each."""

    nodes: dict[str | None, Node] = field(default_factory=dict)
    into: dict[str | None, list[Node]] = field(default_factory=dict)
    out: dict[str | None, list[Node]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """Every element of a file that has an id; for a duplicate id, the first."""

    root: Node
    nodes: Mapping[str, Node]
    source: str
    imports: frozenset[str | None]
    """The namespaces that the file imports."""
    read: dict[Node, Beside] = field(default_factory=dict, compare=False, repr=False)
    """What was read of each container's contents: naming many elements of one container reads it only once."""

    def kind(self, key: str | None) -> str:
        """The BPMN tag of an element; empty if it does not exist."""
        node = self.nodes.get(key or "")
        return local(node) if node is not None else ""

    def imported(self, node: Node, key: str) -> bool:
        """Whether a reference in a node is to a namespace that the file imports, so that its target may well exist."""
        prefix, colon, _ = key.partition(":")
        return bool(colon) and node.nsmap.get(prefix) in self.imports

    def beside(self, node: Node) -> Beside:
        """Everything in the same container as this node, itself included."""
        around = node.getparent()
        if around is None:
            return Beside()
        if around not in self.read:
            self.read[around] = _read_beside(around)
        return self.read[around]

    def all(self, *kinds: str) -> Iterator[Node]:
        return self.root.iter(*[BPMN + kind for kind in kinds])  # type: ignore[no-any-return]

    def scope(self, key: str | None) -> str:
        """The id of the process or subprocess that an element is in."""
        node = self.nodes.get(key or "")
        around = node.getparent() if node is not None else None
        return str(around.get("id")) if around is not None else ""

    def process(self, key: str | None) -> str:
        """The id of the process that an element is in, or is; for a pool, of its process. Empty for neither."""
        node = self.nodes.get(key or "")
        if node is not None and local(node) == "participant":
            return name_of(node.get("processRef"))
        while node is not None and local(node) != "process":
            node = node.getparent()
        return str(node.get("id")) if node is not None else ""


def read_document(xml: bytes, source: str) -> Document:
    """Raises: DiagramRefused: this is no XML that can be read."""
    root = with_plain_flags(without_own_prefix(parse_xml(xml, source)))
    nodes: dict[str, Node] = {}
    for node in root.iter():
        if isinstance(node.tag, str) and node.tag.startswith(BPMN) and node.get("id"):
            nodes.setdefault(str(node.get("id")), node)
    imports = frozenset(told.get("namespace") for told in root.iter(BPMN + "import"))
    return Document(root, nodes, source, imports)


def _read_beside(around: Node) -> Beside:
    found = Beside()
    for child in around:
        if not isinstance(child.tag, str):
            continue
        found.nodes[child.get("id")] = child
        if local(child) == "sequenceFlow":
            for flows, end in ((found.into, "targetRef"), (found.out, "sourceRef")):
                led = flows.setdefault(child.get(end), [])
                if len(led) < ENOUGH:
                    led.append(child)
    return found


def children(node: Node, *kinds: str) -> list[Node]:
    return [
        child for child in node if isinstance(child.tag, str) and child.tag.startswith(BPMN) and local(child) in kinds
    ]


def references(node: Node, tag: str) -> list[str]:
    """The ids in child elements such as `incoming`."""
    return [name_of(child.text) for child in node.findall(BPMN + tag)]


def name_of(text: str | None) -> str:
    """A reference without the surrounding space that XML allows."""
    return (text or "").strip()


def definitions_of(event: Node) -> list[Node]:
    """The event definitions inside an event, and its references to definitions elsewhere."""
    return children(event, *DEFINITIONS, "eventDefinitionRef")


def resolved(document: Document, event: Node) -> list[Node]:
    """The event definitions of an event, including those that it refers to."""
    found = definitions_of(event)
    meant = [document.nodes.get(name_of(told.text)) if local(told) == "eventDefinitionRef" else told for told in found]
    return [told for told in meant if told is not None]


def around(node: Node, *kinds: str) -> Node | None:
    """The nearest element of one of these kinds that another is in, or is; None if there is none."""
    found = node
    while found is not None and local(found) not in kinds:
        found = found.getparent()
    return found


def runs(node: Node) -> bool:
    """Whether an element is in a process that is executed."""
    process = around(node, "process")
    return process is not None and name_of(process.get("isExecutable")) in {"true", "1"}
