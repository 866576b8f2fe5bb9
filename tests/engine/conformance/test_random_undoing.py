"""Random diagrams in which everything can be undone: it is, once, last first, in each scope as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.diagrams import chain, compensate, end, flow, node, part, start, throw, undone, user
from tests.engine.player import play
from tests.lengths import examples


@dataclass(frozen=True)
class Block:
    """A task, several blocks in sequence (seq) or in parallel (par), or a subprocess."""

    kind: str
    inside: tuple[Block, ...] = ()


@dataclass
class Drawing:
    """What has been written of one scope, and where everything in it belongs."""

    numbers: list[int]
    scope: str = ""
    parts: list[str] = field(default_factory=list)
    scope_of: dict[str, str] = field(default_factory=dict)

    def key(self, letter: str) -> str:
        self.numbers[0] += 1
        return f"{letter}{self.numbers[0]}"

    def draw(self, block: Block) -> tuple[str, str]:
        """Write a block; returns where it is entered and left."""
        if block.kind == "task":
            key = self.key("T")
            self.parts += [user(key), undone(key, user(f"X{key}"))]
            self.scope_of[key] = self.scope
            return key, key
        if block.kind == "sub":
            key = self.key("S")
            inner = Drawing(self.numbers, key, scope_of=self.scope_of)
            first, last = inner.draw(block.inside[0])
            self.scope_of[key] = self.scope
            inside = [start(f"{key}In"), *inner.parts, end(f"{key}Uit"), flow(f"{key}In", first)]
            self.parts.append(part(key, *inside, flow(last, f"{key}Uit")))
            return key, key
        ends = [self.draw(inner) for inner in block.inside]
        if block.kind == "seq":
            self.parts += [flow(before[1], after[0]) for before, after in pairwise(ends)]
            return ends[0][0], ends[-1][1]
        split, join = self.key("P"), self.key("J")
        self.parts += [node("parallelGateway", split), node("parallelGateway", join)]
        self.parts += [flow(split, first) + flow(last, join) for first, last in ends]
        return split, join


TASK = Block("task")
BLOCKS = st.recursive(
    st.just(TASK),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["seq", "par"]), st.lists(inner, min_size=2, max_size=3)).map(
            lambda told: Block(told[0], tuple(told[1]))
        ),
        inner.map(lambda within: Block("sub", (within,))),
    ),
    max_leaves=7,
)


def expected(order: list[str], scope_of: dict[str, str]) -> list[str]:
    """What undoes, in order: each scope from its last to its first, a subprocess where it was done."""
    done: dict[str, list[str]] = {}
    for key in order:
        if key in scope_of:
            done.setdefault(scope_of[key], []).append(key)

    def unwind(scope: str) -> list[str]:
        found: list[str] = []
        for key in reversed(done.get(scope, [])):
            found += unwind(key) if key.startswith("S") else [f"X{key}"]
        return found

    return unwind("")


@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(BLOCKS, st.data())
def test_everything_that_was_done_is_undone_once_and_the_last_first(block: Block, data: st.DataObject) -> None:
    drawing = Drawing([0])
    first, last = drawing.draw(block)
    case = play(
        start("Begin"), *drawing.parts, throw("Terug", compensate()), throw("Nog", compensate()), end("Klaar"),
        flow("Begin", first), flow(last, "Terug"), chain("Terug", "Nog", "Klaar"),
    )  # fmt: skip

    while not any(key.startswith("X") for key in case.waiting):
        case.answer(data.draw(st.sampled_from(case.waiting)))
    order = list(case.walked)
    undone_by = []
    while case.waiting:
        (key,) = case.waiting
        undone_by.append(key)
        case.answer(key)

    assert undone_by == expected(order, drawing.scope_of)
    assert case.ended_in == "Klaar"
