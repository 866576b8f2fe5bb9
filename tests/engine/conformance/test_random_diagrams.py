"""Random diagrams: the engine does with them what the simplest possible token game does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.conformance import blocks
from tests.engine.conformance.blocks import Block
from tests.engine.diagrams import folder
from tests.engine.player import Player
from tests.lengths import examples

TASK = Block("task", "")


def _choose(kind: str, inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    def with_chosen(branches: list[Block]) -> st.SearchStrategy[Block]:
        numbers = range(len(branches))
        most = 1 if kind == "xor" else len(branches)
        chosen = st.lists(st.sampled_from(numbers), min_size=1, max_size=most, unique=True)
        return chosen.map(lambda picked: Block(kind, "", tuple(branches), tuple(sorted(picked))))

    return st.lists(inner, min_size=2, max_size=3).flatmap(with_chosen)


def _grow(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda found: Block("seq", "", tuple(found))),
        st.lists(inner, min_size=2, max_size=3).map(lambda found: Block("par", "", tuple(found))),
        _choose("xor", inner),
        _choose("inc", inner),
        inner.map(lambda found: Block("sub", "", (found,))),
        st.tuples(inner, st.integers(1, 3)).map(lambda pair: Block("loop", "", (pair[0],), laps=pair[1])),
    )


DIAGRAMS = st.recursive(st.just(TASK), _grow, max_leaves=8).map(blocks.number_keys)


@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(DIAGRAMS, st.data())
def test_a_random_diagram_is_played_as_its_blocks_say(block: Block, data: st.DataObject) -> None:
    written, known = blocks.draw(block)
    left = blocks.begin(block)

    case = Player({"proef": folder(written)}).begin(**{name: _to_feel(value) for name, value in known.items()})
    for _ in range(200):
        assert case.waiting == sorted(blocks.waiting(left))
        assert case.step.ended == (left is None)
        if left is None:
            break
        key = data.draw(st.sampled_from(sorted(set(blocks.waiting(left)))))
        case.answer(key)
        left = blocks.do(left, key)

    assert left is None


def _to_feel(value: object) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
