"""Happenings: what events may wait for and throw, each in its own place (BPMN 2.0.2 clause 10.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checking.finding import WARNING, Finding, make
from engine.dialect import feel, naming
from engine.dialect.elements import SCOPED, THROWING, UNREAD, Element, Event, Process
from engine.dialect.folder import ProcessFiles
from engine.dialect.starts import BY_EVENT

IN_FLOW = frozenset({"timer", "message", "signal", "conditional"})
BESIDE = IN_FLOW | {"error", "escalation"}
LISTENING = BESIDE | {"compensate"}
"""What an event subprocess can begin with."""
PLACES: Mapping[str, frozenset[str | None]] = {
    "startEvent": BY_EVENT | {None},
    "endEvent": frozenset({None, "terminate", "message", "signal", "error", "escalation", "compensate", "cancel"}),
    "intermediateThrowEvent": frozenset({None, "message", "signal", "escalation", "link", "compensate"}),
    "intermediateCatchEvent": IN_FLOW | {"link"},
    "boundaryEvent": BESIDE | {"compensate", "cancel"},
}
"""Kind of event → what it may be about."""
NAMED = frozenset({"message", "signal", "error", "escalation"})
"""What is known by a name or code, defined outside the process."""

_Place = tuple[str, str | None, str, str | None]


def check(folder: ProcessFiles) -> Iterator[Finding]:
    file, process = folder.source, folder.process
    catching: dict[_Place, Element] = {}
    for element in process.elements.values():
        if (place := _place_of_catch(process, element)) is not None:
            first = catching.setdefault(place, element)
            if first is not element:
                yield make("same_catch", file, element, other=naming.describe(first))
        if element.event is not None and element.event.kind in NAMED:
            yield from _check_name(file, element, element.event)
        if element.kind in PLACES:
            yield from _check_place(file, process, element)
        if element.kind in PLACES and element.event is not None:
            yield from _check_event(file, process, element, element.event)
        if element.kind == "eventBasedGateway":
            yield from _check_gateway(file, process, element)


def _check_place(file: str, process: Process, element: Element) -> Iterator[Finding]:
    kind = element.event.kind if element.event is not None else None
    scope = process.elements.get(element.parent)
    listens = element.kind == "startEvent" and scope is not None and scope.triggered_by_event
    allowed = LISTENING if listens else PLACES[element.kind]
    if kind in allowed or kind == UNREAD:
        return  # Its target is reported with the references.
    if kind is None:
        if not listens:
            yield make("event_without_kind", file, element)
    elif kind == "multiple":
        yield make("multiple_not_run", file, element)
    elif element.kind != "startEvent" or listens:
        known = ", ".join(sorted(name for name in allowed if name))
        yield make("event_not_run", file, element, detail=kind, other=known)


def _check_event(file: str, process: Process, element: Element, event: Event) -> Iterator[Finding]:
    if event.kind == "link" and not event.reference:
        yield make("event_without_name", file, element, detail=event.kind)
    if event.kind == "signal" and not event.reference:
        yield make("signal_without_name", file, element)
    if event.kind in {"error", "escalation"}:
        yield from (_check_throw if element.kind in THROWING else _check_catch)(file, process, element, event)
    if event.kind == "conditional":
        yield from _check_condition(file, element, event)
    if event.kind == "link":
        yield from _check_link(file, process, element, event)


def _place_of_catch(process: Process, element: Element) -> _Place | None:
    """Where an error or escalation is caught, with its code; the second of two in one place would never catch any."""
    event = element.event
    if event is None or event.kind not in {"error", "escalation"} or element.kind in THROWING:
        return None
    listener = process.elements.get(element.parent)
    beside = listener.parent if listener is not None and element.kind == "startEvent" else None
    return (element.kind, element.attached_to or beside, event.kind, event.code or event.reference)


def _check_name(file: str, element: Element, event: Event) -> Iterator[Finding]:
    """Camunda 8 computes a name or code that begins with `=`; we would wait for that literal text, and so for ever."""
    computed = [told for told in (event.reference, event.code) if told and told.startswith("=")]
    if computed:
        yield make("name_computed", file, element, detail=computed[0])


def _check_throw(file: str, process: Process, element: Element, event: Event) -> Iterator[Finding]:
    """An error or escalation that is thrown has a name, and an error is caught somewhere."""
    if not (event.code or event.reference):
        yield make("event_without_name", file, element, detail=event.kind)
    elif event.kind == "error" and not _is_caught(process, element, event):
        yield make("error_not_caught", file, element, severity=WARNING, detail=event.code or event.reference or "")


def _check_catch(file: str, process: Process, element: Element, event: Event) -> Iterator[Finding]:
    """An error always interrupts (clause 10.5.4). We let it and an escalation come only from a scope or a call."""
    if event.kind == "error" and not element.interrupting:
        yield make("error_goes_on", file, element)
    host = process.elements.get(element.attached_to or "")
    if host is not None and host.kind not in SCOPED:
        yield make("nothing_thrown_inside", file, element, detail=event.kind, other=naming.describe(host))


def _is_caught(process: Process, thrower: Element, event: Event) -> bool:
    """Whether anything around it catches it: on the edge of a scope, or an event subprocess in that scope."""
    return any(
        catcher.event is not None and _catches(catcher.event, event)
        for scope in process.scopes_around(thrower)
        for catcher in process.elements.values()
        if catcher.attached_to == scope or _listens_in(process, catcher, scope, thrower)
    )


def _listens_in(process: Process, start: Element, scope: str, thrower: Element) -> bool:
    """Whether an event subprocess of a scope begins here. It does not catch what is thrown in itself."""
    beside = process.elements.get(start.parent)
    if start.kind != "startEvent" or beside is None or start.parent == thrower.parent:
        return False
    return beside.triggered_by_event and beside.parent == scope


def _catches(catcher: Event, thrown: Event) -> bool:
    return catcher.kind == thrown.kind and (catcher.code or catcher.reference) in {
        None, "", thrown.code or thrown.reference,
    }  # fmt: skip


def _check_condition(file: str, element: Element, event: Event) -> Iterator[Finding]:
    text = event.expression or ""
    if not text.startswith("="):
        yield make("needs_feel", file, element, attribute="De voorwaarde", detail=text or "(niets)")
        return
    try:
        reads = feel.parse(text[1:]).names
    except feel.FeelError:
        return  # Reported with the expressions.
    if not reads:
        yield make("condition_never_changes", file, element, severity=WARNING)


def _check_link(file: str, process: Process, element: Element, event: Event) -> Iterator[Finding]:
    """A link leads from one or more throwing events to one catching event in the same scope (clause 10.5.1)."""
    same = [
        other for other in process.elements.values()
        if other.parent == element.parent and other.event is not None and other.event.kind == "link"
        and other.event.reference == event.reference
    ]  # fmt: skip
    catching = [other for other in same if other.kind == "intermediateCatchEvent"]
    if element.kind == "intermediateThrowEvent":
        if len(catching) != 1:
            yield make("link_leads_nowhere", file, element, detail=event.reference or "", other=len(catching))
        if element.outgoing:
            yield make("link_with_flow", file, element, detail="uit")
    elif element.kind == "intermediateCatchEvent":
        if len(catching) == len(same):
            yield make("link_from_nowhere", file, element, detail=event.reference or "")
        if element.incoming:
            yield make("link_with_flow", file, element, detail="in")


def _check_gateway(file: str, process: Process, gateway: Element) -> Iterator[Finding]:
    """It leads to two or more events or receive tasks that no other flow leads to (clause 10.6.6)."""
    if len(gateway.outgoing) < 2:
        yield make("gateway_without_events", file, gateway)
    for key in gateway.outgoing:
        target = process.elements.get(process.elements[key].target or "")
        if target is None:
            continue
        catches = target.kind == "intermediateCatchEvent" and target.event is not None and target.event.kind in IN_FLOW
        if not catches and target.kind != "receiveTask":
            yield make("gateway_to_other", file, gateway, other=naming.describe(target))
        elif len(target.incoming) > 1:
            yield make("gateway_event_shared", file, target)
