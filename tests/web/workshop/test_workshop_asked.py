"""What browsers send to the workshop: input that none of our pages send is reported, and does not crash it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from lxml import etree

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import transaction
from tests.conftest import Opener
from tests.engine.workshop.elsewhere import CAMUNDA, around, exported
from tests.web.conftest import PASSWORD, PROCESSES
from tests.web.visitor import Visitor
from web import create_app
from web.numbers import read_number

ENDLESS = "9" * 5_000
DEEP = "[" * 50_000 + "]" * 50_000
NUL = "%00"


@pytest.fixture
def owner(site: Flask) -> Visitor:
    return Visitor(site).sign_in("proceseigenaar", PASSWORD)


@pytest.fixture
def change(site: Flask) -> str:
    return engine.begin_change("idee", engine.find_user("proceseigenaar"), "Proef")


@pytest.fixture
def guest_of_postgres(postgres_url: str, open_at: Opener) -> Iterator[Visitor]:
    """A process owner at a site on PostgreSQL, which cannot hold the character NUL where SQLite can."""
    municipality = open_at(postgres_url)
    with engine.at(municipality):
        engine.install_stock(PROCESSES)
        with transaction() as session:
            add_accounts(session, [NewAccount("proceseigenaar", "Pia Proces", PASSWORD, ("proceseigenaar",))])
        app = create_app(municipality)
        app.config["PROPAGATE_EXCEPTIONS"] = True
        yield Visitor(app).sign_in("proceseigenaar", PASSWORD)


@pytest.mark.parametrize("what", ["bestanden", "controle", "herstel", "formulier"])
def test_json_in_fifty_thousand_lists_is_told_to_be_unreadable(what: str, owner: Visitor, change: str) -> None:
    page = owner.send_text(f"/werkplaats/wijziging/{change}/idee/{what}", DEEP, "application/json")

    assert page.status == 422
    assert "konden niet lezen" in json.loads(page.text)["message"]


@pytest.mark.parametrize("name", ["auditor", "beheerder"])
def test_who_only_looks_gets_the_drawing_and_cannot_save_it(name: str, site: Flask, change: str) -> None:
    reader = Visitor(site).sign_in(name, PASSWORD)
    address = f"/werkplaats/wijziging/{change}/idee"
    owner = engine.find_user("proceseigenaar")
    before = engine.read_part(change, "idee", owner)

    page = reader.get(f"{address}/tekenen")
    answer = reader.send_json(f"{address}/bestanden", {"revision": before.revision, "files": {"process.bpmn": "<x/>"}})

    assert page.status == 200
    assert not page.tree.xpath("//*[@data-place='save'] | //*[@data-repair] | //script[contains(@src, 'workshop')]")
    assert answer.status == 403
    assert engine.read_part(change, "idee", owner) == before


def test_old_letters_are_still_those_letters_when_the_editor_has_saved_them(owner: Visitor, change: str) -> None:
    address, user = f"/werkplaats/wijziging/{change}/idee/bestanden", engine.find_user("proceseigenaar")
    before = engine.read_part(change, "idee", user)
    table = "<?xml version='1.0' encoding='ISO-8859-1'?>\n<definitions name='Café'/>".encode("latin-1")
    engine.save_part(change, "idee", before.revision, {"oud.dmn": table}, user)

    told = json.loads(owner.get(address).text)
    edited = told["files"]["oud.dmn"].replace("Café", "Café Zoë")
    answer = owner.send_json(address, {"revision": told["revision"], "files": {"oud.dmn": edited}})

    kept = engine.read_part(change, "idee", user).files["oud.dmn"]
    assert answer.status == 200
    assert etree.fromstring(kept).get("name") == "Café Zoë"


def test_a_revision_that_no_page_sends_counts_as_changed_meanwhile(owner: Visitor, change: str) -> None:
    kept = engine.take_snapshot(change, "idee", "Eerst", engine.find_user("proceseigenaar"))

    page = owner.post(f"/werkplaats/wijziging/{change}/idee/momenten/{kept}/terug", {"revision": ENDLESS})

    assert page.status == 409


def test_a_zip_with_a_revision_that_no_page_sends_is_told_what_is_wrong(owner: Visitor, change: str) -> None:
    page = owner.post(f"/werkplaats/wijziging/{change}/idee/map", {"revision": ENDLESS})

    assert page.status == 422
    assert any("Kies eerst een bestand" in error for error in page.errors)


def test_before_a_zip_replaces_files_its_page_says_what_is_lost_and_what_is_kept(owner: Visitor, change: str) -> None:
    asked = owner.get(f"/werkplaats/wijziging/{change}").links()

    page = owner.get(f"/werkplaats/wijziging/{change}/idee/map")

    assert f"/werkplaats/wijziging/{change}/idee/map" in asked
    assert "Wat niet in de zip zit, verdwijnt uit de wijziging." in page.main
    assert "Eerst leggen wij vast hoe het nu is." in page.main


@pytest.mark.parametrize("version", ["99999999999999999999", ENDLESS, "1234567890"])
def test_a_version_that_no_process_reaches_is_not_there(version: str, owner: Visitor) -> None:
    assert owner.get(f"/werkplaats/idee/versie/{version}.zip").status == 404


@pytest.mark.parametrize("room", ["gevolgen?versie", "ervaring?versie", "vergelijken?van", "vergelijken?naar"])
def test_a_number_in_an_address_that_is_too_long_is_no_number(room: str, owner: Visitor) -> None:
    assert owner.get(f"/werkplaats/idee/{room}={ENDLESS}").status == 200


@pytest.mark.parametrize(
    ("told", "number"),
    [("0", 0), ("12", 12), ("99999999", 99_999_999), ("999999999", None), (ENDLESS, None), ("-1", None), ("²", None)],
)
def test_a_number_is_read_up_to_what_every_database_can_hold(told: str, number: int | None) -> None:
    assert read_number(told) == number


@pytest.mark.parametrize(
    "address",
    [
        f"/werkplaats/{NUL}",
        f"/werkplaats/wijziging/{NUL}",
        f"/werkplaats/wijziging/x{NUL}/idee/bestanden",
        f"/werkplaats/idee/wat-als?wijziging={NUL}",
        f"/werkplaats/idee/wat-als/{NUL}",
        f"/idee-{NUL}",
    ],
)
def test_an_address_with_a_character_that_no_text_has_is_not_there(address: str, guest_of_postgres: Visitor) -> None:
    assert guest_of_postgres.get(address).status == 404


def test_a_form_with_an_id_that_cannot_be_is_not_found(guest_of_postgres: Visitor) -> None:
    change = engine.begin_change("idee", engine.find_user("proceseigenaar"))

    added = guest_of_postgres.post(f"/werkplaats/wijziging/{change}/stappenplan", {"process_id": "\0"})
    replayed = guest_of_postgres.post("/werkplaats/idee/wat-als", {"wijziging": "\0"})

    assert (added.status, replayed.status) == (404, 404)


def test_who_was_overtaken_in_a_change_is_sent_back_to_the_change(owner: Visitor, change: str) -> None:
    kept = engine.take_snapshot(change, "idee", "Eerst", engine.find_user("proceseigenaar"))

    overtaken = owner.post(f"/werkplaats/wijziging/{change}/idee/momenten/{kept}/terug", {"revision": "7"})
    engine.discard_change(change, engine.find_user("proceseigenaar"))
    too_late = owner.post(f"/werkplaats/wijziging/{change}/titel", {"titel": "Anders"})

    assert (overtaken.status, too_late.status) == (409, 409)
    for page in (overtaken, too_late):
        assert "Ga terug naar de wijziging" in page.main
        assert "uw taken" not in page.main


def test_the_page_tells_that_there_are_as_many_moments_as_there_can_be(owner: Visitor, change: str) -> None:
    for number in range(50):
        engine.take_snapshot(change, "idee", f"Moment {number}", engine.find_user("proceseigenaar"))

    page = owner.follow(owner.post(f"/werkplaats/wijziging/{change}/idee/momenten", {"naam": "Nog een"}))

    assert "Meer dan 50 standen" in page.notices
    assert "Er zijn 50 standen vastgelegd" in page.main
    assert not page.tree.xpath("//input[@name='naam']")


def test_a_moment_is_thrown_away_after_a_question_and_the_history_tells_it(owner: Visitor, change: str) -> None:
    kept = engine.take_snapshot(change, "idee", "Eerst", engine.find_user("proceseigenaar"))
    address = f"/werkplaats/wijziging/{change}/idee/momenten/{kept}/weg"

    led = owner.get(f"/werkplaats/wijziging/{change}").links()
    asked = owner.get(address)
    page = owner.follow(owner.post(address))

    assert address in led
    assert "kunt u niet meer terug" in asked.main
    assert "De vastgelegde stand ‘Eerst’ is verwijderd." in page.notices
    assert "verwijderde de vastgelegde stand ‘Eerst’ van Een klein idee" in page.main
    assert owner.get(address).status == 404


# ---- one's own work -------------------------------------------------------------------------------------------------


def test_who_saved_in_another_tab_is_not_told_of_somebody_else(owner: Visitor, change: str) -> None:
    user = engine.find_user("proceseigenaar")
    engine.save_part(change, "idee", 1, {"mails/extra.md": b"Onderwerp: x\n\nx"}, user)

    answer = owner.send_json(f"/werkplaats/wijziging/{change}/idee/bestanden", {"revision": 1, "files": {"a.md": "x"}})

    told = json.loads(answer.text)["message"]
    assert answer.status == 409
    assert told.startswith("U hebt dit stappenplan zelf bewaard")


def test_a_statutory_term_is_offered_in_weeks_and_kept_as_it_is_written(owner: Visitor, change: str) -> None:
    page = owner.get(f"/werkplaats/wijziging/{change}/idee/stappen/Start_Idea")

    shown = {one.get("value"): " ".join(one.itertext()).strip() for one in page.tree.xpath("//main//option")}
    assert (shown["P8W"], shown["P12W"]) == ("8 weken", "12 weken")


def test_the_list_of_steps_says_a_statutory_term_in_weeks(owner: Visitor, change: str) -> None:
    assert "Wettelijke termijn: 8 weken" in owner.get(f"/werkplaats/wijziging/{change}/idee/stappen").main


# ---- where help is --------------------------------------------------------------------------------------------------


def test_who_begins_to_practise_reads_on_the_page_itself_how(owner: Visitor) -> None:
    page = owner.get("/werkplaats")

    assert "Kies ‘Zelf proberen’." in page.main
    assert "Vraag de beheerder" not in page.main


def test_help_leads_to_the_workshop_only_who_may_read_it(owner: Visitor, site: Flask) -> None:
    assert "Naar de werkplaats" in owner.get("/help").main
    assert "Naar de werkplaats" not in Visitor(site).get("/help").main


def test_what_if_says_why_its_numbers_are_not_those_of_experience(owner: Visitor) -> None:
    assert "Bij Ervaring tellen alleen kwartalen die voorbij zijn." in owner.get("/werkplaats/idee/wat-als").main


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("leeg.bpmn", b"", "Dit bestand is leeg. Kies een ander."),
        ("a.bpmn", b"<a><b></a>", "op regel 1 eindigt a, maar het laatst geopend is b, op regel 1"),
        ("tabel.dmn", b"<definitions/>", "dit is geen beslistabel (DMN)"),
        ("schets.drawio", b"<mxfile/>", "dit is een tekening van draw.io"),
    ],
    ids=["nothing in it", "a tag that is not closed", "a table without decisions", "a drawing that is no BPMN"],
)
def test_a_file_that_cannot_be_used_is_told_why_and_what_to_do(
    owner: Visitor, change: str, name: str, data: bytes, told: str
) -> None:
    sent = {"revision": "1", "map": (io.BytesIO(data), name)}

    page = owner.post(f"/werkplaats/wijziging/{change}/idee/map", sent)

    assert page.status == 422
    assert any(told in error for error in page.errors), page.errors


def test_what_was_taken_over_from_another_program_is_told_step_by_step(owner: Visitor, change: str) -> None:
    task = '<userTask id="Taak" name="Toetsen" camunda:candidateGroups="ondersteuning" camunda:dueDate="P5D"/>'
    sent = {"revision": "1", "map": (io.BytesIO(exported(CAMUNDA, *around(task))), "c7.bpmn")}

    page = owner.follow(owner.post(f"/werkplaats/wijziging/{change}/idee/map", sent))

    assert "Overgenomen bij ‘Toetsen’: Welke groepen doen dit, Termijn." in page.notices
    assert "Overgenomen bij ‘Toetsen’" in owner.get(f"/werkplaats/wijziging/{change}/idee/stappen").main


def test_a_change_that_every_owner_worked_on_tells_before_it_is_offered_that_nobody_can_approve_it(
    owner: Visitor, change: str, site: Flask
) -> None:
    with transaction() as session:
        add_accounts(session, [NewAccount("tweede", "Piet Proces", PASSWORD, ("proceseigenaar",))])
    told = (
        "Niemand kan deze wijziging goedkeuren: iedere proceseigenaar heeft eraan gewerkt (Collega proceseigenaar, Piet"
    )
    page = f"/werkplaats/wijziging/{change}"
    mail = b"Onderwerp: Nieuw\n\nTekst\n"
    engine.save_part(change, "idee", 1, {"mails/een.md": mail}, engine.find_user("proceseigenaar"))
    alone = owner.get(page).main

    engine.save_part(change, "idee", 2, {"mails/twee.md": mail}, engine.find_user("tweede"))

    assert "Niemand kan" not in alone
    assert told in owner.get(page).main
    assert told in owner.get(f"{page}/aanbieden").main


def test_two_owners_at_one_draft_read_in_words_what_each_did_and_put_it_together(
    owner: Visitor, change: str, site: Flask
) -> None:
    user, address = engine.find_user("proceseigenaar"), f"/werkplaats/wijziging/{change}/idee"
    before = engine.read_part(change, "idee", user)
    base = {name: engine.transcribe(data) for name, data in before.files.items()}
    mine = base["process.bpmn"].replace('name="Idee ontvangen"', 'name="Idee van mij"')
    mail = next(name for name in base if name.startswith("mails/"))
    engine.save_part(change, "idee", 1, {mail: b"Onderwerp: Van haar\n\nTekst\n"}, user)
    sent = {"base": base, "files": {"process.bpmn": mine + "\n"}}

    looked = json.loads(owner.send_json(f"{address}/naast", sent).text)
    saved = owner.send_json(f"{address}/samen", {**sent, "revision": looked["revision"]})

    assert looked["clashes"] == []
    assert "Van haar" in looked["html"]
    assert "Wij kunnen het samenvoegen" in looked["html"]
    assert json.loads(saved.text)["revision"] == 3
    after = engine.read_part(change, "idee", user).files
    assert (after[mail], after["process.bpmn"]) == (b"Onderwerp: Van haar\n\nTekst\n", f"{mine}\n".encode())


def test_what_both_owners_changed_is_named_and_not_put_together(owner: Visitor, change: str) -> None:
    user, address = engine.find_user("proceseigenaar"), f"/werkplaats/wijziging/{change}/idee"
    base = {name: engine.transcribe(data) for name, data in engine.read_part(change, "idee", user).files.items()}
    mail = next(name for name in base if name.startswith("mails/"))
    engine.save_part(change, "idee", 1, {mail: b"Onderwerp: Van haar\n\nTekst\n"}, user)
    sent = {"base": base, "files": {mail: "Onderwerp: Van mij\n\nTekst\n"}, "revision": 2}

    looked = json.loads(owner.send_json(f"{address}/naast", sent).text)
    saved = owner.send_json(f"{address}/samen", sent)

    assert looked["clashes"] == [mail]
    assert "U veranderde allebei hetzelfde" in looked["html"]
    assert saved.status == 409
    assert mail in json.loads(saved.text)["message"]


def test_files_of_which_one_cannot_be_read_are_kept_and_told_at_once(owner: Visitor, change: str) -> None:
    user = engine.find_user("proceseigenaar")
    files = engine.read_part(change, "idee", user).files
    form = next(name for name in files if name.endswith(".form"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in {**files, form: b'{\n"id": "half'}.items():
            archive.writestr(name, data)
    packed.seek(0)

    page = owner.follow(
        owner.post(f"/werkplaats/wijziging/{change}/idee/map", {"revision": "1", "map": (packed, "a.zip")})
    )

    assert "De bestanden staan nu in de wijziging." in page.notices
    assert f"idee/{form} kan niet worden gelezen: dit is geen goede JSON: op regel 2, teken 7, begint" in page.notices
    assert engine.read_change(change, user).parts[0].name == engine.list_process_names(user)["idee"]
