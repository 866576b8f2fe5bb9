"""Migrating, for diagrams that nobody thought of: a version that is the same but for its ids changes nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from random import Random
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.errors import NotWaiting
from tests.engine.conformance import blocks
from tests.engine.conformance.blocks import Block
from tests.engine.conformance.telling import task
from tests.engine.conformance.test_random_diagrams import DIAGRAMS, _to_feel
from tests.engine.conformance.test_random_events import Maker, play
from tests.engine.conformance.test_random_undoing import BLOCKS, Drawing
from tests.engine.conformance.test_random_undoing import Block as Undoable
from tests.engine.diagrams import (
    boundary,
    chain,
    compensate,
    end,
    flow,
    folder,
    listening,
    message,
    start,
    throw,
    timer,
)
from tests.engine.player import Player
from tests.lengths import examples

REFERENCE = re.compile(r'(?<!\w)(id|sourceRef|targetRef|default|attachedToRef|activityRef)="([^"]+)"')
TASK = re.compile(r'<bpmn:userTask id="(\w+)".*?</bpmn:userTask>')
MOVES = st.sampled_from(["answer", "answer", "answer", "answer", "wait", "stop", "tell"])


def rename(written: str) -> tuple[str, dict[str, str]]:
    """The same diagram with new ids for all elements, and the mapping from old to new."""
    mapping = {key: f"Nieuw{key}" for key in re.findall(r'(?<!\w)id="([^"]+)"', written)}
    return REFERENCE.sub(lambda m: f'{m[1]}="{mapping.get(m[2], m[2])}"', written), mapping


def furnish(written: str) -> str:
    """A deadline and a reminder on each task, and two event subprocesses that listen."""

    def with_edges(found: re.Match[str]) -> str:
        late, soon = f"{found[1]}Laat", f"{found[1]}Bijna"
        edges = boundary(late, found[1], timer("Duration", "P40D")) + end(f"{late}Uit") + flow(late, f"{late}Uit")
        edges += boundary(soon, found[1], timer("Cycle", "R2/P9D"), interrupting=False)
        return found[0] + edges + end(f"{soon}Uit") + flow(soon, f"{soon}Uit")

    stop = listening("Stop", message(), task("StopTaak"), end("StopUit"), chain("StopKomt", "StopTaak", "StopUit"))
    told = task("MeldTaak"), end("MeldUit"), chain("MeldKomt", "MeldTaak", "MeldUit")
    tell = listening("Meld", message("M2"), *told, interrupting=False)
    return TASK.sub(with_edges, written) + stop + tell


def move(case: Player, name: str, choice: int) -> None:
    """Make the same move in two cases that are in the same position."""
    if name == "wait":
        case.wait(days=10)
    elif name != "answer":
        with suppress(NotWaiting):  # The scope was stopped before.
            case.send({"stop": "stoppen", "tell": "melden"}[name])
    else:
        case.answer(sorted(set(case.waiting))[choice % len(set(case.waiting))])


@settings(max_examples=examples(80))
@given(DIAGRAMS, st.lists(st.tuples(MOVES, st.integers(0, 9)), max_size=12), st.integers(0, 6))
def test_a_version_that_is_the_same_but_for_its_ids_changes_nothing_of_what_can_follow(
    block: Block, moves: list[tuple[str, int]], when: int
) -> None:
    drawn, known = blocks.draw(block)
    told: dict[str, Any] = {"messages": {"Message_1": "stoppen", "M2": "melden"}}
    written = furnish(drawn)
    renamed, mapping = rename(written)
    values = {name: _to_feel(value) for name, value in known.items()}
    stays = Player({"proef": folder(written, **told)}).begin(**values)
    goes = Player({"proef": folder(written, **told)}).begin(**values)

    for number, (name, choice) in enumerate([*moves, *([("answer", 0)] * 60)]):
        if not stays.waiting:
            break  # It ended, or a deadline has taken a token that a join waits for.
        if number == when:
            goes.migrate(renamed, mapping=mapping, **told)
        move(stays, name, choice)
        move(goes, name, choice)
        assert [key.removeprefix("Nieuw") for key in goes.waiting] == stays.waiting
        assert sorted(t.due_at for t in goes.step.timers) == sorted(t.due_at for t in stays.step.timers)
        assert len(goes.step.subscriptions) == len(stays.step.subscriptions)

    assert goes.step.ended == stays.step.ended
    assert [key.removeprefix("Nieuw") for key in goes.walked] == stays.walked
    assert goes.step.variables == stays.step.variables


@settings(max_examples=examples(60))
@given(BLOCKS, st.integers(0, 8), st.data())
def test_what_was_done_is_undone_the_same_in_a_version_that_is_the_same_but_for_its_ids(
    block: Undoable, when: int, data: st.DataObject
) -> None:
    drawing = Drawing([0])
    first, last = drawing.draw(block)
    ways = flow("Begin", first), flow(last, "Terug"), flow("Terug", "Klaar")
    written = "".join([start("Begin"), *drawing.parts, throw("Terug", compensate()), end("Klaar"), *ways])
    renamed, mapping = rename(written)
    stays, goes = (Player({"proef": folder(written)}).begin() for _ in range(2))
    went = False

    for number in range(100):
        if stays.step.ended:
            break
        if number >= when and not went and not stays.waiting[0].startswith("X"):
            goes.migrate(renamed, mapping=mapping)
            went = True
        key = data.draw(st.sampled_from(stays.waiting))
        stays.answer(key)
        goes.answer(mapping[key] if went else key)

    assert goes.step.ended
    assert [key.removeprefix("Nieuw") for key in goes.walked] == stays.walked


@settings(deadline=None, max_examples=examples(100))
@given(st.integers(0, 2**32 - 1), st.integers(0, 6))
@example(333_081, 0)  # What undoes a task is open in an instance, and its id has changed.
def test_whatever_happens_a_case_that_went_to_a_renamed_version_goes_on_as_its_blocks_say(seed: int, when: int) -> None:
    dice = Random(seed)

    play(Maker(dice).make(), dice, rename, when)
