"""Random diagrams: whatever happens, the engine does with them what the simplest possible token game does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.engine.conformance.alike import compare, move
from tests.engine.conformance.drawing import Drawing
from tests.engine.conformance.eventful import ANY, THROWS, Block, Listener, aim, number_keys, point
from tests.engine.conformance.reference import Game
from tests.engine.conformance.taming import Place, tame
from tests.engine.conformance.whole import hold_whole
from tests.engine.diagrams import folder
from tests.engine.player import MONDAY, Player
from tests.lengths import examples

OUTSIDE = ("message", "signal", "timer")
FLOWING = (*OUTSIDE, "conditional")
"""What can be awaited in the flow, and after an event-based gateway; elsewhere also what repeats."""
BESIDE = (*FLOWING, "cycle")
THROWN = {"fails": "fout", "escalates": "hulp", "signals": "Signal"}
CAUGHT = {"error": "fout", "escalation": "hulp"}
SHARED = {**CAUGHT, "signal": "Signal"}
LEAVES = ["task", "undoable", "catch", "fails", "fails", *sorted(THROWS)]
DEPTH = 4
MOVES = 40


class Maker:
    """Makes blocks of blocks by rolling dice. (Hypothesis itself makes small ones, in which little can happen.)"""

    def __init__(
        self, dice: Random, outside: tuple[str, ...] = OUTSIDE, *, labelled: bool = False, wide: bool = False
    ) -> None:
        """Args:
        labelled: whether instances can be told apart; then they may contain everything.
        wide: whether timers count days and months, and anything may be what undoes an activity.
        """
        self._dice, self._labelled, self._wide = dice, labelled, wide
        self._flowing = FLOWING if outside == OUTSIDE else outside
        # One in four has much to undo: for that, what was done must be in the same scope.
        undoing = dice.random() < 0.25
        self._leaves = ["undoable"] * 4 + ["undoes", "undoes", "catch", "cancels"] if undoing else LEAVES
        self._beside = BESIDE if outside == OUTSIDE else outside

    def make(self) -> Block:
        """A case's own scope."""
        scope = replace(self._scope(DEPTH + self._labelled, "sub"), undo="", back=None)
        made = aim(
            number_keys(tame(scope, Place(labelled=self._labelled))),
            self._dice.choice,
        )
        return point(made, self._dice.choice) if self._labelled else made

    def _block(self, depth: int) -> Block:
        kinds = self._leaves if depth < 3 else ["task"]
        if depth:
            kinds = [
                *kinds,
                "seq",
                "seq",
                "par",
                "par",
                "xor",
                "inc",
                "loop",
                "race",
                "sub",
                "call",
                "many",
                "guarded",
                "guarded",
                "guarded",
            ]
            kinds += ["many", "many", "many", "loop", "loop"] if self._labelled else []
        kind = self._dice.choice(sorted(kinds))
        if kind in THROWS:
            order = {"undoes": "later", "escalates": "end", "signals": "end"}.get(kind, "")
            otherwise = self._labelled and self._dice.random() < 0.35
            return Block(kind, code=self._code(THROWN.get(kind, "")), order=order if otherwise else "")
        if kind == "catch":
            return Block(kind, listeners=(self._listener(0, self._flowing),))
        if kind in {"seq", "par", "xor", "inc"}:
            inside = tuple(self._block(depth - 1) for _ in range(self._dice.randint(2, 3)))
            count = 1 if kind == "xor" else self._dice.randint(1, len(inside))
            return Block(kind, blocks=inside, chosen=tuple(sorted(self._dice.sample(range(len(inside)), count))))
        if kind == "race":
            return Block(
                kind, listeners=tuple(self._listener(depth, self._flowing) for _ in range(self._dice.randint(2, 3)))
            )
        if kind == "loop":
            return Block(kind, blocks=(self._block(depth - 1),), times=self._dice.randint(1, 3))
        if kind == "guarded":
            edges = tuple(
                self._listener(depth, (*self._beside, *CAUGHT, *CAUGHT)) for _ in range(self._dice.randint(1, 3))
            )
            if self._dice.random() < 0.15:
                called_off = replace(self._listener(depth, ("cancel",)), interrupting=True)
                return Block(kind, blocks=(self._scope(depth, "tx"),), listeners=(called_off, *edges))
            return Block(kind, blocks=(self._activity(depth),), listeners=edges)
        if kind == "undoable" and self._wide and depth and self._dice.random() < 0.4:
            return Block(kind, back=self._block(min(depth - 1, 2)))
        return Block(kind) if kind in {"task", "undoable"} else self._activity(depth, kind)

    def _activity(self, depth: int, kind: str = "") -> Block:
        kind = kind or self._dice.choice(["task", "undoable", "sub", "sub", "call", "many"])
        if kind == "many":
            often = ["sub", "sub", "call"] if self._labelled else []
            inner = self._activity(depth, self._dice.choice(["task", "undoable", "sub", "call", *often]))
            order, times = self._dice.choice(["beside", "in turn", "laps"]), self._dice.randint(1, 3)
            if self._labelled and order != "laps" and self._dice.random() < 0.1:
                times = 0
            enough = times if order == "laps" or not times else self._dice.randint(1, times)
            return Block(kind, blocks=(inner,), times=times, enough=enough, order=order)
        return Block(kind) if kind in {"task", "undoable"} else self._scope(depth, kind)

    def _scope(self, depth: int, kind: str) -> Block:
        found = tuple(
            self._listener(depth, (*self._beside, *CAUGHT, *CAUGHT)) for _ in range(self._dice.choice([0, 0, 1, 2]))
        )
        undo = self._dice.choice(["", "", "task", "part"]) if self._labelled and kind != "tx" else ""
        back = None
        if self._wide and depth > 1 and self._dice.random() < 0.4:
            undo, back = self._dice.choice(["edge", "own", "own"] if kind == "sub" else ["edge"]), self._block(2)
            undo, back = (undo, back) if kind != "tx" else ("", None)
        return Block(kind, blocks=(self._block(depth - 1),), listeners=found, undo=undo, back=back)

    def _listener(self, depth: int, kinds: tuple[str, ...]) -> Listener:
        kind = self._dice.choice(kinds)
        handler = self._block(depth - 1) if depth and self._dice.random() < 0.7 else None
        interrupting = self._dice.random() < 0.5
        code = self._code(SHARED.get(kind, ""))
        if kind in CAUGHT and self._dice.random() < 0.2:
            code = ANY
        months, days = 0, 0
        if self._wide and kind in {"timer", "cycle"} and self._dice.random() < 0.7:
            months, days = self._dice.choice([0, 0, 0, 1]), self._dice.choice([0, 1, 1, 2, 7])
        return Listener(kind, handler=handler, interrupting=interrupting, code=code, months=months, days=days)

    def _code(self, stem: str) -> str:
        return f"{stem}-{self._dice.choice('aaab')}" if stem else ""


