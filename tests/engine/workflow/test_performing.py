"""Performing: what an automatic step requests outside the case, in the terms of the code that carries it out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.workflow.step import JobRequest
from tests.engine.diagrams import chain, end, folder, io, message, node, part, script, start, user
from tests.engine.player import MONDAY, Player, play


def ask(**headers: str) -> JobRequest:
    """What an event that sends the message `betaald` with these headers asks for."""
    told = "".join(f'<zeebe:header key="{name}" value="{value}" />' for name, value in headers.items())
    sends = node("intermediateThrowEvent", "Melden", '<zeebe:taskDefinition type="message" />',
                 f"<zeebe:taskHeaders>{told}</zeebe:taskHeaders>", message("betaald"))  # fmt: skip
    drawn = (start(), sends, user("Daarna"), end(), chain("Begin", "Melden", "Daarna", "Klaar"))
    case = Player({"proef": folder(*drawn, messages={"betaald": "betaald"})}).begin(over=MONDAY)
    (job,) = case.step.jobs
    return job


@pytest.mark.parametrize(
    ("life", "told"),
    [
        ("PT1H", "P0DT3600S"),
        ("P2DT1S", "P2DT1S"),
        ("=over - @&quot;PT1S&quot;", "P0DT0S"),
        ("=over - @&quot;P3D&quot;", "P0DT0S"),
        ("=over", "P0DT0S"),
    ],
    ids=["an hour", "days and a second", "a second ago", "days ago", "this moment"],
)
def test_a_message_lives_for_days_and_seconds_and_never_less_than_none(life: str, told: str) -> None:
    assert ask(timeToLive=life).headers["timeToLive"] == told


def test_a_message_goes_by_the_name_that_is_drawn() -> None:
    assert ask(key="=7").headers == {"message": "betaald", "key": "7"}


def test_what_is_answered_in_a_subprocess_is_set_where_the_variable_is_and_otherwise_at_the_case() -> None:
    inside = part(
        "Deel", io({"van het deel": "=1"}), start("In"), user("Binnen"), end("Uit"), chain("In", "Binnen", "Uit")
    )
    drawn = (start(), inside, user("Daarna"), end(), chain("Begin", "Deel", "Daarna", "Klaar"))
    case = play(*drawn, status="ingestuurd")

    case.answer("Binnen", **{"status": "gelezen", "nieuw": "ja", "van het deel": "anders"})

    assert case.step.variables == {"status": "gelezen", "nieuw": "ja"}


def test_a_script_without_a_name_for_its_result_keeps_what_it_hands_over_alone() -> None:
    told = io(None, {"dubbel": "=n * 2"})
    case = play(
        start(),
        script("Reken", "=1 + 1", "", told),
        user("Daarna"),
        end(),
        chain("Begin", "Reken", "Daarna", "Klaar"),
        n=Decimal(2),
    )

    assert case.step.variables == {"n": 2, "dubbel": 4}
