"""Beyond where two tokens come together: what is said to wait for ever does so, whatever the tokens were counted as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine import soundness
from engine.dialect.elements import Process
from tests.engine.diagrams import end, flow, folder, node, start, user
from tests.lengths import examples

MOST = 4_000
"""Ways to stand that are looked at, of one drawing."""
MANY = 3
"""Tokens on one flow: more of them tell nothing new."""
Marking = frozenset[tuple[str, int]]


@st.composite
def drawings(draw: st.DrawFn) -> str:
    """Gateways of two kinds and tasks in a row, each leading to some of those after it, and now and then back.

    Two tokens come to the first of them, and a third can be on its way to a join.
    """
    count = draw(st.integers(3, 6))
    kinds = draw(st.lists(st.sampled_from(["parallelGateway", "exclusiveGateway", "userTask"]), min_size=count,
                          max_size=count))  # fmt: skip
    beside = draw(st.integers(1, count - 1))
    written = [start(), end(), node("parallelGateway", "Splits"), user("A"), user("B"), user("C"),
               flow("Begin", "Splits"), flow("Splits", "A"), flow("Splits", "B"), flow("Splits", "C"),
               flow("A", "N0"), flow("B", "N0"), flow("C", f"N{beside}")]  # fmt: skip
    for number, kind in enumerate(kinds):
        written.append(user(f"N{number}") if kind == "userTask" else node(kind, f"N{number}"))
        onward = [*range(number + 1, count), count]
        most = 1 if kind == "userTask" else 3
        for target in draw(st.lists(st.sampled_from(onward), min_size=1, max_size=most, unique=True)):
            written.append(flow(f"N{number}", f"N{target}" if target < count else "Klaar"))
    if draw(st.booleans()):
        back = draw(st.integers(0, count - 2))
        source = draw(st.integers(back + 1, count - 1))
        if kinds[source] == "exclusiveGateway":
            written.append(flow(f"N{source}", f"N{back}", key="Terug"))
    return "".join(written)


def moves(process: Process, standing: Counter[str]) -> Iterator[Counter[str]]:
    """What one node makes of the tokens on the flows, as many as there are (BPMN 2.0.2 clause 13.4)."""
    for element in process.elements.values():
        if element.kind in {"sequenceFlow", "startEvent"}:
            continue
        arrived = [key for key in element.incoming if standing[key]]
        if element.kind == "parallelGateway" and arrived and len(arrived) == len(element.incoming):
            yield standing - Counter(element.incoming) + Counter(element.outgoing)
        elif element.kind != "parallelGateway":
            ways = [[one] for one in element.outgoing] if element.kind == "exclusiveGateway" else [element.outgoing]
            for key in arrived:
                for way in ways:
                    yield standing - Counter([key]) + Counter(way)


def joins_that_are_left(process: Process) -> set[str] | None:
    """The nodes at which tokens stand when none can move any more; None where there is too much to look at."""
    first = Counter(flow for e in process.elements.values() if e.kind == "startEvent" for flow in e.outgoing)
    pending, seen, left = [first], {frozenset(first.items())}, set()
    while pending:
        standing = pending.pop()
        following = list(moves(process, standing))
        if not following:
            left |= {str(process.elements[key].target) for key in standing}
        for one in following:
            told = frozenset((+one).items())
            if told not in seen and max(one.values(), default=0) <= MANY:
                seen.add(told)
                pending.append(one)
        if len(seen) > MOST:
            return None
    return left


@settings(deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
@given(drawings())
def test_every_join_that_is_said_to_wait_for_ever_does_so_when_all_tokens_are_counted(written: str) -> None:
    process = folder(written).process
    found = soundness.explore(process)
    told = {problem.element for problem in found.problems if problem.kind == soundness.STUCK}

    left = joins_that_are_left(process)

    assume(left is not None)
    assert told <= (left or set())
