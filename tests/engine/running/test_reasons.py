"""Reasons: the history says why a case could not go on, without what anybody typed: nothing can be erased there."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import engine
from engine import models
from engine.municipality import reading
from engine.running.reasons import leave_out_values
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, node, properties, start, timer, user

TYPED = "zo snel mogelijk, vraag het Ina's buurman"


@pytest.fixture
def stuck(deploy: Deploy, people: People, clock: TestClock) -> engine.StartedCase:
    """A case where somebody typed words that the drawing reads as a date."""
    deploy(
        folder(
            start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen")),
            node("intermediateCatchEvent", "Dag om", timer("Duration", "P1D")),
            node("intermediateCatchEvent", "Moment", timer("Date", "=wanneer")),
            user("Doen"),
            end(),
            chain("Begin", "Dag om", "Moment", "Doen", "Klaar"),
            files={"forms/begin.form": form("begin", field("wanneer"))},
        )
    )
    started = engine.start_case("proef", {"wanneer": TYPED}, None)
    clock.turn(days=2)
    engine.run_worker_once()
    return started


def test_an_operator_reads_what_was_typed_and_the_history_does_not_say_it(
    stuck: engine.StartedCase, people: People
) -> None:
    (incident,) = engine.list_incidents(people.operator)

    with reading() as session:
        query = select(models.HistoryEvent.facts).where(models.HistoryEvent.kind == "incident_raised")
        (facts,) = session.scalars(query)

    assert "buurman" in incident.reason
    assert facts["reason"] == 'timer =wanneer: "…" is no date, moment or duration'


DRAWN = """<bpmn:timeDate>=date(wanneer)</bpmn:timeDate> <conditionExpression>=soort = "groen"</conditionExpression>"""


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("there is no variable 'wanneer'", "there is no variable 'wanneer'"),
        (
            "=date(wanneer): 'Jan' is not a date such as 2026-03-02",
            "=date(wanneer): '…' is not a date such as 2026-03-02",
        ),
        ('=soort = "groen": wrong', '=soort = "groen": wrong'),
        ('"Ina\'s huis" is no number', '"…" is no number'),
        ("'zij zei \"groen\"' is no number", "'…' is no number"),
        ("'een\\'twee\"' is no number", "'…' is no number"),
        ("'wan' is no number", "'…' is no number"),
        ("=auto's: 'Ina' is no number", "…"),
        ("no way out is open", "no way out is open"),
    ],
    ids=[
        "a name of the drawing",
        "a value",
        "a text of the drawing",
        "an apostrophe",
        "a text of the drawing within a value",
        "both kinds of quotes",
        "part of a name",
        "quotes that cannot be told apart",
        "no value at all",
    ],
)
def test_what_is_quoted_stays_if_the_drawing_has_it(message: str, kept: str) -> None:
    assert leave_out_values(message, DRAWN) == kept
