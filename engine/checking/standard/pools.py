"""Pools, lanes, and what the standard has outside processes (BPMN 2.0.2 clauses 8.2.2, 9, 10.2.1, 10.8, 11)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.standard.telling import called, tell
from engine.dialect.document import CHOREOGRAPHY, FLOW_NODES, Document, children, references
from engine.dialect.xml import Node, local

CONVERSATIONS = ("conversation", "subConversation", "callConversation", "globalConversation")
MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?")
CHOREOGRAPHIES = ("choreography", "globalChoreographyTask")


def check(document: Document) -> Iterator[Finding]:
    for node in document.all("import"):
        yield tell("import_not_read", document, node, detail=node.get("location") or node.get("namespace") or "?")
    for node in document.all("extension"):
        if node.get("mustUnderstand") == "true":
            yield tell("extension_not_understood", document, node, detail=node.get("definition") or "?")
    for node in document.all("textAnnotation", "documentation"):
        if not MIME_TYPE.fullmatch(node.get("textFormat", "text/plain").strip()):
            yield tell("mime_type", document, node, detail=node.get("textFormat"))
    for node in document.all(*CHOREOGRAPHIES):
        yield tell("choreography_not_run", document, node)
    for node in document.all(*CONVERSATIONS):
        yield tell("conversation_not_run", document, node)
    for whole in document.all("globalConversation"):
        for node in children(whole, *CONVERSATIONS):
            yield tell("global_conversation", document, node, other=called(document, str(whole.get("id"))))
    for node in document.all(*CHOREOGRAPHY):
        around = node.getparent()
        if around is not None and local(around) not in {*CHOREOGRAPHIES, "subChoreography"}:
            yield tell("choreography_in_process", document, node)
    for process in document.all("process"):
        if process.get("processType") == "Public" and process.get("isExecutable") == "true":
            yield tell("public_and_executable", document, process)
    for multiplicity in document.all("participantMultiplicity"):
        yield from _check_multiplicity(document, multiplicity)
    yield from _check_lanes(document)


def _check_multiplicity(document: Document, multiplicity: Node) -> Iterator[Finding]:
    """The minimum is at least zero, the maximum at least one, and the minimum is not above it (clause 9.3.1)."""
    try:
        least, most = int(multiplicity.get("minimum", "0")), int(multiplicity.get("maximum", "1"))
    except ValueError:
        return  # Reported with the schema.
    if least < 0 or most < 1 or least > most:
        pool = multiplicity.getparent()
        node = pool if pool is not None else multiplicity
        yield tell("pool_multiplicity", document, node, detail=f"{least} tot {most}")


def _check_lanes(document: Document) -> Iterator[Finding]:
    """A lane contains nodes of its own process, and a node is in one of the innermost lanes of a set (clause 10.8)."""
    for lane_set in document.all("laneSet"):
        around = lane_set.getparent()
        if around is None or local(around) == "lane":
            continue
        found: dict[str, Node] = {}
        own = document.process(around.get("id"))
        for lane in lane_set.iter(*[lane_set.tag.replace("laneSet", "lane")]):
            innermost = not children(lane, "childLaneSet")
            for key in references(lane, "flowNodeRef"):
                if document.kind(key) in FLOW_NODES and document.process(key) != own:
                    yield tell("lane_of_other_process", document, lane, other=called(document, key))
                if not innermost or not key:
                    continue
                if key in found and found[key] is not lane:
                    first = called(document, str(found[key].get("id")))
                    yield tell("node_in_two_lanes", document, lane, detail=called(document, key), other=first)
                found.setdefault(key, lane)
