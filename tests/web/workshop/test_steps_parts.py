"""Parts in the list of steps: grouped and ungrouped through forms, showing first what happens to running cases."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.web.conftest import SignIn
from tests.web.workshop.step_room import Room


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def test_steps_are_put_in_a_part_and_taken_out_of_it_again(room: Room) -> None:
    before = room.elements
    page = room.visitor.follow(room.send("/Event_Asked/deel", last="Task_Supplement", name="Aanvulling vragen"))
    part = room.named("Aanvulling vragen")

    assert "Vanaf ‘Aanvulling gevraagd’ staan stappen nu samen in ‘Aanvulling vragen’." in page.notices
    assert {room.elements[key].parent for key in ("Event_Asked", "Task_Supplement")} == {part.id}
    headings = [" ".join(h.text_content().split()) for h in page.tree.xpath("//ol//*[self::h3 or self::h4]")]
    assert any(heading.endswith("Deel: Aanvulling vragen") for heading in headings)
    room.send(f"/{part.id}/uitpakken")
    assert room.elements.keys() == before.keys()
    assert engine.check_change(room.change, "idee", {}, room.user).findings == ()


def test_only_steps_with_which_a_part_can_end_are_offered_with_how_many_cases_stand_there(
    room: Room, idea: engine.StartedCase
) -> None:
    page = room.see("/Task_Check/deel")

    options = [one.text for one in page.tree.xpath("//select[@name='last']/option[@value!='']")]
    assert options == ["Idee toetsen (nu 1 idee)", "Ontvangst melden", "Besluit vastleggen"]


def test_where_no_part_can_begin_that_is_told_and_nothing_is_asked(room: Room) -> None:
    page = room.see("/Gateway_Complete/deel")

    assert "Hier kan geen deel beginnen" in page.main
    assert page.tree.xpath("//main//form//button") == []


def test_a_part_without_a_name_is_not_made(room: Room) -> None:
    page = room.send("/Event_Asked/deel", last="Task_Supplement", name="")

    assert page.status == 422
    assert page.errors == ["Vul ‘Naam van het deel’ in."]


def test_who_takes_a_part_apart_reads_how_many_cases_stand_in_it(room: Room, idea: engine.StartedCase) -> None:
    room.send("/Task_Check/deel", last="Task_Check", name="Toetsen")

    page = room.see(f"/{room.named('Toetsen').id}/uitpakken")

    assert "Er staat nu 1 idee" in page.main


def test_a_part_in_which_ways_run_side_by_side_to_its_end_says_why_it_stays(room: Room) -> None:
    room.send("/Event_Asked/deel", last="Task_Supplement", name="Aanvulling vragen")
    part = room.named("Aanvulling vragen").id
    end = next(one.id for one in room.elements.values() if one.parent == part and one.kind == "endEvent")
    room.send(
        "/Event_Asked/tak", split="parallelGateway", question="Wie doet iets?", to="+endEvent", to_name="Ook klaar"
    )
    assert end in room.elements

    page = room.send(f"/{part}/uitpakken")

    assert page.status == 422
    assert page.errors[0].startswith("In dit deel lopen wegen tegelijk.")


def test_making_a_part_is_taken_back_by_one_button(room: Room) -> None:
    before = room.part.files["process.bpmn"]
    room.send("/Event_Asked/deel", last="Task_Supplement", name="Aanvulling vragen")

    room.visitor.post(room.address.removesuffix("stappen") + "terugdraaien", {"revision": str(room.part.revision)})

    assert room.part.files["process.bpmn"] == before
