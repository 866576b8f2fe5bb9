"""Votes: the page on which the office sees which votes run, to prepare a meeting and to remind members."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.web.conftest import PASSWORD, SignIn
from tests.web.visitor import Visitor


def test_the_office_finds_which_votes_run_and_who_has_yet_to_vote(staff: SignIn, vote: engine.StartedCase) -> None:
    office = staff("ondersteuning")

    page = office.get("/stemmen")

    assert page.heading == "Stemmingen"
    assert "Bankje bij de vijver" in page.main
    assert "0 van de 3" in page.main
    assert "Nog niet gestemd" in page.main
    assert f"/ideeen/{vote.reference}" in page.links()
    assert 'href="/stemmen"' in office.get("/taken").text


def test_the_office_reads_that_no_vote_runs(staff: SignIn, idea: engine.StartedCase) -> None:
    assert "Er loopt nu geen stemming." in staff("ondersteuning").get("/stemmen").main


def test_a_member_sees_their_own_ballots_and_not_who_has_yet_to_vote(staff: SignIn, vote: engine.StartedCase) -> None:
    page = staff("stuurgroep-1").get("/stemmen")

    assert page.heading == "Stemmen"
    assert "Nog niet gestemd" not in page.main


@pytest.mark.parametrize(("who", "begins"), [("stuurgroep-1", "/stemmen"), ("ondersteuning", "/taken")])
def test_who_has_a_vote_to_cast_and_no_task_begins_at_the_votes(
    who: str, begins: str, site: Flask, vote: engine.StartedCase
) -> None:
    visitor = Visitor(site)

    done = visitor.post("/inloggen", {"username": who, "password": PASSWORD})

    assert done.location == begins
