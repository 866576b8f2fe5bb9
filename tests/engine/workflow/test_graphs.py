"""Graphs that are not blocks: the engine moves tokens as clause 13.4 of the standard says of flows and gateways."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.engine.conformance.telling import gateway, task
from tests.engine.diagrams import chain, end, flow, folder, start
from tests.engine.player import Player, play
from tests.lengths import examples

MOST_STEPS = 400
END = -1


class Way(NamedTuple):
    """A flow: the `number`th out of a node, to another; -1 is the start as a source, and the end as a target."""

    source: int
    number: int
    target: int


@dataclass
class Marking:
    """Where tokens are: on the flows that lead into tasks and joins. The most literal reading of clause 13.4."""

    kinds: list[str]
    ways: list[Way]
    chosen: dict[int, list[int]]
    at: Counter[Way] = field(default_factory=Counter)
    steps: int = 0

    def begin(self) -> Marking:
        self._settle([way for way in self.ways if way.source == -1])
        return self

    @property
    def waiting(self) -> list[str]:
        return sorted(f"N{way.target}" for way in self.at.elements() if self.kinds[way.target] == "task")

    def do(self, key: str) -> None:
        way = next(way for way in self.at.elements() if f"N{way.target}" == key)
        self.at[way] -= 1
        self._settle(self._out_of(way.target))

    def _into(self, node: int) -> list[Way]:
        return [way for way in self.ways if way.target == node]

    def _out_of(self, node: int) -> list[Way]:
        taken = self.chosen.get(node)
        return [way for way in self.ways if way.source == node and (taken is None or way.number in taken)]

    def _settle(self, moving: list[Way]) -> None:
        while moving or (moving := self._open()):
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise OverflowError
            moving = [*moving[1:], *self._arrive(moving[0])]

    def _arrive(self, way: Way) -> list[Way]:
        node = way.target
        if node == END:
            return []
        kind, into = self.kinds[node], self._into(node)
        if kind == "exclusive" or (kind == "inclusive" and len(into) < 2):
            return self._out_of(node)
        self.at[way] += 1
        if kind == "parallel" and all(self.at[one] for one in into):
            self.at.subtract(into)
            return self._out_of(node)
        return []

    def _open(self) -> list[Way]:
        """One inclusive join opens when nothing else moves (clause 13.4.3)."""
        for node, kind in enumerate(self.kinds):
            full = {way for way in self._into(node) if self.at[way]}
            if kind == "inclusive" and len(self._into(node)) > 1 and full and not self._may_come(node, full):
                self.at.subtract(full)
                return self._out_of(node)
        return []

    def _may_come(self, node: int, full: set[Way]) -> bool:
        """Whether a token elsewhere can arrive by an empty flow, but not by one that already has a token."""
        for way in set(self.at.elements()):
            if way.target != node:
                found = self._led_to(way, node)
                if found - full and not found & full:
                    return True
        return False

    def _led_to(self, way: Way, node: int) -> set[Way]:
        """The flows into a node that are reachable from a flow without passing the node."""
        seen: set[Way] = set()
        pending = [way]
        while pending:
            one = pending.pop()
            if one not in seen:
                seen.add(one)
                pending += [] if one.target in {node, END} else [w for w in self.ways if w.source == one.target]
        return {one for one in seen if one.target == node}


def make(dice: Random) -> Marking:
    """A graph in which most flows lead forward, and some back."""
    size = dice.randint(4, 9)
    kinds = [dice.choice(["task", "task", "exclusive", "parallel", "inclusive", "inclusive"]) for _ in range(size)]
    ways = [Way(-1, 0, 0)]
    chosen = {}
    for node, kind in enumerate(kinds):
        count = 1 if kind == "task" else dice.randint(1, 3)
        for number in range(count):
            back = dice.random() < 0.12
            onward = [*range(node + 1, size)][:4] if dice.random() < 0.85 else []
            ways.append(Way(node, number, dice.randint(0, node) if back else dice.choice(onward or [END])))
        if kind in {"exclusive", "inclusive"}:
            chosen[node] = dice.sample(range(count), 1 if kind == "exclusive" else dice.randint(1, count))
    return Marking(kinds, ways, chosen)


def draw(graph: Marking) -> tuple[str, dict[str, bool]]:
    parts, known = [start("Begin"), end("Klaar")], {}
    parts += [task(f"N{n}") if kind == "task" else gateway(f"N{n}", kind) for n, kind in enumerate(graph.kinds)]
    for way in graph.ways:
        source = "Begin" if way.source == -1 else f"N{way.source}"
        condition = ""
        if way.source in graph.chosen and sum(other.source == way.source for other in graph.ways) > 1:
            name = f"weg_{way.source}_{way.number}"
            known[name], condition = way.number in graph.chosen[way.source], f"={name}"
        target = "Klaar" if way.target == END else f"N{way.target}"
        parts.append(flow(source, target, condition, key=f"W{way.source + 1}_{way.number}"))
    return "".join(parts), known


def compare(dice: Random) -> str:
    graph = make(dice)
    try:
        graph.begin()
        written, known = draw(graph)
        case = Player({"proef": folder(written)}).begin(**known)
        done: list[str] = []
        while True:
            assert case.waiting == graph.waiting, done
            assert case.step.ended == (graph.at.total() == 0), done
            if not case.waiting or len(done) > 12:
                return "ended" if case.step.ended else "went on" if case.waiting else "got stuck"
            key = dice.choice(case.waiting)
            if case.waiting.count(key) > 1:
                return "two tokens at one task"
            done.append(key)
            graph.do(key)
            case.answer(key)
    except OverflowError:
        return "goes round without end"


@settings(deadline=None, max_examples=examples(150))
@given(st.integers(0, 2**32 - 1))
def test_tokens_move_through_any_graph_as_the_standard_says(seed: int) -> None:
    event(compare(Random(seed)))


@pytest.mark.parametrize("kind", ["parallel", "inclusive"])
def test_two_tokens_that_came_to_a_join_by_one_flow_are_not_one_by_each(kind: str) -> None:
    case = play(
        start("Begin"), gateway("Splits", "parallel"), task("Een"), task("Twee"), gateway("Kies"),
        gateway("Samen", kind), task("Na"), end("Klaar"), chain("Begin", "Splits", "Een", "Kies"),
        chain("Splits", "Twee", "Kies"), flow("Kies", "Samen", "=a", key="links"),
        flow("Kies", "Samen", "=not(a)", key="rechts"), chain("Samen", "Na", "Klaar"),
    )  # fmt: skip

    case.answer("Een", a=True).answer("Twee", a=True)

    assert case.waiting == ([] if kind == "parallel" else ["Na", "Na"])
