"""Compensation: which activity of a diagram is undone by which other (BPMN 2.0.2 clause 13.5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.dialect.elements import EMBEDDED, Element, Process

KIND = "compensate"


@dataclass(frozen=True, slots=True)
class Compensation:
    """What can be undone in one process, and how. All by id."""

    handlers: Mapping[str, str] = field(default_factory=dict)
    """Activity → the activity that undoes it."""
    edges: Mapping[str, str] = field(default_factory=dict)
    """Activity → the compensation event on its edge."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Subprocess → the compensation event subprocess in it, which undoes it."""
    compensable: frozenset[str] = frozenset()
    """What must be recorded when it completes: it is undone by another, or has something inside that is."""


def read_compensation(process: Process) -> Compensation:
    """Collect what undoes what. A subprocess without a handler is undone by undoing what is inside it."""
    inside: dict[str, list[Element]] = {}
    for element in process.elements.values():
        inside.setdefault(element.parent, []).append(element)
    edges = {e.attached_to: e.id for e in process.elements.values() if is_edge(e) and e.attached_to}
    told = {host: list(handlers_of(process, process.elements[edge])) for host, edge in edges.items()}
    handlers = {host: found[0].id for host, found in told.items() if found}
    own = {
        e.parent: e.id
        for e in process.elements.values()
        if e.parent != process.id and undoes_scope(e, inside.get(e.id, ()))
    }

    def covers(element: Element) -> bool:
        if element.for_compensation or element.id in own.values():
            return False
        within = element.kind in EMBEDDED and (element.id in own or any(map(covers, inside.get(element.id, ()))))
        return within or element.id in handlers

    return Compensation(handlers, edges, own, frozenset(e.id for e in process.elements.values() if covers(e)))


def levels_of(process: Process, element: Element) -> list[str]:
    """The scope of an element; for one in an event subprocess, also the scope that this belongs to (clause 10.7.2)."""
    levels = [element.parent]
    while (around := process.elements.get(levels[-1])) is not None and around.triggered_by_event:
        levels.append(around.parent)
    return levels


def undoable_from(process: Process, element: Element) -> list[Element]:
    """What an event at the place of an element can undo, in the order of the file."""
    compensable, levels = read_compensation(process).compensable, levels_of(process, element)
    return [one for one in process.elements.values() if one.id in compensable and one.parent in levels]


def is_edge(element: Element) -> bool:
    """Whether it is a compensation event on the edge of an activity."""
    return element.kind == "boundaryEvent" and element.event is not None and element.event.kind == KIND


def undoes_scope(element: Element, inside: Iterable[Element]) -> bool:
    """Whether it is an event subprocess that begins with compensation."""
    return element.triggered_by_event and any(
        e.kind == "startEvent" and e.event is not None and e.event.kind == KIND for e in inside
    )


def handlers_of(process: Process, edge: Element) -> Iterator[Element]:
    """The activities that associations lead to from a compensation event, in whichever direction these are drawn."""
    for link in process.elements.values():
        if link.kind == "association" and edge.id in (link.source, link.target):
            other = process.elements.get((link.target if link.source == edge.id else link.source) or "")
            if other is not None and (other.kind.lower().endswith(("task", "activity")) or other.kind in EMBEDDED):
                yield other
