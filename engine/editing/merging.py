"""Merging: what two people did side by side in one XML file, in one file. Pure.

What was written since by the other stays as written; what one did oneself is put into it, unit by unit (`units`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from engine.dialect.xml import BPMN
from engine.editing.redrawing import combine, moved_by, shift
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import insert
from engine.editing.units import Key, Sides, Unit, key_of, read_units

_POINTS = ("sourceRef", "targetRef", "attachedToRef", "default", "bpmnElement", "processRef")


def read_sides(base: Source, mine: Source, theirs: Source) -> Sides:
    return Sides(read_units(base), read_units(mine), read_units(theirs))


def merge(base: Source, mine: Source, theirs: Source) -> Source:
    """The other's file with what I did put into it, for what does not clash (`Sides.clashes`).

    What was drawn by both gets both shifts; something new is drawn as far from its place as what it follows has moved.
    """
    merging = _Merging(mine, theirs, read_sides(base, mine, theirs))
    return theirs.splice([*merging.removals(), *merging.changes(), *merging.additions()])


def find_loose(source: Source) -> str | None:
    """The id of an element that points to one that is not there, or that is there twice; None where there is none."""
    ids: set[str] = set()
    for node in source.root.walk():
        key = node.get("id")
        if key and key in ids:
            return key
        ids.add(key or "")
    for node in source.root.walk():
        for name in _POINTS:
            if (told := (node.get(name) or "").rpartition(":")[2]) and told not in ids:
                return node.get("id") or told
    return None


class _Merging:
    def __init__(self, mine: Source, theirs: Source, sides: Sides) -> None:
        self.mine = mine
        self.theirs = theirs
        self.sides = sides
        self.whole: set[Key] = set()
        """What was put in with everything inside it."""
        self.left: set[Key] = set()
        """What I put elsewhere."""
        self.moved = moved_by(sides)
        self.before: dict[Key, dict[int, Node | None]] = {}
        """What `_before_it` found, by unit around it: filled once what I put elsewhere is known."""
        flows = [one.node for one in sides.mine.values() if one.node.tag == f"{BPMN}sequenceFlow"]
        # The first that leads to an element counts.
        self.comes_from = {flow.get("targetRef") or "": flow.get("sourceRef") or "" for flow in reversed(flows)}

    def removals(self) -> Iterator[Splice]:
        """What I removed, or put elsewhere; only the outermost."""
        mine, theirs = self.sides.mine, self.sides.theirs
        gone = {key: None for key in self.sides.base if key in theirs and self._has_left(key)}
        for key in gone:
            if not any(around in gone for around in _around(theirs, key)):
                yield from _cut(self.theirs, theirs[key].node)
        self.left = {key for key in gone if key in mine}

    def _has_left(self, key: Key) -> bool:
        mine = self.sides.mine.get(key)
        return mine is None or mine.parent != self.sides.base[key].parent

    def changes(self) -> Iterator[Splice]:
        """What I changed and is still there."""
        base, mine, theirs = self.sides
        for key, unit in mine.items():
            was, there = base.get(key), theirs.get(key)
            if was is None or there is None or key in self.left or unit.says == was.says:
                continue
            if unit.says == there.says and not unit.is_drawn:
                continue  # Two who each made room for a step may have moved something equally far.
            if any(around in self.whole for around in _around(mine, key)):
                continue
            if there.says == was.says:
                yield from self._rewrite(key, unit, there)
            elif unit.is_drawn:
                told = combine(_text(self.mine, unit.node), was.node, unit.node, there.node)
                yield Splice(there.node.start, there.node.end, told)

    def _rewrite(self, key: Key, unit: Unit, there: Unit) -> Iterator[Splice]:
        if not any(key_of(self.theirs, child, key) for child in there.node.children):
            self.whole.add(key)
            yield Splice(there.node.start, there.node.end, _text(self.mine, unit.node))
            return
        if unit.opens != there.opens:
            told = self.mine.text[unit.node.start : unit.node.open_end].removesuffix(">").removesuffix("/").rstrip()
            yield Splice(there.node.start, there.node.open_end, f"{told}>")
        own = [child for child in there.node.children if not key_of(self.theirs, child, key)]
        mine = [child for child in unit.node.children if not key_of(self.mine, child, key)]
        if [_text(self.theirs, one) for one in own] == [_text(self.mine, one) for one in mine]:
            return
        for child in own:
            yield from _cut(self.theirs, child)
        at = there.node.open_end
        for child in unit.node.children:
            known = key_of(self.mine, child, key)
            if known is None:
                yield Splice(at, at, _before(self.mine, child) + _text(self.mine, child))
            elif known in self.sides.theirs and self.sides.theirs[known].parent == key:
                at = self.sides.theirs[known].node.end

    def additions(self) -> Iterator[Splice]:
        """What I added, or put elsewhere; only the outermost, each after what it follows in my file."""
        base, mine, theirs = self.sides
        for key, unit in mine.items():
            is_new = (key not in base and key not in theirs) or key in self.left
            done = (one not in theirs or one in self.whole | self.left for one in _around(mine, key))
            if not is_new or any(done):
                continue
            parent = theirs[unit.parent].node
            text = shift(_text(self.mine, unit.node), self._shift_of(unit))
            after = self._before_it(unit)
            if after is None and (parent.empty or not parent.children):
                yield from insert(self.theirs, parent, text)
                continue
            at = after.end if after is not None else parent.open_end
            yield Splice(at, at, _before(self.mine, unit.node) + text)

    def _before_it(self, unit: Unit) -> Node | None:
        """The last of what stands before it in my file and also in theirs."""
        if unit.parent not in self.before:
            self.before[unit.parent] = dict(self._all_before(unit.parent))
        return self.before[unit.parent][unit.node.start]

    def _all_before(self, parent: Key) -> Iterator[tuple[int, Node | None]]:
        """The same for all that I have in a unit, by where it starts."""
        found: Node | None = None
        own = {one.local: one for one in self.sides.theirs[parent].node.children if one.get("id") is None}
        for child in self.sides.mine[parent].node.children:
            yield child.start, found
            known = key_of(self.mine, child, parent)
            if known is None:
                found = own.get(child.local, found)
                continue
            there = self.sides.theirs.get(known)
            if there is not None and there.parent == parent and known not in self.left:
                found = there.node

    def _shift_of(self, unit: Unit) -> tuple[float, float]:
        if not unit.is_drawn:
            return (0, 0)
        drawn = unit.node.get("bpmnElement") or ""
        known = self.sides.mine.get((drawn,))
        host = known.node if known is not None else None
        if host is None:
            return (0, 0)
        if host.local == "sequenceFlow":
            return self._shift_near(host.get("sourceRef") or "")
        return self._shift_near(host.get("attachedToRef") or drawn)

    def _shift_near(self, element: str) -> tuple[float, float]:
        """How far the other moved an element; for a new one, what it comes after."""
        for _ in range(50):
            if element in self.moved:
                return self.moved[element]
            element = self.comes_from.get(element, "")
        return (0, 0)


def _around(units: Mapping[Key, Unit], key: Key) -> Iterable[Key]:
    """The units around one, the nearest first."""
    found = units[key].parent
    while found:
        yield found
        found = units[found].parent if found in units else ()


def _cut(source: Source, node: Node) -> list[Splice]:
    start = node.start
    while start and source.text[start - 1].isspace():
        start -= 1
    return [Splice(start if start and source.text[start - 1] == ">" else node.start, node.end, "")]


def _text(source: Source, node: Node) -> str:
    return source.text[node.start : node.end]


def _before(source: Source, node: Node) -> str:
    """The white space before an element."""
    found = re.search(r"\s*\Z", source.text[max(0, node.start - 200) : node.start])
    return found[0] if found is not None else ""
