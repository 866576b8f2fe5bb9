"""What waits: for which message, in which scope, and in parallel with what."""

from __future__ import annotations

import pytest

from engine.errors import NotWaiting
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    conditional,
    end,
    flow,
    folder,
    listening,
    message,
    node,
    part,
    start,
    timer,
    user,
)
from tests.engine.player import Player, play


def test_of_two_events_that_wait_for_one_message_the_one_with_the_key_gets_it() -> None:
    drawn = folder(
        start(), node("parallelGateway", "Splits"), catch("Eerste", message("Een")), catch("Tweede", message("Twee")),
        user("Na de eerste"), user("Na de tweede"), end(),
        chain("Begin", "Splits", "Eerste", "Na de eerste", "Klaar"), chain("Splits", "Tweede", "Na de tweede", "Klaar"),
        messages={"Een": "betaald|=eerste", "Twee": "betaald|=tweede"},
    )  # fmt: skip
    case = Player({"proef": drawn}).begin(eerste="A-1", tweede="A-2")

    case.send_to("betaald", "A-2")

    assert case.waiting == ["Na de tweede"]
    with pytest.raises(NotWaiting):
        case.send_to("betaald", "A-2")
    assert case.send_to("betaald", "A-1").waiting == ["Na de eerste", "Na de tweede"]


def test_a_subprocess_that_a_deadline_ended_listens_no_more() -> None:
    stop = listening("Stop", message(), user("Stoppen"), end("Gestopt"), chain("StopKomt", "Stoppen", "Gestopt"))
    case = play(
        start(), part("Deel", start("In"), user("Binnen"), end("Uit"), chain("In", "Binnen", "Uit"), stop),
        boundary("Tijd om", "Deel", timer("Duration", "P1D")), user("Verder"), end(),
        chain("Begin", "Deel", "Verder", "Klaar"), flow("Tijd om", "Verder"),
    )  # fmt: skip
    case.wait(days=2)

    with pytest.raises(NotWaiting):
        case.send("intrekking")

    assert case.waiting == ["Verder"]
    assert case.step.subscriptions == ()


def test_of_two_deadlines_that_passed_meanwhile_the_one_that_ends_the_subprocess_leaves_none_in_it() -> None:
    late = listening("Laat", timer("Duration", "PT25H"), user("Te laat doen"), end("Te laat"),
                     chain("LaatKomt", "Te laat doen", "Te laat"))  # fmt: skip
    case = play(
        start(), part("Deel", start("In"), user("Binnen"), end("Uit"), chain("In", "Binnen", "Uit"), late),
        boundary("Tijd om", "Deel", timer("Duration", "P1D")), user("Verder"), end(),
        chain("Begin", "Deel", "Verder", "Klaar"), flow("Tijd om", "Verder"),
    )  # fmt: skip

    case.wait(days=2)

    assert case.waiting == ["Verder"]


def test_a_condition_is_looked_at_beside_whatever_else_is_waited_for() -> None:
    case = play(
        start(), user("Vullen"), boundary("Vol", "Vullen", conditional("=vol"), interrupting=False), end("Gezien"),
        boundary("Te laat", "Vullen", timer("Duration", "P9D")), end("Gestopt"), end(),
        listening("Intrekken", message(), end("Weg"), flow("IntrekkenKomt", "Weg")),
        listening("Herinneren", timer("Cycle", "R3/P1D"), user("Bellen"), end("Gebeld"),
                  chain("HerinnerenKomt", "Bellen", "Gebeld"), interrupting=False),
        chain("Begin", "Vullen", "Klaar"), flow("Vol", "Gezien"), flow("Te laat", "Gestopt"), vol=False,
    )  # fmt: skip

    case.wait(days=1)
    assert case.waiting == ["Bellen", "Vullen"]
    case.answer("Bellen", vol=True)

    assert "Gezien" in case.walked
    assert case.send("intrekking").ended_in == "Weg"
