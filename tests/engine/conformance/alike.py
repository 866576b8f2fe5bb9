"""Alike: a case and the reference, played in parallel: both wait for the same, and make the same random move."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from engine import workflow
from engine.workflow import OpenTask
from tests.engine.conformance.reference import Game
from tests.engine.player import Player


def compare(case: Player, game: Game, done: list[str], mapping: Mapping[str, str] | None = None) -> None:
    """Compare what a case waits for with the reference; `mapping` has the new ids of steps by the old."""
    found = (
        sorted(name for name, _ in _named(case, mapping)),
        sorted({f"{one.message}@{one.key}" if one.key else one.message for one in case.step.subscriptions}),
        len(case.step.timers),
    )
    assert found == (game.waiting, game.heard, game.timers), done
    assert case.step.ended == (game.going is None), done


def move(case: Player, game: Game, dice: Random, done: list[str], mapping: Mapping[str, str] | None = None) -> None:
    """Let one thing that can happen now happen to both, and add it to `done`."""
    kind, name = dice.choice(game.moves)
    done.append(f"{kind} {name}")
    if kind == "do":
        case.answer_ref(next(task.ref for found, task in _named(case, mapping) if found == name))
        game.do(name)
    elif kind == "wait":
        case.wait(seconds=game.wait())
    else:
        message, _, label = name.partition("@")
        if name.startswith("Signal"):
            case.signal(name)
        elif label:
            case.send_to(message, label)
        else:
            case.send(name)
        game.hear(name)


def _named(case: Player, mapping: Mapping[str, str] | None) -> list[tuple[str, OpenTask]]:
    """The open tasks as the reference names them: by their earlier key, and by the instance that each is in."""
    before = {new: old for old, new in (mapping or {}).items()}
    return [(_name_of(case, task, before.get(task.element_id, task.element_id)), task) for task in case.step.open_tasks]


def _name_of(case: Player, task: OpenTask, key: str) -> str:
    item = workflow.read_variables(case.step.state, task.scope).get("ding", {})
    return f"{key}@{item['naam']}" if item and not key.startswith("X") else key
