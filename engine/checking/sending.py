"""Sending: whether a message that a process sends can be found by whoever waits for it (BPMN 2.0.2 clause 8.4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checking.finding import WARNING, Finding, make
from engine.dialect import naming
from engine.dialect.elements import THROWING, Element
from engine.dialect.folder import ProcessFiles
from engine.dialect.timers import is_timer_text


def check(folder: ProcessFiles, others: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    taken = {**others, folder.process.id: folder}
    for element in folder.process.elements.values():
        if element.job_type == "message":
            yield from _check_sent(folder.source, element, taken)


def _check_sent(file: str, element: Element, taken: Mapping[str, ProcessFiles]) -> Iterator[Finding]:
    name = element.headers.get("message") or (element.event.reference if element.event is not None else None)
    if not name:
        throws = element.kind in THROWING and element.event is not None and element.event.reference is None
        yield make("message_without_name" if throws else "message_unnamed", file, element)
        return
    life = element.headers.get("timeToLive", "")
    if life and not life.startswith("=") and not (life.startswith("P") and is_timer_text(life)):
        yield make("message_life", file, element, detail=life)
    if name.startswith("="):
        return
    hearing = [e for other in taken.values() for e in other.process.elements.values() if _hears(e, name)]
    if not hearing:
        yield make("heard_by_nobody", file, element, severity=WARNING, detail=name)
    for other in hearing:
        begins = other.kind == "startEvent" and other.parent == other.process
        told = naming.describe(other)
        if not begins and other.event is not None and not other.event.correlation_key:
            yield make("waits_without_key", file, element, detail=name, other=told)
        elif not begins and not element.headers.get("key"):
            yield make("sent_without_key", file, element, detail=name, other=told)


def _hears(element: Element, name: str) -> bool:
    event = element.event
    waits = element.kind not in THROWING | {"sendTask"} and event is not None
    return waits and event is not None and event.kind == "message" and event.reference == name
