"""Votes: the page on which the office sees which votes run, to prepare a meeting and to remind members."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from engine.dialect.folder import from_bytes
from engine.municipality import transaction
from engine.versions import definitions
from tests.web.conftest import IDEA, PASSWORD, PROCESSES, SignIn, open_task
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


def test_the_office_prints_the_agenda_of_a_meeting(site: Flask, staff: SignIn) -> None:
    office = staff("ondersteuning")
    vote = vote_on("2026-12-10")

    listed = office.get("/stemmen")
    page = office.get("/stemmen/vergadering/2026-12-10")

    assert "/stemmen/vergadering/2026-12-10" in listed.links()
    assert page.heading == "Vergadering van 10 december 2026"
    assert [one.text_content() for one in page.tree.xpath("//main//h2")] == ["Agenda"]
    assert "Bankje bij de vijver" in page.main
    assert f"/ideeen/{vote.reference}/dossier.zip" in page.links()


def test_a_meeting_has_a_list_of_decisions_once_its_votes_are_closed(site: Flask, staff: SignIn) -> None:
    office = staff("ondersteuning")
    vote_on("2026-12-10")
    for number in (1, 2, 3):
        member = engine.find_user(f"stuurgroep-{number}")
        (ballot,) = engine.list_ballots(member)
        assert ballot.my_task is not None
        engine.complete_task(ballot.my_task.id, member, {"keuze": "voor", "reden": "Omdat het kan"})

    page = office.get("/stemmen/vergadering/2026-12-10")

    assert [one.text_content() for one in page.tree.xpath("//main//h2")] == ["Besluitenlijst"]
    assert "Omdat het kan" not in page.main


def vote_on(day: str) -> engine.StartedCase:
    """An idea on which the stuurgroep votes until the end of a day."""
    paper = b'<zeebe:assignmentDefinition assignee="=lid.id"/>'
    due = f'<zeebe:taskSchedule dueDate="=date and time(&quot;{day}T23:59:00@Europe/Amsterdam&quot;)"/>'.encode()
    folder = PROCESSES / "idee"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    drawn = {name: data.replace(paper, paper + due) for name, data in files.items()}
    with transaction() as session:
        definitions.put_in_use(session, "idee", from_bytes(drawn, "idee"), "systeem")
    started = engine.start_case("idee", IDEA, None)
    task = open_task("ondersteuning", "Idee toetsen")
    engine.complete_task(task, engine.find_user("ondersteuning"), {"volledig": "true", "soort": "groen"})
    return started


@pytest.mark.parametrize(("who", "begins"), [("stuurgroep-1", "/stemmen"), ("ondersteuning", "/taken")])
def test_who_has_a_vote_to_cast_and_no_task_begins_at_the_votes(
    who: str, begins: str, site: Flask, vote: engine.StartedCase
) -> None:
    visitor = Visitor(site)

    done = visitor.post("/inloggen", {"username": who, "password": PASSWORD})

    assert done.location == begins
