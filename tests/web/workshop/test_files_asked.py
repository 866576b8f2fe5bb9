"""Asking for files: how a process owner configures a file question in the list of steps, without script."""

from __future__ import annotations

import json

import pytest

import engine
from tests.web.conftest import SignIn
from tests.web.visitor import Page
from tests.web.workshop.step_room import Room

FORM = "/formulier/idee-toetsen"


@pytest.fixture
def room(staff: SignIn) -> Room:
    found = Room(staff("proceseigenaar"))
    press(found, do="add", label="Foto's", kind="filepicker", key="fotos")
    return found


def press(room: Room, **typed: str) -> Page:
    return room.visitor.post(f"{room.address}{FORM}", {"revision": str(room.part.revision), **typed})


def written(room: Room) -> dict[str, object]:
    told = json.loads(room.part.files["forms/idee-toetsen.form"])
    found: dict[str, object] = next(one for one in told["components"] if one["type"] == "filepicker")
    return found


def write(room: Room, **members: object) -> None:
    """Put something in the file that none of our pages writes."""
    name = "forms/idee-toetsen.form"
    told = json.loads(room.part.files[name])
    next(one for one in told["components"] if one["type"] == "filepicker").update(members)
    files = {name: json.dumps(told).encode()}
    engine.save_part(room.change, "idee", room.part.revision, files, room.user)


def test_a_question_for_files_is_added_and_takes_several_of_every_kind(room: Room) -> None:
    assert written(room) == {
        "type": "filepicker", "id": "Veld_fotos", "key": "fotos", "label": "Foto's", "multiple": True,
    }  # fmt: skip
    assert "Bestanden · fotos" in room.see(FORM).main


def test_it_is_asked_which_files_and_how_many(room: Room) -> None:
    page = room.see(f"{FORM}/vraag/Veld_fotos")

    assert (page.values("accept"), page.values("multiple")) == ([""], ["true"])
    for words in ("Foto’s en pdf", "Alleen foto’s", "Alleen pdf", "Eén bestand", "Meer bestanden, hooguit 10"):
        assert words in page.main


def test_what_is_chosen_is_what_the_form_asks(room: Room) -> None:
    answer = room.send(f"{FORM}/vraag/Veld_fotos", accept="image/*", multiple="", required="true")

    assert answer.status == 303
    assert written(room) == {
        "type": "filepicker", "id": "Veld_fotos", "key": "fotos", "label": "Foto's",
        "accept": "image/*", "validate": {"required": True},
    }  # fmt: skip
    assert room.see(f"{FORM}/voorbeeld").status == 200


def test_a_question_that_takes_every_file_again_says_nothing_of_it(room: Room) -> None:
    room.send(f"{FORM}/vraag/Veld_fotos", accept=".pdf")

    room.send(f"{FORM}/vraag/Veld_fotos", accept="")

    assert "accept" not in written(room)


def test_what_says_the_same_in_other_words_stays_as_it_is_written(room: Room) -> None:
    write(room, accept=".jpg,.jpeg,.png")

    assert room.see(f"{FORM}/vraag/Veld_fotos").values("accept") == ["image/*"]
    room.send(f"{FORM}/vraag/Veld_fotos", label="Welke foto's?")

    assert (written(room)["accept"], written(room)["label"]) == (".jpg,.jpeg,.png", "Welke foto's?")


def test_what_says_something_else_is_shown_as_it_is_written_and_stays(room: Room) -> None:
    write(room, accept=".png")

    page = room.see(f"{FORM}/vraag/Veld_fotos")
    room.send(f"{FORM}/vraag/Veld_fotos", multiple="")

    assert "Zoals het in het bestand staat: .png" in page.main
    assert written(room)["accept"] == ".png"


def test_a_kind_of_file_that_is_not_in_the_list_is_refused(room: Room) -> None:
    answer = room.send(f"{FORM}/vraag/Veld_fotos", accept=".exe")

    assert answer.status == 422
    assert answer.errors == ["Kies bij ‘Welke bestanden?’ iets uit de lijst."]
