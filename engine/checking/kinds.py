"""Kinds: which elements the dialect runs. What SpiffWorkflow would run wrongly, late or not at all is refused here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.checking.finding import WARNING, Finding, make
from engine.checking.happenings import LISTENING
from engine.dialect import naming
from engine.dialect.elements import ARTIFACTS, AT_ONCE, EMBEDDED, SCOPED, THROWING, UNREAD, Element, Process
from engine.dialect.folder import ProcessFiles

CONNECTIONS = frozenset({"sequenceFlow", "messageFlow", "dataInputAssociation", "dataOutputAssociation"})
NODES = frozenset(
    {"startEvent", "endEvent", "userTask", "serviceTask", "sendTask", "businessRuleTask", "scriptTask"}
    | {"manualTask", "receiveTask", "task", "callActivity", "subProcess", "transaction"}
    | {"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway"}
    | {"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
INSTEAD: Mapping[str, str] = {
    "complexGateway": "Gebruik een keuze of een splitsing, met een beslistabel ervoor.",
    "adHocSubProcess": "Teken de volgorde, of gebruik een splitsing.",
}
REPEATED = SCOPED | AT_ONCE | {"userTask"}
"""The activities that can be repeated."""
MOST_LAPS = 200
ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,149}")
RESERVED = frozenset({"Start", "End", "root"})
MAPPED = frozenset(
    {"userTask", "serviceTask", "sendTask", "businessRuleTask", "scriptTask", "callActivity", "subProcess"}
    | {"transaction"}
)


def is_node(element: Element) -> bool:
    """Whether it is something that a token can reach: no flow, and nothing outside the flow."""
    return element.kind not in ARTIFACTS and element.kind not in CONNECTIONS


def check(folder: ProcessFiles) -> Iterator[Finding]:
    file, process = folder.source, folder.process
    if not ID.fullmatch(process.id) or process.id in RESERVED:
        yield make("reserved_id", file, detail=process.id, line=process.line)
    if process.foreign:
        named, detail = f"*{process.name or process.id}*", ", ".join(process.foreign)
        yield make("foreign_setting", file, severity=WARNING, name=named, detail=detail, line=process.line)
    for key, line in folder.diagram.duplicates:
        yield make("duplicate_id", file, process.elements.get(key), detail=key, line=line)
    for kind, line in folder.diagram.without_id:
        yield make("no_id", file, detail=kind, line=line)
    for element in process.elements.values():
        if not ID.fullmatch(element.id) or element.id in RESERVED:
            yield make("reserved_id", file, element, detail=element.id)
        if element.foreign:
            yield make("foreign_setting", file, element, severity=WARNING, detail=", ".join(element.foreign))
        if element.kind in ARTIFACTS or element.kind in CONNECTIONS:
            continue
        if element.kind not in NODES:
            instead = INSTEAD.get(element.kind, "Haal het weg, of gebruik een ander element.")
            yield make("not_run", file, element, detail=instead)
            continue
        if element.triggered_by_event and element.kind != "subProcess":
            # It would never begin: we do not run what begins with an event and is undone as a whole.
            yield make("not_run", file, element, detail="Gebruik een gewoon gebeurtenis-subproces.")
            continue
        for extension in element.unknown:
            yield make("unknown_extension", file, element, detail=extension)
        if element.kind in {"manualTask", "task"}:
            yield make("passes_by_itself", file, element, severity=WARNING)
        yield from _check_loop(file, element)
        yield from _check_mappings(file, element)
    yield from _check_scopes(file, process)


def _check_loop(file: str, element: Element) -> Iterator[Finding]:
    loop = element.loop
    ballot = element.properties.get("ballot") == "true"
    if ballot and (loop is None or loop.standard or loop.sequential):
        yield make("ballot_without_loop", file, element)
    if loop is None:
        return
    if element.kind not in REPEATED or element.triggered_by_event:
        yield make("loop_not_run", file, element)
    elif loop.standard:
        limited = loop.maximum is None or _is_count_of_laps(loop.maximum)
        if not limited or (loop.condition is None and loop.maximum is None):
            yield make("loop_without_limit", file, element, detail=MOST_LAPS)
    else:
        if not loop.input_collection or not loop.input_element:
            said = loop.counted or loop.input_collection
            yield make("loop_not_over_list" if said else "loop_without_collection", file, element)
        if ballot and not element.assignee:
            yield make("ballot_without_person", file, element)
        if bool(loop.output_collection) != bool(loop.output_element):
            yield make("loop_without_output", file, element)


def _is_count_of_laps(text: str) -> bool:
    return text.isdecimal() and len(text) <= len(str(MOST_LAPS)) and 1 <= int(text) <= MOST_LAPS


def _check_mappings(file: str, element: Element) -> Iterator[Finding]:
    """Only an element with a scope, or one that sends something out, can use an ioMapping."""
    looped = element.loop is not None and element.kind not in SCOPED
    sends = element.kind in THROWING and element.event is not None and element.event.kind == "message"
    mapped = (element.kind in MAPPED or sends) and not looped
    if element.inputs and (not mapped or element.kind == "scriptTask"):
        yield make("mapping_unused", file, element, detail="een invoer (input)")
    if element.outputs and not mapped:
        yield make("mapping_unused", file, element, detail="een uitvoer (output)")


def _check_scopes(file: str, process: Process) -> Iterator[Finding]:
    """With a start there is an end, and vice versa (BPMN 2.0.2 clauses 10.5.2 and 10.5.3).

    The standard lets a process or subprocess do without both; we run none that begins nowhere.
    """
    scopes: dict[str, Element | None] = {process.id: None}
    scopes.update({e.id: e for e in process.elements.values() if e.kind in EMBEDDED})
    for key, scope in scopes.items():
        inside = [e for e in process.elements.values() if e.parent == key]
        starts = [e for e in inside if e.kind == "startEvent"]
        ends = any(e.kind == "endEvent" for e in inside)
        name = naming.describe(scope) if scope is not None else f"*{process.name or key}*"
        if scope is not None and scope.triggered_by_event:
            one = starts[0].event if len(starts) == 1 else None
            if one is None or one.kind not in LISTENING | {"multiple", UNREAD}:
                yield make("event_subprocess_start", file, scope)
            if scope.incoming or scope.outgoing:
                yield make("event_subprocess_flow", file, scope)
        elif not starts:
            yield make("no_start" if ends else "begins_nowhere", file, scope, name=name)
        elif scope is not None and len(starts) > 1:
            yield make("several_starts", file, scope, name=name, detail=len(starts))
        if starts and not ends:
            yield make("no_end", file, scope, name=name)
