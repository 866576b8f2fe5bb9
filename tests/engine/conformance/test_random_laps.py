"""Random diagrams in a loop: what a case keeps does not grow with its laps."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from engine.spelling import spell
from engine.workflow.state import read_document
from tests.engine.conformance.alike import compare, move
from tests.engine.conformance.drawing import Drawing
from tests.engine.conformance.eventful import Block, Listener, aim, number_keys
from tests.engine.conformance.reference import Game
from tests.engine.conformance.taming import tame
from tests.engine.conformance.test_random_events import Maker
from tests.engine.diagrams import folder
from tests.engine.player import Player
from tests.lengths import examples

LAPS = 6
MOVES = 150


def for_good(block: Block) -> Block:
    """The same block, without anything that can be undone: that would have to be kept, lap after lap."""

    def of_listener(one: Listener) -> Listener:
        return replace(one, handler=for_good(one.handler) if one.handler is not None else None)

    kind = "task" if block.kind in {"undoable", "undoes"} else block.kind
    inside, listeners = tuple(map(for_good, block.blocks)), tuple(map(of_listener, block.listeners))
    return replace(block, kind=kind, order=block.order if kind == block.kind else "", undo="", blocks=inside,
                   listeners=listeners)  # fmt: skip


@settings(deadline=None, max_examples=examples(25))
@given(st.integers(0, 2**32 - 1))
def test_a_case_that_goes_round_keeps_no_more_after_six_laps_than_after_two(seed: int) -> None:
    dice = Random(seed)
    again = Block("loop", blocks=(Maker(dice)._scope(3, "sub"),), times=LAPS)
    block = aim(number_keys(tame(for_good(Block("sub", blocks=(again,))))), dice.choice)
    drawing, game = Drawing.of(block), Game.of(block)
    (count,) = [f"ronde_{inner.key}".lower() for inner in block.blocks]
    folders = {key: folder(*inside, process=key, messages=drawing.messages) for key, inside in drawing.called.items()}
    folders = {"proef": folder("".join(drawing.parts), messages=drawing.messages), **folders}
    case = Player(folders).begin(**drawing.given)
    sizes: dict[object, int] = {}
    done: list[str] = []

    for _ in range(MOVES):
        compare(case, game, done)
        sizes.setdefault(case.step.variables[count], len(spell(read_document(case.step.state))))
        if not game.moves:
            break
        # The other laps do what the first did: so each begins as the others do.
        move(case, game, FirstOf(), done)

    begun = [size for left, size in sizes.items() if left]
    event(f"{len(begun)} laps")
    assert len(set(begun[1:])) <= 1, sizes


class FirstOf(Random):
    """Dice that always fall the same way: a task before anything else."""

    def choice(self, found):  # type: ignore[no-untyped-def]
        return min(found, key=lambda one: (one[0] != "do", one))
