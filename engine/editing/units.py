"""Units: the parts of an XML file that two people can change apart, each with what it says itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from engine.dialect.xml import BPMN, BPMNDI
from engine.editing.source import Node, Source

Key = tuple[str, ...]
LISTED = frozenset({"incoming", "outgoing", "flowNodeRef"})
"""References that an element lists, each of which comes and goes by itself."""
_INSIDE = frozenset(
    {"documentation", "extensionElements", "text", "inputEntry", "outputEntry", "inputExpression", "inputValues"}
    | {"outputValues", "annotationEntry", "literalExpression", "variable", "conditionExpression", "BPMNLabel"}
    | {"ioSpecification", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"}
)
"""What belongs to the element around it, even with an id of its own."""


@dataclass(frozen=True, slots=True)
class Unit:
    node: Node
    parent: Key
    says: str
    """Everything in it except the units inside it, with white space evened out."""
    opens: str
    """Its own tag, likewise."""

    @property
    def is_drawn(self) -> bool:
        return self.node.tag.startswith(BPMNDI)

    @property
    def is_listed(self) -> bool:
        return self.node.local in LISTED


def read_units(source: Source) -> dict[Key, Unit]:
    """Every unit of a file by its key, those around others first."""
    return dict(_walk(source, source.root, ("",), ()))


def key_of(source: Source, node: Node, parent: Key) -> Key | None:
    """The key of a child of a unit; None for what belongs to that unit itself."""
    if node.local in LISTED and node.tag.startswith(BPMN):
        return (*parent[:1], node.local, source.content(node).strip())
    key = node.get("id")
    inside = node.local in _INSIDE or (node.local.endswith("EventDefinition") and node.tag.startswith(BPMN))
    if not key or (inside and len(parent) > 0 and parent != ("",)):
        return None
    return (key,)


def _walk(source: Source, node: Node, key: Key, parent: Key) -> Iterator[tuple[Key, Unit]]:
    children = [(child, key_of(source, child, key)) for child in node.children]
    yield key, Unit(node, parent, _says(source, node, [c for c, one in children if one]), _even(_open(source, node)))
    for child, one in children:
        if one is not None:
            yield from _walk(source, child, one, key)


def _open(source: Source, node: Node) -> str:
    return source.text[node.start : node.open_end].removesuffix(">").removesuffix("/").rstrip()


def _says(source: Source, node: Node, units: list[Node]) -> str:
    parts, at = [_open(source, node)], node.open_end
    for unit in units:
        parts.append(source.text[at : unit.start])
        at = unit.end
    parts.append(source.text[at : node.close_start])
    return _even("".join(parts))


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("> <", "><")


class Sides(NamedTuple):
    """The same file three times: as it was, as one person made it, and as another did."""

    base: Mapping[Key, Unit]
    mine: Mapping[Key, Unit]
    theirs: Mapping[Key, Unit]

    def touched(self, side: Mapping[Key, Unit]) -> set[Key]:
        """What was there and was changed, put elsewhere or removed."""
        return {
            key
            for key, was in self.base.items()
            if (now := side.get(key)) is None or now.says != was.says or now.parent != was.parent
        }

    def clashes(self) -> list[Key]:
        """What both touched, each in another way; what one changed inside what the other removed; in order.

        How things are drawn is nobody's alone: see `merging`.
        """
        mine, theirs = self.touched(self.mine), self.touched(self.theirs)
        both = {key for key in mine & theirs if not self._same(key)}
        orphans = set(self._orphans(self.mine, self.theirs)) | set(self._orphans(self.theirs, self.mine))
        told = [*self.base, *self.mine, *self.theirs]
        return [key for key in dict.fromkeys(told) if key in both | orphans and not self._is_free(key)]

    def _same(self, key: Key) -> bool:
        mine, theirs = self.mine.get(key), self.theirs.get(key)
        if mine is None or theirs is None:
            return mine is theirs
        return mine.says == theirs.says and mine.parent == theirs.parent

    def _orphans(self, side: Mapping[Key, Unit], other: Mapping[Key, Unit]) -> Iterator[Key]:
        """Where one added something in what the other removed, or that the other moved."""
        for key, unit in side.items():
            if key not in self.base and unit.parent in self.base:
                there = other.get(unit.parent)
                if there is None or there.parent != self.base[unit.parent].parent:
                    yield unit.parent

    def _is_free(self, key: Key) -> bool:
        found = self.base.get(key) or self.mine.get(key) or self.theirs[key]
        return found.is_drawn or found.is_listed
