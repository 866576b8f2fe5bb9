"""Tangles: nets made by rolling dice, in which most flows lead forward and some back; and drawn as diagrams."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from tests.engine.conformance.nets import SPLITS, Graph, Node, Way
from tests.engine.conformance.telling import gateway, task
from tests.engine.conformance.tokens import TIMES
from tests.engine.diagrams import (
    boundary,
    catch,
    conditional,
    end,
    error,
    escalation,
    flow,
    link,
    listening,
    message,
    node,
    part,
    script,
    signal,
    start,
    throw,
    timer,
)

KINDS = [*["task"] * 8, "sub", "sub", "exclusive", *["parallel"] * 2, *["inclusive"] * 2, "event", "catch", "catch",
         "throw", "auto", "link"]  # fmt: skip
ENDS = [*[""] * 6, "terminate", "error", "escalation", "signal"]
OUTSIDE = [*["message", "signal", "timer"] * 2, "condition"]
CODES = {
    "condition": ("ca", "cb"),
    "message": ("mA", "mB", ""),
    "signal": ("sA", "sB", ""),
    "error": ("fA", "fB"),
    "escalation": ("hA", "hB"),
}


@dataclass
class Maker:
    """Makes graphs. `number` counts the nodes of all graphs together."""

    dice: Random
    number: int = 0

    def make(self, depth: int = 2, caught: frozenset[str] = frozenset()) -> Graph:
        """A process; for a subprocess, `caught` are the errors that something around it catches."""
        return _Scope(self, depth, caught).make()

    def key(self, kind: str) -> str:
        self.number += 1
        return f"{kind.capitalize()}{self.number}"

    def code(self, what: str) -> str:
        return self.dice.choice(CODES.get(what, ("",)))


@dataclass
class _Scope:
    """One graph while it is being made."""

    maker: Maker
    depth: int
    caught: frozenset[str]
    nodes: dict[str, Node] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    chosen: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def make(self) -> Graph:
        dice, maker = self.maker.dice, self.maker
        listeners = [self._event("listener", [*OUTSIDE, "cycle", "error", "escalation"]) for _ in self._often(0.3)]
        within = self.caught | {one.code for one in listeners if one.what == "error"}
        kinds = [dice.choice(KINDS) for _ in range(dice.randint(2, 6 if self.depth == 2 else 4))]
        if not self.depth:
            kinds = ["task" if kind == "sub" else kind for kind in kinds]
        made = [self._node(kind, within) for kind in kinds]
        line = [one.key for one in made]
        self.ways.append(Way("", 0, line[0]))
        for place, one in enumerate(made):
            self._lead_on(one, place, line, within)
        for one in made:
            if one.kind in {"task", "sub"} or (one.kind == "catch" and one.what == "message"):
                self._put_edges(one, line, within)
        for one in listeners:
            caught = self.caught if one.interrupting else within
            inside = maker.make(min(self.depth - 1, 0), caught - {one.code}) if self.depth >= 0 else None
            self._put(replace(one, inside=inside))
        return Graph(maker.key("graaf"), self.nodes, tuple(self.ways), self.chosen)

    def _often(self, chance: float) -> range:
        dice = self.maker.dice
        return range(dice.choice([1, 1, 2]) if self.depth >= 0 and dice.random() < chance else 0)

    def _node(self, kind: str, caught: frozenset[str]) -> Node:
        dice, maker = self.maker.dice, self.maker
        if kind == "catch":
            one = self._event("catch", OUTSIDE)
        elif kind == "throw":
            what = dice.choice(["signal", "escalation"])
            one = Node(maker.key(kind), kind, what, maker.code(what))
        elif kind == "sub":
            key = maker.key(kind)
            errors = frozenset(code for code in CODES["error"] if dice.random() < 0.4)
            one = Node(key, kind, inside=maker.make(self.depth - 1, caught | errors))
            for code in errors:
                self._put(Node(maker.key("edge"), "edge", "error", code, key))
        else:
            sets = dice.choice(["ca", "cb", "-ca"]) if kind in {"task", "auto"} and dice.random() < 0.3 else ""
            one = Node(maker.key(kind), kind, sets=sets)
        return self._put(one)

    def _put(self, one: Node) -> Node:
        self.nodes[one.key] = one
        return one

    def _event(self, kind: str, whats: list[str], host: str = "") -> Node:
        dice, maker = self.maker.dice, self.maker
        what, key = dice.choice(whats), maker.key(kind)
        interrupting = what == "error" or (what != "cycle" and dice.random() < 0.5)
        seconds = 3600 * dice.randint(1, 40) + 7 * maker.number
        return Node(key, kind, what, maker.code(what), host, interrupting or kind == "catch", None, seconds)

    def _lead_on(self, one: Node, place: int, line: list[str], caught: frozenset[str]) -> None:
        dice = self.maker.dice
        if one.kind == "event":
            for number in range(dice.randint(2, 3)):
                behind = self._put(self._event("catch", OUTSIDE))
                self.ways.append(Way(one.key, number, behind.key))
                self.ways.append(Way(behind.key, 0, self._target(place, line, caught)))
            return
        count = dice.randint(1, 3) if one.kind in SPLITS else 1
        if one.kind in {"task", "sub", "auto", "catch"} and dice.random() < 0.12:
            count = 2
        for number in range(count):
            self.ways.append(Way(one.key, number, self._target(place, line, caught)))
        if one.kind in {"exclusive", "inclusive"}:
            most = 1 if one.kind == "exclusive" else dice.randint(1, count)
            self.chosen[one.key] = tuple(dice.sample(range(count), most))

    def _target(self, place: int, line: list[str], caught: frozenset[str]) -> str:
        """Where a flow leads from a place in the line: usually forward, now and then back, or to an end."""
        dice, maker = self.maker.dice, self.maker
        if dice.random() < 0.12:
            return line[dice.randint(0, place)]
        onward = line[place + 1 : place + 4]
        if onward and dice.random() < 0.8:
            return dice.choice(onward)
        what = dice.choice(ENDS)
        code = maker.code(what)
        if what == "error" and code not in caught and dice.random() < 0.9:
            what, code = "", ""
        return self._put(Node(maker.key("eind"), "end", what, code)).key

    def _put_edges(self, one: Node, line: list[str], caught: frozenset[str]) -> None:
        thrown = ["escalation", "escalation"] if one.kind == "sub" else []
        had = [edge for edge in self.nodes.values() if edge.host == one.key]
        made = [self._put(self._event("edge", [*OUTSIDE, "cycle", *thrown], one.key)) for _ in self._often(0.5)]
        codes = [edge.code for edge in made if edge.what == "escalation"]
        for edge in made:
            if edge.what == "escalation" and codes.count(edge.code) > 1:
                codes.remove(edge.code)
                del self.nodes[edge.key]
                made = [other for other in made if other is not edge]
        place = line.index(one.key)
        for edge in [*had, *made]:
            self.ways.append(Way(edge.key, 0, self._target(place, line, caught)))


# ---- drawing --------------------------------------------------------------------------------------------------------


@dataclass
class Drawing:
    """What has been written of a graph, and what its case knows."""

    messages: dict[str, str] = field(default_factory=dict)
    given: dict[str, bool] = field(default_factory=lambda: {"ca": False, "cb": False})
    answers: dict[str, dict[str, bool]] = field(default_factory=dict)

    def draw(self, graph: Graph, begun_by: bool = False) -> str:
        """The contents of a process or subprocess; one that an event begins already has its start."""
        first = "" if begun_by else start(f"{graph.key}In")
        parts = [first, *(self._draw(graph, one) for one in graph.nodes.values())]
        return "".join([*parts, *(self._flow(graph, way) for way in graph.ways if way.source or not begun_by)])

    def _draw(self, graph: Graph, one: Node) -> str:
        key = one.key
        name, holds = one.sets.removeprefix("-"), not one.sets.startswith("-")
        if one.kind == "task":
            self.answers[key] = {name: holds} if name else {}
            return task(key)
        if one.kind == "auto":
            return script(key, f"={str(holds).lower()}", name or "x")
        if one.kind == "link":
            return throw(key, link(key)) + catch(f"{key}Weer", link(key))
        if one.kind == "sub":
            assert one.inside is not None
            return part(key, self.draw(one.inside))
        if one.kind == "end":
            return end(key, self._event(one) if one.what else "")
        if one.kind == "throw":
            return throw(key, self._event(one))
        if one.kind == "catch":
            if one.what == "message" and graph.edges(key):
                self._event(one)
                return node("receiveTask", key, messageRef=one.name)
            return catch(key, self._event(one))
        if one.kind == "edge":
            return boundary(key, one.host, self._event(one), interrupting=one.interrupting)
        if one.kind == "listener":
            assert one.inside is not None
            inside = self.draw(one.inside, begun_by=True)
            (way,) = [way for way in one.inside.ways if not way.source]
            inside += flow(f"{key}Komt", way.target)
            return listening(key, self._event(one), inside, interrupting=one.interrupting)
        return gateway(key, one.kind)

    def _event(self, one: Node) -> str:
        if one.what == "message":
            self.messages[one.name] = one.name
            return message(one.name)
        if one.what == "timer":
            return timer("Duration", f"PT{one.seconds}S")
        if one.what == "cycle":
            return timer("Cycle", f"R{TIMES}/PT{one.seconds}S")
        if one.what == "condition":
            return conditional(f"={one.code}")
        if one.what == "terminate":
            return "<bpmn:terminateEventDefinition />"
        return {"signal": signal, "error": error, "escalation": escalation}[one.what](one.name)

    def _flow(self, graph: Graph, way: Way) -> str:
        if not way.source:
            return flow(f"{graph.key}In", way.target)
        condition, source = "", way.source
        if source in graph.chosen and sum(other.source == source for other in graph.ways) > 1:
            name = f"weg_{source}_{way.number}".lower()
            self.given[name] = way.number in graph.chosen[source]
            condition = f"={name}"
        if graph.nodes[source].kind == "link":
            source += "Weer"
        return flow(source, way.target, condition, key=f"W{source}_{way.number}")
