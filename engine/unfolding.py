"""Unfolding: the order in which a reader meets the steps of a drawing, and which of them stand on a way of their own.

What can only be reached by one answer to a choice stands under that choice; what several ways lead to comes after all
of them. Pure: it knows steps by their ids only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SHORT = 3
"""A way of this many steps stands under its choice, if the ways come together again: then all of them look alike."""
_BEFORE = ""
"""What comes before every beginning; no element has this id."""
_NONE = -1


class Way(NamedTuple):
    """From a step to the next, by a flow; or to an event on its edge."""

    to: str
    flow: str = ""
    is_edge: bool = False


class Placed(NamedTuple):
    """A step in its place. `depth` counts the choices that it stands under; `way` is the flow that it begins."""

    key: str
    depth: int
    way: str = ""


Ways = Mapping[str, Sequence[Way]]


def unfold(begins: Sequence[str], ways: Ways) -> Iterator[Placed]:
    """Every step once: first what follows from `begins`, then what nothing leads to."""
    tree = _Tree.grow(begins, ways)
    waiting = [Placed(key, 0) for key in reversed(tree.below[_BEFORE])]
    while waiting:
        placed = waiting.pop()
        yield placed
        waiting.extend(reversed(list(_place_next(placed, ways.get(placed.key, ()), tree))))


def _place_next(at: Placed, ways: Sequence[Way], tree: _Tree) -> Iterator[Placed]:
    """What comes after a step alone: on its edge, on each of its ways, and where those come together."""
    below = tree.below[at.key]
    edges = [way.to for way in ways if way.is_edge and way.to in below]
    flows = [way for way in ways if not way.is_edge]
    own = {way.to: way.flow for way in flows if way.to in below and tree.leads_alone(at.key, way.to)}
    together = [key for key in below if key not in edges and key not in own]
    main = _choose_main(own, together, tree.sizes) if len(flows) > 1 else next(iter(own), None)
    yield from (Placed(key, at.depth + 1) for key in edges)
    yield from (Placed(key, at.depth + 1, flow) for key, flow in own.items() if key != main)
    if main is not None:
        yield Placed(main, at.depth, own[main] if len(flows) > 1 else "")
    yield from (Placed(key, at.depth) for key in together)


def _choose_main(own: Mapping[str, str], together: Sequence[str], sizes: Mapping[str, int]) -> str | None:
    """The way that goes on as the main line, if one is longer than everything else together.

    So the lines never become deeper than the logarithm of their number, however many choices follow each other.
    """
    longest = max(own, key=lambda key: sizes[key], default=None)
    if longest is None:
        return None
    rest = sum(sizes[key] for key in (*own, *together) if key != longest)
    is_main = sizes[longest] > rest and (not together or sizes[longest] > SHORT)
    return longest if is_main else None


@dataclass(frozen=True, slots=True)
class _Tree:
    """Each step under the last one that every way to it passes (its immediate dominator), in the order of the flow."""

    above: Mapping[str, str]
    below: Mapping[str, Sequence[str]]
    sizes: Mapping[str, int]
    """How many steps are in the tree from each step on, itself included."""
    before: Mapping[str, Sequence[str]]
    """The steps that lead to each, once for every way."""

    @classmethod
    def grow(cls, begins: Sequence[str], ways: Ways) -> _Tree:
        whole, order, reached = _order(begins, ways)
        before: dict[str, list[str]] = {key: [] for key in order}
        for key in order:
            for way in whole.get(key, ()):
                before[way.to].append(key)
        above = _find_above(reached, before)
        below: dict[str, list[str]] = {key: [] for key in order}
        sizes = dict.fromkeys(order, 1)
        for key in order[1:]:
            below[above[key]].append(key)
        for key in reversed(order[1:]):
            sizes[above[key]] += sizes[key]
        return cls(above, below, sizes, before)

    def leads_alone(self, key: str, target: str) -> bool:
        """Whether one way leads to a step, and that from here; ways back to it do not count."""
        return [one for one in self.before[target] if not self._is_under(one, target)] == [key]

    def _is_under(self, key: str, top: str) -> bool:
        while key != top and key != _BEFORE:
            key = self.above[key]
        return key == top


def _order(begins: Sequence[str], ways: Ways) -> tuple[Ways, list[str], dict[str, str]]:
    """The ways with those to each beginning; every step before what follows it, except on the way back; and from which
    step each was reached first, in that order.

    Depth first: in reverse postorder, and in preorder. A step that cannot be reached is a beginning too.
    """
    done: set[str] = {_BEFORE}
    found: list[str] = []
    first: list[str] = []
    for begin in (*begins, *ways):
        if begin not in done:
            first.append(begin)
            done |= _reach(begin, ways, done)
    whole = {**ways, _BEFORE: [Way(key) for key in first]}
    reached = {_BEFORE: _BEFORE}
    waiting = [(_BEFORE, iter(reversed(whole[_BEFORE])))]
    while waiting:
        key, left = waiting[-1]
        way = next(left, None)
        if way is None:
            found.append(key)
            waiting.pop()
        elif way.to not in reached:
            reached[way.to] = key
            waiting.append((way.to, iter(reversed(whole.get(way.to, ())))))
    return whole, found[::-1], reached


def _reach(begin: str, ways: Ways, done: Collection[str]) -> set[str]:
    found, waiting = {begin}, [begin]
    while waiting:
        new = {way.to for way in ways.get(waiting.pop(), ()) if way.to not in found and way.to not in done}
        found |= new
        waiting += new
    return found


def _find_above(reached: Mapping[str, str], before: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The immediate dominator of each (Lengauer and Tarjan, A Fast Algorithm for Finding Dominators, 1979, the simple
    version: no drawing is slow). Steps are numbers here, in the order in which they were reached first."""
    keys = list(reached)
    numbers = {key: number for number, key in enumerate(keys)}
    parents = [numbers[key] for key in reached.values()]
    forest = _Forest(list(range(len(keys))), list(range(len(keys))), [_NONE] * len(keys))
    above = [0] * len(keys)
    waiting: list[list[int]] = [[] for _ in keys]
    for number in range(len(keys) - 1, 0, -1):
        for key in before[keys[number]]:
            forest.semis[number] = min(forest.semis[number], forest.semis[forest.find_lowest(numbers[key])])
        waiting[forest.semis[number]].append(number)
        parent = forest.roots[number] = parents[number]
        for one in waiting[parent]:
            lowest = forest.find_lowest(one)
            above[one] = lowest if forest.semis[lowest] < forest.semis[one] else parent
        waiting[parent].clear()
    for number in range(1, len(keys)):
        if above[number] != forest.semis[number]:
            above[number] = above[above[number]]
    return {key: keys[above[number]] for number, key in enumerate(keys)}


@dataclass(frozen=True, slots=True)
class _Forest:
    """The part of the tree of first reaching that was looked at, with its paths made short."""

    semis: list[int]
    """Of each its semidominator, as far as known."""
    lowest: list[int]
    roots: list[int]

    def find_lowest(self, number: int) -> int:
        """Of the steps above one, itself included and the root not: the one with the lowest semidominator."""
        path, top = [], number
        while self.roots[top] != _NONE and self.roots[self.roots[top]] != _NONE:
            path.append(top)
            top = self.roots[top]
        for one in reversed(path):
            root = self.roots[one]
            if self.semis[self.lowest[root]] < self.semis[self.lowest[one]]:
                self.lowest[one] = self.lowest[root]
            self.roots[one] = self.roots[root]
        return self.lowest[number]
