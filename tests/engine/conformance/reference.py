"""Reference: the simplest possible token game for blocks in which things happen.

It knows no tokens and no diagrams: the running part of a block is a tree, and what happens makes another tree from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.engine.conformance.eventful import SCOPES, TIMES, Block, Listener, arrives, calm, seconds_of, undoing_of
from tests.engine.conformance.going import (
    Around,
    Back,
    Cancelled,
    Done,
    EndedAll,
    Failed,
    Going,
    abandon,
    catcher_of,
    comes,
    heard_as,
    is_over,
    is_task,
    open_of,
    take_done,
    there,
)
from tests.engine.conformance.moments import after
from tests.engine.conformance.visible import Visible, name_of
from tests.engine.player import MONDAY


@dataclass
class Game(Visible):
    """One case."""

    number: int = 0
    """How many activities that can be undone were done."""
    begun: datetime = MONDAY

    @classmethod
    def of(cls, block: Block, begun: datetime = MONDAY) -> Game:
        """Begin; the block is the case's own scope."""
        game = cls(None, begun=begun)
        game.going = game._begin(block, Around(), "")
        return game

    # ---- what is done ---------------------------------------------------------------------------------------------

    def do(self, key: str) -> None:
        """A person does a task. What it throws to all comes before it goes on: it is itself among the targets."""
        doing = next(going for going in self.all() if is_task(going.block) and name_of(going) == key)
        if doing.block.kind == "signals":
            self._tell_all("signal", doing.block.code, list(self.all()))
        if doing.block.kind == "pulses":
            self._tell_all("conditional", doing.block.code, self._seen_from(doing))
        if any(going is doing for going in self.all()):
            self._let(lambda going: going is doing)

    def hear(self, name: str) -> None:
        """A message or signal arrives."""
        if any(one.kind == "signal" and one.name == name for going in self.all() for one in open_of(going)):
            self._tell_all("signal", name, list(self.all()))
        else:
            self._let(lambda going: any(heard_as(going, one) == name for one in open_of(going)), name.split("@")[0])

    def _tell_all(self, kind: str, name: str, whom: list[Going]) -> None:
        """Something happens to all that wait for it now, unless its effect on one removes another."""
        waiting = [(going, one) for going in whom for one in open_of(going) if (one.kind, one.name) == (kind, name)]
        for going, one in waiting:
            if any(other is going for other in self.all()) and one in open_of(going):
                self._let(lambda other, going=going: other is going, one.key)  # type: ignore[misc]

    def _seen_from(self, doing: Going) -> list[Going]:
        """Everything that sees the variables set there: a called process, and an instance, keep theirs to themselves.

        (In what runs more than once at a time nothing listens: see `tame`.)
        """

        def within(going: Going) -> list[Going]:
            apart = going.block.kind == "many" and going.block.order != "laps"
            inside = [] if apart else [one for one in [*going.inside, *going.beside] if one.block.kind != "call"]
            return [going, *(one for inner in inside for one in within(inner))]

        assert self.going is not None
        calls = [going for going in self.all() if going.block.kind == "call"]
        found = map(within, [*calls, self.going])
        return next((seen for seen in found if any(going is doing for going in seen)), [])

    def wait(self) -> int:
        """Time passes until the first timer is due; returns how many seconds."""
        due = self.next_due
        assert due is not None
        waited, self.now = due - self.now, due
        self._let(lambda going: due in going.due.values(), None)
        return waited

    def _let(self, is_it: Callable[[Going], bool], name: str | None = "") -> None:
        assert self.going is not None
        self._is_it, self._name = is_it, name
        self.going = self._act(self.going, Around())

    # ---- beginning ------------------------------------------------------------------------------------------------

    def _begin(self, block: Block, around: Around, label: str) -> Going | None:
        """The running part of a block that has just been reached; None for nothing. `label` is the instance."""
        if block.kind == "xor":
            return self._begin(block.blocks[block.chosen[0]], around, label)
        if block.kind in {"par", "inc"}:
            taken = block.blocks if block.kind == "par" else tuple(block.blocks[number] for number in block.chosen)
            begun = [(arrives(inner), self._begin(inner, around, label)) for inner in taken]
            # No join waits for a way that never gets there: it goes on by itself.
            around.beside += [going for joins, going in begun if not joins and going is not None]
            joined = [going for joins, going in begun if joins and going is not None]
            if not any(joins for joins, _ in begun):
                return Going(Block("never"))
            arrived = len(joined) < sum(joins for joins, _ in begun)
            return Going(block, joined, arrived=arrived, label=label) if joined else None
        if block.kind == "loop":
            laps = (*map(calm, block.blocks * (block.times - 1)), *block.blocks)
            return self._go_on(Going(block, after=laps, label=label), around)
        if block.kind == "seq":
            return self._go_on(Going(block, after=block.blocks, label=label), around)
        going = Going(block, due=self._arm(block.listeners, label), label=label)
        going.left = {one.key: TIMES for one in block.listeners if one.kind == "cycle"}
        going.since = dict.fromkeys(going.due, self.now)
        if block.kind in SCOPES:
            own = Around(going)
            going.inside = there(self._begin(block.blocks[0], own, label))
            going.beside = own.beside
            return self._left_of(going, around)
        if block.kind == "guarded":
            going.inside = there(self._begin(block.blocks[0], around, label))
            return going if going.inside else None
        if block.kind == "many":
            return self._begin_many(going, around)
        return going

    def _begin_many(self, going: Going, around: Around) -> Going | None:
        block = going.block
        if block.order != "beside":
            going.after = block.blocks * block.times
            return self._go_on(going, around)
        for number in range(block.times):
            going.inside += there(self._begin(block.blocks[0], around, f"{going.label}{number + 1}"))
        return going if going.inside and not self._is_enough(going) else None

    def _is_enough(self, going: Going) -> bool:
        """Whether enough instances are done for the others to be unnecessary."""
        left = len(going.inside) + len(going.after)
        return left <= going.block.times - going.block.enough

    def _arm(self, listeners: tuple[Listener, ...], label: str) -> dict[str, int]:
        return {one.key: self._moment(one, label, self.now) for one in listeners if one.kind in {"timer", "cycle"}}

    def _moment(self, one: Listener, label: str, since: int, times: int = 1) -> int:
        """When a timer fires that is counted from a moment; `times` says which of its times."""
        seconds = seconds_of(one.key, label)
        days, months = one.days, one.months
        if label:
            # There it is a FEEL value, which does not tell a day from twenty-four hours; a repeating one is a text.
            days, seconds = divmod(seconds, 86_400) if one.kind == "timer" else (0, seconds)
            months = 0
        came = after(self.begun + timedelta(seconds=since), months * times, days * times, seconds * times)
        return int((came - self.begun).total_seconds())

    def _go_on(self, going: Going, around: Around) -> Going | None:
        """The first that comes after and has anything to do."""
        while not going.inside and going.after:
            first, *rest = going.after
            going.after = tuple(rest)
            label = going.label
            if going.block.kind == "many" and going.block.order == "in turn":
                label += str(going.block.times - len(rest))
            going.inside = there(self._begin(first, around, label))
            if going.block.kind == "many" and not going.inside and self._is_enough(going):
                return None
        return going if going.inside else None

    # ---- going on -------------------------------------------------------------------------------------------------

    def _is_in(self, going: Going) -> bool:
        return self._is_it(going) or any(map(self._is_in, [*going.inside, *going.beside]))

    def _act(self, going: Going, around: Around) -> Going | None:
        """What is left of the running part, after what is happening now has happened in it."""
        if going.block.kind in SCOPES:
            return self._act_in_scope(going, around)
        if going.block.kind == "guarded":
            return self._act_in_guarded(going, around)
        if self._is_it(going):
            return self._finish(going, around)
        place = next(n for n, inner in enumerate(going.inside) if self._is_in(inner))
        left = self._act(going.inside[place], around)
        going.inside[place : place + 1] = there(left)
        if going.block.kind in {"par", "inc"} and left is None:
            going.arrived = True
        if going.block.kind == "inc" and going.arrived and not any(map(comes, going.inside)):
            around.beside += going.inside  # An inclusive join waits only for what can still arrive (clause 13.4.3).
            return None
        if going.block.kind == "many" and left is None and self._is_enough(going):
            abandon(going.inside)
            return None
        if going.block.kind == "undoing" and left is None:
            return self._undo_next(going, going.queue[1:])
        return (
            self._go_on(going, around)
            if going.block.kind in {"seq", "loop", "many"}
            else (going if going.inside else None)
        )

    def _finish(self, going: Going, around: Around) -> Going | None:
        block = going.block
        if block.kind == "fails":
            raise Failed(block.code)
        if block.kind == "ends-all":
            raise EndedAll
        if block.kind == "undoable":
            self._remember(block, (Back(undoing_of(block)),), around)
        if block.kind == "undoes":
            undoing = self._undo(around.scope, block.code)
            if block.order != "later":
                return undoing
            around.beside += there(undoing)
        if block.kind == "cancels":
            raise Cancelled(around.scope)
        if block.kind == "escalates":
            around.escalated.append(block.code)
        if block.kind in {"race", "catch"}:
            handler = self._which(going).handler
            return self._begin(handler, around, going.label) if handler is not None else None
        return None

    # ---- undoing --------------------------------------------------------------------------------------------------

    def _remember(self, block: Block, inside: tuple[Back, ...], around: Around) -> None:
        if around.scope is not None and inside:
            self.number += 1
            around.scope.done.append(Done(self.number, block.key, inside))

    def _undo(self, scope: Going | None, of: str = "") -> Going | None:
        """Undo what was done in a scope, last first, or one activity; in an event subprocess also what is around it."""
        return self._undo_next(Going(Block("undoing")), take_done(scope, of))

    def _undo_next(self, going: Going, queue: list[tuple[Going, Done]]) -> Going | None:
        going.queue = queue
        going.inside = [one for _, done in queue[:1] for one in there(self._undo_one(going, done.inside[0]))]
        return going if queue else None

    def _undo_one(self, going: Going, back: Back) -> Going | None:
        """Begin with what undoes an activity; a subprocess's own event subprocess knows what was done in it."""
        going.opened = Going(Block("sub"), done=list(back.kept)) if back.kept is not None else None
        undoing = self._begin(back.block, Around(), "")
        if undoing is not None:
            undoing.of = going.opened
        return undoing

    # ---- events ---------------------------------------------------------------------------------------------------

    def _which(self, going: Going) -> Listener:
        """The listener that the current event is for."""
        if self._name is None:
            return next(one for one in open_of(going) if going.due.get(one.key) == self.now)
        return next(one for one in open_of(going) if one.key == self._name)

    def _act_in_scope(self, going: Going, around: Around) -> Going | None:
        own = Around(going)
        if self._is_it(going):
            return self._enter(going, self._which(going), around)
        acting = next(inner for inner in [*going.inside, *going.beside] if self._is_in(inner))
        apart = acting.block.key if acting.of is going else ""
        try:
            for flows in (going.inside, going.beside):
                place = next((n for n, inner in enumerate(flows) if inner is acting), None)
                if place is not None:
                    flows[place : place + 1] = there(self._act(flows[place], own))
                    break
        except Cancelled as cancelling:
            if going.block.kind != "tx":
                raise
            abandon([*going.inside, *going.beside])
            going.inside, going.beside, going.closed, going.due = [], [], True, {}
            going.inside, going.cancelled = there(self._undo(cancelling.scope)), True
            return going
        except EndedAll:
            abandon([*going.inside, *going.beside])
            self._close(going, around)
            return None
        except Failed as error:
            caught = catcher_of(going, "error", str(error))
            if caught is None:
                raise
            return self._enter(going, caught, around)
        going.beside += own.beside
        for code in own.escalated:
            caught = catcher_of(going, "escalation", code, apart)
            if caught is None:
                around.escalated.append(code)
            else:
                self._start(going, caught)
        return self._left_of(going, around)

    def _left_of(self, going: Going, around: Around) -> Going | None:
        if going.cancelled or not all(map(is_over, [*going.inside, *going.beside])):
            return going
        self._close(going, around)
        return None

    def _close(self, going: Going, around: Around) -> None:
        """A scope has ended: what was done in a subprocess is undone with it, that of a called process no longer."""
        block = going.block
        if block.undo == "none":
            return  # A handler that undoes is not undone itself.
        if block.undo:
            kept = tuple(going.done) if block.undo == "own" else None
            self._remember(block, (Back(undoing_of(block), kept),), around)
        elif block.kind != "call":
            self._remember(block, tuple(x for done in going.done for x in done.inside), around)

    def _enter(self, going: Going, listener: Listener, around: Around) -> Going | None:
        self._start(going, listener)
        return self._left_of(going, around)

    def _start(self, going: Going, listener: Listener) -> None:
        """An event subprocess begins, as a scope of its own within its scope."""
        assert listener.handler is not None
        self._count(going, listener)
        if listener.interrupting:
            abandon([*going.inside, *going.beside])
            going.inside, going.beside, going.closed, going.due = [], [], True, {}
        handler = self._begin(Block("sub", listener.key, (listener.handler,)), Around(going), going.label)
        if handler is not None:
            handler.of = going
            going.beside.append(handler)

    def _act_in_guarded(self, going: Going, around: Around) -> Going | None:
        own = Around(around.scope)
        if self._is_it(going):
            return self._leave(going, self._which(going), around)
        try:
            going.inside = there(self._act(going.inside[0], own))
        except Failed as error:
            caught = catcher_of(going, "error", str(error))
            if caught is None:
                raise
            return self._leave(going, caught, around)
        if going.inside and going.inside[0].cancelled:
            going.closed, going.due = True, {}
            if not going.inside[0].inside:
                return self._leave(going, next(o for o in going.block.listeners if o.kind == "cancel"), around)
        for code in own.escalated:
            caught = catcher_of(going, "escalation", code)
            if caught is None:
                around.escalated.append(code)
            elif caught.interrupting:
                return self._leave(going, caught, around)
            else:
                self._leave(going, caught, around)
        around.beside += own.beside
        return going if going.inside else None

    def _leave(self, going: Going, listener: Listener, around: Around) -> Going | None:
        """An event on the edge: its way replaces the activity, or goes on in parallel."""
        if listener.interrupting:
            abandon(going.inside)
        handler = self._begin(listener.handler, around, going.label) if listener.handler is not None else None
        if listener.interrupting:
            return handler
        self._count(going, listener)
        around.beside += there(handler)
        return going

    def _count(self, going: Going, listener: Listener) -> None:
        """A timer fires once, or as often as it says."""
        due, left = going.due.pop(listener.key, None), going.left.get(listener.key, 1)
        if due is not None and left > 1:
            going.left[listener.key] = left - 1
            going.due[listener.key] = self._moment(listener, going.label, going.since[listener.key], TIMES - left + 2)
