"""Disclosing: an operator finds somebody who asks what is held about them, and gives them one file they can read."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from lxml import html

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.attaching import attaching
from tests.pictures import picture
from tests.web.conftest import IDEA, SignIn
from tests.web.visitor import Page, Visitor
from web import filed
from web.disclosure import packing

FIND, ALL = "/beheer/inzage", "/beheer/inzage/overzicht"
MAIL = str(IDEA["email"])


@pytest.fixture
def operator(staff: SignIn) -> Visitor:
    return staff("beheerder")


def persons(operator: Visitor, wanted: str = MAIL) -> list[str]:
    return [str(value) for value in operator.post(FIND, {"wie": wanted}).tree.xpath("//input[@name='persoon']/@value")]


def show(operator: Visitor, *people: str) -> Page:
    return operator.get(ALL + "?" + "&".join(f"persoon={one}" for one in people))


def unpack(answer: Page) -> ZipFile:
    return ZipFile(io.BytesIO(answer.response.get_data()))


def page_of(archive: ZipFile) -> Any:
    return html.document_fromstring(archive.read("overzicht.html").decode())


def data_of(archive: ZipFile) -> Any:
    return json.loads(archive.read("gegevens.json"))


def test_the_way_there_is_under_beheer(operator: Visitor) -> None:
    assert FIND in operator.get("/beheer").links()


def test_somebody_is_found_and_what_is_held_about_them_is_shown(idea: engine.StartedCase, operator: Visitor) -> None:
    found = operator.post(FIND, {"wie": MAIL})

    (person,) = found.tree.xpath("//input[@name='persoon']/@value")
    page = show(operator, person)

    assert f"{idea.reference} · Bankje bij de vijver" in found.main
    assert found.tree.xpath("//main//*[@autofocus]/text()") == ["1 gevonden"]
    assert all(words in page.main for words in ("Bewoner Een", MAIL, "€ 1.250,50", "Een bankje. Met <b>uitzicht</b>."))


def test_who_is_chosen_is_shown_and_nobody_chosen_is_asked_again(idea: engine.StartedCase, operator: Visitor) -> None:
    (person,) = persons(operator)

    nobody = operator.post(FIND, {"wie": MAIL, "kies": "1"})
    chosen = operator.post(FIND, {"wie": MAIL, "kies": "1", "persoon": person})

    assert nobody.status == 422
    assert "Kies wie het vraagt." in nobody.main
    assert nobody.tree.xpath("//input[@name='persoon']/@value") == [person]
    assert chosen.location is not None
    assert chosen.location.endswith(f"{ALL}?persoon={person}")


def test_who_is_not_known_is_told_so_and_nobody_is_shown(idea: engine.StartedCase, operator: Visitor) -> None:
    assert "Van deze persoon staat er niets in Smederij." in operator.post(FIND, {"wie": "niemand"}).main
    assert show(operator).status == 404


def test_what_colleagues_filled_in_goes_along_only_where_it_is_ticked(
    vote: engine.StartedCase, operator: Visitor
) -> None:
    people = persons(operator)
    (note,) = show(operator, *people).tree.xpath("//input[@name='mee']/@value")
    sent = {"persoon": people, "reden": "Verzoek 12"}

    without, with_it = (unpack(operator.post(ALL, {**sent, **more})) for more in ({}, {"mee": [note]}))

    told = [data_of(one)["zaken"][0]["antwoorden_van_anderen"][0] for one in (without, with_it)]
    assert [(one["taak"], one["meegegeven"], "antwoorden" in one) for one in told] == [
        ("Idee toetsen", False, False),
        ("Idee toetsen", True, True),
    ]
    assert "niet meegegeven" in without.read("overzicht.html").decode()
    assert "Collega ondersteuning" not in with_it.read("overzicht.html").decode()


def test_a_copy_without_a_reason_is_asked_again_and_keeps_what_was_ticked(
    vote: engine.StartedCase, operator: Visitor
) -> None:
    people = persons(operator)
    (note,) = show(operator, *people).tree.xpath("//input[@name='mee']/@value")

    page = operator.post(ALL, {"persoon": people, "reden": "", "mee": [note]})

    assert (page.status, page.errors) == (422, ["Schrijf op waarom u dit doet."])
    assert page.tree.xpath("//input[@name='mee'][@checked]/@value") == [note]
    assert "Er is nog geen kopie gegeven." in operator.get(FIND).main


def test_the_copy_is_kept_with_who_gave_it_and_why(idea: engine.StartedCase, operator: Visitor, staff: SignIn) -> None:
    people = persons(operator)

    answer = operator.post(ALL, {"persoon": people, "reden": "Verzoek 12"})

    assert answer.response.headers["Content-Disposition"] == 'attachment; filename="gegevens-2026-03-02.zip"'
    assert f"Collega beheerderVerzoek 12{idea.reference}" in operator.get(FIND).main
    assert "Kopie van alles wat over de indiener is bewaard" in staff("auditor").get(f"/ideeen/{idea.reference}").main


def test_nothing_that_somebody_typed_acts_in_the_copy(site: Flask, operator: Visitor) -> None:
    hostile = '"><script>alert(1)</script>=HYPERLINK("x")'
    engine.start_case(
        "idee", {**IDEA, "titel": hostile, "naam": hostile, "omschrijving": "</main>]}\n{{ 7 * 7 }}"}, None
    )
    people = persons(operator)

    archive = unpack(operator.post(ALL, {"persoon": people, "reden": hostile}))

    page = page_of(archive)
    (case,) = data_of(archive)["zaken"]
    assert page.xpath("//script | //@onclick | //form | //img | //iframe") == []
    assert hostile in page.text_content()
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert case["titel"] == hostile
    assert len(page.xpath("//main")) == 1
    assert page.xpath("//details[not(@open)]") == []


NAMES = {
    "../../etc/plan.jpg": "001-etc_plan.jpg",
    "CON.jpg": "001-CON.jpg",
    "plan\u202egpj.exe.jpg": "001-plan_gpj_exe.jpg",
    "..jpg": "001-bestand.jpg",
    "Tekening – één.pdf": "001-Tekening _ één.jpg",
    "x" * 180 + ".jpg": "001-" + "x" * 60 + ".jpg",
}


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_leaves_its_folder_or_lies_about_its_kind(name: str) -> None:
    file = engine.HeldFile("1", "IDEE-1", name, "image/jpeg", 1, engine.utc_now())

    assert f"001-{packing.name_safely(file)}" == NAMES[name]


def test_files_are_in_the_copy_and_the_page_leads_to_them(site: Flask, operator: Visitor) -> None:
    with transaction() as session:
        definitions.put_in_use(session, "tekening", attaching(), "systeem")
    ids = [engine.keep_start_file("tekening", None, "geheim", "bijlagen", "plan.jpg", picture()) for _ in range(2)]
    given: dict[str, str | list[str]] = {"titel": "Bankje", "naam": "Ina", "bijlagen": ids}
    engine.start_case("tekening", given, None, idempotency_key="geheim")

    archive = unpack(operator.post(ALL, {"persoon": persons(operator, "Ina"), "reden": "Verzoek 12"}))

    names = [f"bestanden/00{number}-plan.jpg" for number in (1, 2)]
    page = page_of(archive)
    assert archive.testzip() is None
    assert sorted(archive.namelist()) == [*names, "gegevens.json", "overzicht.html"]
    assert page.xpath("//main//a/@href") == names
    assert [one["bestand"] for one in data_of(archive)["zaken"][0]["bestanden"]] == names
    assert archive.read(names[0])[:2] == b"\xff\xd8"


def test_the_copy_leaves_memory_when_it_is_large(
    idea: engine.StartedCase, operator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filed, "IN_MEMORY", 10)
    people = persons(operator)

    archive = unpack(operator.post(ALL, {"persoon": people, "reden": "Verzoek 12"}))

    assert [case["nummer"] for case in data_of(archive)["zaken"]] == [idea.reference]


def test_the_secret_link_is_in_no_mail_that_the_copy_shows(idea: engine.StartedCase, operator: Visitor) -> None:
    people = persons(operator)

    answer = operator.post(ALL, {"persoon": people, "reden": "Verzoek 12"})

    archive = unpack(answer)
    told = archive.read("overzicht.html").decode() + archive.read("gegevens.json").decode()
    assert idea.secret not in told + show(operator, *people).text


def test_somebody_with_an_account_is_told_of_it(operator: Visitor) -> None:
    open_account = persons(operator, "Lid 1")

    archive = unpack(operator.post(ALL, {"persoon": open_account, "reden": "Verzoek 12"}))

    (person,) = data_of(archive)["personen"]
    assert person["account"]["username"] == "stuurgroep-1"
    assert "U stuurde niets in" in archive.read("overzicht.html").decode()


def test_a_resident_reads_how_to_ask_for_it(resident: Visitor, idea: engine.StartedCase) -> None:
    own = resident.open_link(idea.secret).get("/mijn-idee")

    assert "/help#gegevens" in own.links()
    assert "Wilt u weten wat wij van u hebben?" in resident.get("/help").main
