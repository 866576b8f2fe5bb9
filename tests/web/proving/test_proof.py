"""Proof: an auditor checks the history without help, exports a seal, and later checks the history against it."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask

import engine
from engine.background import sealmails
from engine.cli import proof as told
from engine.models import Person
from engine.municipality import transaction
from engine.proving import seals
from tests.engine.tampering import change_event, retell, take_out_events
from tests.web.conftest import PASSWORD, SignIn, SiteWith
from tests.web.visitor import Visitor
from web import catalogue
from web.proving import pages as proof
from web.proving import words

PAGE = "/controle"


def give_address(username: str, address: str) -> None:
    with transaction() as session:
        session.get_one(Person, engine.find_user(username).id).email = address


def take_seal(staff: SignIn) -> bytes:
    return staff("auditor").post(f"{PAGE}/bewijs").response.get_data()


def test_an_auditor_reads_that_all_is_as_the_history_has_it(idea: engine.StartedCase, staff: SignIn) -> None:
    page = staff("auditor").post(PAGE)

    assert page.status == 200
    assert "Alles klopt met de geschiedenis." in page.main
    assert "U koos geen bewijs van eerder." in page.main


@pytest.mark.parametrize("is_sound", [True, False], ids=["all is well", "an event was changed"])
def test_who_hears_the_page_hears_the_outcome_first(is_sound: bool, idea: engine.StartedCase, staff: SignIn) -> None:
    """The title of the page and what has the focus: otherwise it sounds as if nothing happened."""
    auditor = staff("auditor")
    before = auditor.get(PAGE)
    if not is_sound:
        change_event(idea.case_id, 1, person_id="iemand-anders")

    page = auditor.post(PAGE)

    assert before.tree.xpath("//main//section[@autofocus]") == []
    assert page.tree.findtext(".//title").startswith("Uitkomst: ")
    assert page.tree.xpath("//main/descendant-or-self::*[@autofocus][not(self::button)]/@aria-labelledby") == [
        "uitkomst"
    ]


def test_an_auditor_reads_how_many_tasks_and_changes_were_looked_at(idea: engine.StartedCase, staff: SignIn) -> None:
    owner = staff("proceseigenaar")
    owner.post("/werkplaats/idee/wijziging", {"titel": "Anders"})

    page = staff("auditor").post(PAGE)

    assert "Taken1 " in page.main
    assert "Wijzigingen van stappenplannen1 " in page.main


def test_a_seal_is_a_file_that_the_history_tells_of(idea: engine.StartedCase, staff: SignIn) -> None:
    auditor = staff("auditor")

    sent = auditor.post(f"{PAGE}/bewijs").response

    assert re.fullmatch(r"attachment; filename=bewijs-\d{4}-\d\d-\d\d-\d{4}\.json", sent.headers["Content-Disposition"])
    assert json.loads(sent.data)["kenmerk"] in auditor.get(PAGE).main


def test_all_of_a_seal_is_still_there(idea: engine.StartedCase, staff: SignIn) -> None:
    seal = take_seal(staff)

    page = staff("auditor").send_file(PAGE, {}, "bewijs", io.BytesIO(seal))

    assert "Alles klopt met de geschiedenis." in page.main
    assert "is er nog, onveranderd." in page.main


def test_what_is_not_as_the_seal_says_is_named(idea: engine.StartedCase, staff: SignIn) -> None:
    seal = take_seal(staff)
    retell(idea.case_id, 2, element_id="Elders")

    page = staff("auditor").send_file(PAGE, {}, "bewijs", io.BytesIO(seal))

    assert "1 ding klopt niet." in page.main
    assert "Dit zijn andere gebeurtenissen dan toen het bewijs werd gemaakt" in page.main
    assert f"/ideeen/{idea.reference}" in page.links()


def test_an_older_copy_of_the_database_is_told(idea: engine.StartedCase, staff: SignIn) -> None:
    seal = take_seal(staff)
    take_out_events(None, 1)

    page = staff("auditor").send_file(PAGE, {}, "bewijs", io.BytesIO(seal))

    assert "er is een oudere kopie van de database teruggezet" in page.main


def test_the_first_event_that_does_not_hold_is_told_with_its_idea(idea: engine.StartedCase, staff: SignIn) -> None:
    number = change_event(idea.case_id, 2, person_id="iemand-anders")

    page = staff("auditor").post(PAGE)

    assert f"De geschiedenis klopt niet vanaf gebeurtenis {number}. Deze gebeurtenis is veranderd." in page.main
    assert f"/ideeen/{idea.case_id}" in page.links()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7", "Dit bestand is geen bewijs van Smederij"),
        (b'{"bewijs": 9}', "Dit bewijs is van een nieuwere versie van Smederij."),
    ],
)
def test_a_file_that_is_no_seal_is_told_at_the_field(
    idea: engine.StartedCase, staff: SignIn, data: bytes, told: str
) -> None:
    page = staff("auditor").send_file(PAGE, {}, "bewijs", io.BytesIO(data))

    assert page.status == 422
    (error,) = page.errors
    assert error.startswith(told)


def test_of_a_forged_seal_of_very_many_chains_only_the_first_are_told(
    idea: engine.StartedCase, staff: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "MOST_TOLD", 3)
    heads = tuple(seals.Head(f"nooit-{number}", f"N-{number}", 1, "0" * 64) for number in range(20))
    forged = seals.write(seals.Seal("Hoogeveen", datetime(2026, 3, 1, tzinfo=UTC), heads))

    page = staff("auditor").send_file(PAGE, {}, "bewijs", io.BytesIO(forged))

    assert len([link for link in page.links() if "/ideeen/N-" in link]) <= 3
    assert "Dit zijn de eerste 3. ‘smederij verify’ noemt ze alle." in page.main


def test_one_check_at_a_time(site: Flask, staff: SignIn) -> None:
    auditor = staff("auditor")
    auditor.post(PAGE)

    with site.extensions["smederij_proving"]:
        page = auditor.post(PAGE)

    assert page.status == 409
    assert page.errors == ["Er loopt al een controle. Wacht tot die klaar is."]


def test_the_pages_and_the_command_tell_of_the_same() -> None:
    assert (words.THINGS, words.REASONS) == (engine.PROOF_THINGS, engine.PROOF_REASONS)
    assert words.BROKEN == engine.PROOF_BROKEN
    assert set(words.NO_SEAL) == set(told.NO_SEAL)


def test_each_sentence_that_the_pages_share_with_the_command_is_translated() -> None:
    asked = {message.id for message in catalogue.collect()}

    assert asked >= {*engine.PROOF_THINGS.values(), *engine.PROOF_REASONS.values(), *engine.PROOF_BROKEN.values()}


def test_an_auditor_holds_a_seal_that_came_by_mail_against_the_history(
    site: Flask, idea: engine.StartedCase, staff: SignIn, tmp_path: Path
) -> None:
    give_address("auditor", "ada@voorbeeld.invalid")
    sealmails.ask_for_due()
    engine.run_worker_once()
    (file,) = (tmp_path / "mail").glob("*-seal-*.eml")
    (part,) = message_from_bytes(file.read_bytes(), policy=policy.default).iter_attachments()

    page = staff("auditor").send_file("/controle", {}, "bewijs", io.BytesIO(part.get_content()))

    assert "is er nog, onveranderd" in page.main
    assert "Smederij" in page.main


@pytest.mark.parametrize(
    ("choice", "said"),
    [("weekly", "op de eerste werkdag van elke week"), ("daily", "op elke werkdag"), ("never", "")],
)
def test_the_page_says_how_often_a_seal_comes_by_itself(site_with: SiteWith, choice: str, said: str) -> None:
    with site_with(seal_mails=choice) as site:
        page = Visitor(site).sign_in("auditor", PASSWORD).get("/controle")

    assert (f"krijgen vanzelf een bewijs per e-mail, {said}." in page.main) == bool(said)


def test_an_auditor_reads_on_their_account_where_it_goes_and_nobody_else_does(staff: SignIn) -> None:
    without = staff("auditor").get("/account").main
    give_address("auditor", "ada@voorbeeld.invalid")

    assert "Vraag het de beheerder." in without
    assert "een bewijs naar ada@voorbeeld.invalid." in staff("auditor").get("/account").main
    assert "Bewijs van de geschiedenis" not in staff("beheerder").get("/account").main
