"""Places: the steps of a process, and of the processes that it calls, at which a case can be taken over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.dialect import naming
from engine.dialect.elements import AT_ONCE, EMBEDDED, SCOPED, Element, Process
from engine.workflow import Compiled, hinder_at

DEEPEST = 8
"""Most calls and subprocesses around a step."""
BETWEEN = " > "
PASSED_AT_ONCE = AT_ONCE | {"endEvent", "intermediateThrowEvent", "exclusiveGateway", "inclusiveGateway"}
"""Kinds of elements at which nothing waits, so that a case would run on from there."""
SKIPPED = frozenset({"sequenceFlow", "startEvent", "boundaryEvent", "textAnnotation", "association", "group"}) | {
    *("dataObject", "dataObjectReference", "dataStoreReference", "dataInputAssociation", "dataOutputAssociation"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A step with the way to it: the calls and subprocesses around it, outermost first, and the step itself."""

    path: tuple[str, ...]
    names: tuple[str, ...]
    process: str
    element: str
    waits: bool
    """Whether a case waits there, for somebody or something."""

    @property
    def name(self) -> str:
        """The step and the way to it, as a file can name it."""
        return BETWEEN.join(self.names)


def list_all(compiled: Compiled) -> tuple[Place, ...]:
    """Every step at which a case of this process can go on, in the order in which they are drawn."""
    main = compiled.processes[compiled.main]
    return tuple(_list_in(compiled, main, main.id, (), (), (main.id,)))


def _list_in(
    compiled: Compiled,
    process: Process,
    scope: str,
    path: tuple[str, ...],
    names: tuple[str, ...],
    around: tuple[str, ...],
) -> Iterator[Place]:
    """`around` are the processes that are being called, so that one that calls itself ends somewhere."""
    for element in process.elements.values():
        if element.parent != scope or element.kind in SKIPPED or element.properties.get("ballot") == "true":
            continue  # Nobody can take over half a vote: who voted what is not in a file.
        here, called = (*path, element.id), (*names, naming.call(element))
        if element.kind not in SCOPED:
            if not any(hinder_at(process, element, last=True)):
                yield Place(here, called, process.id, element.id, element.kind not in PASSED_AT_ONCE)
        elif len(here) <= DEEPEST and not any(hinder_at(process, element, last=False)):
            yield from _list_inside(compiled, process, element, here, called, around)


def _list_inside(
    compiled: Compiled,
    process: Process,
    element: Element,
    path: tuple[str, ...],
    names: tuple[str, ...],
    around: tuple[str, ...],
) -> Iterator[Place]:
    if element.kind in EMBEDDED:
        yield from _list_in(compiled, process, element.id, path, names, around)
    elif (inner := compiled.processes.get(element.called_process or "")) is not None and inner.id not in around:
        yield from _list_in(compiled, inner, inner.id, path, names, (*around, inner.id))


def find(places: tuple[Place, ...], told: str) -> tuple[Place, ...]:
    """The steps that a cell may mean: by names, such as *Samenvatten* or *Advies > Samenvatten*, or else by id."""
    wanted = tuple(_bare(part) for part in told.split(BETWEEN.strip()))
    if not any(wanted):
        return ()
    named = [place for place in places if _ends_with(place, wanted)]
    return tuple(named or (place for place in places if place.element == told.strip()))


def _ends_with(place: Place, wanted: tuple[str, ...]) -> bool:
    """Whether the last of the names is its own, and the others are around it, in this order."""
    names = [_bare(name) for name in place.names]
    if names[-1] != wanted[-1]:
        return False
    left = iter(names[:-1])
    return all(name in left for name in wanted[:-1])


def _bare(name: str) -> str:
    return " ".join(name.casefold().split())