Renamed = tuple[str, Mapping[str, str]]
"""A diagram with another id for everything in it, and the new ids by the old."""


def play(
    block: Block,
    dice: Random,
    rename: Callable[[str], Renamed] | None = None,
    when: int = 0,
    begun: datetime = MONDAY,
) -> None:
    """Play a block with the engine and with the reference, which must agree after every move.

    With `rename`, the case goes to the renamed diagram after so many moves, as soon as nothing is being undone.
    """
    drawing, game = Drawing.of(block), Game.of(block, begun)
    written = "".join(drawing.parts)
    folders = {"proef": folder(written, messages=drawing.messages)}
    folders |= {key: folder(*inside, process=key, messages=drawing.messages) for key, inside in drawing.called.items()}
    case = Player(folders, begun).begin(**drawing.given)
    mapping: Mapping[str, str] = {}
    done: list[str] = []
    for number in range(MOVES):
        goes = number >= when and not mapping and not case.step.ended and not game.undoes
        if rename is not None and goes:
            renamed, mapping = rename(written)
            case.migrate(renamed, mapping=dict(mapping), messages=drawing.messages)
        compare(case, game, done, mapping)
        hold_whole(case)
        if not game.moves or not game.is_told_apart:
            break
        move(case, game, dice, done, mapping)


@settings(deadline=None, max_examples=examples(150))
@given(st.integers(0, 2**32 - 1))
@example(702_563)  # An inclusive join, and a way to it on which a choice led elsewhere.
def test_whatever_happens_a_random_diagram_goes_on_as_its_blocks_say(seed: int) -> None:
    dice = Random(seed)

    play(Maker(dice).make(), dice)


@settings(deadline=None, max_examples=examples(80))
@given(st.integers(0, 2**32 - 1))
def test_whatever_happens_in_instances_a_random_diagram_goes_on_as_its_blocks_say(seed: int) -> None:
    dice = Random(seed)

    play(Maker(dice, labelled=True).make(), dice)


CHANGES = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))
"""When the clock goes forward, and back."""


def play_wide(seed: int) -> None:
    """A diagram with everything in it, begun in the days around a night when the clock changes."""
    dice = Random(seed)
    begun = dice.choice(CHANGES) - timedelta(seconds=dice.randint(-3600, 3 * 86_400))
    play(Maker(dice, labelled=dice.random() < 0.5, wide=True).make(), dice, begun=begun)


@settings(deadline=None, max_examples=examples(60))
@given(st.integers(0, 2**32 - 1))
def test_whatever_undoes_it_and_whenever_a_random_diagram_goes_on_as_its_blocks_say(seed: int) -> None:
    play_wide(seed)
