"""Playing: every way in which the tokens of a net can be distributed, nearest first, and what goes wrong on the way.

A marking is a number with a bit for each place, since a place holds one token: if a second arrives, that is reported
and nothing beyond it is examined. So the markings are finite; how many are examined is bounded.

Looking `beyond`, the second token is left out and the first goes on. What gets stuck then also does with the second:
that one can go the same way, and stops where the first did or before. An inclusive join depends on where no token is,
so this does not hold for a net that has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import chain

from engine.soundness.bounding import Budget
from engine.soundness.net import Net, Node


@dataclass(slots=True)
class Play:
    """The result. Each problem with the trace that leads to it, the shortest that there is."""

    stuck: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Joins at which everything that is left gets stuck."""
    doubled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What two tokens reach at once."""
    piled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What a second token reaches by the flow on which the first still is."""
    endless: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """A node from which no end is reached, whatever happens."""
    reached: set[str] = field(default_factory=set)
    fired: set[str] = field(default_factory=set)
    """Joins that let tokens through."""
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The way to each subprocess, including it."""
    whole: bool = True


def play(
    net: Net,
    waiting: frozenset[str],
    first: Iterable[int] | None = None,
    *,
    beyond: bool = False,
    budget: Budget | None = None,
) -> Play:
    """Examine everything that can follow from the net's starts, or from these markings.

    `waiting` are the elements in which a token can stay. `beyond` continues after two tokens meet. The work is charged
    to the budget.
    """
    player = _Player(net, waiting, beyond, budget or Budget())
    player.play(net.firsts if first is None else [tuple(_bits(marking)) for marking in first])
    player.judge()
    return player.found


def _bits(marking: int) -> Iterator[int]:
    while marking:
        low = marking & -marking
        yield low.bit_length() - 1
        marking ^= low


def _giving(net: Net) -> dict[int, frozenset[str]]:
    """The nodes that put a token on a place, by place."""
    found: dict[int, set[str]] = {}
    for key, node in net.nodes.items():
        for number in chain.from_iterable(node.ways):
            found.setdefault(number, set()).add(key)
    return {number: frozenset(keys) for number, keys in found.items()}


@dataclass(frozen=True, slots=True)
class _Step:
    """How a marking came about: from which marking, and which node took what."""

    before: int | None
    node: str
    taken: int


class _Player:
    def __init__(self, net: Net, waiting: frozenset[str], beyond: bool, budget: Budget) -> None:
        self.net = net
        self.budget = budget
        self.waiting = waiting
        self.beyond = beyond
        self.found = Play()
        self.masks = {key: sum(1 << number for number in node.ins) for key, node in net.nodes.items()}
        self.quiet = 0
        self.slow = 0
        for number, place in net.places.items():
            target = net.nodes[place.target]
            stays = bool(place.inside & waiting) or target.id in waiting
            if target.ends == "plain" and not stays:
                self.quiet |= 1 << number
            if stays or (target.joins and len(target.ins) > 1):
                self.slow |= 1 << number
        self.giving = _giving(net)
        self.nodes_before = {
            key: frozenset(chain.from_iterable(self.giving.get(number, ()) for number in node.ins))
            for key, node in net.nodes.items()
        }
        self.before = {
            number: self._find_before(node, number)
            for node in net.nodes.values()
            if node.joins == "some" and len(node.ins) > 1
            for number in node.ins
        }
        self.steps: dict[int, _Step] = {}
        self.preceding: dict[int, list[int]] = {}
        self.costs: dict[int, int] = {}
        self.open: set[int] = set()
        """Markings from which an end was reached, or which were not examined further."""
        self.marked = 0

    def _find_before(self, join: Node, way: int) -> int:
        """The places from which a token can arrive by this way in, not through the join (BPMN 2.0.2 clause 13.4.3)."""
        found = 1 << way
        seen, pending = {join.id}, list(self.giving.get(way, ()))
        while pending:
            key = pending.pop()
            if key not in seen:
                seen.add(key)
                found |= self.masks[key]
                pending += self.nodes_before[key] - seen
        return found

    def play(self, firsts: Iterable[tuple[int, ...]]) -> None:
        heap: list[tuple[int, int]] = []
        for way in firsts:
            marking = sum(1 << number for number in set(way))
            self._see(marking & self.quiet, None)
            marking &= ~self.quiet
            if marking not in self.costs:
                self.costs[marking] = 0
                self.steps[marking] = _Step(None, "", 0)
                heappush(heap, (0, marking))
        steps, most = 0, self.budget.for_one()
        done: set[int] = set()
        while heap:
            cost, marking = heappop(heap)
            if marking in done:
                continue
            done.add(marking)
            self._see(marking, marking)
            if not marking:
                self.open.add(marking)
                continue
            for key, taken, after in self._after(marking):
                steps += 1
                self.budget.left -= 1
                if steps > most:
                    self.found.whole = False
                    return
                further = cost + 1 + sum(len(self.net.places[number].path) for number in _bits(taken))
                self.preceding.setdefault(after, []).append(marking)
                if further < self.costs.get(after, further + 1):
                    self.costs[after] = further
                    self.steps[after] = _Step(marking, key, taken)
                    heappush(heap, (further, after))

    def _after(self, marking: int) -> Iterator[tuple[str, int, int]]:
        """Every marking that one node makes from this one: which node, what it takes, and the new marking."""
        still = True
        for key in dict.fromkeys(self.net.places[number].target for number in _bits(marking)):
            node = self.net.nodes[key]
            arrived = self.masks[key] & marking
            if not self._may_go(node, arrived, marking):
                continue
            still = False
            self._fire(node, marking, arrived)
            several = bool(arrived & (arrived - 1)) and not node.joins and node.ends != "plain"
            if several:
                self.open.add(marking)
                arriving = [step for number in _bits(arrived) for step in (*self._path(number), key)]
                self._tell(self.found.doubled, key, marking, arriving)
            if several and not self.beyond:
                continue
            if node.ends == "whole":
                yield key, arrived, 0
            else:
                taken = arrived if node.joins else arrived & -arrived
                yield from self._give(node, marking, taken)
        if still:
            self.open.add(marking)
            for key in dict.fromkeys(self.net.places[number].target for number in _bits(marking)):
                ways = [step for number in _bits(self.masks[key] & marking) for step in self._path(number)]
                self._tell(self.found.stuck, key, marking, [*ways, key])

    def _give(self, node: Node, marking: int, taken: int) -> Iterator[tuple[str, int, int]]:
        left = marking ^ taken
        if node.ends:
            yield node.id, taken, left
        for way in node.ways:
            given = sum(1 << number for number in way)
            self._see(given & self.quiet, None)
            given &= ~self.quiet
            if given & left & self.slow:
                self.open.add(marking)
                self._pile(node, marking, taken, given & left & self.slow)
                if self.beyond:
                    yield node.id, taken, left | given
            elif not given & left:
                # Otherwise the first token moves on at once, before a second can arrive: that order is examined too.
                yield node.id, taken, left | given

    def _pile(self, node: Node, marking: int, taken: int, twice: int) -> None:
        for number in _bits(twice):
            place = self.net.places[number]
            told = next((key for key in place.path if key in self.waiting), place.target)
            way = [step for other in _bits(taken) for step in self._path(other)]
            path = place.path[: place.path.index(told) + 1] if told in place.path else (*place.path, told)
            # The first token has not passed a join yet.
            before = place.path if told == place.target and self.net.nodes[told].joins else path
            self._tell(self.found.piled, told, marking, [*before, *way, node.id, *path])

    def _may_go(self, node: Node, arrived: int, marking: int) -> bool:
        """Whether a node has the tokens that it waits for (BPMN 2.0.2 clauses 13.4.1 and 13.4.3)."""
        if node.joins == "all":
            return arrived == self.masks[node.id]
        if node.joins != "some" or len(node.ins) < 2:
            return True
        late = soon = 0
        for number in node.ins:
            if arrived >> number & 1:
                soon |= self.before[number]
            else:
                late |= self.before[number]
        return not marking & late & ~soon

    def _see(self, marking: int, at: int | None) -> None:
        """Note what is reached for the first time; `at` is the marking that can be led to, if any."""
        new = marking & ~self.marked
        self.marked |= new
        for number in _bits(new):
            place = self.net.places[number]
            target = self.net.nodes[place.target]
            self.found.reached |= place.inside
            if target.ends == "plain" or not target.joins or len(target.ins) < 2:
                self.found.reached.add(target.id)
            shown = dict(place.shown)
            if target.part:
                shown[target.id] = (*place.path, target.id)
            before = self._trace(at) if shown and at is not None else ()
            for key, path in shown.items():
                self.found.shown.setdefault(key, (*before, *path))

    def _fire(self, node: Node, marking: int, arrived: int) -> None:
        if node.id in self.found.fired:
            return
        self.found.fired.add(node.id)
        self.found.reached |= {node.id} | node.beside
        self.found.whole &= not node.partial
        if node.shown:
            before = (*self._trace(marking), *self._path(next(_bits(arrived))))
            for key, path in node.shown.items():
                self.found.shown.setdefault(key, (*before, *path))

    def _path(self, number: int) -> tuple[str, ...]:
        return self.net.places[number].path

    def _tell(self, told: dict[str, tuple[str, ...]], key: str, marking: int, last: list[str]) -> None:
        """Keep the shortest way to what goes wrong; `last` are the steps after a marking."""
        if key not in told or self.costs[marking] + len(last) < len(told[key]):
            told[key] = (*self._trace(marking), *last)

    def _trace(self, marking: int) -> tuple[str, ...]:
        """All moves that lead to a marking, except what is on its places."""
        moves: list[tuple[str, ...]] = []
        step = self.steps[marking]
        while step.before is not None:
            moves.append((*(key for number in _bits(step.taken) for key in self._path(number)), step.node))
            step = self.steps[step.before]
        return tuple(key for move in reversed(moves) for key in move)

    def judge(self) -> None:
        """Find markings from which neither an end, nor anything already reported, can be reached."""
        if not self.found.whole:
            return
        good = set(self.open)
        pending = list(good)
        while pending:
            for marking in self.preceding.get(pending.pop(), ()):
                if marking not in good:
                    good.add(marking)
                    pending.append(marking)
        bad = [marking for marking in self.costs if marking not in good]
        if bad:
            marking = min(bad, key=lambda other: self.costs[other])
            number = next(_bits(marking))
            target = self.net.places[number].target
            self.found.endless[target] = (*self._trace(marking), *self._path(number), target)
