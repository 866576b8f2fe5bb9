"""Flows: what sequence flows and message flows may connect (BPMN 2.0.2 clauses 7.6.1, 7.6.2, 8.4.13 and 9.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.standard.telling import called, tell
from engine.dialect.document import (
    ACTIVITIES,
    EVENTS,
    FLOW_NODES,
    Document,
    children,
    definitions_of,
    name_of,
    references,
    runs,
)
from engine.dialect.elements import THROWING
from engine.dialect.xml import Node, local

ENDS = ACTIVITIES | EVENTS | {"participant"}
"""What a message flow may begin or end at."""


def check(document: Document) -> Iterator[Finding]:
    flows = list(document.all("sequenceFlow"))
    for flow in flows:
        yield from _check_ends(document, flow)
        if flow.get("isImmediate") in {"false", "0"} and runs(flow):
            yield tell("flow_not_immediate", document, flow)
    yield from _check_lists(document, flows)
    for flow in document.all("messageFlow"):
        yield from _check_message_flow(document, flow)


def _check_ends(document: Document, flow: Node) -> Iterator[Finding]:
    for end in ("sourceRef", "targetRef"):
        key = name_of(flow.get(end))
        kind = document.kind(key)
        if kind and kind not in FLOW_NODES:
            yield tell("flow_to_other", document, flow, other=called(document, key), detail=kind)
    ends = [document.process(name_of(flow.get(end))) for end in ("sourceRef", "targetRef")]
    if all(ends) and ends[0] != ends[1]:
        yield tell("flow_crosses_pool", document, flow)


def _check_lists(document: Document, flows: list[Node]) -> Iterator[Finding]:
    """The lists of incoming and outgoing flows in a node must agree with the flows (clause 10.2).

    A file may leave all these lists out, as they follow from the flows; a file that has some has them all.
    """
    nodes = list(document.all(*FLOW_NODES))
    for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        drawn: dict[str, set[str]] = {}
        for flow in flows:
            drawn.setdefault(name_of(flow.get(end)), set()).add(str(flow.get("id")))
        if not any(children(node, tag) for node in nodes):
            continue
        for node in nodes:
            listed, found = set(references(node, tag)), drawn.get(str(node.get("id")), set())
            listed = {key for key in listed if document.kind(key) == "sequenceFlow"}  # Others: see the references.
            for key in sorted(listed ^ found):
                word = "binnenkomen" if tag == "incoming" else "uitgaan"
                yield tell("lists_disagree", document, node, detail=key, attribute=tag, other=word)


def _check_message_flow(document: Document, flow: Node) -> Iterator[Finding]:
    keys = [name_of(flow.get(end)) for end in ("sourceRef", "targetRef")]
    kinds = [document.kind(key) for key in keys]
    for key, kind in zip(keys, kinds, strict=True):
        if not kind:
            yield tell("reference_unknown", document, flow, detail=key or "(leeg)", attribute="sourceRef of targetRef")
        elif kind not in ENDS:
            yield tell("message_flow_to_other", document, flow, other=called(document, key), detail=kind)
    if not all(kind in ENDS for kind in kinds):
        return
    processes = [document.process(key) for key in keys]
    if keys[0] == keys[1] or (processes[0] and processes[0] == processes[1]):
        yield tell("message_flow_within_pool", document, flow)
    yield from _check_event(document, flow, keys[0], sends=True)
    yield from _check_event(document, flow, keys[1], sends=False)


def _check_event(document: Document, flow: Node, key: str, *, sends: bool) -> Iterator[Finding]:
    """An event that sends throws, one that receives catches, and it is about a message (clauses 10.5.2 to 10.5.4)."""
    node = document.nodes[key]
    if local(node) not in EVENTS:
        return
    if (local(node) in THROWING) != sends:
        word = "begint" if sends else "eindigt"
        yield tell("message_flow_wrong_way", document, flow, other=called(document, key), detail=word)
    elif not any(local(told) in {"messageEventDefinition", "eventDefinitionRef"} for told in definitions_of(node)):
        yield tell("message_flow_without_message", document, flow, other=called(document, key))
