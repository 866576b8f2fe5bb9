"""Migrating to an edited version: a case that may go behaves there as if it had reached that place in it."""

from __future__ import annotations

from random import Random

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from engine import soundness, workflow
from engine.dialect.folder import ProcessFiles
from engine.versions.folders import compile_folders
from engine.workflow import Passage
from tests.engine.conformance.alike import compare, move
from tests.engine.conformance.drawing import Drawing
from tests.engine.conformance.editing import edits_of
from tests.engine.conformance.reference import Game
from tests.engine.conformance.test_random_events import MOVES, Maker
from tests.engine.diagrams import folder
from tests.engine.player import Player
from tests.lengths import examples


def files_of(drawing: Drawing, before: Drawing) -> dict[str, ProcessFiles]:
    """The processes of a drawing. Both versions name the messages that cases wait for."""
    messages = {**before.messages, **drawing.messages}
    found = {"proef": folder("".join(drawing.parts), messages=messages)}
    return found | {key: folder(*inside, process=key, messages=messages) for key, inside in drawing.called.items()}


def go(case: Player, files: dict[str, ProcessFiles]) -> bool:
    """Migrate a case to another version; returns whether that is allowed."""
    passage = Passage(case.compiled, compile_folders("proef", files), "proef", {})
    step, verdict = workflow.migrate(passage, case.step.state, case.surroundings())
    for where in verdict.standings:
        stuck = soundness.find_stuck(passage.new.processes[where.process], where.parent, where.flows)
        if stuck is None or stuck:
            return False
    if step is None:
        return False
    case.compiled = passage.new
    case._keep(step)
    return True


def play(dice: Random) -> str:
    """Play a random case that migrates to an edited version halfway; returns what happened to it."""
    block = Maker(dice).make()
    edit = next(edits_of(block, dice), None)
    if edit is None:
        return "no edit"
    edited = edit.of(block)
    before, after, game = Drawing.of(block), Drawing.of(edited), Game.of(block)
    case = Player(files_of(before, before)).begin(**{**after.given, **before.given})
    when, went = dice.randint(0, 6), ""
    done: list[str] = [edit.name, edit.key]
    for number in range(MOVES):
        if number == when and game.going is not None:
            if not go(case, files_of(after, before)):
                return f"{edit.name}: refused"
            done.append("goes")
            game.going = edit.carry(game.going, game.now)
            assert game.going is not None, ("it could not go", done)
            went = "goes"
        compare(case, game, done)
        if not game.moves:
            break
        move(case, game, dice, done)
    return f"{edit.name}: {went or 'ended before'}"


@settings(deadline=None, max_examples=examples(120))
@given(st.integers(0, 2**32 - 1))
@example(276)  # A repeating timer that only the edited version has: it counts from when the case went there.
def test_a_case_that_may_go_to_an_edited_version_goes_on_as_if_it_had_been_on_it(seed: int) -> None:
    event(play(Random(seed)))
