"""Going: the running part of a block, as a tree, and what can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.engine.conformance.eventful import ANY, THROWS, Block, Listener, arrives, leaves


@dataclass(frozen=True)
class Back:
    """What undoes something; for a subprocess with an event subprocess for that, `kept` is what was done in it."""

    block: Block
    kept: tuple[Done, ...] | None = None


@dataclass(frozen=True)
class Done:
    """An activity that was done and can be undone. `number` counts all of a case, `inside` undoes it."""

    number: int
    of: str
    inside: tuple[Back, ...]


@dataclass
class Going:
    """A running block. `inside` is what is running in it, `after` what comes when that is done.

    For a scope, `beside` are the flows that have left the main one, and `closed` says that an event has interrupted it.
    `due` are the moments of timers, by the key of their listener, and `left` how often repeating ones still fire. For
    ways that come together, `arrived` says that one of them has arrived.
    """

    block: Block
    inside: list[Going] = field(default_factory=list)
    after: tuple[Block, ...] = ()
    beside: list[Going] = field(default_factory=list)
    closed: bool = False
    due: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    """The moment from which a timer counts, by the key of its listener."""
    arrived: bool = False
    done: list[Done] = field(default_factory=list)
    """For a scope, what was done in it and can be undone, in order; a subprocess in it counts as one."""
    cancelled: bool = False
    """Whether it is a transaction that has been cancelled: it is undone, and then left by its cancel event."""
    of: Going | None = None
    """For an event subprocess, the scope that it belongs to."""
    label: str = ""
    """Which instance it is in."""
    queue: list[tuple[Going, Done]] = field(default_factory=list)
    """For a compensation, what is undone now and later, each with the scope that it was done in."""
    opened: Going | None = None
    """For a compensation, the subprocess that has been reopened for it."""


@dataclass
class Around:
    """What a part reports to the scope around it: flows that go on there by themselves, uncaught escalations."""

    scope: Going | None = None
    beside: list[Going] = field(default_factory=list)
    escalated: list[str] = field(default_factory=list)


class Failed(Exception):
    """An error on its way to its catcher."""


class Cancelled(Exception):
    """A transaction is to be cancelled, by something in a scope."""

    def __init__(self, scope: Going | None) -> None:
        super().__init__()
        self.scope = scope


class EndedAll(Exception):
    """The end of everything in the nearest scope."""


def is_task(block: Block) -> bool:
    return block.kind in {"task", "undoable"} or block.kind in THROWS


def is_over(going: Going) -> bool:
    """Whether nothing runs in it, though no way ever led on from it."""
    apart = going.block.kind in {"seq", "loop", "par", "inc"}
    return going.block.kind == "never" or (apart and all(map(is_over, going.inside)))


def comes(going: Going) -> bool:
    """Whether a way leads on from where it is running, following the arrows."""
    block = going.block
    if block.kind == "never" or leaves(block):
        return False
    if block.kind == "race":
        return arrives(block)
    if block.kind in {"par", "inc", "seq", "loop"}:
        return going.arrived or (any(map(comes, going.inside)) and all(map(arrives, going.after)))
    return True


def heard_as(going: Going, one: Listener) -> str:
    """The name under which an event may arrive; a message is for one instance."""
    return f"{one.name}@{going.label}" if going.label and one.kind == "message" else one.name


def open_of(going: Going) -> list[Listener]:
    """What may happen to it now."""
    comes = [one for one in going.block.listeners if one.kind not in {"timer", "cycle"} or one.key in going.due]
    return [] if going.closed else comes


def catcher_of(going: Going, kind: str, code: str, apart: str = "") -> Listener | None:
    """The catcher; `apart` is the event subprocess that it comes from, which does not catch what it throws."""
    catching = [one for one in open_of(going) if one.kind == kind and one.code in {code, ANY} and one.key != apart]
    return min(catching, key=lambda one: one.code == ANY, default=None)


def there(going: Going | None) -> list[Going]:
    return [going] if going is not None else []


def take_done(scope: Going | None, of: str) -> list[tuple[Going, Done]]:
    """What is to be undone, last first: all that was done in a scope or one activity, then in the scopes around."""
    queue: list[tuple[Going, Done]] = []
    while scope is not None:
        found = [done for done in scope.done if of in {"", done.of}]
        queue += [(scope, replace(done, inside=(x,))) for done in reversed(found) for x in reversed(done.inside)]
        scope.done = [done for done in scope.done if done not in found]
        scope = scope.of
    return queue


def abandon(flows: list[Going]) -> None:
    """These are interrupted: what they did not get to undo can be undone by others."""
    for going in flows:
        abandon([*going.inside, *going.beside])
        for scope, left in going.queue:
            same = [done for done in scope.done if done.number == left.number]
            inside = (*left.inside, *(x for done in same for x in done.inside))
            others = [done for done in scope.done if done not in same]
            if going.opened is not None and left is going.queue[0][1]:
                inside = (replace(inside[0], kept=tuple(going.opened.done)), *inside[1:])
            scope.done = sorted([*others, replace(left, inside=inside)], key=lambda done: done.number)
