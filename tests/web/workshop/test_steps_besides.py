"""Besides: a process owner adds a button beside the steps in the list, reads it there, and removes it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.conftest import SignIn
from tests.web.workshop.step_room import Room

PLACE = "/alles/ernaast"
BUTTON = "Om foto’s vragen"


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def test_a_button_that_asks_the_submitter_is_made_from_its_name_and_who_may_press_it(room: Room) -> None:
    page = room.send(PLACE, name=BUTTON, groups=["gebiedsregisseur"])

    assert page.status == 303, page.main
    around = room.named(BUTTON)
    begins = next(one for one in room.elements.values() if one.parent == around.id and one.kind == "startEvent")
    assert begins.properties["startableBy"] == "gebiedsregisseur"
    assert not begins.interrupting
    shown = room.see().main
    assert "Naast de stappen: Om foto’s vragen" in shown
    assert "Wat er al loopt, gaat door." in shown
    assert "14 dagen later, om 23.59 uur" in shown


def test_what_is_missing_is_told_at_its_question_and_nothing_is_saved(room: Room) -> None:
    before = room.part.files

    page = room.send(PLACE, name="", groups=[], remind="20")

    assert page.status == 422
    assert page.errors == ["Vul ‘Naam’ in.", "Vul ‘Wie mag erop drukken?’ in."]
    assert room.part.files == before


def test_whether_what_goes_on_stops_can_be_changed_at_what_begins_it(room: Room) -> None:
    room.send(PLACE, name=BUTTON, groups=["gebiedsregisseur"])
    around = room.named(BUTTON)
    begins = next(one for one in room.elements.values() if one.parent == around.id and one.kind == "startEvent")

    page = room.send(f"/{begins.id}", isInterrupting="true")

    assert page.status == 303, page.main
    assert room.elements[begins.id].interrupting


def test_a_button_is_taken_away_with_all_that_it_began(room: Room) -> None:
    before = set(room.elements)
    room.send(PLACE, name=BUTTON, groups=["gebiedsregisseur"])
    place = f"{room.address}/{room.named(BUTTON).id}/weghalen"

    page = room.visitor.post(place, {"revision": str(room.part.revision)})

    assert page.status == 303, page.main
    assert set(room.elements) == before


def test_the_menu_says_at_every_page_of_the_workshop_where_one_is(room: Room) -> None:
    page = room.see(PLACE)

    assert page.tree.xpath("//nav//a[@aria-current]/text()") == ["Werkplaats"]


def test_a_button_of_a_part_is_asked_for_at_the_part(room: Room) -> None:
    room.send("/Task_Check/deel", last="Task_Check", name="Bekijken")
    part = room.named("Bekijken")

    (link,) = room.see().tree.xpath(f"//li[@id='stap-{part.id}']/ul//a[contains(@href, 'ernaast')]/@href")
    page = room.send(link.removeprefix(room.address), name=BUTTON, groups=["gebiedsregisseur"])

    assert page.status == 303, page.main
    assert room.named(BUTTON).parent == part.id
