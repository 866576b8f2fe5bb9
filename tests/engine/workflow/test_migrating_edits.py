"""Migrating to versions that were really edited: where it is allowed, the case can be played to its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from engine import soundness, workflow
from tests.engine.conformance import blocks
from tests.engine.conformance.blocks import Block
from tests.engine.conformance.test_random_diagrams import DIAGRAMS, _to_feel
from tests.engine.diagrams import folder
from tests.engine.player import Player
from tests.lengths import examples

BRANCHED = frozenset({"par", "xor", "inc"})


def edit(block: Block, data: st.DataObject, numbers: Iterator[int]) -> Block:
    """The same block with something inserted, removed or wrapped here and there."""
    inside = tuple(edit(inner, data, numbers) for inner in block.blocks)
    block = replace(block, blocks=inside)
    change = data.draw(st.sampled_from(["", "add", "drop", "wrap", "kind"]))
    if change == "wrap" and block.kind == "task":
        new = Block("task", f"Extra{next(numbers)}")
        return Block("seq", f"Rij{next(numbers)}", (block, new))
    if change == "add" and block.kind in {"seq", *BRANCHED}:
        return replace(block, blocks=(*inside, Block("task", f"Extra{next(numbers)}")))
    if change == "drop" and len(inside) > 2:
        chosen = tuple(n for n in block.chosen if n < len(inside) - 1) or ((0,) if block.chosen else ())
        return replace(block, blocks=inside[:-1], chosen=chosen)
    if change == "kind" and block.kind == "par":
        return replace(block, kind="inc", chosen=tuple(range(len(inside))))
    return block


@settings(max_examples=examples(150))
@given(DIAGRAMS.filter(lambda block: block.kind != "task"), st.lists(st.integers(0, 9), max_size=4), st.data())
def test_what_may_go_to_an_edited_version_can_be_played_to_its_end(
    block: Block, moves: list[int], data: st.DataObject
) -> None:
    edited = edit(block, data, count(1))
    (before, known), (after, asked) = blocks.draw(block), blocks.draw(edited)
    # What a step before the token would have set is there: to miss it is an incident, and another matter.
    laps = dict.fromkeys(re.findall(r"ronde_\w+", before + after), 0)
    # Of a choice that the edit took a way from, what is chosen is one that both have.
    values = {name: _to_feel(value) for name, value in {**laps, **known, **asked}.items()}
    case = Player({"proef": folder(before)}).begin(**values)
    for choice in moves:
        if case.waiting:
            case.answer(case.waiting[choice % len(case.waiting)])
    assume(not case.step.ended)
    passage = case._passage((after,), None, {})

    step, verdict = workflow.migrate(passage, case.step.state, case.surroundings())
    stuck = [
        soundness.find_stuck(passage.new.processes[where.process], where.parent, where.flows)
        for where in verdict.standings
    ]
    if step is None or any(found is None or found for found in stuck):
        event("refused")
        return

    event("goes" if verdict.standings else "goes, and the flows are the same")
    case.compiled = passage.new
    case._keep(step)
    for _ in range(100):
        if case.step.ended:
            break
        case.answer(case.waiting[0])
    assert case.step.ended
