"""Tokens: a token game on nets in which things happen, as clause 13 of the standard says, and no further than it says.

If the standard leaves the order open, every possible result is kept: a set of cases instead of one. It knows no engine.
What waits for an event is a node as well: on an edge, after a gateway, or outside the flow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from tests.engine.conformance.nets import Graph, Node, Way
from tests.engine.conformance.positions import Act, Due, Scope, may_come

MOST_TOKENS = 15
MOST_HEARERS = 4
"""Most listeners that hear a signal in any order; four have twenty-four orders."""
TIMES = 3
"""How often a repeating timer fires."""


class TooMany(Exception):
    """A move has so many possible results that nothing is said of it, or it never ends."""


Spot = tuple[Scope, Act | None, Node]
"""An awaited event: its scope and what is running there; with None it is a listener of the scope."""


@dataclass(eq=False)
class Case:
    """One of the possible states of a case. `now` are seconds since it began."""

    root: Scope | None
    now: int = 0
    failed: bool = False
    holds: frozenset[str] = frozenset()
    """The conditions that hold now."""

    def copy(self) -> Case:
        return Case(self.root.copy() if self.root else None, self.now, self.failed, self.holds)

    def form(self) -> object:
        return (self.root.form() if self.root else None, self.failed, self.holds)

    # ---- looking ----------------------------------------------------------------------------------------------------

    def scopes(self) -> list[Scope]:
        found = [self.root] if self.root else []
        for scope in found:
            found += [act.inner for act in scope.acts if act.inner] + [inner for _, inner in scope.beside]
        return found

    def around(self, scope: Scope) -> tuple[Scope, Act | None, str] | None:
        """The scope around one, with the activity that it is, or the key of the listener that began it."""
        for outer in self.scopes():
            for act in outer.acts:
                if act.inner is scope:
                    return outer, act, ""
            for key, inner in outer.beside:
                if inner is scope:
                    return outer, None, key
        return None

    def spots(self) -> list[Spot]:
        """Everything that is awaited."""
        found: list[Spot] = []
        for scope in self.scopes():
            found += [(scope, None, node) for node in scope.open]
            for act in scope.acts:
                found += [(scope, act, node) for node in scope.graph.events(act.node) if may_come(node, act.due)]
        return found

    def waits_at(self, spot: Spot) -> bool:
        scope, act, node = spot
        alive = any(scope is other for other in self.scopes())
        return alive and (node in scope.open if act is None else any(act is other for other in scope.acts))

    @property
    def waiting(self) -> list[str]:
        return sorted(act.node.key for scope in self.scopes() for act in scope.acts if act.node.kind == "task")

    @property
    def heard(self) -> list[str]:
        return sorted(node.key for _, _, node in self.spots() if node.what in {"message", "signal"})

    @property
    def timers(self) -> list[tuple[int, str]]:
        dues = [scope.due for scope in self.scopes() if not scope.closed]
        dues += [act.due for scope in self.scopes() for act in scope.acts]
        return sorted((moment, key) for due in dues for key, (moment, _) in due.items())

    # ---- moving -----------------------------------------------------------------------------------------------------

    def begin(self, graph: Graph) -> Scope:
        first = [way for way in graph.ways if not way.source]
        return Scope(graph, first, self._arm(graph.listeners()), self._hold(graph.listeners()))

    def _arm(self, nodes: list[Node]) -> Due:
        often = {"timer": 1, "cycle": TIMES}
        return {node.key: (self.now + node.seconds, often[node.what]) for node in nodes if node.what in often}

    def _hold(self, nodes: list[Node]) -> dict[str, bool]:
        return {node.key: True for node in nodes if node.what == "condition" and node.code in self.holds}

    def set(self, told: str) -> None:
        """A condition becomes true, for all that wait for it now (clause 10.5.5), or becomes false."""
        name, now = told.removeprefix("-"), not told.startswith("-")
        self.holds = self.holds | {name} if now else self.holds - {name}
        for scope, act, node in self.spots():
            if (node.what, node.code) == ("condition", name):
                held = scope.held if act is None else act.held
                if now:
                    held.setdefault(node.key, True)
                elif held.get(node.key) is False:
                    del held[node.key]

    def _reach(self, scope: Scope, way: Way) -> list[Case]:
        """A token reaches a node; the possible results."""
        scope.tokens.remove(way)
        node = scope.graph.nodes[way.target]
        if node.kind in {"task", "sub", "catch", "event"}:
            inner = self.begin(node.inside) if node.inside is not None else None
            events = scope.graph.events(node)
            scope.acts.append(Act(node, self._arm(events), self._hold(events), inner))
            return [self]
        if node.sets:
            self.set(node.sets)
        scope.tokens += scope.graph.out_of(node.key)
        if node.kind in {"end", "throw"} and node.what:
            return self._throw(scope, node)
        return [self]

    def _throw(self, scope: Scope, node: Node) -> list[Case]:
        if node.what == "terminate":
            scope.clear()
        if node.what == "signal":
            return self.signal(node.name)
        if node.what in {"error", "escalation"}:
            caught = self._catcher(scope, node)
            if caught is None:
                self.failed = node.what == "error"
            else:
                self.happen(caught)
        return [self]

    def _catcher(self, scope: Scope, thrown: Node) -> Spot | None:
        """The catcher, from the inside out; an event subprocess does not catch what it throws itself."""
        own = ""
        while True:
            fits = [n for n in scope.open if (n.what, n.code) == (thrown.what, thrown.code) and n.key != own]
            if fits:
                return scope, None, fits[0]
            around = self.around(scope)
            if around is None:
                return None
            scope, act, own = around
            edges = scope.graph.edges(act.node.key) if act is not None else []
            fits = [n for n in edges if (n.what, n.code) == (thrown.what, thrown.code)]
            if fits:
                return scope, act, fits[0]

    def signal(self, name: str) -> list[Case]:
        """All that wait for it hear it, in any order, unless its effect on one removes another."""
        found = [n for n, spot in enumerate(self.spots()) if (spot[2].what, spot[2].name) == ("signal", name)]
        if len(found) > MOST_HEARERS:
            raise TooMany
        made = []
        for order in permutations(found):
            case = self.copy()
            spots = case.spots()
            for number in order:
                if case.waits_at(spots[number]):
                    case.happen(spots[number])
            made.append(case)
        return made

    def happen(self, spot: Spot) -> None:
        """An event happens to what waits for it."""
        scope, act, node = spot
        if act is None:
            self._count(node, scope.due, scope.held)
            if node.interrupting:
                scope.clear()
                scope.closed, scope.due, scope.held = True, {}, {}
            assert node.inside is not None
            scope.beside.append((node.key, self.begin(node.inside)))
            return
        if node.kind != "edge" or node.interrupting:
            scope.acts.remove(act)
        self._count(node, act.due, act.held)
        scope.tokens += scope.graph.out_of(node.key)

    def _count(self, node: Node, due: Due, held: dict[str, bool]) -> None:
        if held.pop(node.key, False) and node.code in self.holds:
            held[node.key] = False
        moment, left = due.pop(node.key, (0, 1))
        if left > 1:
            due[node.key] = (moment + node.seconds, left - 1)

    def steps(self) -> list[list[Case]]:
        """What may happen next by itself, each as its possible results. Raises: TooMany."""
        if sum(len(scope.tokens) + len(scope.acts) for scope in self.scopes()) > MOST_TOKENS:
            raise TooMany
        for number, scope in enumerate(self.scopes()):
            for way in scope.tokens:
                if scope.graph.only_passes(way.target):
                    case = self.copy()
                    return [case._reach(case.scopes()[number], way)]
        return list(self._steps())

    def _steps(self) -> Iterator[list[Case]]:
        for number, (scope, act, node) in enumerate(self.spots()):
            if (scope.held if act is None else act.held).get(node.key):
                case = self.copy()
                case.happen(case.spots()[number])
                yield [case]
        for number, scope in enumerate(self.scopes()):
            for way in set(scope.tokens):
                if not scope.graph.joins(way.target):
                    case = self.copy()
                    yield case._reach(case.scopes()[number], way)
            for key in {way.target for way in scope.tokens}:
                if scope.graph.joins(key) and scope.opens(key):
                    case = self.copy()
                    inside = case.scopes()[number]
                    for way in scope.graph.into(key):
                        if way in inside.tokens:
                            inside.tokens.remove(way)
                    inside.tokens += scope.graph.out_of(key)
                    yield [case]
            if not (scope.tokens or scope.acts or scope.beside):
                case = self.copy()
                case._end(case.scopes()[number])
                yield [case]

    def _end(self, scope: Scope) -> None:
        around = self.around(scope)
        if around is None:
            self.root = None
        elif (act := around[1]) is not None:
            self.finish(around[0], act)
        else:
            around[0].beside = [pair for pair in around[0].beside if pair[1] is not scope]

    def finish(self, scope: Scope, act: Act) -> None:
        scope.acts.remove(act)
        if act.node.sets:
            self.set(act.node.sets)
        scope.tokens += scope.graph.out_of(act.node.key)
