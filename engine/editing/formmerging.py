"""Form merging: what two people did side by side in one form, question by question, in one form. Pure.

What the other wrote since stays as written; what one did oneself is put into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.editing.json_source import JsonSource, Value
from engine.errors import EditRefused

PARTS = "components"
_WHOLE = ""
"""In place of the id of a question: the form itself."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A question, text or group, or the form itself: what it says of itself, and what is in it, by id."""

    parent: str
    says: Mapping[str, Any]
    inside: tuple[str, ...]

    @property
    def label(self) -> str:
        told = (self.says.get(name) for name in ("label", "text", "dateLabel", "title", "key"))
        return next((str(one) for one in told if one), "")


_Parts = Mapping[str, _Part]


def merge_forms(base: JsonSource, mine: JsonSource, theirs: JsonSource) -> tuple[JsonSource, list[str]]:
    """The other's form with mine put into it, and what both changed, by its label; then the form is the other's.

    Raises: EditRefused: this is no form, or one in which the questions cannot be told apart.
    """
    sides = _Sides(*(_read_parts(source) for source in (base, mine, theirs)))
    if clashes := list(dict.fromkeys(sides.clashes())):
        return theirs, [sides.name(key) for key in clashes]
    result = theirs
    for key in sides.base:
        if key not in sides.mine and key in sides.theirs and sides.theirs[key].parent in sides.mine:
            result = _remove(result, key)
    for key, part in sides.mine.items():
        if key in sides.base:
            result = _change(result, key, sides.base[key].says, part.says)
        elif key not in sides.theirs and (part.parent in sides.base or part.parent in sides.theirs):
            result = _insert(result, mine, sides, key)
    for key in sides.base:
        if sides.is_reordered(key, sides.mine) and not sides.is_reordered(key, sides.theirs):
            result = _reorder(result, key, sides.mine[key].inside)
    return result, []


@dataclass(frozen=True, slots=True)
class _Sides:
    base: _Parts
    mine: _Parts
    theirs: _Parts

    def name(self, key: str) -> str:
        return next((side[key].label for side in (self.theirs, self.mine, self.base) if key in side), "") or key

    def clashes(self) -> Iterator[str]:
        """What both changed, each in another way; what one changed, put elsewhere or filled, and the other removed."""
        for key in dict.fromkeys([*self.base, *self.mine, *self.theirs]):
            was, here, there = self.base.get(key), self.mine.get(key), self.theirs.get(key)
            if was is None:
                if here is not None and there is not None and here != there:
                    yield key
            elif here is None or there is None:
                kept = here or there
                if kept is not None and (kept.says != was.says or kept.parent != was.parent or self._is_fuller(key)):
                    yield key
            elif self._differ(was, here, there) or self._is_in_two_places(key) or self._is_in_two_orders(key):
                yield key
        yield from self._same_names()

    def _differ(self, was: _Part, here: _Part, there: _Part) -> bool:
        """Whether both set the same member of a question, each to something else."""
        names = {*was.says, *here.says, *there.says}
        told = [(was.says.get(name), here.says.get(name), there.says.get(name)) for name in names]
        return any(mine != before and theirs not in (before, mine) for before, mine, theirs in told)

    def _is_moved(self, key: str) -> bool:
        """Whether either put it in another group: with what is in it, that is too much to do twice."""
        return any(side[key].parent != self.base[key].parent for side in (self.mine, self.theirs))

    def _is_fuller(self, key: str) -> bool:
        """Whether somebody added something to what the other removed."""
        sides = [side[key] for side in (self.mine, self.theirs) if key in side]
        return any(one not in self.base for side in sides for one in side.inside)

    def _same_names(self) -> Iterator[str]:
        """Two new questions with one name: their answers would be the same."""
        theirs = {part.says.get("key"): key for key, part in self.theirs.items() if key not in self.base}
        for key, part in self.mine.items():
            if key not in self.base and part.says.get("key") and theirs.get(part.says["key"], key) != key:
                yield key

    def _common(self, key: str, side: _Parts) -> list[str]:
        everywhere = self.base.keys() & self.mine.keys() & self.theirs.keys()
        stayed = {one for one in everywhere if not self._is_moved(one)}
        return [one for one in side[key].inside if one in stayed]

    def _is_in_two_places(self, key: str) -> bool:
        return self._is_moved(key) and self.mine[key].parent != self.theirs[key].parent

    def _is_in_two_orders(self, key: str) -> bool:
        here, there = self.is_reordered(key, self.mine), self.is_reordered(key, self.theirs)
        return here and there and self._common(key, self.mine) != self._common(key, self.theirs)

    def is_reordered(self, key: str, side: _Parts) -> bool:
        everywhere = key in self.base and key in self.mine and key in self.theirs
        return everywhere and self._common(key, side) != self._common(key, self.base)


