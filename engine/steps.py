"""Steps: a diagram as an ordered, nested list in words, which says the same as the picture does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.dialect import naming
from engine.dialect.compensation import handlers_of, is_edge
from engine.dialect.data import Data, read_data
from engine.dialect.elements import ARTIFACTS, EMBEDDED, Element, Process, is_link, links
from engine.unfolding import Way, unfold

PASSED_OVER = ARTIFACTS | {"sequenceFlow", "dataInputAssociation", "dataOutputAssociation"}


@dataclass(frozen=True, slots=True)
class Following:
    """What comes after a step: the answer that leads there (empty where there is no choice), and the step."""

    label: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step of a diagram.

    `depth` counts the subprocesses around it, the choices that it stands under, and one for an event on the edge of a
    step and what follows that.
    """

    element_id: str
    kind: str
    name: str
    lane: str | None
    depth: int
    followed_by: tuple[Following, ...]
    interrupts: bool | None = None
    """For an event on the edge of a step: whether it ends that step."""
    repeated: bool = False
    """Whether it is done several times."""
    in_turn: bool = False
    """Whether it is done one after the other, not by several people in parallel."""
    event: str | None = None
    """timer or message, for an event that waits."""
    reads: tuple[str, ...] = ()
    """The names of the data objects and stores that an arrow connects to it as input."""
    writes: tuple[str, ...] = ()
    way: str | None = None
    """The answer that leads to it (maybe empty), if it is the first step on a way from a choice."""


def list_steps(process: Process) -> tuple[StepItem, ...]:
    """All steps in the order in which a reader meets them, each once. A way back is named, not followed again.

    A choice that only brings ways together is left out, since it says nothing.
    """
    found: list[StepItem] = []
    way: str | None = None
    for item in list_all(process):
        way = item.way if item.way is not None else way
        if not _only_brings_together(process.elements[item.element_id]):
            found.append(replace(item, way=way))
            way = None
    return tuple(found)


def list_all(process: Process) -> tuple[StepItem, ...]:
    """The same, with each choice that only brings ways together: editors want to put something after it."""
    return tuple(_walk(process, read_data(process), process.id, 0))


def _walk(process: Process, data: Data, scope: str, depth: int) -> Iterator[StepItem]:
    inside = {e.id: e for e in process.elements.values() if e.parent == scope and e.kind not in PASSED_OVER}
    starts = [e.id for e in inside.values() if e.kind == "startEvent"]
    alone = [e.id for e in inside.values() if not e.incoming and e.id not in starts and _stands_alone(e)]
    ways = {key: list(_ways(process, element, inside)) for key, element in inside.items()}
    for place in unfold([*starts, *alone], ways):
        element = inside[place.key]
        yield _item(process, data, element, depth + place.depth, place.way)
        if element.kind in EMBEDDED:
            yield from _walk(process, data, element.id, depth + place.depth + 1)


def _ways(process: Process, element: Element, inside: Mapping[str, Element]) -> Iterator[Way]:
    """Where one can go from a step: by a flow or a link, to what undoes it, and to what is on its edge."""
    for flow_id in element.outgoing:
        target = process.elements[flow_id].target
        if target in inside:
            yield Way(str(target), flow_id)
    yield from (Way(key) for key in link_targets(process, element) if key in inside)
    yield from (Way(one.id) for one in (handlers_of(process, element) if is_edge(element) else ()) if one.id in inside)
    edges = (e for e in inside.values() if e.kind == "boundaryEvent" and e.attached_to == element.id)
    yield from (Way(edge.id, is_edge=True) for edge in edges)


def _stands_alone(element: Element) -> bool:
    return element.kind != "boundaryEvent" and not element.for_compensation


def _item(process: Process, data: Data, element: Element, depth: int, way: str) -> StepItem:
    return StepItem(
        element_id=element.id,
        kind=element.kind,
        name=element.name,
        lane=element.lane,
        depth=depth,
        followed_by=tuple(_following(process, element)),
        interrupts=element.interrupting if element.kind == "boundaryEvent" and not is_edge(element) else None,
        repeated=element.loop is not None,
        in_turn=element.loop is not None and (element.loop.sequential or element.loop.standard),
        event=element.event.kind if element.event is not None else None,
        reads=_named(data.reads.get(element.id, ())),
        writes=_named(data.writes.get(element.id, ())),
        way=process.elements[way].name if way else None,
    )


def _named(drawn: Iterable[Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(naming.call(one) for one in drawn))


def _following(process: Process, element: Element) -> Iterator[Following]:
    """What comes next, or undoes it. A gateway that only joins paths is skipped, since it says nothing."""
    for handler in handlers_of(process, element) if is_edge(element) else ():
        yield Following("", handler.id, naming.call(handler))
    for key in link_targets(process, element):
        yield Following("", key, naming.call(process.elements[key]))
    for flow_id in element.outgoing:
        flow = process.elements[flow_id]
        target = _look_through(process, flow)
        if target is not None:
            yield Following(flow.name, target.id, naming.call(target))


def link_targets(process: Process, element: Element) -> list[str]:
    """Where a link leads, which no line shows (BPMN 2.0.2 clause 10.5.1)."""
    return [end for start, end in links(process.elements.values()) if start == element.id] if is_link(element) else []


def _look_through(process: Process, flow: Element) -> Element | None:
    """The first step on a flow that means something to a reader."""
    passed: set[str] = set()
    target = process.elements.get(flow.target or "")
    while target is not None and _only_brings_together(target) and target.id not in passed:
        passed.add(target.id)
        target = process.elements.get(process.elements[target.outgoing[0]].target or "")
    return target


def _only_brings_together(element: Element) -> bool:
    return element.kind == "exclusiveGateway" and not element.name and len(element.outgoing) == 1
