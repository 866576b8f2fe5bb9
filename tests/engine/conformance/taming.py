"""Taming: a random block without those parts of which no reference could tell the outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.engine.conformance.eventful import ANY, GOES_ON, LEAVES, SCOPES, THROWS, Block, Listener, arrives


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
