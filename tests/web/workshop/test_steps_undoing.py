"""Undoing in the list of steps: one button on each page where a part is edited, without script."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.conftest import SignIn
from tests.web.visitor import Page
from tests.web.workshop.step_room import Room


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def take_back(room: Room, page: Page) -> Page:
    """Press the undo button of the page."""
    (form,) = page.tree.xpath("//form[contains(@action, '/terugdraaien')]")
    sent = {control.get("name"): control.get("value") for control in form.xpath(".//*[@name]")}
    return room.visitor.follow(room.visitor.post(form.get("action"), sent))


def test_a_question_that_was_taken_away_by_mistake_comes_back(room: Room) -> None:
    before = room.part.files
    place = "/formulier/idee-toetsen"
    (gone, *_rest) = room.see(place).tree.xpath("//input[@name='do' and starts-with(@value, 'remove:')]/@value")
    page = room.visitor.follow(
        room.visitor.post(f"{room.address}{place}", {"do": gone, "revision": str(room.part.revision)})
    )

    page = take_back(room, page)

    assert page.heading == "idee-toetsen"
    assert "Teruggedraaid: De vraag ‘" in page.notices
    assert room.part.files == before


def test_what_was_done_is_told_at_the_step_with_the_button_that_takes_it_back(room: Room) -> None:
    page = room.visitor.follow(room.send("/Task_Check", name="Idee beoordelen"))

    (step,) = page.tree.xpath("//li[@id='stap-Task_Check']")
    assert "De naam is nu ‘Idee beoordelen’. Die was ‘Idee toetsen’." in " ".join(step.text_content().split())
    assert step.xpath("./div//form[contains(@action, '/terugdraaien')]")
    assert "Idee toetsen" in take_back(room, page).main


def test_a_page_of_what_was_made_leads_to_the_list_once_that_is_taken_back(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="userTask", name="Kijken", groups="gebiedsregisseur", form="+")
    page = room.see("/formulier/kijken")

    page = take_back(room, page)

    assert page.heading == "Een klein idee"
    assert "Kijken" not in page.main.replace("‘Kijken’", "")


def test_what_was_seen_in_an_old_window_is_not_taken_back(room: Room) -> None:
    page = room.visitor.follow(room.send("/Task_Check", name="Idee beoordelen"))
    room.send("/Task_Check", name="Idee bekijken")
    before = room.part.files

    page = take_back(room, page)

    assert "Er is niets teruggedraaid." in page.notices
    assert room.part.files == before


def test_the_top_of_the_list_leads_to_each_step_with_something_wrong(room: Room) -> None:
    room.send("/Task_Check", **{"formDefinition.formId": ""})

    page = room.see()

    (wrong,) = page.tree.xpath("//section[@aria-labelledby='bevindingen']//a[@href='#stap-Task_Check']")
    assert wrong.text_content() == "Idee toetsen"
    assert "1 fout" in page.main


def test_a_discarded_change_is_taken_up_again(room: Room) -> None:
    room.visitor.post(f"/werkplaats/wijziging/{room.change}/weggooien")
    page = room.visitor.get(f"/werkplaats/wijziging/{room.change}")

    (form,) = page.tree.xpath("//form[contains(@action, '/oppakken')]")
    page = room.visitor.follow(room.visitor.post(form.get("action")))

    assert "De wijziging is weer een concept. U kunt verdergaan." in page.notices
    assert "Controleren en aanbieden" in page.main
