"""The list of the team: whom each task waits for, and finding the tasks of an area."""

from __future__ import annotations

import pytest
from sqlalchemy import update

import engine
from engine.models import Case, Task
from engine.municipality import transaction
from tests.web.conftest import SignIn, open_task


@pytest.fixture
def asked(idea: engine.StartedCase) -> str:
    """A task that the submitter is asked to do, with help of the office."""
    task = open_task("ondersteuning", "Idee toetsen")
    with transaction() as session:
        session.get_one(Task, task).candidate_groups = ["indiener", "ondersteuning"]
    return task


def test_a_task_that_a_submitter_is_to_do_says_so_and_is_not_taken_from_them_in_passing(
    staff: SignIn, asked: str
) -> None:
    page = staff("ondersteuning").get("/taken/team")

    assert page.tree.xpath("string(//td[@data-label='Opgepakt door'])") == "wacht op de indiener"
    assert not any("Taak oppakken" in button for button in page.buttons())


def test_who_takes_what_a_submitter_is_asked_reads_that_the_submitter_cannot_do_it_then(
    staff: SignIn, asked: str
) -> None:
    office = staff("ondersteuning")

    before = office.get(f"/taken/{asked}").main
    after = office.follow(office.post(f"/taken/{asked}/oppakken")).main

    assert "Pakt u de taak op? Dan kan de indiener haar niet meer zelf doen, tot u haar teruggeeft." in before
    assert "U hebt de taak opgepakt. Daarom kan de indiener haar nu niet zelf doen." in after


def test_the_tasks_of_an_area_are_found_by_its_name(staff: SignIn, idea: engine.StartedCase) -> None:
    with transaction() as session:
        session.execute(update(Case).values(area="Krakeel"))
    office = staff("ondersteuning")

    assert "1 taak" in office.get("/taken/team?zoek=krakeel").main
    assert "1 taak" in office.get("/taken/team?zoek=krakeel+toetsen").main
    assert "geen taken die hierbij passen" in office.get("/taken/team?zoek=pesse").main


def test_what_nobody_has_yet_is_one_click_away_and_stays_chosen(staff: SignIn, idea: engine.StartedCase) -> None:
    office = staff("ondersteuning")
    everything = office.get("/taken/team")
    (way,) = (link for link in everything.links() if "vrij=ja" in link)

    free = office.get(way)
    task = open_task("ondersteuning", "Idee toetsen")
    office.post(f"/taken/{task}/oppakken")
    after = office.get(way)

    assert "1 taak die nog niemand heeft" in free.main
    assert "geen taken die hierbij passen" in after.main
    assert "/taken/team" in after.links()
    assert office.get("/taken/team?zoek=toetsen&vrij=ja").values("vrij") == ["ja"]


def test_a_task_leads_back_to_the_list_that_it_is_in(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    office.get("/taken/team?zoek=bankje")

    free = office.get(f"/taken/{task}")
    office.post(f"/taken/{task}/oppakken")
    taken = office.get(f"/taken/{task}")

    ways = [page.tree.xpath("//nav[@aria-label='Kruimelpad']//a/@href") for page in (free, taken)]
    assert ways == [["/taken/team?zoek=bankje"], ["/taken"]]
