"""Withdrawing: a process owner lets who handed in stop at any moment, by one button in the list of steps."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.engine.diagrams import chain, definitions, end, start, user
from tests.web.conftest import SignIn
from tests.web.step_room import Room

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
