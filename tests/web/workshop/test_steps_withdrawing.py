"""Withdrawing: a process owner lets submitters stop at any moment, with one button in the list of steps."""

from __future__ import annotations

import re

import pytest
from flask import Flask

import engine
from engine.dialect.folder import read_folder
from tests.conftest import STOCK
from tests.engine.diagrams import chain, definitions, end, start, user
from tests.web.conftest import SignIn
from tests.web.workshop.step_room import Room

BUTTON = "Laat de indiener op elk moment intrekken"


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def _draw(room: Room, starters: str) -> None:
    told = f'<zeebe:properties><zeebe:property name="startableBy" value="{starters}" /></zeebe:properties>'
    steps = (start("Begin", told), user("A", form="idee-toetsen"), end(), chain("Begin", "A", "Klaar"))
    drawn = definitions(*steps, process="idee")
    engine.save_part(room.change, "idee", room.part.revision, {"process.bpmn": drawn}, room.user)


def test_the_submitter_is_let_to_withdraw_at_any_moment_by_one_button(room: Room) -> None:
    _draw(room, "iedereen")
    assert BUTTON in room.see().main

    page = room.visitor.post(f"{room.address}/alles/intrekken", {"revision": str(room.part.revision)})

    assert page.status == 303, page.main
    awaited = {one.event.reference for one in room.elements.values() if one.event is not None}
    assert awaited == {"intrekking"}
    assert room.named("Ingetrokken").properties["outcome"] == "ingetrokken"
    assert BUTTON not in room.see().main


def test_where_only_staff_begin_there_is_nobody_to_withdraw(room: Room) -> None:
    _draw(room, "ondersteuning")

    assert BUTTON not in room.see().main


def test_in_a_drawing_with_lanes_the_lane_of_who_begins_is_chosen_beforehand_and_another_can_be(room: Room) -> None:
    korte_klap = read_folder(STOCK / "korte-klap").files["process.bpmn"].decode()
    told = '<zeebe:properties><zeebe:property name="startableBy" value="iedereen" /></zeebe:properties>'
    drawn = korte_klap.replace('id="korte-klap"', 'id="idee"').replace('processRef="korte-klap"', 'processRef="idee"')
    begins = re.compile(r'(<bpmn:startEvent id="[^"]+" name="[^"]+">)')
    drawn = begins.sub(rf"\1<bpmn:extensionElements>{told}</bpmn:extensionElements>", drawn, count=1)
    engine.save_part(room.change, "idee", room.part.revision, {"process.bpmn": drawn.encode()}, room.user)
    page = room.see()

    chosen = page.tree.xpath("string(//select[@name='lane']/option[@selected])")
    refused = room.visitor.post(f"{room.address}/alles/intrekken", {"revision": str(room.part.revision), "lane": ""})
    lane = next(one for one in room.process.lanes if one.name == "Ondersteuning")
    sent = {"revision": str(room.part.revision), "lane": lane.id}
    page = room.visitor.post(f"{room.address}/alles/intrekken", sent)

    assert chosen == "Initiatiefgroep"
    assert refused.errors == ["Deze tekening heeft banen. Kies in welke baan het komt te staan."]
    assert page.status == 303, page.main
    assert room.named("Intrekken").lane == "Ondersteuning"
    room.visitor.post(room.address.removesuffix("stappen") + "terugdraaien", {"revision": str(room.part.revision)})
    assert room.part.files["process.bpmn"] == drawn.encode()
