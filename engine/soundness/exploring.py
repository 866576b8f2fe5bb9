"""Exploring: what is unsound in a process, scope by scope, each with the way that leads to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.dialect.compensation import is_edge
from engine.dialect.elements import THROWING, Element, Event, Process, links
from engine.dialect.reaching import reach
from engine.soundness.bounding import Budget
from engine.soundness.net import WAITING, build
from engine.soundness.playing import Play, play
from engine.soundness.reducing import reduce

STUCK = "stuck"
DOUBLED = "doubled"
ENDLESS = "endless"
JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
NEVER = "never"
"""Tokens reach a join, but never all that it waits for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is unsound at an element. `trace` are element ids in the order in which tokens move, from a start."""

    kind: str
    element: str
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was found in a process. If it is `bounded`, the scopes in `entangled` were not examined completely."""

    problems: tuple[Problem, ...] = ()
    entangled: tuple[str, ...] = ()

    @property
    def bounded(self) -> bool:
        return bool(self.entangled)


def explore(process: Process) -> Soundness:
    """Everything unsound in a process by itself, with data and time abstracted: a call is one step."""
    scopes = _scopes(process)
    plays: dict[str, Play] = {}
    beyond: dict[str, Play] = {}
    found: dict[str, list[Problem]] = {}
    leaving = frozenset(_leaving(process))
    budget = Budget()
    for parent, elements in scopes.items():
        net = build(elements, leaving)
        reduce(net)
        waiting = frozenset(e.id for e in elements.values() if e.kind in WAITING)
        plays[parent] = play(net, waiting, budget=budget)
        together = plays[parent].doubled or plays[parent].piled
        inclusive = any(node.joins == "some" and len(node.ins) > 1 for node in net.nodes.values())
        beyond[parent] = play(net, waiting, beyond=True, budget=budget) if together and not inclusive else Play()
        if _is_ended_from_outside(process, parent, scopes):
            plays[parent].endless.clear()
        found[parent] = list(_judge(elements, plays[parent], beyond[parent].stuck))
    problems = [
        Problem(p.kind, p.element, (*_way_to(process, parent, plays), *p.trace))
        for parent in scopes
        for p in found[parent]
    ]
    return Soundness(tuple(problems), tuple(key for key in scopes if not plays[key].whole))


def find_stuck(process: Process, parent: str, flows: Collection[str]) -> Collection[str] | None:
    """The joins of a scope at which tokens on these flows could wait for ever.

    None if the scope is too entangled to say.
    """
    net = build({e.id: e for e in process.elements.values() if e.parent == parent}, kept=frozenset(flows))
    reduce(net)
    marking = sum({1 << net.numbers[key] for key in flows if key in net.numbers})
    found = play(net, frozenset(), [marking])
    return set(found.stuck) if found.whole else None


def _scopes(process: Process) -> dict[str, dict[str, Element]]:
    scopes: dict[str, dict[str, Element]] = {}
    for element in process.elements.values():
        scopes.setdefault(element.parent, {})[element.id] = element
    return scopes


def _way_to(process: Process, parent: str, plays: Mapping[str, Play]) -> tuple[str, ...]:
    """How tokens enter a scope: nothing for the process, or for a part that no token reaches."""
    scope = process.elements.get(parent)
    if scope is None:
        return ()
    shown = plays[scope.parent].shown.get(parent)
    if shown is None and scope.incoming:
        return ()
    return (*_way_to(process, scope.parent, plays), *(shown or (parent,)))


def _is_ended_from_outside(process: Process, parent: str, scopes: Mapping[str, Mapping[str, Element]]) -> bool:
    """Whether an event can end a scope that has no end of its own: outside its flow, or on the edge of its host."""
    at: str | None = parent
    while at is not None:
        inside = scopes.get(at, {}).values()
        listening = {element.id for element in inside if element.triggered_by_event}
        for key in listening:
            if any(e.kind == "startEvent" and e.interrupting for e in scopes.get(key, {}).values()):
                return True
        scope = process.elements.get(at)
        around = scopes.get(scope.parent, {}).values() if scope is not None else ()
        if any(e.attached_to == at and e.interrupting and not is_edge(e) for e in around):
            return True
        at = scope.parent if scope is not None else None
    return False