def _read_parts(source: JsonSource) -> _Parts:
    found = list(_read(source, source.root, _WHOLE, _WHOLE))
    if len({key for key, _ in found}) < len(found):
        raise EditRefused("no_form")
    return dict(found)


def _read(source: JsonSource, node: Value, key: str, parent: str) -> Iterator[tuple[str, _Part]]:
    told = source.value(node)
    inner = node.get(PARTS)
    if inner is not None and inner.kind != "list":
        raise EditRefused("no_form")
    items = [] if inner is None else inner.items
    keys = [str(source.value(one).get("id") or "") if one.kind == "object" else "" for one in items]
    if not all(keys):
        raise EditRefused("no_form")
    yield key, _Part(parent, {name: value for name, value in told.items() if name != PARTS}, tuple(keys))
    for one, item in zip(keys, items, strict=True):
        yield from _read(source, item, one, key)


def _find(source: JsonSource, key: str) -> tuple[Value, Value | None, int]:
    """A question, the list that it is in and its place there; for the form itself no list."""
    if key == _WHOLE:
        return source.root, None, 0
    waiting = [source.root]
    while waiting:
        inner = waiting.pop().get(PARTS)
        for at, item in enumerate(inner.items if inner is not None else ()):
            if source.value(item).get("id") == key and inner is not None:
                return item, inner, at
            waiting.append(item)
    raise EditRefused("no_field", key)


def _remove(source: JsonSource, key: str) -> JsonSource:
    _, inside, at = _find(source, key)
    return source.splice(source.remove(inside, at)) if inside is not None else source


def _change(source: JsonSource, key: str, was: Mapping[str, Any], told: Mapping[str, Any]) -> JsonSource:
    for name in dict.fromkeys([*was, *told]):
        if was.get(name) != told.get(name):
            node, _, _ = _find(source, key)
            source = source.splice(source.set_member(node, name, told.get(name)))
    return source


def _insert(source: JsonSource, mine: JsonSource, sides: _Sides, key: str) -> JsonSource:
    """Put in what I added, with all that is in it: after what it follows in my form."""
    node, _, _ = _find(mine, key)
    parent = sides.mine[key].parent
    holder, _, _ = _find(source, parent)
    inner = holder.get(PARTS)
    if inner is None:
        return source.splice(source.set_member(holder, PARTS, [mine.value(node)]))
    there = [str(source.value(item).get("id")) for item in inner.items]
    before = sides.mine[parent].inside[: sides.mine[parent].inside.index(key)]
    place = next((there.index(one) + 1 for one in reversed(before) if one in there), 0)
    return source.splice(source.insert_item(inner, place, mine.value(node)))


def _reorder(source: JsonSource, key: str, wanted: Sequence[str]) -> JsonSource:
    """Put what is in a group in another order. What is not in that order stays after what it follows."""
    holder, _, _ = _find(source, key)
    inner = holder.get(PARTS)
    if inner is None:
        return source
    there = {str(source.value(item).get("id")): source.text[item.start : item.end] for item in inner.items}
    order = [one for one in wanted if one in there]
    for before, one in zip([None, *there], there, strict=False):
        if one not in order:
            order.insert(order.index(before) + 1 if before in order else 0, one)
    text = source.text
    for item, one in reversed(list(zip(inner.items, order, strict=True))):
        text = text[: item.start] + there[one] + text[item.end :]
    return JsonSource(text)
