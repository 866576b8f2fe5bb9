"""Random diagrams through the whole engine: after every act the tables say what the plainest token game says."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import func, select

import engine
from engine import models, proving
from engine.municipality import reading
from tests.conftest import TestClock
from tests.engine.conformance.drawing import Drawing
from tests.engine.conformance.eventful import Block
from tests.engine.conformance.reference import Game
from tests.engine.conformance.test_random_events import Maker
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import field, folder, form, properties

MOVES = 25
BEGIN = ('<zeebe:formDefinition formId="vraag" />', properties(startableBy="iedereen"))


@pytest.mark.one_in(5)
@pytest.mark.parametrize("seed", range(24))
def test_of_two_cases_side_by_side_each_goes_on_as_its_blocks_say(
    seed: int, deploy: Deploy, people: People, clock: TestClock
) -> None:
    dice = Random(seed)
    # Of signals every case hears; what one case does to another is for tests of its own.
    block = Maker(dice, ("message", "timer")).make()
    _put_in_use(block, deploy)

    first, left = _play("1", block, dice, people, clock)
    before = _rows(first)
    _play("2", block, dice, people, clock)

    assert before == _rows(first) == _told(left)
    with reading() as session:
        assert proving.prove(session).misfits == ()


def _put_in_use(block: Block, deploy: Deploy) -> None:
    """With a form that asks for the data that lead along the chosen branches."""
    drawing = Drawing.of(block, *BEGIN)
    messages = {key: f"{key}|=nummer" for key in drawing.messages}
    asked = [field("nummer"), *(field(name, "checkbox") for name in drawing.given)]
    files = {"forms/vraag.form": form("vraag", *asked)}
    called = [folder(*inside, process=key, messages=messages) for key, inside in drawing.called.items()]
    deploy(*called, folder(*drawing.parts, messages=messages, files=files))


def _play(number: str, block: Block, dice: Random, people: People, clock: TestClock) -> tuple[str, Game]:
    game = Game.of(block)
    given = {name: "true" for name, holds in Drawing.of(block).given.items() if holds}
    case_id = engine.start_case("proef", {"nummer": number, **given}, None).case_id
    done: list[str] = []
    for _ in range(MOVES):
        assert _rows(case_id) == _told(game), done
        if not (moves := game.moves):
            break
        kind, name = dice.choice(moves)
        done.append(f"{kind} {name}")
        if kind == "do":
            engine.complete_task(_open_task(case_id, name.split("@")[0]), people.office, {})
            game.do(name)
        elif kind == "hear":
            engine.correlate_message(name, number, {})
            game.hear(name)
        else:
            clock.turn(seconds=game.wait())
            engine.let_time_pass(case_id)
    return case_id, game


def _told(game: Game) -> tuple[bool, list[str], list[str], int]:
    """By the reference: whether the case has ended, its open tasks, what it listens for, how many timers run."""
    # (Of instances one is as good as another there.)
    return game.going is None, sorted(name.split("@")[0] for name in game.waiting), game.heard, game.timers


def _rows(case_id: str) -> tuple[bool, list[str], list[str], int]:
    """The same, according to the tables."""
    with reading() as session:
        state = session.scalar(select(models.Case.state).where(models.Case.id == case_id))
        tasks = select(models.Task.element_id).where(models.Task.case_id == case_id, models.Task.state == "open")
        heard = select(models.Subscription.message).where(models.Subscription.case_id == case_id).distinct()
        timers = select(func.count()).where(models.PendingTimer.case_id == case_id)
        return (
            state == "completed",
            sorted(session.scalars(tasks)),
            sorted(session.scalars(heard)),
            session.scalar(timers) or 0,
        )


def _open_task(case_id: str, element: str) -> str:
    with reading() as session:
        query = select(models.Task.id).where(models.Task.case_id == case_id, models.Task.state == "open")
        found = session.scalar(query.where(models.Task.element_id == element).limit(1))
        assert found is not None
        return found