def _leaving(process: Process) -> Iterator[str]:
    """Throws of an escalation that interrupt their scope: the catcher, in that scope or around it, ends it."""
    catching: dict[str, list[Element]] = {}
    for element in process.elements.values():
        around = process.elements.get(element.parent)
        if element.event is None or element.event.kind != "escalation":
            continue
        if element.attached_to is not None:
            catching.setdefault(element.attached_to, []).append(element)
        elif element.kind == "startEvent" and around is not None and around.triggered_by_event:
            catching.setdefault(around.parent, []).append(element)
    for element in process.elements.values():
        event = element.event
        if event is not None and event.kind == "escalation" and element.kind in THROWING:
            catcher = _catcher(process, element.parent, event, catching)
            if catcher is not None and catcher.interrupting:
                yield element.id


def _catcher(process: Process, scope: str, thrown: Event, catching: Mapping[str, list[Element]]) -> Element | None:
    while scope in process.elements:
        for element in catching.get(scope, ()):
            known = element.event and (element.event.code or element.event.reference)
            if known in {None, "", thrown.code or thrown.reference}:
                return element
        scope = process.elements[scope].parent
    return next(iter(catching.get(scope, ())), None)


def _judge(
    elements: Mapping[str, Element], seen: Play, stuck_beyond: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    for key, trace in sorted(seen.stuck.items()):
        yield Problem(STUCK, key, trace)
    for key, trace in sorted(seen.doubled.items()):
        yield Problem(DOUBLED, key, trace)
    after = _after(elements)
    behind = _behind([*seen.stuck, *seen.doubled], after)
    for key, trace in seen.piled.items():
        if key not in behind:
            yield Problem(DOUBLED, key, trace)
            behind |= _behind([key], after)
    for key in sorted(stuck_beyond.keys() - seen.stuck.keys()):
        yield Problem(STUCK, key, stuck_beyond[key])
        behind |= _behind([key], after)
    if not seen.whole:
        return
    for key, trace in seen.endless.items():
        if key not in behind:
            yield Problem(ENDLESS, key, trace)
            behind |= _behind([key], after)
    yield from _judge_reached(elements, seen, after, behind)


def _judge_reached(
    elements: Mapping[str, Element], seen: Play, after: Mapping[str, list[str]], behind: set[str]
) -> Iterator[Problem]:
    """Joins that never let a token through, though no token is left at them: everything ends before that."""
    for key, targets in after.items():
        if key not in seen.reached:
            continue
        for target in targets:
            if target in seen.reached or target in behind or elements[target].kind not in JOINS:
                continue
            yield Problem(NEVER, target, _drawn_way(elements, target))
            behind |= _behind([target], after)


def _drawn_way(elements: Mapping[str, Element], target: str) -> tuple[str, ...]:
    """The shortest way to an element as drawn, which no token follows to its end."""
    onward: dict[str, list[str]] = {key: list(e.outgoing) for key, e in elements.items()}
    for key, element in elements.items():
        if element.kind == "sequenceFlow" and element.target in elements:
            onward[key] = [str(element.target)]
        elif element.kind == "boundaryEvent" and element.attached_to in onward:
            onward[element.attached_to].append(key)
    for throwing, catching in links(elements.values()):
        onward[throwing].append(catching)
    came: dict[str, str | None] = {e.id: None for e in elements.values() if e.kind == "startEvent"}
    for key in (pending := list(came)):
        for following in onward.get(key, ()):
            if following not in came:
                came[following] = key
                pending.append(following)
    way: list[str] = []
    at: str | None = target if target in came else None
    while at is not None:
        way.append(at)
        at = came[at]
    return tuple(reversed(way))


def _after(elements: Mapping[str, Element]) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {key: [] for key, e in elements.items() if e.kind != "sequenceFlow"}
    for element in elements.values():
        if element.kind == "sequenceFlow" and element.source in after and element.target in after:
            after[element.source].append(element.target)
        elif element.kind == "boundaryEvent" and element.attached_to in after:
            after[element.attached_to].append(element.id)
    for throwing, catching in links(elements.values()):
        after[throwing].append(catching)
    return after


def _behind(keys: Iterable[str], after: Mapping[str, list[str]]) -> set[str]:
    """These elements, and everything that a token could reach from them."""
    return reach(keys, lambda key: after.get(key, ()))
