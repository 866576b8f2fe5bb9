"""Blocks: sound diagrams put together from blocks, and the simplest possible token game for them.

The reference knows no tokens: what is left of a block is again a block, and a task is done by removing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from tests.engine.conformance.telling import gateway, task
from tests.engine.diagrams import chain, end, flow, part, script, start


@dataclass(frozen=True)
class Block:
    """`kind` is task, seq, par, xor, inc, loop or sub; `chosen` are the branches that the data select."""

    kind: str
    key: str
    blocks: tuple[Block, ...] = ()
    chosen: tuple[int, ...] = ()
    laps: int = 1


# ---- the reference ----------------------------------------------------------------------------------------------


def begin(block: Block) -> Block | None:
    """What is left of a block that has just been reached; None for nothing."""
    if block.kind == "task":
        return block
    if block.kind in {"xor", "inc"}:
        return _together(block, [begin(block.blocks[number]) for number in block.chosen])
    if block.kind == "par":
        return _together(block, [begin(inner) for inner in block.blocks])
    if block.kind == "loop":
        return _in_turn(block, block.blocks * block.laps)
    return _in_turn(block, block.blocks)


def _together(block: Block, left: list[Block | None]) -> Block | None:
    going = tuple(inner for inner in left if inner is not None)
    return Block("left-together", block.key, going) if going else None


def _in_turn(block: Block, blocks: tuple[Block, ...]) -> Block | None:
    """The first that has anything to do, begun, with the rest after it."""
    for number, inner in enumerate(blocks):
        if (left := begin(inner)) is not None:
            return Block("left-in-turn", block.key, (left, *blocks[number + 1 :]))
    return None


def waiting(left: Block | None) -> list[str]:
    if left is None:
        return []
    if left.kind == "task":
        return [left.key]
    inner = left.blocks[:1] if left.kind == "left-in-turn" else left.blocks
    return [key for block in inner for key in waiting(block)]


def do(left: Block, key: str) -> Block | None:
    """What is left after a task was done."""
    if left.kind == "task":
        return None
    if left.kind == "left-in-turn":
        first = do(left.blocks[0], key)
        return replace(left, blocks=(first, *left.blocks[1:])) if first is not None else _in_turn(left, left.blocks[1:])
    after = [do(block, key) if key in waiting(block) else block for block in left.blocks]
    return _together(left, after)


# ---- the diagram ------------------------------------------------------------------------------------------------


def draw(block: Block) -> tuple[str, dict[str, object]]:
    """A diagram from `Begin` to `Klaar`, and the data that select the chosen ways."""
    given: dict[str, object] = {}
    first, last, written = _draw(block, given)
    return start("Begin") + written + end("Klaar") + chain("Begin", first) + chain(last, "Klaar"), given


def _draw(block: Block, given: dict[str, object]) -> tuple[str, str, str]:
    """The first and last node of a block, and the block."""
    key = block.key
    if block.kind == "task":
        return key, key, task(key)
    if block.kind == "sub":
        first, last, written = _draw(block.blocks[0], given)
        ends = start(f"{key}In") + end(f"{key}Uit") + chain(f"{key}In", first) + chain(last, f"{key}Uit")
        return key, key, part(key, written, ends)
    drawn = [_draw(inner, given) for inner in block.blocks]
    inside = "".join(written for _, _, written in drawn)
    if block.kind == "seq":
        links = "".join(chain(drawn[n][1], drawn[n + 1][0]) for n in range(len(drawn) - 1))
        return drawn[0][0], drawn[-1][1], inside + links
    if block.kind == "loop":
        name = f"ronde_{key}".lower()
        first, last, _ = drawn[0]
        around = script(f"{key}Zet", f"={block.laps}", name) + gateway(f"{key}In")
        around += script(f"{key}Tel", f"={name} - 1", name)
        around += gateway(f"{key}Nog", default=f"{key}uit") + gateway(f"{key}Eind")
        onward = chain(f"{key}Zet", f"{key}In", first) + chain(last, f"{key}Tel", f"{key}Nog")
        back = flow(f"{key}Nog", f"{key}In", f"={name} &gt; 0") + flow(f"{key}Nog", f"{key}Eind", key=f"{key}uit")
        return f"{key}Zet", f"{key}Eind", inside + around + onward + back
    return _draw_branches(block, drawn, inside, given)


def _draw_branches(
    block: Block, drawn: list[tuple[str, str, str]], inside: str, given: dict[str, object]
) -> tuple[str, str, str]:
    kind = {"par": "parallel", "xor": "exclusive", "inc": "inclusive"}[block.kind]
    split, join = f"{block.key}Splits", f"{block.key}Samen"
    flows = []
    for number, (first, last, _) in enumerate(drawn):
        name = f"weg_{block.key}_{number}".lower()
        if block.kind != "par":
            given[name] = number in block.chosen
        flows.append(flow(split, first, "" if block.kind == "par" else f"={name}"))
        flows.append(flow(last, join))
    return split, join, inside + gateway(split, kind) + gateway(join, kind) + "".join(flows)


def number_keys(block: Block, numbers: Iterator[int] | None = None) -> Block:
    """The same block with a key of its own for each part."""
    numbers = numbers or count(1)
    key = f"{block.kind.capitalize()}{next(numbers)}"
    return replace(block, key=key, blocks=tuple(number_keys(inner, numbers) for inner in block.blocks))
