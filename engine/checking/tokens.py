"""Tokens: playing every order in which tokens can move through a diagram, to find joins that wait for ever.

Each process and subprocess is played on its own (BPMN 2.0.2 clause 13), with nothing known of conditions and time: a
choice may go any way, an activity may end or be interrupted, a reminder may come or not. Where a second token comes on
a flow that still holds one, nothing further is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, combinations

from engine.checking.finding import WARNING, Finding, make
from engine.dialect.compensation import is_edge
from engine.dialect.elements import Element, Process, links

MOST_TOKENS = 100_000
"""How many tokens are put down, over all the ways they can stand, before a scope is left as too entangled."""
CHOICES = frozenset({"exclusiveGateway", "complexGateway", "eventBasedGateway"})
Marking = frozenset[str]
"""The sequence flows that hold a token."""


def check(file: str, process: Process) -> Iterator[Finding]:
    scopes: dict[str, dict[str, Element]] = {}
    for element in process.elements.values():
        scopes.setdefault(element.parent, {})[element.id] = element
    for parent, elements in scopes.items():
        play = _Play(elements)
        seen = play.play([frozenset(play.led(start.outgoing)) for start in play.starts])
        for key in sorted(seen.stuck):
            yield make("join_without_split", file, elements[key], detail=len(elements[key].incoming))
        for key in sorted(seen.doubled):
            yield make("two_at_once", file, elements[key], severity=WARNING)
        if not seen.whole:
            scope = process.elements.get(parent)
            name = "" if scope is not None else f"*{process.name or process.id}*"
            yield make("too_entangled", file, scope, severity=WARNING, name=name)


def find_stuck(process: Process, parent: str, flows: Collection[str]) -> Collection[str] | None:
    """The joins of a scope at which tokens that stand on these flows could wait for ever.

    None where the scope is too entangled to say.
    """
    seen = _Play({e.id: e for e in process.elements.values() if e.parent == parent}).play([frozenset(flows)])
    return seen.stuck if seen.whole else None


@dataclass
class _Seen:
    """Joins where all stood still, nodes that two ways reached at once, and whether everything was looked at."""

    stuck: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    whole: bool = True


class _Play:
    def __init__(self, elements: Mapping[str, Element]) -> None:
        self.starts = [e for e in elements.values() if e.kind == "startEvent"]
        self.target = {
            e.id: elements[e.target] for e in elements.values() if e.target is not None and e.target in elements
        }
        self.edges: dict[str, list[Element]] = {}
        for element in elements.values():
            if element.kind == "boundaryEvent" and not is_edge(element):
                self.edges.setdefault(element.attached_to or "", []).append(element)
        self.linked = {throwing: elements[catching].outgoing for throwing, catching in links(elements.values())}
        self.before = self._find_before(elements)

    def _find_before(self, elements: Mapping[str, Element]) -> dict[str, frozenset[str]]:
        """For each way into an inclusive join: all flows from which a token can come in by it, around the join."""
        found = {}
        for join in (e for e in elements.values() if e.kind == "inclusiveGateway"):
            for way in join.incoming:
                known, pending = {way}, [way]
                while pending:
                    source = elements[pending.pop()].source
                    node = elements.get(source or "")
                    if node is None or node.id == join.id:
                        continue
                    for flow in self._into(node, elements):
                        if flow not in known:
                            known.add(flow)
                            pending.append(flow)
                found[way] = frozenset(known)
        return found

    def _into(self, node: Element, elements: Mapping[str, Element]) -> list[str]:
        flows = [*node.incoming]
        if node.attached_to is not None and node.attached_to in elements:
            flows += elements[node.attached_to].incoming
        for throwing, outgoing in self.linked.items():
            if set(outgoing) & set(node.outgoing):
                flows += elements[throwing].incoming
        return flows

    def play(self, first: Collection[Marking]) -> _Seen:
        """Everything that can come of each of these markings."""
        seen = _Seen()
        pending = list(first)
        known = set(pending)
        tokens = 0
        while pending:
            marking = pending.pop()
            for after in self._after(marking, seen):
                if after not in known:
                    known.add(after)
                    pending.append(after)
                    tokens += len(after)
                if tokens > MOST_TOKENS:
                    seen.whole = False
                    return seen
        return seen

    def _after(self, marking: Marking, seen: _Seen) -> Iterator[Marking]:
        """Every marking that one node makes of this one."""
        stands_still = True
        for node in {self.target[flow].id: self.target[flow] for flow in marking}.values():
            arrived = [flow for flow in node.incoming if flow in marking]
            joins = node.kind in {"parallelGateway", "inclusiveGateway"}
            if not self._may_go(node, arrived, marking):
                continue
            stands_still = False
            if len(arrived) > 1 and not joins and node.kind != "endEvent":
                seen.doubled.add(node.id)
            elif node.event is not None and node.event.kind in {"terminate", "cancel"}:
                yield frozenset()
            else:
                left = marking.difference(arrived if joins else arrived[:1])
                for given in self._ways_out(node):
                    tokens = Counter(chain(left, self.led(given)))
                    if all(count == 1 for count in tokens.values()):
                        yield frozenset(tokens)
        if stands_still:
            seen.stuck.update(self.target[flow].id for flow in marking)

    def _may_go(self, node: Element, arrived: Collection[str], marking: Marking) -> bool:
        """Whether a node has the tokens that it waits for (BPMN 2.0.2 clauses 13.4.1 and 13.4.3)."""
        if node.kind == "parallelGateway":
            return len(arrived) == len(node.incoming)
        if node.kind != "inclusiveGateway":
            return True
        late = frozenset().union(*(self.before[way] for way in node.incoming if way not in arrived))
        soon = frozenset().union(*(self.before[way] for way in arrived))
        return not marking & (late - soon)

    def _ways_out(self, node: Element) -> Iterator[Collection[str]]:
        if node.kind in CHOICES:
            yield from ((flow,) for flow in node.outgoing)
            return
        if node.kind == "inclusiveGateway":
            # Beyond three ways, each alone and all together stand for the rest.
            ways = len(node.outgoing)
            for size in range(1, ways + 1) if ways <= 3 else (1, ways):
                yield from combinations(node.outgoing, size)
            return
        if node.id in self.linked:
            yield self.linked[node.id]
            return
        edges = self.edges.get(node.id, [])
        endings = [node.outgoing, *(edge.outgoing for edge in edges if edge.interrupting)]
        beside = [edge.outgoing for edge in edges if not edge.interrupting]
        # Beyond three reminders on one activity, all that come together stand for the rest.
        sizes = range(len(beside) + 1) if len(beside) <= 3 else (0, 1, len(beside))
        for ending in endings:
            for size in sizes:
                for come in combinations(beside, size):
                    yield [*ending, *chain.from_iterable(come)]

    def led(self, flows: Collection[str]) -> list[str]:
        """The flows that lead somewhere; a token on any other is lost, which is told elsewhere."""
        return [flow for flow in flows if flow in self.target]
