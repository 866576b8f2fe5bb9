"""Sending again: a page left open while its reader signed in again is shown again with everything that was typed."""

from __future__ import annotations

from flask import Flask

import engine
from tests.web.conftest import SignIn, open_task
from tests.web.visitor import Visitor

OLD = "een oud kenmerk"


def test_a_task_comes_back_with_what_was_typed_and_can_be_sent(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")

    again = office.post(f"/taken/{task}", {"wat_ontbreekt": "Een lang verhaal", "soort": "groen"}, token=OLD)
    sent = office.post(f"/taken/{task}", {"wat_ontbreekt": again.values("wat_ontbreekt")[0], "soort": "groen"})

    assert again.status == 400
    assert again.heading == "Idee toetsen"
    assert "Wat u had getypt staat er nog." in again.notices
    assert again.values("wat_ontbreekt") == ["Een lang verhaal"]
    assert sent.status == 303


def test_what_came_with_an_old_token_is_kept_nowhere(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")

    office.post(f"/taken/{task}", {"wat_ontbreekt": "Van wie?", "_actie": "bewaren"}, token=OLD)

    assert "U hebt geen concepten." in office.get("/concepten").main


def test_a_task_of_another_group_does_not_come_back(staff: SignIn, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")

    page = staff("auditor").post(f"/taken/{task}", {"wat_ontbreekt": "Iets"}, token=OLD)

    assert page.status == 400
    assert page.heading == "Deze pagina stond te lang open"
    assert page.notices == ""


def test_an_answer_of_a_resident_comes_back_with_what_was_typed(resident: Visitor, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    engine.complete_task(task, engine.find_user("ondersteuning"), {"soort": "groen"})
    links = resident.open_link(idea.secret).get("/mijn-idee").links()
    address = next(link for link in links if "/taak/" in link)

    again = resident.post(address, {"aanvulling": "Bij de vijver"}, token=OLD)

    assert again.values("aanvulling") == ["Bij de vijver"]
    assert "nog niets verstuurd" in again.notices


def test_a_page_of_a_new_idea_comes_back_with_what_was_typed(resident: Visitor) -> None:
    again = resident.post("/idee-insturen/pagina_1", {"titel": "Bankje", "omschrijving": "Bij de vijver"}, token=OLD)

    assert again.values("titel") == ["Bankje"]
    assert "nog niets verstuurd" in again.notices


def test_who_refuses_cookies_is_told_that_those_are_what_is_missing(site: Flask) -> None:
    visitor = Visitor(site, cookies=False)
    visitor.get("/idee-insturen/pagina_1")

    page = visitor.post("/idee-insturen/pagina_1", {"titel": "Een bankje", "_actie": "verder"})

    assert page.status == 400
    assert "cookies" in page.notices
    assert "opnieuw ingelogd" not in page.main
    assert page.values("titel") == ["Een bankje"]


def test_who_refuses_cookies_and_pastes_a_link_is_told_the_same(site: Flask, idea: engine.StartedCase) -> None:
    visitor = Visitor(site, cookies=False)
    opened = visitor.get(f"/mijn-idee/{idea.secret}")
    page = visitor.follow(opened)

    again = visitor.post("/mijn-idee/openen", {"link": idea.secret})

    assert "cookies" in page.main
    assert again.heading == "Uw browser bewaart geen cookies"
    assert idea.secret not in again.text
