"""Alike: a case and the reference, played side by side: that both wait for the same, and one random move of both."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from tests.engine.conformance.reference import Game
from tests.engine.player import Player


def compare(case: Player, game: Game, done: list[str], mapping: Mapping[str, str] | None = None) -> None:
    """Hold what a case waits for against the reference; `mapping` has the new ids of steps by the old."""
    before = {new: old for old, new in (mapping or {}).items()}
    found = (
        sorted(before.get(key, key) for key in case.waiting),
        sorted({one.message for one in case.step.subscriptions}),
        len(case.step.timers),
    )
    assert found == (game.waiting, game.heard, game.timers), done
    assert case.step.ended == (game.going is None), done


def move(case: Player, game: Game, dice: Random, done: list[str], mapping: Mapping[str, str] | None = None) -> None:
    """Let one thing that can happen now happen to both, and add to `done` what it was."""
    kind, name = dice.choice(game.moves)
    done.append(f"{kind} {name}")
    if kind == "do":
        case.answer((mapping or {}).get(name, name))
        game.do(name)
    elif kind == "wait":
        case.wait(seconds=game.wait())
    else:
        case.signal(name) if name.startswith("Signal") else case.send(name)
        game.hear(name)
