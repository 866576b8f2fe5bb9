"""Obstacles as people read them: what is named, by the version that it is in, and what is said of what has no name."""

from __future__ import annotations

import pytest

from engine.moving import obstacles
from engine.workflow import Obstacle
from tests.engine.diagrams import folder, node

OLD = {"proef": folder(node("userTask", "Stap", name="Lezen"), node("userTask", "Ander", name="Bellen")).process}
NEW = {"proef": folder(node("userTask", "Stap", name="Nalezen"), node("userTask", "Ander", name="Opbellen")).process}


def say(code: str, element: str = "Stap", detail: str = "", process: str = "proef") -> str:
    return obstacles.say(Obstacle(code, process, element, detail), OLD, NEW)


@pytest.mark.parametrize("code", sorted(obstacles.SENTENCES))
def test_every_obstacle_is_a_sentence_that_names_what_it_is_about(code: str) -> None:
    said = say(code)

    named = "‘Nalezen’" if code in {"at_once", "not_computed", "stuck", "entangled"} else "‘Lezen’"
    assert (named in said) == ("%(element)s" in obstacles.SENTENCES[code])
    assert said[0].isupper() or said[0] == "‘"
    assert "%" not in said


@pytest.mark.parametrize(
    ("code", "detail", "said"),
    [
        ("other_item", "lid", "Bij ‘Lezen’ heet het gegeven per persoon in de nieuwe versie anders (lid)."),
        ("other_call", "Ander", "‘Lezen’ roept in de nieuwe versie een ander stappenplan aan (Opbellen)."),
        ("two_in_one", "Ander", "‘Lezen’ en een andere stap komen allebei op ‘Opbellen’."),
        ("two_in_one", "Weg", "‘Lezen’ en een andere stap komen allebei op ‘Weg’."),
        ("not_computed", "geen getal", "Een waarde bij ‘Nalezen’ is niet te bepalen: geen getal"),
    ],
)
def test_what_is_said_besides_is_of_the_new_version(code: str, detail: str, said: str) -> None:
    assert say(code, detail=detail).startswith(said)


def test_what_is_in_no_drawing_any_more_is_called_by_its_id() -> None:
    assert say("gone", element="Weg").startswith("De stap ‘Weg’, waar het nu is,")
    assert say("gone", process="elders").startswith("De stap ‘Stap’, waar het nu is,")
    assert obstacles.name_of(OLD["proef"], "Weg") == "Weg"
    assert obstacles.name_of(None, "Stap") == "Stap"


def test_an_element_is_called_by_its_name() -> None:
    assert obstacles.name_of(OLD["proef"], "Stap") == "Lezen"


def test_what_is_waited_for_from_now_and_no_more_is_noted() -> None:
    assert obstacles.note("begun", NEW["proef"], "Stap") == "Wacht vanaf het overzetten ook op ‘Nalezen’."
    assert obstacles.note("dropped", OLD["proef"], "Stap") == "Wacht niet meer op ‘Lezen’."
    assert obstacles.note("dropped", None, "Stap") == "Wacht niet meer op ‘Stap’."
