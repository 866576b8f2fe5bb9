"""Drawing: blocks as diagrams, with the data that lead a case along the chosen branches."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from tests.engine.conformance.eventful import (
    ANY,
    SCOPES,
    SECONDS_APART,
    THROWS,
    TIMES,
    Block,
    Listener,
    seconds_of,
    undoing_of,
)
from tests.engine.conformance.telling import for_each, gateway, laps, task
from tests.engine.diagrams import (
    boundary,
    cancel,
    catch,
    chain,
    compensate,
    conditional,
    end,
    error,
    escalation,
    flow,
    listening,
    message,
    node,
    part,
    script,
    signal,
    start,
    throw,
    timer,
    transaction,
    undone,
)

Ends = tuple[str, str | None]
"""Where a block is entered and where it is left, if it ever is."""


@dataclass
class Drawing:
    """What has been written of a case's process, and of those that it calls."""

    parts: list[str] = field(default_factory=list)
    called: dict[str, tuple[str, ...]] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    given: dict[str, bool | None] = field(default_factory=dict)
    inside: bool = False
    """Whether the current part is in an instance."""
    laps: str = ""
    """The variable that counts the remaining laps of the loop around the current part."""

    @classmethod
    def of(cls, block: Block, *begin: str) -> Drawing:
        """A process whose own scope is the block. `begin` goes into its start event."""
        drawing = cls()
        drawing.parts += drawing._scope(block, *begin)
        return drawing

    def _scope(self, block: Block, *begin: str) -> list[str]:
        """The contents of a scope, from its start to its end, with its event subprocesses."""
        key, outer = block.key, self.parts
        self.parts = [start(f"{key}In", *begin)]
        first, last = self._draw(block.blocks[0])
        self.parts.append(chain(f"{key}In", first))
        if last is not None:
            self.parts.append(end(f"{key}Uit") + chain(last, f"{key}Uit"))
        for one in block.listeners:
            self.parts.append(self._listening(one))
        if block.undo == "own":
            self.parts.append(self._undoing_itself(block))
        written, self.parts = self.parts, outer
        return written

    def _listening(self, one: Listener) -> str:
        outer, self.parts = self.parts, []
        assert one.handler is not None
        came = self._draw_came(one, f"{one.key}Komt")
        first, last = self._draw(one.handler)
        self.parts.append(chain(came, first))
        if last is not None:
            self.parts.append(end(f"{one.key}Klaar") + chain(last, f"{one.key}Klaar"))
        written, self.parts = self.parts, outer
        return listening(one.key, self._event(one), *written, interrupting=one.interrupting)

    def _undoing_itself(self, block: Block) -> str:
        """The event subprocess by which a subprocess is undone."""
        key, outer = f"{block.key}Zelf", self.parts
        assert block.back is not None
        self.parts = []
        first, last = self._draw(block.back)
        self.parts.append(chain(f"{key}Komt", first))
        if last is not None:
            self.parts.append(end(f"{key}Klaar") + chain(last, f"{key}Klaar"))
        written, self.parts = self.parts, outer
        return listening(key, compensate(), *written)

    def _draw_came(self, one: Listener, key: str) -> str:
        """What an event leads to first: a condition that holds only briefly, even if it interrupts its own cause."""
        if one.kind != "conditional":
            return key
        self.parts += [script(f"{key}Niet", "=null", "nu_geldt"), chain(key, f"{key}Niet")]
        return f"{key}Niet"

    def _event(self, one: Listener) -> str:
        if one.kind == "message":
            self.messages[one.key] = f"{one.key}|=ding.naam" if self.inside else one.key
            return message(one.key)
        if one.kind in {"timer", "cycle"}:
            kind, before = ("Duration", "") if one.kind == "timer" else ("Cycle", f"R{TIMES}/")
            if not self.inside:
                calendar = "".join(f"{n}{unit}" for n, unit in ((one.months, "M"), (one.days, "D")) if n)
                return timer(kind, f"{before}P{calendar}T{seconds_of(one.key)}S")
            seconds = f'"{before}PT" + string({seconds_of(one.key)} + {SECONDS_APART} * ding.nummer) + "S"'
            return timer(kind, f"={seconds}" if before else f"=duration({seconds})")
        if one.kind == "cancel":
            return cancel()
        if one.kind == "conditional":
            self.given["nu_geldt"] = None
            return conditional(f'=nu_geldt = "{one.key}"')
        return {"signal": signal, "error": error, "escalation": escalation}[one.kind](one.name.removeprefix(ANY))

    def _draw(self, block: Block) -> Ends:
        if block.kind in {"task", "undoable"}:
            return self._draw_activity(block)
        if block.kind in THROWS:
            return self._draw_thrown(block)
        if block.kind in SCOPES or block.kind == "many":
            return self._draw_activity(block)
        if block.kind == "guarded":
            return self._draw_guarded(block)
        if block.kind in {"catch", "race"}:
            return self._draw_race(block)
        if block.kind == "seq":
            drawn = [self._draw(inner) for inner in block.blocks]
            self.parts += [chain(str(before[1]), after[0]) for before, after in pairwise(drawn)]
            return drawn[0][0], drawn[-1][1]
        return self._draw_loop(block) if block.kind == "loop" else self._draw_branches(block)

    def _draw_thrown(self, block: Block) -> Ends:
        key, thrown = block.key, f"{block.key}Gooit"
        self.parts += [task(key), chain(key, f"{key}Laatste" if block.last else thrown)]
        if block.order == "end":
            thrower = escalation if block.kind == "escalates" else signal
            self.parts.append(end(thrown, thrower(block.code)))
            return key, None
        if block.kind == "escalates":
            self.parts.append(throw(thrown, escalation(block.code)))
            return key, thrown
        if block.kind in {"signals", "undoes"}:
            undoing = compensate(block.code, waits=block.order != "later")
            self.parts.append(throw(thrown, signal(block.code) if block.kind == "signals" else undoing))
            return key, thrown
        if block.kind == "pulses":
            self.given["nu_geldt"] = None
            self.parts += [script(thrown, f'="{block.code}"', "nu_geldt"), script(f"{key}Niet", "=null", "nu_geldt")]
            self.parts.append(chain(thrown, f"{key}Niet"))
            return key, f"{key}Niet"
        enders = {"fails": error(block.code), "cancels": cancel()}
        definition = enders.get(block.kind, "<bpmn:terminateEventDefinition />")
        self.parts.append(end(thrown, definition))
        if not block.last:
            return key, None
        on, choice = f"{key}Verder", f"{key}Laatste"
        self.parts += [gateway(choice, default=f"{choice}_to_{on}"), gateway(on), chain(choice, on)]
        self.parts.append(flow(choice, thrown, f"={self.laps} = 1"))
        return key, on

    def _draw_activity(self, block: Block, *inside: str) -> tuple[str, str]:
        """A subprocess, a call, a task, or one of them for each item of a list."""
        if block.kind == "many":
            if block.order == "laps":
                return self._draw_activity(block.blocks[0], laps(maximum=block.times))
            enough = f"=numberOfCompletedInstances &gt;= {block.enough}"
            items = for_each(self._items(block.times), sequential=block.order == "in turn", until=enough)
            outer, self.inside = self.inside, True
            drawn = self._draw_activity(block.blocks[0], items)
            self.inside = outer
            return drawn
        if block.kind in {"sub", "tx"}:
            draw = part if block.kind == "sub" else transaction
            self.parts.append(draw(block.key, *inside, *self._scope(block)))
        elif block.kind == "call":
            process = block.key.lower()
            self.called[process] = tuple(self._scope(block))
            # Its input must not come back: a loop in parallel keeps counting.
            called = f'<zeebe:calledElement processId="{process}" propagateAllChildVariables="false" />'
            self.parts.append(node("callActivity", block.key, called, *inside))
        else:
            self.parts.append(task(block.key, *inside))
            if block.kind == "undoable":
                self.parts.append(undone(block.key, self._undoing(undoing_of(block))))
        if block.undo and block.undo != "own" and block.kind != "undoable":
            self.parts.append(undone(block.key, self._undoing(undoing_of(block))))
        return block.key, block.key

    def _undoing(self, block: Block) -> str:
        """What undoes an activity as a whole: a task, or a subprocess."""
        if block.kind == "task":
            return task(block.key)
        outer, self.parts = self.parts, []
        written = part(block.key, *self._scope(block))
        self.parts = outer
        return written

    def _items(self, count: int) -> str:
        """For each instance its name and number, derived from those of the instance around it."""
        name, number = ('ding.naam + "{}"', "4 * ding.nummer + {}") if self.inside else ('"{}"', "{}")
        each = [f"{{naam: {name.format(n)}, nummer: {number.format(n)}}}" for n in range(1, count + 1)]
        return f"=[{', '.join(each)}]"

    def _draw_guarded(self, block: Block) -> Ends:
        activity, _ = self._draw_activity(block.blocks[0])
        after = f"{block.key}Na"
        self.parts.append(gateway(after) + chain(activity, after))
        for one in block.listeners:
            self.parts.append(boundary(one.key, activity, self._event(one), interrupting=one.interrupting))
            came = self._draw_came(one, one.key)
            last: str | None = came
            if one.handler is not None:
                first, last = self._draw(one.handler)
                self.parts.append(chain(came, first))
            if last is None:
                continue
            if one.interrupting:
                self.parts.append(chain(last, after))
            else:
                self.parts.append(end(f"{one.key}Los") + chain(last, f"{one.key}Los"))
        return activity, after

    def _draw_race(self, block: Block) -> Ends:
        if block.kind == "catch":
            (one,) = block.listeners
            self.parts.append(catch(one.key, self._event(one)))
            return one.key, self._draw_came(one, one.key)
        after = f"{block.key}Na"
        self.parts.append(gateway(block.key, "event"))
        found = False
        for one in block.listeners:
            self.parts.append(catch(one.key, self._event(one)) + chain(block.key, one.key))
            came = self._draw_came(one, one.key)
            last: str | None = came
            if one.handler is not None:
                first, last = self._draw(one.handler)
                self.parts.append(chain(came, first))
            if last is not None:
                found = True
                self.parts.append(chain(last, after))
        if found:
            self.parts.append(gateway(after))
        return block.key, after if found else None

    def _draw_loop(self, block: Block) -> Ends:
        key, name = block.key, f"ronde_{block.key}".lower()
        outer, self.laps = self.laps, name
        first, last = self._draw(block.blocks[0])
        self.laps = outer
        self.parts += [
            script(f"{key}Zet", f"={block.times}", name), script(f"{key}Tel", f"={name} - 1", name),
            gateway(f"{key}In"), gateway(f"{key}Nog", default=f"{key}uit"), gateway(f"{key}Eind"),
            chain(f"{key}Zet", f"{key}In", first), chain(str(last), f"{key}Tel", f"{key}Nog"),
            flow(f"{key}Nog", f"{key}In", f"={name} &gt; 0"), flow(f"{key}Nog", f"{key}Eind", key=f"{key}uit"),
        ]  # fmt: skip
        return f"{key}Zet", f"{key}Eind"

    def _draw_branches(self, block: Block) -> Ends:
        kind = {"par": "parallel", "xor": "exclusive", "inc": "inclusive"}[block.kind]
        split, join = f"{block.key}Splits", f"{block.key}Samen"
        self.parts.append(gateway(split, kind))
        found = False
        for number, inner in enumerate(block.blocks):
            first, last = self._draw(inner)
            name = f"weg_{block.key}_{number}".lower()
            self.given |= {} if block.kind == "par" else {name: number in block.chosen}
            self.parts.append(flow(split, first, "" if block.kind == "par" else f"={name}"))
            if last is not None:
                found = True
                self.parts.append(flow(last, join))
        if found:
            self.parts.append(gateway(join, kind))
        return split, join if found else None
