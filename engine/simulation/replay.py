"""Replay: one run of a plan from its first arrival to its last end, in simulated time. Pure; the seed decides all.

A discrete-event simulation: a heap of what happens when, and a stack of what follows from it at the same moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from math import inf
from random import Random
from typing import Any

from engine.simulation.plan import DAY, Edge, Node, Plan
from engine.simulation.run import Load, Run, where
from engine.simulation.staff import Staff
from engine.simulation.tokens import Piece, Replayed, Scope, Token

MOST_MOVES = 2_000
"""Moves of one case: beyond this number it loops for ever."""
MOST_CYCLES = 20
"""How often an endless timer repeats."""


def replay(plan: Plan, people: Mapping[str, int], arrivals: Sequence[float], seed: int) -> Run:
    """Play all arrivals (seconds since 1970, in order) through a plan.

    Every case ends, or is reported as stuck. The same arguments give the same run. A case draws its own random numbers,
    so that runs with the same seed differ only by what was changed.
    """
    return _Replay(plan, people, arrivals, seed).play()


class _Replay:
    def __init__(self, plan: Plan, people: Mapping[str, int], arrivals: Sequence[float], seed: int) -> None:
        self.plan = plan
        self.now = arrivals[0] if arrivals else 0.0
        self.numbers = 0
        self.heap: list[tuple[float, int, Any, Any]] = []
        self.stack: list[tuple[Scope, str, str]] = []
        """(scope, flow, node) of the moves to make at this moment."""
        since, until = (arrivals[0], max(arrivals[-1], arrivals[0] + DAY)) if arrivals else (0.0, 0.0)
        self.staff = {group: Staff(count, since, until) for group, count in people.items()}
        self.cases = [
            Replayed(number, moment, Random(seed * 1_000_003 + number)) for number, moment in enumerate(arrivals)
        ]
        for case in self.cases:
            self._later(case.began, self._arrive, case)

    def play(self) -> Run:
        while self.heap:
            self.now, _, act, about = heappop(self.heap)
            act(about)
            self._move_on()
        leads = tuple(case.ended - case.began for case in self.cases if case.ended is not None)
        stuck = Counter(where(case, self.plan) for case in self.cases if case.ended is None)
        return Run(leads, dict(stuck), {g: Load(staff.load, staff.mean_wait) for g, staff in self.staff.items()})

    def _later(self, moment: float, act: Any, about: Any) -> None:
        self.numbers += 1
        heappush(self.heap, (moment, self.numbers, act, about))

    # ---- moving -------------------------------------------------------------------------------------------------

    def _arrive(self, case: Replayed) -> None:
        case.scope = self._open(case, self.plan.root, None)

    def _open(self, case: Replayed, node: Node, around: Token | None) -> Scope:
        scope = Scope(case, node, around)
        for edge in node.edges:
            if edge.inside and edge.timer is not None:
                self._later(self.plan.due(edge.timer, self.now), self._fire, (None, scope, edge, 1))
        self.stack.extend((scope, "", begin) for begin in reversed(node.begins))
        if not node.begins:
            self.stack.append((scope, "", ""))
        return scope

    def _move_on(self) -> None:
        """Make all moves of this moment, and end the scopes in which nothing is left."""
        while self.stack:
            scope, flow, target = self.stack.pop()
            if not scope.alive:
                continue
            case = scope.case
            case.moves += 1
            if case.moves > MOST_MOVES:
                self._give_up(case, target)
            elif target:
                self._enter(scope, flow, self.plan.nodes[target])
            if all(other is not scope for other, _, _ in self.stack):
                self._settle(scope)

    def _enter(self, scope: Scope, flow: str, node: Node) -> None:
        kind = node.kind
        if kind == "pass":
            self._leave(scope, node)
        elif kind in ("task", "wait", "part", "race"):
            self._stand(scope, node)
        elif kind == "choice":
            chosen = scope.case.chance.choices(node.ways, node.shares)[0] if node.ways else None
            if chosen is not None:
                self.stack.append((scope, *chosen))
        elif kind == "some":
            self._choose_some(scope, node)
        elif kind in ("join", "gather"):
            self._come_to_join(scope, flow, node)
        elif kind == "stop":
            self._end_all(scope)
        elif kind == "throw":
            self._throw(scope, node)

    def _leave(self, scope: Scope, node: Node) -> None:
        self.stack.extend((scope, flow, target) for flow, target in reversed(node.ways))

    def _choose_some(self, scope: Scope, node: Node) -> None:
        chance = scope.case.chance
        ways = [way for way, share in zip(node.ways, node.shares, strict=True) if chance.random() < share]
        if not ways and node.ways:
            ways = chance.choices(node.ways, node.shares)
        self.stack.extend((scope, *way) for way in reversed(ways))

    def _come_to_join(self, scope: Scope, flow: str, node: Node) -> None:
        came = scope.joins.setdefault(node.id, Counter())
        came[flow] += 1
        if node.kind == "join" and all(came[need] for need in node.needs):
            scope.take_from_join(node.id, node.needs)
            self._leave(scope, node)

    def _settle(self, scope: Scope) -> None:
        """Nothing moves in a scope now: open inclusive joins for which nothing more can come, or end the scope."""
        if not scope.alive:
            return
        for key in list(scope.joins):
            node = self.plan.nodes[key]
            coming = self.plan.reach.get(key, ())
            others = {token.node.id for token in scope.standing.values()} | (set(scope.joins) - {key})
            if node.kind == "gather" and not others.intersection(coming):
                scope.take_from_join(key, tuple(scope.joins[key]))
                self._leave(scope, node)
                return
        if not scope.standing and not scope.joins:
            self._close(scope)

    def _close(self, scope: Scope) -> None:
        scope.alive = False
        token = scope.around
        if token is None:
            scope.case.ended = self.now
        elif token.alive:
            token.inside.remove(scope)
            self._one_done(token)

    # ---- standing -----------------------------------------------------------------------------------------------

    def _stand(self, scope: Scope, node: Node) -> None:
        self.numbers += 1
        token = Token(self.numbers, scope, node)
        scope.standing[token.number] = token
        for edge in node.edges:
            if edge.timer is not None and not edge.inside:
                self._later(self.plan.due(edge.timer, self.now), self._fire, (token, scope, edge, 1))
        if node.kind == "race":
            moment, winner = min(self._waits(scope.case, self.plan.nodes[target]) for _, target in node.ways)
            self._later(self.now if moment == inf else moment, self._win, (token, winner))
        elif node.kind == "wait":
            moment, _ = self._waits(scope.case, node)
            self._later(self.now if moment == inf else moment, self._pass, token)
        else:
            token.left = scope.case.chance.choice(node.counts)
            if token.left <= 0:
                self._pass(token)
                return
            for number in range(1 if node.sequential else token.left):
                self._begin_one(token, number)

    def _waits(self, case: Replayed, node: Node) -> tuple[float, str]:
        """Until when an event waits (for ever if nothing is known of it), and which event it is."""
        if node.timer is not None:
            return self.plan.due(node.timer, self.now), node.id
        return self.now + (case.chance.choice(node.lasts) if node.lasts else inf), node.id

    def _begin_one(self, token: Token, number: int) -> None:
        node, case = token.node, token.scope.case
        if node.kind == "part":
            token.inside.append(self._open(case, node, token))
            return
        group = node.groups[number % len(node.groups)] if node.groups else ""
        piece = Piece(token, case.chance.choice(node.lasts) if node.lasts else 0.0, self.now, group)
        staff = self.staff.get(group)
        if staff is None:
            self._later(self.now + piece.lasts, self._finish, piece)
        else:
            staff.queue.append(piece)
            self._hand_out(staff)

    def _hand_out(self, staff: Staff) -> None:
        for piece in staff.take(self.now):
            piece.token.serving.append(piece)
            self._later(self.now + piece.lasts, self._finish, piece)

    def _finish(self, piece: Piece) -> None:
        token = piece.token
        if not token.alive:
            return
        staff = self.staff.get(piece.group)
        if staff is not None:
            token.serving.remove(piece)
            staff.let_go(piece, self.now)
            self._hand_out(staff)
        self._one_done(token)

    def _one_done(self, token: Token) -> None:
        token.left -= 1
        if token.left <= 0:
            self._pass(token)
        elif token.node.sequential:
            self._begin_one(token, token.left)

    def _pass(self, token: Token) -> None:
        """What a token waited for is done: it goes on."""
        if token.alive:
            self._remove(token)
            self._leave(token.scope, token.node)
            self.stack.insert(0, (token.scope, "", ""))

    def _win(self, told: tuple[Token, str]) -> None:
        token, winner = told
        if token.alive:
            self._remove(token)
            self._leave(token.scope, self.plan.nodes[winner])
            self.stack.insert(0, (token.scope, "", ""))

    # ---- cancelling -------------------------------------------------------------------------------------------------

    def _remove(self, token: Token) -> None:
        """Remove a token, with what runs inside it; people who worked on it become free."""
        token.alive = False
        token.scope.standing.pop(token.number, None)
        for scope in token.inside:
            self._end_all(scope)
            scope.alive = False
        serving, token.serving = token.serving, []
        for piece in serving:
            self.staff[piece.group].let_go(piece, self.now)
            self._hand_out(self.staff[piece.group])

    def _end_all(self, scope: Scope) -> None:
        for token in list(scope.standing.values()):
            self._remove(token)
        scope.joins.clear()
        self.stack = [move for move in self.stack if move[0] is not scope]

    def _fire(self, told: tuple[Token | None, Scope, Edge, int]) -> None:
        token, scope, edge, times = told
        if not scope.alive or (token is not None and not token.alive):
            return
        timer = edge.timer
        if timer is not None and not edge.interrupts and times < min(timer.times, MOST_CYCLES):
            self._later(self.plan.due(timer, self.now), self._fire, (token, scope, edge, times + 1))
        self._follow(token, scope, edge)

    def _follow(self, token: Token | None, scope: Scope, edge: Edge) -> None:
        if edge.interrupts and edge.inside:
            self._end_all(scope)
        elif edge.interrupts and token is not None:
            self._remove(token)
        self.stack.append((scope, "", edge.node))

    def _throw(self, scope: Scope, node: Node) -> None:
        """Find what catches an error or escalation, from the inside out (BPMN 2.0.2 clause 10.5.6)."""
        if node.goes_on:
            self._leave(scope, node)
        at: Scope | None = scope
        while at is not None:
            around = at.around
            for edge in at.node.find_catching(node.code):
                if edge.inside:
                    self._follow(None, at, edge)
                    return
                if around is not None:
                    self._follow(around, around.scope, edge)
                    return
            at = around.scope if around is not None else None
        if node.fails:
            self._give_up(scope.case, node.id)

    def _give_up(self, case: Replayed, node: str) -> None:
        case.lost = node
        scope = case.scope
        self.stack = [move for move in self.stack if move[0].case is not case]
        if scope is not None:
            self._end_all(scope)
            scope.alive = False
