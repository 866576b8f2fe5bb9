"""Events: what the definitions of an event must and must not have (BPMN 2.0.2 clauses 10.5 and 10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.happenings import LISTENING, PLACES
from engine.checking.standard.telling import called, tell
from engine.dialect.document import DEFINITIONS, Document, children, definitions_of, name_of, resolved
from engine.dialect.elements import THROWING
from engine.dialect.eventdefinitions import DEFINITION
from engine.dialect.xml import BPMN, Node, local

TIMES = ("timeDate", "timeDuration", "timeCycle")
BEGINNING = {f"{kind}EventDefinition" for kind in ("message", "timer", "conditional", "signal")}
CODES = {"errorEventDefinition": "error", "escalationEventDefinition": "escalation"}


def check(document: Document) -> Iterator[Finding]:
    behind: dict[str, list[str]] = {}
    for flow in document.all("sequenceFlow"):
        source = name_of(flow.get("sourceRef"))
        if document.kind(source) == "eventBasedGateway":
            behind.setdefault(source, []).append(name_of(flow.get("targetRef")))
    targets = {key for keys in behind.values() for key in keys}
    for process in document.all("process"):
        for start in children(process, "startEvent"):
            yield from _check_start(document, start)
    for event in document.all(*THROWING, "startEvent", "intermediateCatchEvent", "boundaryEvent"):
        yield from _check_kinds(document, event)
        for definition in definitions_of(event):
            yield from _check_definition(document, event, definition)
    for node in document.root.iter(BPMN + "boundaryEvent"):
        host = name_of(node.get("attachedToRef"))
        if host in targets and document.kind(host) == "receiveTask":
            yield tell("gateway_task_with_edge", document, node, other=called(document, host))
    for gateway in document.all("eventBasedGateway"):
        found = [document.nodes[key] for key in behind.get(str(gateway.get("id")), ()) if key in document.nodes]
        yield from _check_gateway(document, gateway, found)


def _check_start(document: Document, start: Node) -> Iterator[Finding]:
    """A process begins with a message, timer, condition or signal, one of several, or nothing (clause 10.5.2)."""
    kinds = {local(told) for told in resolved(document, start)}
    for kind in sorted(kinds & DEFINITIONS - BEGINNING)[:1]:
        yield tell("start_with_event", document, start, detail=kind.removesuffix("EventDefinition"))


def _check_kinds(document: Document, event: Node) -> Iterator[Finding]:
    """In a multiple event each definition must be allowed (clause 10.5.5). A single one: see what we run."""
    scope = event.getparent()
    listens = scope is not None and scope.get("triggeredByEvent") == "true"
    if len(definitions_of(event)) < 2 or (local(event) == "startEvent" and not listens):
        return  # Other starts are reported with the start.
    allowed = LISTENING if local(event) == "startEvent" else PLACES[local(event)]
    known = {local(one).removesuffix(DEFINITION) for one in resolved(document, event) if local(one) in DEFINITIONS}
    for kind in sorted(known - allowed)[:1]:
        yield tell("event_not_run", document, event, detail=kind, other=", ".join(sorted(filter(None, allowed))))


def _check_definition(document: Document, event: Node, definition: Node) -> Iterator[Finding]:
    kind = local(definition)
    if kind == "timerEventDefinition" and len(children(definition, *TIMES)) > 1:
        yield tell("timer_twice", document, event)
    if kind in CODES and local(event) in THROWING:
        thrown = document.nodes.get(name_of(definition.get(f"{CODES[kind]}Ref")))
        if thrown is not None and not thrown.get(f"{CODES[kind]}Code"):
            yield tell("thrown_without_code", document, event, detail=f"{CODES[kind]}Code")
    goes_on = local(event) == "boundaryEvent" and event.get("cancelActivity") == "false"
    if kind == "compensateEventDefinition" and goes_on:
        yield tell("compensation_edge_goes_on", document, event)
    if kind == "eventDefinitionRef":
        meant = document.nodes.get(name_of(definition.text))
        around = meant.getparent() if meant is not None else None
        if around is not None and local(around) != "definitions":
            yield tell("definition_shared", document, event, other=called(document, str(around.get("id"))))
    # A link in a wrong place is reported with the events that we run.
    if kind == "linkEventDefinition" and local(event) not in {"startEvent", "endEvent", "boundaryEvent"}:
        yield from _check_link(document, event, definition)


def _check_link(document: Document, event: Node, link: Node) -> Iterator[Finding]:
    """The other end that a link names has the same name and is in the same (sub)process (clause 10.5.5)."""
    for tag in ("source", "target"):
        for child in children(link, tag):
            other = document.nodes.get(name_of(child.text))
            if other is None or local(other) != "linkEventDefinition":
                continue  # Reported as a reference.
            around = other.getparent()
            same = around is not None and document.scope(around.get("id")) == document.scope(event.get("id"))
            if not same or other.get("name") != link.get("name"):
                yield tell(
                    "link_to_other", document, event, detail=link.get("name") or "", other=other.get("name") or "?"
                )


def _check_gateway(document: Document, gateway: Node, behind: list[Node]) -> Iterator[Finding]:
    """Messages are received by events or by tasks, not both; one that waits for all of its events starts a process."""
    by_task = any(local(node) == "receiveTask" for node in behind)
    by_event = any(children(node, "messageEventDefinition") for node in behind)
    if by_task and by_event:
        yield tell("gateway_mixed", document, gateway)
    if gateway.get("eventGatewayType") == "Parallel" and gateway.get("instantiate") != "true":
        yield tell("gateway_waits_for_all", document, gateway)
