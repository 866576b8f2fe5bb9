"""Outcomes: every possible result of a move in a case, until nothing happens by itself any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.engine.conformance.nets import Graph
from tests.engine.conformance.tokens import Case, Spot, TooMany

MOST = 250
"""Most cases that one move may make from one; beyond that, nothing is said."""


def settle(cases: Iterable[Case]) -> list[Case]:
    """Every possible result of these cases when nothing happens by itself any more. Raises: TooMany."""
    pending, seen, found = list(cases), {case.form() for case in cases}, dict[object, Case]()
    while pending:
        case = pending.pop()
        moved = [] if case.failed else [other for step in case.steps() for other in step]
        if not moved:
            found[case.form()] = case
        for other in moved:
            if (form := other.form()) not in seen:
                seen.add(form)
                pending.append(other)
                if len(seen) > MOST:
                    raise TooMany
    if not found:
        raise TooMany  # It loops without end.
    return list(found.values())


def do(case: Case, key: str) -> list[Case]:
    """A person does one of the tasks with a key; if there are more, nobody knows which."""
    made = []
    for number, scope in enumerate(case.scopes()):
        for place, act in enumerate(scope.acts):
            if act.node.key == key:
                other = case.copy()
                inside = other.scopes()[number]
                other.finish(inside, inside.acts[place])
                made.append(other)
    return settle(made)


def send(case: Case, name: str) -> list[Case]:
    """A message reaches one that waits for it."""
    made = []
    for number, (_, _, node) in enumerate(case.spots()):
        if (node.what, node.name) == ("message", name):
            other = case.copy()
            other.happen(other.spots()[number])
            made.append(other)
    return settle(made)


def wait(case: Case) -> list[Case]:
    """Time passes until the next timers are due; they fire one by one, each with everything that follows."""
    other = case.copy()
    other.now = case.timers[0][0]
    pending, found, seen = [other], list[Case](), set[object]()
    while pending:
        one = pending.pop()
        if one.form() in seen:
            continue
        seen.add(one.form())
        due = [n for n, spot in enumerate(one.spots()) if _due_of(spot) == one.now]
        if not due or one.failed:
            found.append(one)
        for number in due:
            after = one.copy()
            after.happen(after.spots()[number])
            pending += settle([after])
        if len(seen) > MOST // 10:
            raise TooMany
    return list({one.form(): one for one in found}.values())


def _due_of(spot: Spot) -> int | None:
    scope, act, node = spot
    due = scope.due if act is None else act.due
    return due[node.key][0] if node.key in due else None


def signal(case: Case, name: str) -> list[Case]:
    """Another case throws a signal."""
    return settle(case.signal(name))


def begin(graph: Graph) -> list[Case]:
    case = Case(None)
    case.root = case.begin(graph)
    return settle([case])


def seen_of(case: Case) -> tuple[Counter[str], Counter[str], Counter[tuple[int, str]], bool]:
    """What is visible of a case: open tasks, what it listens for, timers, and whether it has ended."""
    return Counter(case.waiting), Counter(case.heard), Counter(case.timers), case.root is None
