"""Nets: nodes with arbitrary flows between them, and the events that may happen at them; no blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

SPLITS = frozenset({"exclusive", "parallel", "inclusive"})


class Way(NamedTuple):
    """A flow: the `number`th out of a node. The one that leads in from the start has no source."""

    source: str
    number: int
    target: str


@dataclass(frozen=True, eq=False)
class Node:
    """`kind` is task, auto, sub, end, throw, catch, event (the gateway), one of `SPLITS`; or edge or listener.

    `what` is what it throws or waits for. `sets` is the condition that becomes true when it is done, or with a minus,
    becomes false. A listener has its event subprocess `inside`, an edge its activity as `host`.
    """

    key: str
    kind: str
    what: str = ""
    code: str = ""
    host: str = ""
    interrupting: bool = True
    inside: Graph | None = None
    seconds: int = 0
    sets: str = ""

    @property
    def name(self) -> str:
        """What it waits for or throws."""
        return self.code or self.key


@dataclass(frozen=True, eq=False)
class Graph:
    """A process or subprocess. `chosen` are the ways out of a gateway whose conditions hold."""

    key: str
    nodes: dict[str, Node]
    ways: tuple[Way, ...]
    chosen: dict[str, tuple[int, ...]]

    def out_of(self, key: str) -> list[Way]:
        taken = self.chosen.get(key)
        return [way for way in self.ways if way.source == key and (taken is None or way.number in taken)]

    def into(self, key: str) -> list[Way]:
        return [way for way in self.ways if way.target == key]

    def joins(self, key: str) -> bool:
        return self.nodes[key].kind in {"parallel", "inclusive"} and len(self.into(key)) > 1

    def only_passes(self, key: str) -> bool:
        """Whether nothing else can notice when a token arrives there."""
        kind = self.nodes[key].kind
        passes = kind in SPLITS | {"auto", "link"} or (kind == "end" and not self.nodes[key].what)
        passes = passes and not self.joins(key) and not self.nodes[key].sets
        return passes or (kind == "task" and not self.edges(key))

    def edges(self, key: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.host == key]

    def events(self, node: Node) -> list[Node]:
        """What may happen to what is running at a node."""
        if node.kind == "event":
            return [self.nodes[way.target] for way in self.out_of(node.key)]
        return [*([node] if node.kind == "catch" else []), *self.edges(node.key)]

    def listeners(self) -> list[Node]:
        return [node for node in self.nodes.values() if node.kind == "listener"]
