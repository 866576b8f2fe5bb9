"""Telling: which status a submitter would be reading at a step, had the case come there in the usual way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.dialect.elements import SCOPED, Element, Process
from engine.workflow import Compiled

STATUS = "publishedStatus"


def statuses_of(compiled: Compiled) -> tuple[str, ...]:
    """Every status that a process, or one that it calls, publishes; each once, in the order of the drawings."""
    elements = (e for process in compiled.processes.values() for e in process.elements.values())
    return tuple(dict.fromkeys(e.properties[STATUS] for e in elements if e.properties.get(STATUS)))


def last_told(compiled: Compiled, path: Iterable[str]) -> frozenset[str]:
    """The statuses that may have been published last before a step; more than one if that depends on the way to it."""
    levels: list[tuple[Process, Element]] = []
    process = compiled.processes[compiled.main]
    for key in path:
        element = process.elements[key]
        levels.append((process, element))
        if element.kind == "callActivity":
            process = compiled.processes.get(element.called_process or "", process)
    for process, element in reversed(levels):
        told, is_sure = _before(compiled, process, [element], set())
        if told and is_sure:
            return frozenset(told)
        if told:
            # On some ways nothing was published inside yet, so what was told before counts too.
            rest = last_told(compiled, [e.id for _, e in levels[: levels.index((process, element))]])
            return frozenset(told) | rest
    return frozenset()


def _before(
    compiled: Compiled, process: Process, elements: Iterable[Element], inside: set[str]
) -> tuple[set[str], bool]:
    """The statuses that are published nearest before elements, and whether something is on every way to them."""
    told: set[str] = set()
    is_sure, seen, ahead = True, set[str](), list(elements)
    while ahead:
        element = ahead.pop()
        if element.id in seen:
            continue
        seen.add(element.id)
        earlier = list(_sources(process, element))
        is_sure = is_sure and bool(earlier)
        for before in earlier:
            if status := before.properties.get(STATUS):
                told.add(status)
                continue
            within, ends_it = _within(compiled, process, before, inside)
            told |= within
            if not ends_it:
                ahead.append(before)
    return told, is_sure


def _within(compiled: Compiled, process: Process, element: Element, inside: set[str]) -> tuple[set[str], bool]:
    """What a call or subprocess publishes last, and whether it always publishes something."""
    if element.kind not in SCOPED:
        return set(), False
    inner, scope = process, element.id
    if element.kind == "callActivity":
        found = compiled.processes.get(element.called_process or "")
        if found is None or found.id in inside:
            return set(), False
        inner, scope = found, found.id
    ends = [e for e in inner.elements.values() if e.parent == scope and e.kind == "endEvent"]
    return _before(compiled, inner, ends, {*inside, scope})


def _sources(process: Process, element: Element) -> Iterator[Element]:
    """The elements that come right before one; for an event on an edge, what comes before its activity."""
    at = process.elements[element.attached_to] if element.attached_to is not None else element
    for flow in at.incoming:
        source = process.elements.get(process.elements[flow].source or "")
        if source is not None:
            yield source
