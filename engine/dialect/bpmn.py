"""BPMN: reading a diagram's XML into elements. Hostile XML is refused; what we do not know is kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.dialect.elements import Collaboration, Diagram, Element, Lane, Loop, Participant, Process
from engine.dialect.eventdefinitions import DEFINITION, EventDefinitions
from engine.dialect.extensions import read_extensions, read_properties
from engine.dialect.flags import with_plain_flags
from engine.dialect.foreign import foreign_settings
from engine.dialect.interchange import read_drawing
from engine.dialect.naming import place_elements
from engine.dialect.qnames import without_own_prefix
from engine.dialect.remembering import remember
from engine.dialect.xml import BPMN, ZEEBE, Node, local, parse_xml, text_of
from engine.errors import DiagramRefused

MOST_ELEMENTS = 3_000
"""Most nodes and flows of one diagram; a large one has two hundred."""
DEEPEST = 40
"""Most subprocesses nested in each other."""
ASIDE = frozenset({"laneSet", "extensionElements", "documentation", "incoming", "outgoing", "script"})
LOOPS = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})
PERFORMERS = frozenset({"resourceRole", "potentialOwner", "performer", "humanPerformer"})
NOT_ELEMENTS = ASIDE | LOOPS | PERFORMERS | {"ioSpecification", "property", "auditing", "monitoring", "rendering"}
"""What is inside an element and describes it, instead of being an element itself."""
DATA_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation")


@remember(64)
def read(xml: bytes, source: str) -> Diagram:
    """Read a BPMN 2.0 file.

    Raises:
        DiagramRefused: too large, not well-formed XML, with a document type, or no BPMN definitions; with the line.
    """
    root = with_plain_flags(without_own_prefix(parse_xml(xml, source)))
    if root.tag != BPMN + "definitions":
        raise DiagramRefused("the root element is not BPMN 2.0 definitions", source=source, line=root.sourceline)
    reader = _Reader(source, EventDefinitions(root))
    processes = tuple(reader.read_process(node) for node in root.findall(BPMN + "process"))
    nodes = sum(len(process.elements) for process in processes)
    if nodes > MOST_ELEMENTS:
        raise DiagramRefused(f"{nodes} elements, at most {MOST_ELEMENTS} are read", source=source)
    shapes, edges = read_drawing(root, source)
    return Diagram(
        source=source,
        processes=processes,
        messages={str(n.get("id")): n.get("name") or "" for n in root.findall(BPMN + "message")},
        collaboration=_read_collaboration(root),
        shapes=shapes,
        edges=edges,
        duplicates=tuple(_duplicate_ids(root)),
        without_id=tuple(reader.without_id),
    )


class _Reader:
    """Reads the processes of one file; `without_id` collects what cannot be an element, with its line."""

    def __init__(self, source: str, events: EventDefinitions) -> None:
        self.source = source
        self.events = events
        self.without_id: list[tuple[str, int | None]] = []

    def read_process(self, node: Node) -> Process:
        process_id = node.get("id") or ""
        lanes = tuple(_read_lanes(node))
        lane_of = {element: lane.name for lane in lanes for element in lane.element_ids}
        elements: dict[str, Element] = {}
        for parent, child in self._flow_elements(node, process_id, 0):
            lane = lane_of.get(str(child.get("id")))
            if lane is None and parent in elements:
                lane = elements[parent].lane
            element = self._read_element(child, process_id, parent, lane)
            # An element with the id of the process would be inside itself; the duplicate id is reported.
            if element.id != process_id:
                elements.setdefault(element.id, element)
        _link_flows(elements)
        place_elements(elements)
        tag = next((t.get("value") for t in node.iterfind(f"{BPMN}extensionElements/{ZEEBE}versionTag")), None)
        return Process(
            id=process_id,
            name=node.get("name") or "",
            elements=elements,
            lanes=lanes,
            version_tag=tag,
            properties=read_properties(node),
            documentation=text_of(node, "documentation"),
            executable=node.get("isExecutable", "false") == "true",
            line=node.sourceline,
            foreign=foreign_settings(node),
        )

    def _flow_elements(self, node: Node, parent: str, depth: int) -> Iterator[tuple[str, Node]]:
        if depth > DEEPEST:
            raise DiagramRefused(f"more than {DEEPEST} subprocesses inside each other", source=self.source)
        for child in node:
            if not isinstance(child.tag, str) or not child.tag.startswith(BPMN) or local(child) in NOT_ELEMENTS:
                continue
            if local(child).endswith(DEFINITION):
                continue
            if not child.get("id"):
                self.without_id.append((local(child), child.sourceline))
                continue
            yield parent, child
            for tag in DATA_ASSOCIATIONS:
                for association in child.findall(BPMN + tag):
                    if association.get("id"):
                        yield str(child.get("id")), association
                    else:
                        self.without_id.append((tag, association.sourceline))
            if local(child) in {"subProcess", "transaction", "adHocSubProcess"}:
                yield from self._flow_elements(child, str(child.get("id")), depth + 1)

    def _read_element(self, node: Node, process: str, parent: str, lane: str | None) -> Element:
        kind, key = local(node), str(node.get("id"))
        extra = read_extensions(node)
        if kind in {"sequenceFlow", "association", "messageFlow"}:
            extra.update(source=node.get("sourceRef"), target=node.get("targetRef"))
            extra["condition"] = text_of(node, "conditionExpression")
        if kind in DATA_ASSOCIATIONS:
            extra.update(source=text_of(node, "sourceRef"), target=text_of(node, "targetRef"))
        if kind == "dataObjectReference":
            extra["target"] = node.get("dataObjectRef")
        if kind == "boundaryEvent":
            extra.update(attached_to=node.get("attachedToRef"), interrupting=node.get("cancelActivity") != "false")
        if kind == "startEvent":
            extra["interrupting"] = node.get("isInterrupting") != "false"
        return Element(
            id=key,
            kind=kind,
            name=" ".join((node.get("name") or "").split()),
            process=process,
            parent=parent,
            line=node.sourceline,
            lane=lane,
            documentation=text_of(node, "documentation"),
            properties=read_properties(node),
            default=node.get("default"),
            triggered_by_event=node.get("triggeredByEvent") == "true",
            for_compensation=node.get("isForCompensation") == "true",
            event=self.events.read(node),
            loop=_read_loop(node),
            text=text_of(node, "text"),
            foreign=foreign_settings(node),
            **extra,
        )


def _link_flows(elements: dict[str, Element]) -> None:
    """Fill in the flows into and out of each node, from the flows themselves: those are what is drawn and executed."""
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in elements.values():
        if flow.kind == "sequenceFlow":
            outgoing.setdefault(flow.source or "", []).append(flow.id)
            incoming.setdefault(flow.target or "", []).append(flow.id)
    for key, element in list(elements.items()):
        if element.kind != "sequenceFlow":
            elements[key] = replace(
                element, incoming=tuple(incoming.get(key, ())), outgoing=tuple(outgoing.get(key, ()))
            )


def _read_lanes(node: Node) -> Iterator[Lane]:
    """All lanes, outer before inner, so that the innermost wins."""
    for lane in node.iter(BPMN + "lane"):
        refs = tuple((r.text or "").strip() for r in lane.findall(BPMN + "flowNodeRef"))
        yield Lane(str(lane.get("id")), lane.get("name") or "", refs)


def _read_loop(node: Node) -> Loop | None:
    standard = node.find(BPMN + "standardLoopCharacteristics")
    if standard is not None:
        return Loop(
            standard=True,
            condition=text_of(standard, "loopCondition"),
            maximum=standard.get("loopMaximum"),
            test_before=standard.get("testBefore") == "true",
        )
    loop = node.find(BPMN + "multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    told = loop.find(f"{BPMN}extensionElements/{ZEEBE}loopCharacteristics")
    return Loop(
        sequential=loop.get("isSequential") == "true",
        input_collection=told.get("inputCollection") if told is not None else None,
        input_element=told.get("inputElement") if told is not None else None,
        output_collection=told.get("outputCollection") if told is not None else None,
        output_element=told.get("outputElement") if told is not None else None,
        completion_condition=text_of(loop, "completionCondition"),
        counted=any(loop.find(BPMN + tag) is not None for tag in ("loopCardinality", "loopDataInputRef")),
    )


def _read_collaboration(root: Node) -> Collaboration | None:
    node = root.find(BPMN + "collaboration")
    if node is None:
        return None
    participants = tuple(
        Participant(str(p.get("id")), p.get("name") or "", p.get("processRef"))
        for p in node.findall(BPMN + "participant")
    )
    flows = tuple(
        Element(
            str(f.get("id")),
            "messageFlow",
            f.get("name") or "",
            "",
            str(node.get("id")),
            f.sourceline,
            source=f.get("sourceRef"),
            target=f.get("targetRef"),
        )
        for f in node.findall(BPMN + "messageFlow")
    )
    return Collaboration(str(node.get("id")), participants, flows)


def _duplicate_ids(root: Node) -> Iterator[tuple[str, int | None]]:
    seen: set[str] = set()
    for node in root.iter():
        key = node.get("id") if isinstance(node.tag, str) else None
        if key is not None:
            if key in seen:
                yield key, node.sourceline
            seen.add(key)
