"""Moving a token, in random diagrams: the case continues as if the token had come there by itself."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from engine import soundness, workflow
from tests.engine.conformance.alike import compare, move
from tests.engine.conformance.drawing import Drawing
from tests.engine.conformance.eventful import THROWS, Block
from tests.engine.conformance.going import Around, Going
from tests.engine.conformance.reference import Game
from tests.engine.conformance.test_random_events import MOVES, Maker
from tests.engine.diagrams import folder
from tests.engine.player import Player
from tests.lengths import examples

STEPS = THROWS | {"task", "sub", "call", "guarded", "catch"}
"""What a token stands at as one, and can go on from."""


def step_of(block: Block) -> str:
    """The id of the element that a block begins with."""
    if block.kind == "guarded":
        return step_of(block.blocks[0])
    return block.listeners[0].key if block.kind == "catch" else block.key


def movable(game: Game) -> Iterator[tuple[Going, Block, Block]]:
    """Sequences in which a token waits that could go on from another step: the sequence, and both steps."""
    for going in game.all():
        row = going.block
        if row.kind != "seq" or len(going.inside) != 1 or len(row.blocks) < 2:
            continue
        standing = going.inside[0].block
        if standing.kind in STEPS:
            yield from ((going, standing, other) for other in row.blocks if other.kind in STEPS)


def play(dice: Random) -> str:
    block = Maker(dice).make()
    drawing, game = Drawing.of(block), Game.of(block)
    folders = {"proef": folder("".join(drawing.parts), messages=drawing.messages)}
    folders |= {k: folder(*inside, process=k, messages=drawing.messages) for k, inside in drawing.called.items()}
    case = Player(folders).begin(**drawing.given)
    when, went = dice.randint(0, 6), "nothing to move"
    done: list[str] = []
    for number in range(MOVES):
        if number >= when and went == "nothing to move" and game.going is not None:
            went = _move(case, game, dice, done)
        compare(case, game, done)
        if not game.moves:
            break
        move(case, game, dice, done)
    return went


def _move(case: Player, game: Game, dice: Random, done: list[str]) -> str:
    found = list(movable(game))
    if not found:
        return "nothing to move"
    going, standing, other = dice.choice(found)
    tokens = workflow.list_tokens(case.compiled, case.step.state, case.surroundings())
    here = [token for token in tokens if token.element == step_of(standing)]
    if len(here) != 1:
        return "not one"
    if step_of(other) not in here[0].places:
        return "no place"
    step, _, where = workflow.move(case.compiled, case.step.state, here[0].ref, step_of(other), case.surroundings())
    stuck = soundness.find_stuck(case.compiled.processes[where.process], where.parent, where.flows)
    if step is None or stuck is None or stuck:
        return "refused"
    case._keep(step)
    done.append(f"move {step_of(standing)} to {step_of(other)}")
    place = going.block.blocks.index(other)
    around = Around()
    going.inside[:] = [one for one in [game._begin(other, around, going.label)] if one is not None]
    going.after = going.block.blocks[place + 1 :]
    assert not around.beside
    return "moved"


@settings(deadline=None, max_examples=examples(60))
@given(st.integers(0, 2**32 - 1))
def test_a_case_goes_on_from_where_its_token_was_moved_to(seed: int) -> None:
    event(play(Random(seed)))
