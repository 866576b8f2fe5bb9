"""Eventful: blocks in which things happen (events, errors, escalations, terminations), for random diagrams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count

THROWS = frozenset({"fails", "ends-all", "escalates", "signals", "pulses", "undoes", "cancels"})
"""A task, and what is thrown when it is done: an error, the end of everything in its scope, an escalation, a signal,
compensation, the cancelling of a transaction; or a condition that holds for a moment."""
LEAVES = frozenset({"fails", "ends-all", "cancels"})
"""Those after which no way leads on."""
GOES_ON = frozenset({"escalates", "signals", "pulses", "undoes"})
"""Those after which a way leads on."""
ANY = "*"
"""The code of a catcher of every error, or every escalation."""
TIMES = 3
"""How often a repeating timer fires."""
SCOPES = frozenset({"sub", "call", "tx"})
SECONDS_APART = 1009
"""Between the same timer of two instances."""


@dataclass(frozen=True)
class Listener:
    """What may happen to an activity (on its edge), to a scope (an event subprocess), or what a race waits for.

    `kind` is message, signal, timer, cycle, conditional, error or escalation; `code` is the error, escalation or signal
    that it catches, which others may wait for as well.
    """

    kind: str
    key: str = ""
    handler: Block | None = None
    interrupting: bool = True
    code: str = ""
    months: int = 0
    days: int = 0
    """For a timer, what is counted on the calendar of the municipality before its seconds."""

    @property
    def name(self) -> str:
        """What it waits for."""
        return self.code or self.key


@dataclass(frozen=True)
class Block:
    """`kind` is task, undoable (a task with another that undoes it), catch, race, seq, par, xor, inc, loop, sub, call,
    many, guarded or one of `THROWS`.

    For `many`, `times` counts the instances, `enough` says how many must complete, and `order` whether they run
    "beside" each other, "in turn", or as the "laps" of a standard loop. For `loop`, `times` are its laps. For `xor` and
    `inc`, `chosen` are the branches that are taken. A catch and a race have a listener for each way, a sub and a call
    those in their scope, a guarded block those on its edge.
    """

    kind: str
    key: str = ""
    blocks: tuple[Block, ...] = ()
    listeners: tuple[Listener, ...] = ()
    chosen: tuple[int, ...] = ()
    times: int = 1
    enough: int = 0
    order: str = ""
    code: str = ""
    undo: str = ""
    """For an activity, what is on its edge to undo it as a whole: a "task", a "part" of two, or what is `back`;
    "own" is an event subprocess of its own for that."""
    back: Block | None = None
    last: bool = False
    """For one of `LEAVES`: whether it throws only in the last lap of the loop around it, and is a task before that."""


def leaves(block: Block) -> bool:
    """Whether it is drawn as an end event."""
    return (block.kind in LEAVES and not block.last) or block.order == "end"


def arrives(block: Block | None) -> bool:
    """Whether a way leads on after a block, and not everything in it ends in something that is thrown."""
    if block is None:
        return True
    if block.kind in THROWS:
        return not leaves(block)
    if block.kind in {"par", "xor", "inc"}:
        return any(map(arrives, block.blocks))
    if block.kind == "race":
        return any(arrives(way.handler) for way in block.listeners)
    if block.kind in {"seq", "loop"}:
        return all(map(arrives, block.blocks))
    return True


def seconds_of(key: str, label: str = "") -> int:
    """How long a timer takes: a different time for each, so that no two are due at once (nor two times of a cycle).

    `label` is that of the instance that it is in.
    """
    number = int("".join(filter(str.isdigit, key)))
    return 86_400 * (1 + number % 7) + number * number * 7 + number * 61 + SECONDS_APART * number_of(label)


def number_of(label: str) -> int:
    """An instance is numbered by the one around it, and its place among its siblings."""
    return int(label or "0", 4)


def calm(block: Block) -> Block:
    """A block of a loop as it is in a lap that is not the last."""
    if block.last:
        return replace(block, kind="task")
    if block.kind == "loop":
        return block
    listeners = tuple(
        replace(one, handler=calm(one.handler) if one.handler is not None else None) for one in block.listeners
    )
    return replace(block, blocks=tuple(map(calm, block.blocks)), listeners=listeners)


def number_keys(block: Block, numbers: Iterator[int] | None = None) -> Block:
    """The same block with a unique key for each part."""
    numbers = numbers or count(1)
    key = f"{block.kind.capitalize().replace('-', '')}{next(numbers)}"
    listeners = tuple(
        replace(
            one,
            key=f"{one.kind.capitalize()}{next(numbers)}",
            handler=number_keys(one.handler, numbers) if one.handler is not None else None,
        )
        for one in block.listeners
    )
    blocks = tuple(number_keys(inner, numbers) for inner in block.blocks)
    back = number_keys(block.back, numbers) if block.back is not None else None
    return replace(block, key=key, blocks=blocks, listeners=listeners, back=back)


def all_listeners(block: Block) -> Iterator[Listener]:
    for one in block.listeners:
        yield one
        if one.handler is not None:
            yield from all_listeners(one.handler)
    for inner in [*block.blocks, *([block.back] if block.back is not None else [])]:
        yield from all_listeners(inner)


def undoing_of(block: Block) -> Block:
    """What undoes an activity as a whole."""
    key = f"X{block.key}"
    if block.back is not None:
        return Block("sub", key, (block.back,), undo="none")
    if block.undo == "part":
        return Block("sub", key, (Block("seq", blocks=(Block("task", f"{key}a"), Block("task", f"{key}b"))),))
    return Block("task", key)


def point(block: Block, choose: Callable[[list[str]], str], around: tuple[str, ...] = ()) -> Block:
    """The same block, in which each compensation of a single activity names one in its scope, or in that around its
    event subprocess.
    """
    if block.kind in SCOPES:
        around = tuple(_undoable_in(block.blocks[0]))
        inside = tuple(
            replace(one, handler=one.handler and point(one.handler, choose, (*around, *_undoable_in(one.handler))))
            for one in block.listeners
        )
    else:
        inside = tuple(
            replace(one, handler=one.handler and point(one.handler, choose, around)) for one in block.listeners
        )
    code = choose(["", *around]) if block.kind == "undoes" else block.code
    blocks = tuple(point(inner, choose, around) for inner in block.blocks)
    back = block.back
    if back is not None:
        inner_ones = (*around, *_undoable_in(back)) if block.undo == "own" else tuple(_undoable_in(back))
        back = point(back, choose, inner_ones)
    return replace(block, code=code, blocks=blocks, listeners=inside, back=back)


def _undoable_in(block: Block) -> Iterator[str]:
    """The activities of a scope that can be undone."""
    if block.kind in SCOPES or block.kind == "undoable":
        if block.kind != "call" or block.undo:
            yield block.key
        return
    for one in block.listeners:
        yield from _undoable_in(one.handler) if one.handler is not None else ()
    for inner in block.blocks:
        yield from _undoable_in(inner)


def aim(block: Block, choose: Callable[[list[str]], str]) -> Block:
    """The same block, in which each condition that holds for a moment is one that something may wait for."""
    keys = [one.key for one in all_listeners(block) if one.kind == "conditional"] or ["geen"]

    def aimed(inner: Block) -> Block:
        listeners = tuple(
            replace(one, handler=aimed(one.handler) if one.handler is not None else None) for one in inner.listeners
        )
        code = choose(keys) if inner.kind == "pulses" else inner.code
        back = aimed(inner.back) if inner.back is not None else None
        return replace(inner, code=code, blocks=tuple(map(aimed, inner.blocks)), listeners=listeners, back=back)

    return aimed(block)
