"""Reducing: merging what runs on by itself, so that few markings are left to examine.

The rules preserve what is asked of a net: which joins wait for ever, where two tokens meet, what is reached and
whether an end is (after Murata, "Petri nets: properties, analysis and applications", 1989, section V). A diagram
that is built of blocks reduces to one place.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Collection

from engine.soundness.net import Net, Node, Way


def reduce(net: Net) -> None:
    """Apply the rules until none applies any more."""
    reducer = _Reducer(net)
    while reducer.pending:
        # The first that was woken: what is between two others is merged before those are examined again.
        key = reducer.pending.popitem(last=False)[0]
        if key in net.nodes:
            reducer.look(net.nodes[key])
    left = {number for node in net.nodes.values() for number in node.ins}
    net.places = {number: place for number, place in net.places.items() if number in left}


class _Reducer:
    def __init__(self, net: Net) -> None:
        self.places = net.places
        self.nodes = net.nodes
        self.net = net
        self.pending: OrderedDict[str, None] = OrderedDict.fromkeys(net.nodes)
        self.sources: dict[int, set[str]] = {}
        self.aliases: dict[int, list[str]] = {}
        for node in net.nodes.values():
            for way in node.ways:
                for number in way:
                    self.sources.setdefault(number, set()).add(node.id)
        for key, number in net.numbers.items():
            self.aliases.setdefault(number, []).append(key)

    def look(self, node: Node) -> None:
        if node.ends:
            return
        self._forget_reminders(node)
        again = self._cut_loop(node) or self._close_inclusive(node) or self._take_together(node)
        if again or self._run_on(node):
            self._wake(node)

    def _wake(self, node: Node) -> None:
        """Queue what may have become reducible, at the node and on either side of it."""
        around = [node.id, *(self.places[n].target for way in node.ways for n in way)]
        around += [key for number in node.ins for key in self.sources.get(number, ())]
        self.pending.update(dict.fromkeys(key for key in around if key in self.nodes))

    def _forget_reminders(self, node: Node) -> None:
        """A reminder that only reaches an end of its own has no effect on anything else."""
        quiet = {n for n in node.reminders if self.nodes[self.places[n].target].ends == "plain"}
        quiet = {n for n in quiet if not self.places[n].kept}
        if not quiet:
            return
        for number in quiet:
            place = self.places[number]
            node.beside |= place.inside | {place.target}
            node.shown.update(place.shown)
            self._drop(number)
        node.reminders -= quiet
        node.ways = _without(node.ways, quiet)
        self._wake(node)

    def _run_on(self, node: Node) -> bool:
        """A node between two places, with nothing to choose: one place."""
        if len(node.ins) != 1 or len(node.ways) != 1 or len(node.ways[0]) != 1:
            return False
        first, last = node.ins[0], node.ways[0][0]
        if first == last:
            return False
        place, onward = self.places[first], self.places[last]
        passed = (*place.path, node.id)
        place.shown.update({key: (*passed, *path[1:]) for key, path in node.shown.items()})
        place.shown.update({key: (*passed, *path) for key, path in onward.shown.items()})
        if node.part:
            place.shown[node.id] = passed
        place.path = (*passed, *onward.path)
        place.inside |= onward.inside | node.beside | {node.id}
        place.kept |= onward.kept
        place.target = onward.target
        target = self.nodes[onward.target]
        target.ins = [first if number == last else number for number in target.ins]
        del self.nodes[node.id]
        self._rename(last, first)
        for key in self.sources.get(first, ()):
            self.pending[key] = None
        return True

    def _take_together(self, node: Node) -> bool:
        """Parallel places from one node to another: ways of a choice that meet, or of a split that are joined."""
        done = False
        seen: dict[str, int] = {}
        sizes = [len(way) for way in node.ways]
        having: dict[int, set[int]] = {}
        for index, way in enumerate(node.ways):
            for number in way:
                having.setdefault(number, set()).add(index)
        for number in list(dict.fromkeys(n for way in node.ways for n in way)):
            target = self.nodes[self.places[number].target]
            meets = "end" if target.ends == "plain" else target.id
            other = seen.setdefault(meets, number)
            if other == number:
                continue
            alone = all(sizes[index] == 1 for index in having[number] | having[other])
            split = having[number] == having[other]
            if alone and not target.joins:
                self._merge_choice(node, other, number)
            elif split and target.joins == "all" and not (self.places[number].kept or self.places[other].kept):
                self._merge_split(node, other, number)
                for index in having[number]:
                    sizes[index] -= 1
            else:
                continue
            done = True
        return done

    def _merge_choice(self, node: Node, one: int, two: int) -> None:
        place, other = self.places[one], self.places[two]
        if other.target != place.target:
            place.inside.add(other.target)
        elif len(other.path) < len(place.path):
            place.path = other.path
        place.shown.update(other.shown)
        place.inside |= other.inside
        place.kept |= other.kept
        self._drop(two)
        node.ways = list(dict.fromkeys(way for way in node.ways if two not in way))
        self._rename(two, one)

    def _merge_split(self, node: Node, one: int, two: int) -> None:
        place, other = self.places[one], self.places[two]
        place.shown.update(other.shown)
        place.inside |= other.inside
        place.path = (*place.path, *other.path)
        self._drop(two)
        node.ways = _without(node.ways, {two})
        self._rename(two, one)

    def _close_inclusive(self, node: Node) -> bool:
        """A split whose ways all come together in one inclusive join, with nothing else arriving there."""
        given = {number for way in node.ways for number in way}
        targets = {self.places[number].target for number in given}
        if len(given) < 2 or len(targets) != 1 or not all(node.ways):
            return False
        target = self.nodes[next(iter(targets))]
        if target.joins != "some" or set(target.ins) != given or any(self.places[n].kept for n in given):
            return False
        first = min(given, key=lambda number: len(self.places[number].path))
        place = self.places[first]
        # If a split always gives several, the shortest is no way on its own.
        if min(map(len, node.ways)) > 1:
            place.path = tuple(key for number in sorted(given) for key in self.places[number].path)
        for number in given - {first}:
            other = self.places[number]
            place.inside |= other.inside
            place.shown.update(other.shown)
            self._drop(number)
            self._rename(number, first)
        node.ways, node.partial = [(first,)], False
        target.joins = ""
        self.pending[target.id] = None
        return True

    def _cut_loop(self, node: Node) -> bool:
        """A way back to just before a node, if there is another way on: it changes nothing."""
        given = Counter(number for way in node.ways for number in dict.fromkeys(way))
        for way in node.ways:
            if len(way) != 1 or given[way[0]] > 1:
                continue
            back = way[0]
            before = self.nodes[self.places[back].target]
            itself = before is node and len(node.ins) > 1
            onward = len(node.ins) == 1 and before.ways == [(node.ins[0],)] and len(before.ins) > 1
            if before.joins or self.places[back].kept or not (itself or (onward and before is not node)):
                continue
            others = [other for other in node.ways if other != way]
            if not any(others):
                continue
            if itself:
                node.beside |= self.places[back].inside
                node.shown.update({key: (node.id, *path) for key, path in self.places[back].shown.items()})
            else:
                place = self.places[node.ins[0]]
                place.inside |= self.places[back].inside
                passed = (*place.path, node.id)
                place.shown.update({key: (*passed, *path) for key, path in self.places[back].shown.items()})
            self._drop(back)
            node.ways = others
            self.pending[before.id] = None
            return True
        return False

    def _drop(self, number: int) -> None:
        target = self.nodes[self.places[number].target]
        target.ins = [other for other in target.ins if other != number]
        self.pending[target.id] = None

    def _rename(self, old: int, new: int) -> None:
        """Let one place represent the other from now on."""
        moved = self.aliases.pop(old, [])
        self.aliases.setdefault(new, []).extend(moved)
        for key in moved:
            self.net.numbers[key] = new


def _without(ways: list[Way], gone: Collection[int]) -> list[Way]:
    return list(dict.fromkeys(tuple(n for n in way if n not in gone) for way in ways))
