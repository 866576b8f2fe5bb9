"""Comparing: the differences that a change makes are visible in the drawing, in sentences and in tables."""

from __future__ import annotations

import json

import pytest
from flask import Flask

import engine
from engine.dialect.folder import from_bytes
from engine.municipality import transaction
from engine.versions.definitions import put_in_use
from tests.web.conftest import PASSWORD
from tests.web.visitor import Page, Visitor

OWNER = "proceseigenaar"


@pytest.fixture
def change(site: Flask) -> str:
    """A change of the small process, as it is in use."""
    return engine.begin_change("idee", engine.find_user(OWNER), "Proef")


@pytest.fixture
def owner(site: Flask) -> Visitor:
    return Visitor(site).sign_in(OWNER, PASSWORD)


def save(change: str, **files: tuple[str, str]) -> None:
    """Replace texts in files of the change, each given as old and new."""
    user = engine.find_user(OWNER)
    part = engine.read_part(change, "idee", user)
    written: dict[str, bytes | None] = {}
    for name, (old, new) in files.items():
        file = {"diagram": "process.bpmn"}.get(name) or next(f for f in part.files if f.rpartition("/")[2] == name)
        text = part.files[file].decode()
        assert old in text
        written[file] = text.replace(old, new).encode()
    engine.save_part(change, "idee", part.revision, written, user)


def put_other_in_use(change: str) -> None:
    """A second version, in which a step has a different name."""
    part = engine.read_part(change, "idee", engine.find_user(OWNER))
    drawn = part.files["process.bpmn"].replace(b'name="Idee toetsen"', b'name="Idee nakijken"')
    with transaction() as session:
        put_in_use(session, "idee", from_bytes({**part.files, "process.bpmn": drawn}, source="idee"), "iemand")


def look(visitor: Visitor, change: str) -> Page:
    page = visitor.get(f"/werkplaats/wijziging/{change}/vergelijken")
    assert page.status == 200, page.text[:400]
    return page


def test_a_change_that_goes_back_says_from_which_version_it_was_made_and_which_it_replaces(
    owner: Visitor, change: str
) -> None:
    put_other_in_use(change)

    page = owner.follow(owner.post("/werkplaats/idee/wijziging", {"versie": "1", "titel": "Terug naar versie 1"}))

    assert "Gemaakt uit versie 1, in de plaats van versie 2" in page.main


def test_a_change_in_which_nothing_was_changed_says_so(owner: Visitor, change: str) -> None:
    assert "Er is niets verschillend." in look(owner, change).main


def test_a_renamed_step_is_told_in_a_sentence_and_numbered_in_both_drawings(owner: Visitor, change: str) -> None:
    save(change, diagram=('name="Idee toetsen"', 'name="Idee bekijken"'))

    page = look(owner, change)

    assert "Idee toetsen heet nu Idee bekijken." in page.main
    notes = page.tree.xpath("//*[@class='bpmn-note']//*[local-name()='text']")
    assert [str(note.text_content()) for note in notes] == ["≠1", "≠1"]
    for link in page.tree.xpath("//ol[contains(@class, 'smederij-differences')]//a/@href"):
        assert len(page.tree.xpath(f"//*[@id='{str(link).removeprefix('#')}']")) == 1


def test_what_is_only_drawn_otherwise_comes_last_and_is_folded_away(owner: Visitor, change: str) -> None:
    # Making room for a new step moves every step after it.
    added = engine.PartEdit("add", "Task_Check", {"kind": "mail", "name": "Bericht sturen"})
    engine.edit_part(change, "idee", 1, added, engine.find_user(OWNER))

    page = look(owner, change)

    marks = [item.get("class").rpartition("--")[2] for item in page.tree.xpath("//*[@id='deel-1-verschillen']//li[p]")]
    folded = page.tree.xpath("//*[@id='deel-1-verschillen']//details//li[p]")
    assert marks.count("moved") == len(folded) > 1
    assert marks == sorted(marks, key=lambda mark: mark == "moved")


def test_what_was_and_what_is_are_named_for_who_hears_the_page(owner: Visitor, change: str) -> None:
    user = engine.find_user(OWNER)
    part = engine.read_part(change, "idee", user)
    mail = next(name for name in part.files if name.startswith("mails/"))
    engine.save_part(change, "idee", part.revision, {mail: part.files[mail] + b"\nNog een regel.\n"}, user)

    page = look(owner, change)

    assert page.tree.xpath("//ins/span[@class='smederij-visually-hidden']")
    assert "Nog een regel." in page.main


def test_a_form_is_compared_question_by_question(owner: Visitor, change: str) -> None:
    user = engine.find_user(OWNER)
    part = engine.read_part(change, "idee", user)
    name = next(name for name in part.files if name.endswith(".form"))
    form = json.loads(part.files[name])
    form["components"].append({"type": "textfield", "id": "Field_q", "key": "extra", "label": "Een extra vraag"})
    engine.save_part(change, "idee", part.revision, {name: json.dumps(form).encode()}, user)

    assert "De vraag Een extra vraag is nieuw: een korte tekst." in look(owner, change).main


def test_a_file_that_cannot_be_read_is_said_so_and_shown_as_text(owner: Visitor, change: str) -> None:
    save(change, diagram=("</bpmn:definitions>", "</bpmn:kapot>"))

    page = look(owner, change)

    assert "Daarom vergelijken wij dit bestand regel voor regel." in page.main
    assert page.tree.xpath("//*[contains(@class, 'smederij-lines')]//del")


def test_hostile_names_are_shown_as_text(owner: Visitor, change: str) -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt; *sterk*"
    save(change, diagram=('name="Idee toetsen"', f'name="{hostile}"'))

    page = look(owner, change)

    assert not page.tree.xpath("//main//script")
    assert "<script>alert(1)</script>" in page.main


def test_the_version_that_came_in_use_meanwhile_is_compared_too(owner: Visitor, change: str) -> None:
    put_other_in_use(change)

    page = look(owner, change)

    assert "Intussen is versie 2 in gebruik." in page.main
    assert "Idee nakijken heet nu Idee toetsen." in page.main


@pytest.fixture
def two_versions(change: str) -> str:
    put_other_in_use(change)
    return "/werkplaats/idee/vergelijken"


@pytest.mark.parametrize("role", ["proceseigenaar", "auditor", "beheerder"])
def test_two_versions_can_be_laid_side_by_side(site: Flask, two_versions: str, role: str) -> None:
    page = Visitor(site).sign_in(role, PASSWORD).get(f"{two_versions}?van=1&naar=2")

    assert page.status == 200
    assert "Idee toetsen heet nu Idee nakijken." in page.main


def test_without_asking_the_newest_is_laid_beside_the_one_before_it(owner: Visitor, two_versions: str) -> None:
    assert owner.get(two_versions).heading.endswith("Verschillen tussen versie 1 en versie 2")


@pytest.mark.parametrize("asked", ["van=9&naar=1", "naar=77"])
def test_a_version_that_is_not_there_is_not_found(owner: Visitor, two_versions: str, asked: str) -> None:
    assert owner.get(f"{two_versions}?{asked}").status == 404


def test_a_number_that_is_none_is_passed_over(owner: Visitor, two_versions: str) -> None:
    assert owner.get(f"{two_versions}?van=x&naar=-1").status == 200
