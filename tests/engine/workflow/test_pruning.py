"""A looping case does not grow: what no token needs any more is discarded."""

from __future__ import annotations

import pytest

from engine import workflow
from engine.workflow.state import thaw
from engine.workflow.token import Token
from tests.engine.diagrams import boundary, chain, each, end, flow, listening, node, part, script, start, timer, user
from tests.engine.player import Player, play


def going_round(*inside: str, way: tuple[str, ...]) -> Player:
    """A loop with `inside` in it, along `way`, until `Verder` is answered with anything but "ja"."""
    return play(
        start(),
        node("exclusiveGateway", "Terug"),
        *inside,
        user("Verder"),
        node("exclusiveGateway", "Nogmaals", default="Nogmaals_to_Klaar"),
        end(),
        chain("Begin", "Terug", *way, "Verder", "Nogmaals", "Klaar"),
        flow("Nogmaals", "Terug", '=verder = "ja"'),
    )


PARALLEL = (
    node("parallelGateway", "Splitsing"),
    script("Links", "=1", "links"),
    user("Rechts"),
    node("parallelGateway", "Samen"),
    flow("Splitsing", "Links"),
    flow("Links", "Samen"),
)
PLAIN = ((), ())
BESIDE = (PARALLEL, ("Splitsing", "Rechts", "Samen"))
REMINDED = (
    (
        user("Werk"),
        boundary("Herinneren", "Werk", timer("Duration", "P1D"), interrupting=False),
        end("Herinnerd"),
        flow("Herinneren", "Herinnerd"),
    ),
    ("Werk",),
)
REPEATED = ((user("Stem", each('=["a","b","c"]', "lid")),), ("Stem",))
INSIDE = ((part("Deel", start("In"), user("Binnen"), end("Uit"), chain("In", "Binnen", "Uit")),), ("Deel",))
LATE = listening("Laat", timer("Duration", "P30D"), end("Te laat"), flow("LaatKomt", "Te laat"))
WATCHED = ((part("Deel", start("In"), user("Binnen"), end("Uit"), chain("In", "Binnen", "Uit"), LATE),), ("Deel",))
LOOPS = {
    "plain": PLAIN,
    "parallel": BESIDE,
    "boundary": REMINDED,
    "repeated": REPEATED,
    "subprocess": INSIDE,
    "event subprocess": WATCHED,
}


@pytest.mark.parametrize("kind", LOOPS)
def test_a_case_is_no_larger_after_fifty_laps_than_after_two(kind: str) -> None:
    inside, way = LOOPS[kind]
    player = going_round(*inside, way=way)
    sizes = []

    for _ in range(50):
        while "Verder" not in player.waiting:
            if kind == "boundary":
                player.wait(days=2)
            player.answer(player.waiting[0])
        player.answer("Verder", verder="ja")
        sizes.append(len(player.step.state))
    while player.ended_in is None:
        player.answer(player.waiting[0], verder="nee")

    assert max(sizes[2:]) <= sizes[1] * 1.1
    assert player.walked.count("Verder") == 51
    assert player.ended_in == "Klaar"


def test_an_answer_can_be_changed_as_long_as_others_are_awaited() -> None:
    player = play(
        start(),
        user("Stem", each('=["a","b","c"]', "lid", yields="=keus", into="stemmen")),
        end(),
        chain("Begin", "Stem", "Klaar"),
    )
    first = player.task("Stem", "a").ref
    player.answer("Stem", "a", keus="voor").answer("Stem", "b", keus="tegen")

    step = workflow.revise(player.compiled, player.step.state, first, {"keus": "tegen"}, player.surroundings())

    assert step.variables["stemmen"] == ["tegen", "tegen"]


def test_a_token_looks_no_further_ahead_than_its_next_step() -> None:
    player = play(start(), user("Een"), user("Twee"), end(), chain("Begin", "Een", "Twee", "Klaar"))

    case, _, _ = thaw(player.step.state, player.compiled)

    assert all(isinstance(task, Token) for task in case.tasks.values())
    assert [task.task_spec.name for task in case.tasks.values()] == ["Start", "Begin", "Een"]
