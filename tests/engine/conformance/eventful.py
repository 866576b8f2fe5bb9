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


# ---- blocks of which every move has one outcome -----------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a block is: which errors are caught there, and whether it can run more than once at a time, or again."""

    caught: frozenset[str] = frozenset()
    often: bool = False
    again: bool = False
    cancels: bool = False
    """Whether it is in a transaction, with a cancel event on its edge."""
    labelled: bool = False
    """Whether instances can be told apart, so that they may contain everything."""
    ends: bool = True
    """Whether a way may end here though others lead on from the block around it: then no join waits for it."""
    instance: bool = False
    """Whether it is in an instance."""
    undoes: bool = False
    """Whether it undoes something: the standard does not say who then catches an escalation."""


_TOP = Place()


def tame(block: Block, at: Place = _TOP) -> Block:
    """The same block without parts whose outcome no reference could tell.

    An error that nobody catches stops the case. If something runs twice, nobody could say which of the two a move is
    for, if one could be further than the other in more than one way.
    """
    if block.kind in THROWS:
        caught = block.code in at.caught or ANY in at.caught
        caught_by = {"ends-all": True, "cancels": at.cancels, "fails": caught}.get(block.kind, False)
        if block.kind in LEAVES and caught_by and at.again and at.labelled and not at.often:
            return replace(block, last=True)
        goes_on = block.kind in GOES_ON and not (at.undoes and block.kind == "escalates")
        stays = goes_on or (not at.again and caught_by)
        order = "" if block.order == "end" and not at.ends else block.order
        return replace(block, last=False, order=order) if stays else Block("task")
    if at.often and block.kind in {"catch", "race", "guarded", "loop", "par", "inc", "many"}:
        parts = block.blocks or (Block("task"),)
        return tame(Block("seq", blocks=parts) if len(parts) > 1 else parts[0], at)
    if block.back is not None:
        # What undoes it may be anything, if it can run only once at a time.
        once = not (at.often or at.again or at.instance)
        back = tame(block.back, Place(undoes=True)) if once else None
        block = replace(block, back=back, undo=block.undo if once else "")
    if block.kind in SCOPES:
        return _tame_scope(block, at)
    if block.kind == "guarded":
        cancels = any(one.kind == "cancel" for one in block.listeners)
        inner = replace(at, caught=at.caught | _codes(block.listeners), cancels=cancels)
        edges = _apart(block.listeners)
        listeners = tuple(_tame_listener(one, replace(at, ends=not one.interrupting), at.caught) for one in edges)
        return replace(block, blocks=(tame(block.blocks[0], inner),), listeners=listeners)
    if block.kind in {"race", "catch"}:
        at = replace(at, ends=False)
        return replace(block, listeners=tuple(_tame_listener(one, at, at.caught) for one in block.listeners))
    if block.kind == "many":
        told = replace(at, instance=True) if at.labelled else replace(at, often=True)
        return replace(block, blocks=(tame(block.blocks[0], told),))
    if block.kind == "loop":
        return replace(block, blocks=(tame(block.blocks[0], replace(at, again=True, ends=False)),))
    if block.kind == "seq":
        inside: list[Block] = []
        for one in block.blocks:
            if all(map(arrives, inside)):
                inside.append(tame(one, at))
        return replace(block, blocks=tuple(inside))
    at = at if block.kind == "par" else replace(at, ends=False)
    return replace(block, blocks=tuple(tame(one, at) for one in block.blocks))


def _tame_scope(block: Block, at: Place) -> Block:
    found = () if at.often else _apart(block.listeners)
    codes = _codes(found)
    # Only from the outside can it run again; a termination in it ends only itself.
    cancels = at.cancels and block.kind == "tx"
    told = Place(labelled=at.labelled, instance=at.instance, undoes=at.undoes)
    inside = replace(told, caught=at.caught | codes, often=at.often, cancels=cancels)
    handled = [(one if one.handler is not None else replace(one, handler=Block("task"))) for one in found]
    place = replace(told, cancels=cancels)
    listeners = tuple(
        _tame_listener(one, place, at.caught if one.interrupting else at.caught | codes) for one in handled
    )
    return replace(block, blocks=(tame(block.blocks[0], inside),), listeners=listeners)


def _tame_listener(listener: Listener, at: Place, caught: frozenset[str]) -> Listener:
    if at.instance and listener.kind == "conditional":
        listener = replace(listener, kind="message", code="")  # A condition in an instance is not seen in another.
    if listener.handler is None:
        return listener
    place = replace(at, caught=caught, often=at.often or not listener.interrupting)
    return replace(listener, handler=tame(listener.handler, place))


def _codes(listeners: tuple[Listener, ...]) -> frozenset[str]:
    return frozenset(one.code for one in listeners if one.kind == "error")


def _apart(listeners: tuple[Listener, ...]) -> tuple[Listener, ...]:
    """One for each error and escalation; an error always interrupts."""
    found: dict[object, Listener] = {}
    for number, one in enumerate(listeners):
        told = replace(one, interrupting=True) if one.kind == "error" else one
        told = replace(one, interrupting=False) if one.kind == "cycle" else told
        found.setdefault((one.kind, one.code) if one.kind in {"error", "escalation"} else number, told)
    return tuple(found.values())


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
