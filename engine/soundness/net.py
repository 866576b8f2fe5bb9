"""Net: a scope of a diagram as places that hold tokens and nodes that move them, with data abstracted.

A place is a sequence flow with everything that a token passes there without any other influence; a way is the set of
tokens that a node puts down when it goes on. Every way out of a choice can be taken, an activity can end or be
interrupted, and a repeated activity is one token (BPMN 2.0.2 clause 13).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import TypeVar

from engine.dialect.compensation import is_edge
from engine.dialect.elements import EMBEDDED, Element, links

CHOICES = frozenset({"exclusiveGateway", "complexGateway", "eventBasedGateway"})
WAITING = frozenset({"userTask", "receiveTask", "callActivity", "subProcess", "transaction", "intermediateCatchEvent"})
LEAVING = frozenset({"error", "cancel"})
"""What an end event throws to leave its scope by a way other than the normal one."""
MOST_COMBINED = 6
"""Up to so many inclusive ways or reminders, every combination is played; beyond that the net is only a part."""


@dataclass(slots=True)
class Place:
    """Where a token can be. A reduced net has long places."""

    target: str
    path: tuple[str, ...]
    """What a token passes on the shortest way, in order, up to the target."""
    inside: set[str]
    """Everything that can happen to it there."""
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each subprocess inside, the path up to and including it."""
    kept: bool = False
    """Whether a token is put here from outside, so that it may not be merged with a parallel place."""


Way = tuple[int, ...]
"""The places that get a token."""
Told = TypeVar("Told")


@dataclass(slots=True)
class Node:
    """What takes tokens from places. `joins` is empty, `all`, or `some` for an inclusive join."""

    id: str
    joins: str
    ins: list[int]
    ways: list[Way]
    ends: str = ""
    """`plain` takes one token away, `whole` ends everything in the scope."""
    reminders: frozenset[int] = frozenset()
    """Places of events that occur in parallel and interrupt nothing."""
    beside: set[str] = field(default_factory=set)
    """What else can happen when this is reached."""
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    partial: bool = False
    """Whether it has more ways than are given."""
    part: bool = False
    """Whether it is a subprocess, with a scope of its own."""


@dataclass(slots=True)
class Net:
    """The places and nodes of one scope, and for each start the way that it gives."""

    places: dict[int, Place]
    nodes: dict[str, Node]
    firsts: list[Way]
    numbers: dict[str, int]
    """Sequence flow → its place; for merged places, the one that is left."""


def build(
    elements: Mapping[str, Element],
    leaving: Collection[str] = (),
    kept: Collection[str] = (),
) -> Net:
    """The net of the elements of one scope.

    `leaving` are throws that interrupt the scope, `kept` flows that get a token from outside.
    """
    flows = [e.id for e in elements.values() if e.kind == "sequenceFlow" and e.target in elements]
    numbers = {key: number for number, key in enumerate(flows)}
    for element in elements.values():
        for key in element.incoming:
            numbers.setdefault(key, len(numbers))
    targets = {key: element.id for element in elements.values() for key in element.incoming}
    places = {
        number: Place(targets[key], (key,), {key}, kept=key in kept)
        for key, number in numbers.items()
        if key in targets
    }
    builder = _Builder(elements, {key: n for key, n in numbers.items() if n in places}, places, frozenset(leaving))
    nodes = {e.id: builder.node(e) for e in elements.values() if e.kind != "sequenceFlow" and builder.is_led_to(e)}
    return Net(places, nodes, list(builder.firsts()), builder.numbers)


class _Builder:
    def __init__(
        self,
        elements: Mapping[str, Element],
        numbers: dict[str, int],
        places: dict[int, Place],
        leaving: frozenset[str],
    ) -> None:
        self.elements = elements
        self.numbers = numbers
        self.places = places
        self.leaving = leaving
        self.edges: dict[str, list[Element]] = {}
        for element in elements.values():
            if element.kind == "boundaryEvent" and not is_edge(element):
                self.edges.setdefault(element.attached_to or "", []).append(element)
        most = max(places, default=-1) + 1
        self.jumps: dict[str, int] = {}
        """Throwing link → the place from which its token reaches the catching one: each has its own, as a flow has."""
        self.landings: dict[str, list[int]] = {}
        for throwing, catching in links(elements.values()):
            number = most + len(self.jumps)
            places[number] = Place(catching, (), set())
            self.jumps[throwing] = number
            self.landings.setdefault(catching, []).append(number)

    def is_led_to(self, element: Element) -> bool:
        """Whether a token can reach it from another node."""
        return bool(element.incoming) or element.id in self.landings

    def firsts(self) -> Iterator[Way]:
        for start in self.elements.values():
            if start.kind == "startEvent":
                yield self._led(start.outgoing, start)

    def node(self, element: Element) -> Node:
        joins = {"parallelGateway": "all", "inclusiveGateway": "some"}.get(element.kind, "")
        ins = [self.numbers[key] for key in dict.fromkeys(element.incoming)] + self.landings.get(element.id, [])
        node = Node(element.id, joins, ins, [], ends=self._ends(element), part=element.kind in EMBEDDED)
        if not node.ends:
            node.ways = list(dict.fromkeys(self._ways(element, node)))
        return node

    def _ways(self, element: Element, node: Node) -> Iterator[Way]:
        if element.kind in CHOICES:
            yield from (self._led([flow]) for flow in element.outgoing)
        elif element.kind == "inclusiveGateway":
            for chosen in _some(element.outgoing, 1, node):
                yield self._led(chosen)
        elif element.id in self.jumps:
            yield (self.jumps[element.id],)
        elif element.id in self.edges:
            yield from self._around(element, node)
        else:
            yield self._led(element.outgoing)

    def _around(self, element: Element, node: Node) -> Iterator[Way]:
        """The ways on of an activity: it ends or is interrupted, and the parallel events have occurred or not."""
        node.beside.update(edge.id for edge in self.edges[element.id])
        endings = [self._led(element.outgoing)]
        beside: list[Way] = []
        for edge in self.edges[element.id]:
            led = self._led(edge.outgoing, edge)
            (endings if edge.interrupting else beside).append(led)
        node.reminders = frozenset(chain.from_iterable(beside))
        for come in list(_some(beside, 0, node)):
            for ending in endings:
                yield tuple(dict.fromkeys([*ending, *chain.from_iterable(come)]))

    def _ends(self, element: Element) -> str:
        kind = element.event.kind if element.event is not None else ""
        if element.id in self.leaving or (element.kind == "endEvent" and kind in LEAVING):
            return "whole"
        if element.kind == "endEvent":
            return "whole" if kind == "terminate" else "plain"
        # No flow may lead there; what begins there is reached through the element it belongs to.
        return "plain" if element.kind in {"startEvent", "boundaryEvent"} else ""

    def _led(self, flows: Iterable[str], by: Element | None = None) -> Way:
        """The flows that lead somewhere; a token on any other is lost, which is reported elsewhere."""
        found = tuple(self.numbers[key] for key in flows if key in self.numbers)
        for number in found:
            place = self.places[number]
            if by is not None and by.id not in place.inside:
                place.path = (by.id, *place.path)
                place.inside.add(by.id)
        return found


def _some(told: Collection[Told], least: int, node: Node) -> Iterator[tuple[Told, ...]]:
    sizes: Iterable[int] = range(least, len(told) + 1)
    if len(told) > MOST_COMBINED:
        sizes, node.partial = sorted({least, 1, len(told)}), True
    for size in sizes:
        yield from combinations(told, size)
