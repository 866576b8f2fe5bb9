"""Positions: where the tokens of a running process or subprocess are, and what waits there, for the token game."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.engine.conformance.nets import Graph, Node, Way

Due = dict[str, tuple[int, int]]
"""When a timer fires, and how often it still does, by its key."""


@dataclass(eq=False)
class Act:
    """An activity, event or event-based gateway that a token has reached."""

    node: Node
    due: Due
    held: dict[str, bool]
    """The conditions on it that hold, by the key of their event, and whether that is still to happen."""
    inner: Scope | None = None


@dataclass(eq=False)
class Scope:
    """A running process or subprocess; `beside` are event subprocesses, by the key of what began them."""

    graph: Graph
    tokens: list[Way]
    due: Due
    held: dict[str, bool]
    acts: list[Act] = field(default_factory=list)
    beside: list[tuple[str, Scope]] = field(default_factory=list)
    closed: bool = False

    def copy(self) -> Scope:
        acts = [
            Act(act.node, dict(act.due), dict(act.held), act.inner.copy() if act.inner else None) for act in self.acts
        ]
        beside = [(key, scope.copy()) for key, scope in self.beside]
        return Scope(self.graph, list(self.tokens), dict(self.due), dict(self.held), acts, beside, self.closed)

    def form(self) -> str:
        """Equal for scopes in the same state."""
        acts = sorted(
            (act.node.key, sorted(act.due.items()), sorted(act.held.items()), act.inner.form() if act.inner else "")
            for act in self.acts
        )
        beside = sorted((key, scope.form()) for key, scope in self.beside)
        waits = sorted(self.due.items()), sorted(self.held.items())
        return repr((self.graph.key, sorted(self.tokens), waits, acts, beside, self.closed))

    def clear(self) -> None:
        self.tokens, self.acts, self.beside = [], [], []

    @property
    def open(self) -> list[Node]:
        """The event subprocesses that may begin now."""
        return [] if self.closed else [node for node in self.graph.listeners() if may_come(node, self.due)]

    def opens(self, key: str) -> bool:
        """Whether a join takes the tokens that wait at it."""
        into = self.graph.into(key)
        full = {way for way in into if way in self.tokens}
        if self.graph.nodes[key].kind == "parallel":
            return full == set(into)
        return bool(full) and not any(self._may_lead(place, key, full) for place in self._places(key))

    def _places(self, key: str) -> Iterator[Iterable[Way]]:
        """From where tokens may still reach a join: each a set of ways."""
        for way in self.tokens:
            if way.target != key:
                yield [way]
        for act in self.acts:
            around = [act.node.key, *(edge.key for edge in self.graph.edges(act.node.key))]
            yield [way for way in self.graph.ways if way.source in around]

    def _may_lead(self, ways: Iterable[Way], key: str, full: set[Way]) -> bool:
        """Whether a token can arrive by an empty way, and by none that already has one (clause 13.4.3)."""
        pending, seen = list(ways), set[Way]()
        while pending:
            if (way := pending.pop()) not in seen:
                seen.add(way)
                after = [way.target, *(edge.key for edge in self.graph.edges(way.target))]
                pending += [] if way.target == key else [one for one in self.graph.ways if one.source in after]
        found = {way for way in seen if way.target == key}
        return bool(found - full) and not found & full


def may_come(node: Node, due: Due) -> bool:
    return node.what not in {"timer", "cycle"} or node.key in due
