"""Compensating in the list of steps: how and where a step is undone is entered, read there, and removed again."""

from __future__ import annotations

import pytest
from flask import Flask

from engine.dialect.compensation import read_compensation
from tests.web.conftest import SignIn
from tests.web.workshop.step_room import Room

TOLD: dict[str, str | list[str]] = {"name": "Ontvangst intrekken", "groups": ["ondersteuning"], "form": "+"}


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def undone(room: Room, step: str = "Task_Check") -> str:
    page = room.send(f"/{step}/compensatie", **TOLD)
    assert page.status == 303, page.main
    return room.named("Ontvangst intrekken").id


def test_how_a_step_is_undone_is_said_at_the_step_and_read_in_the_list(room: Room) -> None:
    handler = undone(room)

    assert read_compensation(room.process).handlers["Task_Check"] == handler
    page = room.see()
    step = page.tree.xpath("//li[@id='stap-Task_Check']")[0].text_content()
    assert "Wordt teruggedraaid met: Ontvangst intrekken" in " ".join(step.split())
    (edge,) = (one for one in room.elements.values() if one.attached_to == "Task_Check" and not one.outgoing)
    (link,) = page.tree.xpath(f"//li[@id='stap-{edge.id}']/ul//a[@href='#stap-{handler}']/text()")
    assert link == "Ontvangst intrekken"
    (shown,) = page.tree.xpath(f"//li[@id='stap-{handler}']")
    assert "Draait terug: " in " ".join(shown.text_content().split())


def test_who_said_it_goes_on_at_what_undoes(room: Room) -> None:
    page = room.send("/Task_Check/compensatie", **TOLD)

    after = room.visitor.follow(page)

    assert "wordt nu teruggedraaid met ‘Ontvangst intrekken’" in after.main


def test_what_undoes_has_nothing_after_it_or_meanwhile_and_is_not_undone_itself(room: Room) -> None:
    handler = undone(room)

    page = room.see()

    def actions(step: str) -> set[str]:
        found = page.tree.xpath(f"//li[@id='stap-{step}']/ul[@class='smederij-editsteps__actions']//a/@href")
        return {link.rpartition("/")[2] for link in found if link.startswith(room.address)}

    assert actions(handler) == {handler, "weghalen"}
    assert "compensatie" not in actions("Task_Check")


def test_what_is_missing_is_told_at_its_question_and_nothing_is_saved(room: Room) -> None:
    before = room.part.files

    page = room.send("/Task_Check/compensatie", name="", kind="scriptTask")

    assert page.status == 422
    assert page.errors == ["Vul ‘Naam’ in.", "Vul ‘Uitdrukking’ in.", "Vul ‘Naam van de uitkomst’ in."]
    assert room.part.files == before


def test_where_it_happens_is_a_step_that_is_offered_once_something_can_be_undone(room: Room) -> None:
    place = "/Task_Check/daarna"
    kinds = "//input[@name='kind']/@value"
    assert "throw-compensate" not in room.see(place).tree.xpath(kinds)
    undone(room)
    assert "throw-compensate" in room.see(place).tree.xpath(kinds)

    page = room.send(place, kind="throw-compensate", name="Ontvangst teruggedraaid", activity="Task_Check")

    assert page.status == 303, page.main
    thrown = room.named("Ontvangst teruggedraaid")
    assert thrown.event is not None
    assert (thrown.event.kind, thrown.event.activity) == ("compensate", "Task_Check")
    (shown,) = room.see().tree.xpath(f"//li[@id='stap-{thrown.id}']/dl")
    assert "Draait terug:" in shown.text_content()


def test_where_it_happens_can_be_changed_to_all_that_was_done(room: Room) -> None:
    undone(room)
    room.send("/Task_Check/daarna", kind="throw-compensate", name="Teruggedaan", activity="Task_Check")
    thrown = room.named("Teruggedaan").id

    page = room.send(f"/{thrown}", **{"event.activity": ""})

    assert page.status == 303, page.main
    event = room.elements[thrown].event
    assert event is not None
    assert event.activity is None
    (shown,) = room.see().tree.xpath(f"//li[@id='stap-{thrown}']/dl")
    assert "alles wat tot hier is gedaan" in shown.text_content()


def test_how_a_step_is_undone_goes_with_what_undoes_it(room: Room) -> None:
    before = set(room.elements)
    handler = undone(room)

    page = room.visitor.post(f"{room.address}/{handler}/weghalen", {"revision": str(room.part.revision)})

    assert page.status == 303, page.main
    assert set(room.elements) == before


def test_what_goes_with_it_is_read_before_it_is_taken_away(room: Room) -> None:
    undone(room)
    (edge,) = (one for one in room.elements.values() if one.attached_to == "Task_Check" and not one.outgoing)

    page = room.see(f"/{edge.id}/weghalen")

    assert "Ontvangst intrekken" in page.main


def test_how_a_step_is_undone_is_taken_back_with_one_button(room: Room) -> None:
    before = room.part.files
    page = room.visitor.follow(room.send("/Task_Check/compensatie", **TOLD))
    (form,) = page.tree.xpath("//form[contains(@action, '/terugdraaien')]")
    sent = {control.get("name"): control.get("value") for control in form.xpath(".//*[@name]")}

    room.visitor.post(form.get("action"), sent)

    assert room.part.files == before
