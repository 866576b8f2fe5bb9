"""Undoing: compensation and transactions as the standard wants them (BPMN 2.0.2 clauses 10.3.5, 10.5, 10.7, 13.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import WARNING, Finding, make
from engine.dialect import naming
from engine.dialect.compensation import (
    KIND,
    Compensation,
    handlers_of,
    is_edge,
    levels_of,
    read_compensation,
    undoes_scope,
)
from engine.dialect.elements import THROWING, Element, Process
from engine.dialect.folder import ProcessFiles


def check(folder: ProcessFiles) -> Iterator[Finding]:
    file, process = folder.source, folder.process
    facts = read_compensation(process)
    for element in process.elements.values():
        kind = element.event.kind if element.event is not None else None
        if is_edge(element):
            yield from _check_edge(file, process, facts, element)
        elif kind == KIND and element.kind in THROWING:
            yield from _check_thrower(file, process, facts, element)
        elif kind == KIND and element.kind == "startEvent":
            yield from _check_start(file, process, facts, element)
        elif kind == "cancel" and element.kind == "endEvent":
            yield from _check_cancel(file, process, element)
        elif kind == "cancel" and element.kind == "boundaryEvent":
            yield from _check_cancel_edge(file, process, element)
        if element.for_compensation:
            yield from _check_handler(file, process, facts, element)


def _check_edge(file: str, process: Process, facts: Compensation, edge: Element) -> Iterator[Finding]:
    """It leads by an association to the one activity that undoes, and by no flow (clauses 10.5.4 and 10.7.1)."""
    host = edge.attached_to or ""
    if edge.outgoing:
        yield make("compensation_with_flow", file, edge)
    if facts.edges.get(host) != edge.id:
        yield make("compensation_twice", file, edge, other=_name(process, host))
    elif host in facts.own:
        yield make(
            "compensation_two_ways", file, edge, other=_name(process, host), detail=_name(process, facts.own[host])
        )
    handlers = list(handlers_of(process, edge))
    if len(handlers) != 1:
        yield make("compensation_without_handler", file, edge, detail=len(handlers))
    for handler in handlers:
        if handler.parent != edge.parent:
            yield make("handler_elsewhere", file, handler, other=_name(process, edge.id))
        if not handler.for_compensation:
            yield make("handler_unmarked", file, handler, other=_name(process, edge.id))


def _check_handler(file: str, process: Process, facts: Compensation, handler: Element) -> Iterator[Finding]:
    """An activity that undoes another is outside the flow (clauses 10.7.1 and 13.5.5)."""
    if handler.incoming or handler.outgoing:
        yield make("handler_with_flow", file, handler)
    undone = [host for host, key in facts.handlers.items() if key == handler.id]
    inside = [e for e in process.elements.values() if e.parent == handler.id]
    if not undone and not undoes_scope(handler, inside):
        yield make("handler_never", file, handler)
    for element in process.elements.values():
        if element.attached_to == handler.id:
            yield make("handler_with_edge", file, element, other=_name(process, handler.id))
    for host in undone:
        if handler.loop is not None and process.elements[host].loop is not None:
            yield make("handler_repeated", file, handler, severity=WARNING, other=_name(process, host))


def _check_thrower(file: str, process: Process, facts: Compensation, thrower: Element) -> Iterator[Finding]:
    """What it undoes is at its own level, or around its event subprocess, and can be undone (clause 10.7.2)."""
    scopes = levels_of(process, thrower)
    within = [e for e in process.elements.values() if e.parent in scopes]
    wanted = thrower.event.activity if thrower.event is not None else None
    if wanted is None:
        if not any(e.id in facts.compensable for e in within):
            yield make("compensates_nothing", file, thrower, severity=WARNING)
    elif all(e.id != wanted for e in within):
        yield make("compensates_unknown", file, thrower, detail=_name(process, wanted))
    elif wanted not in facts.compensable:
        yield make("compensates_unprepared", file, thrower, other=_name(process, wanted))


def _check_start(file: str, process: Process, facts: Compensation, start: Element) -> Iterator[Finding]:
    """An event subprocess begins with it, one per scope (clauses 10.5.2 and 13.5.5); we run none at process level."""
    own = process.elements.get(start.parent)
    if own is None or not own.triggered_by_event:
        return  # Reported with the events.
    if own.parent == process.id:
        yield make("compensation_of_process", file, own)
    elif facts.own.get(own.parent) != own.id:
        yield make("compensation_twice", file, own, other=_name(process, own.parent))
    if not start.interrupting:
        yield make("compensation_goes_on", file, start)


def _check_cancel(file: str, process: Process, end: Element) -> Iterator[Finding]:
    """A cancel end event is in a transaction (clause 10.5.3). We run it if a cancel event is on its edge."""
    around = process.elements.get(levels_of(process, end)[-1])
    if around is None or around.kind != "transaction":
        yield make("cancel_outside_transaction", file, end)
    elif not _cancel_edges(process, around.id):
        yield make("cancel_not_caught", file, end, other=_name(process, around.id))


def _check_cancel_edge(file: str, process: Process, edge: Element) -> Iterator[Finding]:
    """It is on the edge of a transaction, once, and always interrupts (clause 10.5.4)."""
    host = process.elements.get(edge.attached_to or "")
    if host is None:
        return  # Reported with the flow.
    if host.kind != "transaction":
        yield make("cancel_of_other", file, edge, other=_name(process, host.id))
        return
    if not edge.interrupting:
        yield make("cancel_goes_on", file, edge)
    if _cancel_edges(process, host.id)[0].id != edge.id:
        yield make("cancel_twice", file, edge, other=_name(process, host.id))
    ends = [e for e in process.elements.values() if e.kind == "endEvent" and e.event is not None]
    if not any(e.event is not None and e.event.kind == "cancel" and host.id in levels_of(process, e) for e in ends):
        yield make("cancel_never", file, edge, severity=WARNING, other=_name(process, host.id))


def _cancel_edges(process: Process, host: str) -> list[Element]:
    edges = [e for e in process.elements.values() if e.kind == "boundaryEvent" and e.attached_to == host]
    return [edge for edge in edges if edge.event is not None and edge.event.kind == "cancel"]


def _name(process: Process, key: str) -> str:
    element = process.elements.get(key)
    return naming.describe(element) if element is not None else f"*{key}*"
