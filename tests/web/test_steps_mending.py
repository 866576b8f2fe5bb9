"""What the check asks for can be done in the list of steps too, without the drawing and without script."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from tests.web.conftest import SignIn
from tests.web.step_room import Room

FORM = "forms/idee-toetsen.form"


@pytest.fixture
def room(site: Flask, staff: SignIn) -> Room:
    return Room(staff("proceseigenaar"))


def _ask(room: Room, kind: str, key: str) -> str:
    """Add a question; the address of its page."""
    typed = {"revision": str(room.part.revision), "do": "add", "label": key.title(), "kind": kind, "key": key}
    assert room.visitor.post(f"{room.address}/formulier/idee-toetsen", typed).status == 303
    return f"/formulier/idee-toetsen/vraag/Veld_{key}"


def _properties(room: Room) -> list[object]:
    return [one.get("properties") for one in json.loads(room.part.files[FORM])["components"] if "properties" in one]


def test_a_letter_has_an_address_once_a_question_is_said_to_ask_for_it(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="serviceTask", name="Besluit sturen", job="letter")
    assert "Is dit iets van de indiener zelf? Postadres." in room.see().main
    question = _ask(room, "textarea", "adres")

    assert room.send(question, personal="address").status == 303

    assert _properties(room) == [{"personal": "address"}]
    assert "geen formulier vraagt naar het adres" not in room.see().main
    assert "van de indiener: postadres" in room.see("/formulier/idee-toetsen").main


def test_a_question_that_is_not_about_the_submitter_any_more_loses_the_property(room: Room) -> None:
    question = _ask(room, "textfield", "adres")
    room.send(question, personal="address")

    room.send(question, personal="")

    assert _properties(room) == []


def test_one_form_asks_the_same_of_the_submitter_once(room: Room) -> None:
    first, second = _ask(room, "textfield", "adres"), _ask(room, "textfield", "postadres")
    room.send(first, personal="address")

    page = room.send(second, personal="address")

    assert page.status == 422
    assert page.errors[0].startswith("Een andere vraag van dit formulier vraagt dit al.")


def test_a_long_text_is_never_offered_as_an_e_mail_address(room: Room) -> None:
    page = room.see(_ask(room, "textarea", "verhaal"))

    assert page.tree.xpath("//select[@name='personal']/option/@value") == ["", "name", "address"]


def test_only_the_name_of_a_variable_is_told_to_be_letters_digits_and_underscores(room: Room) -> None:
    room.send("/Task_Check/daarna", kind="businessRuleTask", name="Gebied bepalen", decision="+")

    table = room.see(f"/{room.named('Gebied bepalen').id}")

    assert not table.tree.xpath("//input[@name='name']/@aria-describedby")
    assert table.tree.xpath("//input[@name='calledDecision.resultVariable']/@aria-describedby")


def _start(room: Room) -> str:
    return next(e.id for e in room.elements.values() if e.kind == "startEvent" and e.parent == "idee")


def test_a_process_begins_with_a_new_form(room: Room) -> None:
    assert room.send(f"/{_start(room)}", **{"formDefinition.formId": "+"}).status == 303

    form = room.elements[_start(room)].form_id
    assert form == "idee-ingestuurd"
    assert f"forms/{form}.form" in room.part.files


def test_what_a_reference_begins_with_and_the_title_are_set_where_a_process_begins(room: Room) -> None:
    before = room.process.properties["referencePrefix"]

    page = room.send(f"/{_start(room)}", **{"process:referencePrefix": "KLEIN", "process:titleVariable": "soort"})

    assert page.status == 303
    assert (before, room.process.properties["referencePrefix"]) == ("IDEE", "KLEIN")
    assert room.process.properties["titleVariable"] == "soort"
    assert "is veranderd: Begin van het nummer." in room.see().main


def test_what_a_reference_begins_with_is_capitals(room: Room) -> None:
    page = room.send(f"/{_start(room)}", **{"process:referencePrefix": "klein idee"})

    assert page.status == 422
    assert page.errors == ["Schrijf bij ‘Begin van het nummer’ 2 tot 12 hoofdletters, zoals IDEE."]
