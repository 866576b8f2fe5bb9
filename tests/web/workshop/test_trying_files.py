"""Files in a trial in the browser: their names are typed, and nothing is uploaded."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.engine.form_builders import component
from tests.web.conftest import SignIn
from tests.web.visitor import Page, Visitor

START = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
PHOTOS = component("filepicker", "fotos", label="Foto's", description="Van nu.", multiple=True, accept="image/*")
OFFER = component("filepicker", "offerte", label="Offerte", accept=".pdf", validate={"required": True})


@pytest.fixture
def owner(staff: SignIn) -> Visitor:
    return staff("proceseigenaar")


@pytest.fixture
def at(site: Flask) -> str:
    files = {
        "forms/begin.form": form("begin", field("titel", validate={"required": True}), PHOTOS),
        "forms/kijken.form": form("kijken", PHOTOS, OFFER),
    }
    inside = (START, user("Kijken", form="kijken"), end(), chain("Begin", "Kijken", "Klaar"))
    with transaction() as session:
        definitions.put_in_use(session, "proef", folder(*inside, files=files, process="proef"), "systeem")
    change = engine.begin_change("proef", engine.find_user("proceseigenaar"))
    return f"/werkplaats/wijziging/{change}/proberen"


def begin(owner: Visitor, at: str, fotos: str) -> Page:
    via = owner.follow(owner.get(at)).values("_via")[0]
    page = owner.post(f"{at}/begin", {"titel": "Bankje", "fotos": fotos, "_via": via})
    return owner.follow(page) if page.status == 303 else page


def test_a_question_for_files_asks_for_names_with_a_hint(owner: Visitor, at: str) -> None:
    page = owner.follow(owner.get(at))

    assert page.tree.xpath("//textarea[@name='fotos']")
    assert not page.tree.xpath("//input[@type='file']")
    assert "Van nu. Dit is een proef: u stuurt geen bestanden. Schrijf namen, elk op een regel" in page.main
    assert "zoals voorbeeld.jpg" in page.main


def test_what_was_typed_stands_there_again_after_an_error(owner: Visitor, at: str) -> None:
    page = begin(owner, at, "bankje.jpg\r\nplaatje")

    assert page.status == 422
    assert page.errors == ["Schrijf bij ‘Foto's’ de naam van een bestand, bijvoorbeeld bankje.jpg of plan.pdf."]
    assert page.values("fotos") == ["bankje.jpg\nplaatje"]


def test_files_are_among_the_data_by_their_names(owner: Visitor, at: str) -> None:
    page = begin(owner, at, "bankje.jpg, boom.png")

    assert "bankje.jpg, boom.png" in page.main
    assert "bestanden" in page.main
    assert "documentId" not in page.main


def test_a_task_shows_the_names_of_what_was_handed_in_before(owner: Visitor, at: str) -> None:
    begin(owner, at, "bankje.jpg, boom.png")

    page = owner.get(f"{at}/taak/0")

    assert page.values("fotos") == ["bankje.jpg\nboom.png"]
    assert "Dit is een proef: u stuurt geen bestand. Schrijf een naam, zoals voorbeeld.pdf." in page.main


def test_a_task_is_done_with_names(owner: Visitor, at: str) -> None:
    begin(owner, at, "bankje.jpg")
    step = owner.get(f"{at}/taak/0").values("_stap")[0]

    missing = owner.post(f"{at}/taak/0", {"_stap": step, "fotos": "bankje.jpg"})
    done = owner.follow(owner.post(f"{at}/taak/0", {"_stap": step, "fotos": "bankje.jpg", "offerte": "offerte.pdf"}))

    assert missing.errors == ["Vul ‘Offerte’ in."]
    assert "offerte.pdf" in done.main


def test_the_page_of_a_trial_leads_to_no_file(owner: Visitor, at: str) -> None:
    page = begin(owner, at, "bankje.jpg")

    assert not [link for link in page.tree.xpath("//main//a/@href") if "bestand" in link]
