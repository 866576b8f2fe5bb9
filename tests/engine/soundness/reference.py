"""Reference: the plainest token game on flows, without any reduction: every marking of a scope is a bag of flows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from engine.dialect.elements import Element, Process

Bag = tuple[str, ...]
JOINS = {"parallelGateway", "inclusiveGateway"}
MOST = 4_000


class TooMany(Exception):
    """More markings than a test waits for."""


def is_sound(process: Process) -> bool:
    """Whether every scope can always end, has no two tokens where one is meant, and no join that never lets through."""
    scopes: dict[str, dict[str, Element]] = {}
    for element in process.elements.values():
        scopes.setdefault(element.parent, {})[element.id] = element
    return all(_is_sound(elements) for elements in scopes.values())


def _is_sound(elements: dict[str, Element]) -> bool:
    starts = [e for e in elements.values() if e.kind == "startEvent"]
    first = [tuple(sorted(start.outgoing)) for start in starts]
    after: dict[Bag, list[Bag]] = {}
    met: set[str] = set()
    passed: set[str] = set()
    pending = list(first)
    while pending:
        bag = pending.pop()
        if bag in after:
            continue
        if len(after) > MOST:
            raise TooMany
        after[bag] = []
        for node in {elements[str(elements[flow].target)].id for flow in bag}:
            element = elements[node]
            joins = element.kind in JOINS and len(element.incoming) > 1
            arrived = [flow for flow in element.incoming if flow in bag]
            met |= {node} if joins else set()
            if joins and not _may_pass(element, arrived, bag, elements):
                continue
            passed.add(node)
            if len(arrived) > 1 and not joins and element.kind != "endEvent":
                return False
            left = Counter(bag)
            left.subtract(arrived if joins else arrived[:1])
            for way in _ways(element):
                given = left + Counter(way)
                twice = [flow for flow, count in given.items() if count > 1]
                if any(_stays(elements[str(elements[flow].target)]) for flow in twice):
                    return False
                if twice:
                    continue  # What is passed at once is left before the next can come, which is another order.
                after[bag].append(tuple(sorted(given.elements())))
        pending += after[bag]
    good = {bag for bag in after if not bag}
    while more := {bag for bag, follow in after.items() if bag not in good and good & set(follow)}:
        good |= more
    return set(after) <= good and met <= passed


def _stays(element: Element) -> bool:
    """Whether a token can stay before an element or in it."""
    return element.kind in {"userTask", "subProcess"} or (element.kind in JOINS and len(element.incoming) > 1)


def _may_pass(join: Element, arrived: list[str], bag: Bag, elements: dict[str, Element]) -> bool:
    if join.kind == "parallelGateway":
        return len(arrived) == len(join.incoming)
    late = set().union(*(_before(way, join, elements) for way in join.incoming if way not in arrived))
    soon = set().union(*(_before(way, join, elements) for way in arrived))
    return not set(bag) & (late - soon)


def _before(way: str, join: Element, elements: dict[str, Element]) -> set[str]:
    known, pending = {way}, [way]
    while pending:
        source = elements.get(elements[pending.pop()].source or "")
        if source is not None and source.id != join.id:
            pending += [flow for flow in source.incoming if flow not in known]
            known |= set(source.incoming)
    return known


def _ways(element: Element) -> Iterator[Bag]:
    if element.kind == "exclusiveGateway":
        yield from ((flow,) for flow in element.outgoing)
    elif element.kind == "inclusiveGateway":
        for size in range(1, len(element.outgoing) + 1):
            yield from combinations(element.outgoing, size)
    else:
        yield element.outgoing
