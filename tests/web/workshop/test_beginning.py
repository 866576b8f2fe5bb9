"""A whole new process, made by somebody who begins with nothing: what the pages ask, and what is made of it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

import engine
from tests.web.conftest import SignIn
from tests.web.visitor import Page, Visitor
from tests.web.workshop.step_room import Room


class NewRoom(Room):
    """A process owner at the list of steps of a process that is new."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.user = engine.find_user("proceseigenaar")
        self.change = engine.begin_process("boom-adopteren", "Boom adopteren", self.user)

    @property
    def address(self) -> str:
        return f"/werkplaats/wijziging/{self.change}/boom-adopteren/stappen"

    @property
    def part(self) -> engine.PartView:
        return engine.read_part(self.change, "boom-adopteren", self.user)

    def begin_with_form(self) -> None:
        choices = {"name": "Boom gekozen", "property:startableBy": ["iedereen"], "formDefinition.formId": "+"}
        self.send("/boom-adopteren-start", **choices)  # type: ignore[arg-type]

    def throw_away(self, file: str) -> Page:
        typed = {"revision": str(self.part.revision), "bestand": file, "naam": "Boom adopteren"}
        return self.visitor.post(f"{self.address}/alles/weggooien", typed)

    @property
    def form(self) -> dict[str, object]:
        name = next(one for one in self.part.files if one.endswith(".form"))
        return dict(json.loads(self.part.files[name]))


@pytest.fixture
def room(site: Flask, staff: SignIn) -> NewRoom:
    return NewRoom(staff("proceseigenaar"))


def components(room: NewRoom) -> dict[str, dict[str, object]]:
    told = room.form["components"]
    assert isinstance(told, list)
    return {one.get("label", ""): one for one in told}


def test_the_form_a_resident_begins_with_is_called_after_the_process_and_not_after_the_event(room: NewRoom) -> None:
    room.begin_with_form()

    assert room.form["title"] == "Boom adopteren"


def test_what_is_written_at_a_start_is_for_those_who_fill_it_in(room: NewRoom) -> None:
    page = room.see("/boom-adopteren-start")

    assert "Uitleg voor wie dit invult" in page.main
    assert "Uitleg voor wie de stap doet" in room.see("/boom-adopteren-taak").main


def test_who_adds_a_question_says_at_once_that_it_is_about_the_submitter(room: NewRoom) -> None:
    room.begin_with_form()

    room.send("/formulier/boom-adopteren", do="add", kind="textfield", label="Uw naam", personal="name")

    assert components(room)["Uw naam"]["properties"] == {"personal": "name"}


def test_the_same_thing_of_the_submitter_is_asked_once(room: NewRoom) -> None:
    room.begin_with_form()
    form = "/formulier/boom-adopteren"
    room.send(form, do="add", kind="textfield", label="Uw naam", personal="name")

    page = room.send(form, do="add", kind="textfield", label="Uw andere naam", personal="name")

    assert page.status == 422
    assert "Uw andere naam" not in components(room)


def test_a_number_can_be_asked_for_in_whole_numbers_only(room: NewRoom) -> None:
    room.begin_with_form()
    form = "/formulier/boom-adopteren"
    room.send(form, do="add", kind="number", label="Hoeveel bomen?")
    question = components(room)["Hoeveel bomen?"]["id"]

    room.send(f"{form}/vraag/{question}", decimalDigits="0")

    assert components(room)["Hoeveel bomen?"]["decimalDigits"] == 0
    assert room.see(f"{form}/vraag/{question}").values("decimalDigits") == ["0"]
    room.send(f"{form}/vraag/{question}", decimalDigits="")
    assert "decimalDigits" not in components(room)["Hoeveel bomen?"]


def test_whole_numbers_are_chosen_where_the_question_is_added(room: NewRoom) -> None:
    room.begin_with_form()

    room.send("/formulier/boom-adopteren", do="add", kind="number", label="Hoeveel bomen?", decimalDigits="0")

    assert components(room)["Hoeveel bomen?"]["decimalDigits"] == 0


def test_a_new_process_without_a_name_is_told_that_one_thing(room: NewRoom) -> None:
    page = room.visitor.post("/werkplaats", {"naam": "", "process_id": ""})

    assert page.status == 422
    assert page.errors == ["Geef het stappenplan een naam."]


def test_a_form_that_no_step_uses_any_more_is_thrown_away_and_brought_back(room: NewRoom) -> None:
    room.begin_with_form()
    room.send("/boom-adopteren-start", **{"formDefinition.formId": ""})
    assert "Geen stap gebruikt dit." in room.see().main

    page = room.visitor.follow(room.throw_away("forms/boom-adopteren.form"))

    assert "‘Boom adopteren’ is weggehaald." in page.notices
    assert "forms/boom-adopteren.form" not in room.part.files
    room.visitor.post(f"{room.address.removesuffix('/stappen')}/terugdraaien", {"revision": str(room.part.revision)})
    assert "forms/boom-adopteren.form" in room.part.files


def test_a_form_that_a_step_uses_is_not_thrown_away(room: NewRoom) -> None:
    room.begin_with_form()

    page = room.throw_away("forms/boom-adopteren.form")

    assert page.status == 422
    assert "forms/boom-adopteren.form" in room.part.files
    assert "Geen stap gebruikt dit." not in room.see().main


@pytest.mark.parametrize("name", ["forms/stuk.form", "stuk.dmn", "scenarios/stuk.yaml"])
def test_a_file_that_cannot_be_read_has_a_button_of_its_own_to_remove_it(room: NewRoom, name: str) -> None:
    engine.save_part(room.change, "boom-adopteren", room.part.revision, {name: b"{stuk"}, room.user)
    assert name in room.see().tree.xpath("//main//form//input[@name='bestand']/@value")

    room.throw_away(name)

    assert name not in room.part.files
