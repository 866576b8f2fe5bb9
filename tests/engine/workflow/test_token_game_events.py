"""The token game and what happens to a case: messages, event subprocesses, ends that stop everything."""

from __future__ import annotations

import pytest

from engine.errors import NotWaiting
from tests.engine.diagrams import (
    chain,
    end,
    flow,
    gateway,
    message,
    node,
    start,
    user,
)
from tests.engine.player import play


def withdrawable() -> list[str]:
    return [
        start(),
        gateway("Splits", "parallelGateway"),
        user("Links"),
        user("Rechts"),
        gateway("Samen", "parallelGateway"),
        end(),
        chain("Begin", "Splits", "Links", "Samen", "Klaar"),
        chain("Splits", "Rechts", "Samen"),
        node(
            "subProcess",
            "Intrekken",
            node("startEvent", "Ingetrokken", message()),
            user("Bevestigen"),
            end("Klaar met intrekken"),
            chain("Ingetrokken", "Bevestigen", "Klaar met intrekken"),
            triggeredByEvent="true",
        ),
    ]


def test_an_event_subprocess_that_never_starts_does_not_keep_the_case_from_ending() -> None:
    case = play(*withdrawable()).answer("Links").answer("Rechts")

    assert case.ended_in == "Klaar"


def test_an_interrupting_event_subprocess_ends_all_that_goes_on() -> None:
    case = play(*withdrawable()).answer("Links").send("intrekking", reden="verhuisd")

    assert case.waiting == ["Bevestigen"]
    assert case.step.variables["reden"] == "verhuisd"
    assert case.answer("Bevestigen").ended_in == "Klaar met intrekken"


def test_an_event_subprocess_starts_once() -> None:
    case = play(*withdrawable()).send("intrekking")

    with pytest.raises(NotWaiting):
        case.send("intrekking")


def test_an_event_subprocess_inside_a_subprocess_ends_only_that_subprocess() -> None:
    case = play(
        start(),
        node("subProcess", "Behandelen", *withdrawable_inside()),
        user("Afronden"),
        end(),
        chain("Begin", "Behandelen", "Afronden", "Klaar"),
    )

    case.send("intrekking", reden="genoeg")

    assert case.waiting == ["Afronden"]
    assert case.step.subscriptions == ()
    assert case.answer("Afronden").ended_in == "Klaar"


def withdrawable_inside() -> list[str]:
    return [
        start("Binnen"),
        user("Werken"),
        end("Werk klaar"),
        chain("Binnen", "Werken", "Werk klaar"),
        node(
            "subProcess",
            "Stoppen",
            node("startEvent", "Gestopt", message()),
            end("Gestaakt"),
            flow("Gestopt", "Gestaakt"),
            triggeredByEvent="true",
        ),
    ]


def test_a_message_wakes_the_event_that_waits_for_it_and_brings_its_data() -> None:
    case = play(
        start(),
        node("intermediateCatchEvent", "Antwoord ontvangen", message()),
        end(),
        chain("Begin", "Antwoord ontvangen", "Klaar"),
    )

    case.send("intrekking", antwoord="ja")

    assert case.ended_in == "Klaar"
    assert case.step.variables == {"antwoord": "ja"}


def test_a_message_that_nothing_waits_for_is_refused_by_name() -> None:
    case = play(start(), user("Doen"), end(), chain("Begin", "Doen", "Klaar"))

    with pytest.raises(NotWaiting) as refusal:
        case.send("iets anders")

    assert refusal.value.message == "iets anders"


def test_a_terminate_end_ends_every_branch() -> None:
    case = play(
        start(),
        gateway("Splits", "parallelGateway"),
        user("Kort"),
        user("Lang"),
        end("Gestopt", "<bpmn:terminateEventDefinition />"),
        end(),
        chain("Begin", "Splits", "Kort", "Gestopt"),
        chain("Splits", "Lang", "Klaar"),
    )

    assert case.answer("Kort").ended_in == "Gestopt"
    assert case.waiting == []


def test_state_is_small_and_survives_being_put_away_after_every_move() -> None:
    case = play(*withdrawable())

    assert len(case.step.state) < 3_000
    assert case.answer("Links").answer("Rechts").ended_in == "Klaar"
