"""Linking in the list of steps: a flow continues without a line, is described as such, and gets its line back."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.conftest import SignIn
from tests.web.workshop.step_room import Room


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def test_a_way_goes_on_without_a_line_by_the_name_of_where_it_leads(room: Room) -> None:
    (way,) = room.elements["Task_Check"].outgoing
    target = room.elements[room.elements[way].target or ""]

    page = room.send("/Task_Check/zonder-lijn", name="Verderop")

    assert page.status == 303, page.main
    leaves = room.elements[room.elements[way].target or ""]
    assert (leaves.kind, leaves.name) == ("intermediateThrowEvent", "Verderop")
    (shown,) = room.see().tree.xpath(f"//li[@id='stap-{leaves.id}']")
    assert "verder, zonder lijn in de tekening" in shown.text_content()
    comes = next(
        one for one in room.elements.values() if one.kind == "intermediateCatchEvent" and one.name == "Verderop"
    )
    assert room.elements[comes.outgoing[0]].target == target.id


def test_it_is_offered_only_where_a_line_may_run_across_the_drawing(room: Room) -> None:
    offered = {link.split("/")[-2] for link in room.see().links() if link.endswith("/zonder-lijn")}

    def is_far(key: str) -> bool:
        one = room.elements[key]
        targets = [room.elements[room.elements[flow].target or ""] for flow in one.outgoing]
        return any(target.lane != one.lane or len(target.incoming) > 1 for target in targets)

    assert offered == {key for key in offered if is_far(key)}
    assert offered


def test_of_several_ways_one_is_chosen(room: Room) -> None:
    choice = next(one for one in room.elements.values() if one.kind == "exclusiveGateway" and len(one.outgoing) > 1)
    place = f"/{choice.id}/zonder-lijn"

    refused = room.send(place, name="Verderop")
    page = room.send(place, name="Verderop", flow=choice.outgoing[1])

    assert refused.status == 422
    assert refused.errors == ["Vul ‘Welke weg?’ in."]
    assert page.status == 303, page.main
    assert room.elements[room.elements[choice.outgoing[1]].target or ""].name == "Verderop"


def test_the_line_comes_back_when_the_point_is_taken_away(room: Room) -> None:
    before = {key: one.target for key, one in room.elements.items()}
    (way,) = room.elements["Task_Check"].outgoing
    room.send("/Task_Check/zonder-lijn", name="Verderop")
    leaves = room.elements[way].target

    page = room.send(f"/{leaves}/weghalen")

    assert page.status == 303, page.main
    assert {key: one.target for key, one in room.elements.items()} == before


def test_a_name_is_asked_for(room: Room) -> None:
    page = room.send("/Task_Check/zonder-lijn", name=" ")

    assert page.status == 422
    assert page.errors == ["Vul ‘Naam van het punt’ in."]
