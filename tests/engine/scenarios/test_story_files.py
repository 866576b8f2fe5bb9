"""Files in stories: the name of a file stands for the file, in what people do and in what is expected."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from engine.dialect.folder import ProcessFiles
from engine.scenarios import Outcome, Retold, play, read_scenario, retell
from tests.engine.diagrams import chain, end, folder, form, script, start, user
from tests.engine.form_builders import component

STORY = """\
name: Met foto's
now: 2026-03-02T09:00
steps:
- task: Melden
  as: ondersteuning
  answers: {fotos: %s}
expect: {end: Klaar, data: %s}
"""
PHOTOS: dict[str, Any] = {"multiple": True, "accept": "image/*", "label": "Foto's"}


def asking(**told: Any) -> ProcessFiles:
    """A process with a task that asks for files, and a step that reads their names."""
    asked = form("melden", component("filepicker", "fotos", **{**PHOTOS, **told}))
    read = script("Lezen", "=fotos.metadata.fileName", "namen")
    way = chain("Begin", "Melden", "Lezen", "Klaar")
    return folder(start(), user("Melden", form="melden"), read, end(), way, files={"forms/melden.form": asked})


def played(files: ProcessFiles, fotos: str, data: str = "{}") -> Outcome:
    story = (STORY % (fotos, data)).encode()
    return play(read_scenario("proef", "scenarios/01.yaml", story), "proef", {"proef": files})


def told_again(files: ProcessFiles, fotos: str) -> Retold:
    story = (STORY % (fotos, "{}")).encode()
    return retell(read_scenario("proef", "scenarios/01.yaml", story), story, {"proef": files})


def answered(told: Retold) -> Any:
    return yaml.safe_load(told.after)["steps"][0].get("answers")


def test_a_story_names_files_and_expressions_read_them() -> None:
    outcome = played(asking(), "[bankje.jpg, boom.png]", "{namen: [bankje.jpg, boom.png]}")

    assert outcome.failure is None


def test_a_story_expects_files_by_their_names() -> None:
    assert played(asking(), "[bankje.jpg]", "{fotos: [bankje.jpg]}").failure is None


def test_a_story_that_expects_another_file_is_told_the_names() -> None:
    outcome = played(asking(), "[bankje.jpg]", "{fotos: [boom.jpg]}")

    assert outcome.tell({}) == "Het gegeven ‘fotos’: het verhaal verwacht ‘boom.jpg’, maar het is ‘bankje.jpg’."


def test_a_story_without_files_answers_with_nothing() -> None:
    assert played(asking(), "''", "{fotos: []}").failure is None


@pytest.mark.parametrize(
    ("asked", "fotos", "why"),
    [
        ({"validate": {"required": True}}, "[]", "‘Foto's’ is verplicht"),
        ({"multiple": False}, "[een.jpg, twee.jpg]", "‘Foto's’ heeft te veel bestanden"),
        ({}, "[bankje]", "‘Foto's’ noemt iets dat geen naam van een bestand is, zoals bankje.jpg of plan.pdf"),
        ({}, "[plan.pdf]", "‘Foto's’ vraagt om een ander soort bestand"),
    ],
)
def test_why_files_in_a_story_do_not_do_is_told_in_dutch(asked: dict[str, Any], fotos: str, why: str) -> None:
    files = asking(**asked)

    assert why in played(files, fotos).tell({"proef": files})


@pytest.mark.parametrize(
    ("accept", "name"),
    [("image/*", "voorbeeld.jpg"), (".pdf", "voorbeeld.pdf"), ("", "voorbeeld.jpg"), (".png", "voorbeeld.png")],
)
def test_a_file_that_must_be_there_is_invented(accept: str, name: str) -> None:
    told = told_again(asking(accept=accept, validate={"required": True}), "[]")

    assert answered(told) == {"fotos": [name]}
    assert told.notes == (f"Bij ‘Foto's’ is bedacht: {name}.",)


def test_of_too_many_files_the_first_stays() -> None:
    told = told_again(asking(multiple=False), "[een.jpg, twee.jpg]")

    assert answered(told) == {"fotos": ["een.jpg"]}
    assert told.notes == ("Bij ‘Foto's’ zijn deze bestanden gebleven: een.jpg.",)


def test_what_was_a_text_before_is_no_file() -> None:
    told = told_again(asking(), "'https://voorbeeld.invalid/album'")

    assert answered(told) == {"fotos": []}
    assert told.notes == ("Bij ‘Foto's’ is geen bestand gebleven.",)


def test_what_was_a_text_before_and_must_be_a_file_now_is_invented() -> None:
    told = told_again(asking(validate={"required": True}), "'https://voorbeeld.invalid/album'")

    assert answered(told) == {"fotos": ["voorbeeld.jpg"]}


def test_an_expectation_of_files_is_retold_by_their_names() -> None:
    story = (STORY % ("[bankje.jpg]", "{fotos: [boom.jpg]}")).encode()

    told = retell(read_scenario("proef", "scenarios/01.yaml", story), story, {"proef": asking()})

    assert yaml.safe_load(told.after)["expect"]["data"] == {"fotos": ["bankje.jpg"]}
