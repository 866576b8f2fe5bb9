"""Editing: one change to a random diagram, and its effect on a case that is running in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.engine.conformance.eventful import SCOPES, Block, Listener, seconds_of
from tests.engine.conformance.going import Going
from tests.engine.conformance.taming import tame

Change = Callable[[Block], Block]
NEW = 201
"""What an edit adds is numbered from here on."""
KINDS = ("message", "signal", "timer", "cycle")


@dataclass(frozen=True)
class Edit:
    """What becomes of one block, and of its running part; None if no case could continue there."""

    name: str
    key: str
    change: Change
    under_way: Callable[[Going, int], Going | None] = lambda going, now: going

    def of(self, block: Block) -> Block:
        """A block with the change made wherever it occurs."""
        listeners = tuple(
            replace(one, handler=self.of(one.handler) if one.handler is not None else None) for one in block.listeners
        )
        made = replace(block, blocks=tuple(map(self.of, block.blocks)), listeners=listeners)
        return self.change(made) if made.key == self.key else made

    def carry(self, going: Going, now: int) -> Going | None:
        """The running part, as it is in the changed diagram."""
        is_it, wraps = going.block.key == self.key, self.name == "guard"
        if not (is_it and wraps):
            going.block = self.of(going.block)
        going.after = tuple(map(self.of, going.after))
        for flows in (going.inside, going.beside):
            carried = [self.carry(inner, now) for inner in flows]
            if None in carried:
                return None
            flows[:] = [inner for inner in carried if inner is not None]
        return self.under_way(going, now) if is_it else going


def edits_of(block: Block, dice: Random) -> Iterator[Edit]:
    """Changes to a diagram, in a random order, after which every move still has one outcome."""
    places = [one for one in _all(block) if one.key]
    inside = {inner.key for one in places if one.kind in {"guarded", "many"} for inner in one.blocks}
    for _ in range(20):
        edit = dice.choice(EDITS)(dice.choice(places), dice)
        if edit is not None and edit.name == "guard" and edit.key in inside:
            continue  # It already has an edge, or a repetition.
        if edit is not None and _is_tame(edited := edit.of(block)) and edited != block:
            yield edit


def _is_tame(block: Block) -> bool:
    return tame(block) == block


def _all(block: Block) -> Iterator[Block]:
    yield block
    for inner in (*block.blocks, *(one.handler for one in block.listeners if one.handler is not None)):
        yield from _all(inner)


def _new_task() -> Block:
    return Block("task", f"Task{NEW}")


def _new_listener(dice: Random) -> Listener:
    kind = dice.choice(KINDS)
    handler = dice.choice([None, Block("task", f"Task{NEW + 1}")])
    interrupting = kind != "cycle" and dice.random() < 0.5
    return Listener(kind, f"{kind.capitalize()}{NEW + 2}", handler, interrupting)


# ---- the changes ------------------------------------------------------------------------------------------------


def _put_behind(block: Block, dice: Random) -> Edit | None:
    """Add a step at the end of a sequence."""
    if block.kind != "seq":
        return None

    def follow(going: Going, now: int) -> Going:
        going.after = (*going.after, _new_task())
        return going

    return Edit("behind", block.key, lambda one: replace(one, blocks=(*one.blocks, _new_task())), follow)


def _put_before(block: Block, dice: Random) -> Edit | None:
    """Add a step before the last of a sequence."""
    if block.kind != "seq":
        return None

    def follow(going: Going, now: int) -> Going:
        if going.after:
            going.after = (*going.after[:-1], _new_task(), going.after[-1])
        return going

    return Edit(
        "before", block.key, lambda one: replace(one, blocks=(*one.blocks[:-1], _new_task(), one.blocks[-1])), follow
    )


def _leave_out(block: Block, dice: Random) -> Edit | None:
    """Remove the last step of a sequence."""
    if block.kind != "seq" or len(block.blocks) < 2:
        return None

    def follow(going: Going, now: int) -> Going | None:
        going.after, last = going.after[:-1], not going.after
        return None if last else going

    return Edit("leave out", block.key, lambda one: replace(one, blocks=one.blocks[:-1]), follow)


def _listen(block: Block, dice: Random) -> Edit | None:
    """Add an event on an edge, or an event subprocess."""
    if block.kind not in SCOPES and block.kind != "guarded":
        return None
    new = _new_listener(dice)
    if block.kind in SCOPES:
        new = replace(new, handler=Block("task", f"Task{NEW + 1}"))

    def follow(going: Going, now: int) -> Going:
        if new.kind in {"timer", "cycle"} and not going.closed:
            going.due[new.key], going.since[new.key] = now + seconds_of(new.key), now
            going.left |= {new.key: 3} if new.kind == "cycle" else {}
        return going

    return Edit("listen", block.key, lambda one: replace(one, listeners=(*one.listeners, new)), follow)


def _guard(block: Block, dice: Random) -> Edit | None:
    """Add the first event on the edge of a task."""
    if block.kind != "task":
        return None
    new = _new_listener(dice)
    key = f"Guarded{NEW + 3}"

    def follow(going: Going, now: int) -> Going:
        around = Going(Block("guarded", key, (going.block,), (new,)), [going])
        if new.kind in {"timer", "cycle"}:
            around.due[new.key], around.since[new.key] = now + seconds_of(new.key), now
            around.left |= {new.key: 3} if new.kind == "cycle" else {}
        return around

    return Edit("guard", block.key, lambda one: Block("guarded", key, (one,), (new,)), follow)


def _forget(block: Block, dice: Random) -> Edit | None:
    """Remove an event."""
    if not block.listeners or block.kind in {"catch", "race"} or (block.kind == "guarded" and len(block.listeners) < 2):
        return None
    gone = dice.choice(block.listeners).key

    def follow(going: Going, now: int) -> Going:
        going.due.pop(gone, None)
        return going

    return Edit(
        "forget", block.key,
        lambda one: replace(one, listeners=tuple(other for other in one.listeners if other.key != gone)), follow,
    )  # fmt: skip


def _turn(block: Block, dice: Random) -> Edit | None:
    """Let an event interrupt that did not, or the other way round."""
    turning = [one.key for one in block.listeners if one.kind not in {"error", "cycle", "cancel"}]
    if block.kind == "guarded":
        # What follows an event on an edge is then drawn to lead elsewhere: a token there would go another way.
        turning = [one.key for one in block.listeners if one.key in turning and one.handler is None]
    if not turning or block.kind in {"catch", "race"}:
        return None
    key = dice.choice(turning)

    def change(one: Block) -> Block:
        turned = (replace(o, interrupting=not o.interrupting) if o.key == key else o for o in one.listeners)
        return replace(one, listeners=tuple(turned))

    return Edit("turn", block.key, change)


def _lead_on(block: Block, dice: Random) -> Edit | None:
    """Let something follow an event that led to nothing."""
    bare = [one.key for one in block.listeners if one.handler is None]
    if not bare or block.kind == "catch":
        return None
    key = dice.choice(bare)

    def change(one: Block) -> Block:
        led = (replace(o, handler=_new_task()) if o.key == key else o for o in one.listeners)
        return replace(one, listeners=tuple(led))

    return Edit("lead on", block.key, change)


def _branch(block: Block, dice: Random) -> Edit | None:
    """Add a way out of a choice or split."""
    if block.kind not in {"xor", "inc", "par"}:
        return None

    def follow(going: Going, now: int) -> Going:
        if block.kind == "par":  # Its join also waits for the new way, until something ends them all.
            going.inside.append(Going(Block("never")))
        return going

    return Edit("branch", block.key, lambda one: replace(one, blocks=(*one.blocks, _new_task())), follow)


def _count_otherwise(block: Block, dice: Random) -> Edit | None:
    """Change the number of instances that is enough, or the number of laps."""
    if block.kind == "loop":
        return Edit("laps", block.key, lambda one: replace(one, times=one.times % 3 + 1))
    if block.kind != "many" or block.order == "laps" or block.times < 2:
        return None
    return Edit("enough", block.key, lambda one: replace(one, enough=one.enough % one.times + 1))


EDITS = (
    _put_behind, _put_before, _leave_out, _listen, _listen, _guard, _forget, _turn, _lead_on, _branch, _count_otherwise,
)  # fmt: skip
