"""Contact: residents see how we reach them and correct mistakes; staff do it for them."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.engine.posting import job
from tests.web.conftest import SignIn
from tests.web.ideas.test_received import send_paper
from tests.web.visitor import Visitor

PAGE = "/mijn-idee/gegevens"
GOOD = {"name": "Bewoner Een", "email": "goed@voorbeeld.invalid", "address": "", "phone": "06 12345678"}


@pytest.fixture
def owner(resident: Visitor, idea: engine.StartedCase) -> Visitor:
    return resident.open_link(idea.secret)


def test_a_resident_sees_how_we_reach_them_and_where_to_put_it_right(owner: Visitor) -> None:
    page = owner.get("/mijn-idee")

    assert "bewoner@voorbeeld.invalid" in page.main
    assert PAGE in page.links()


def test_a_typing_error_in_an_address_is_put_right(owner: Visitor) -> None:
    asked = owner.get(PAGE)
    sent = owner.post(PAGE, {**GOOD, "_nummer": asked.values("_nummer")[0]})

    page = owner.follow(sent)
    assert asked.values("email") == ["bewoner@voorbeeld.invalid"]
    assert page.notices == "Uw gegevens zijn veranderd. Wij sturen een e-mail naar uw nieuwe adres."
    assert "goed@voorbeeld.invalid" in page.main
    assert "06 12345678" in page.main


def test_an_address_that_was_put_right_with_another_typing_error_is_asked_about(owner: Visitor) -> None:
    page = owner.follow(owner.post(PAGE, {**GOOD, "email": "jan@gmial.com"}))

    assert "Let op: bedoelt u jan@gmail.com?" in page.main


def test_fields_of_oneself_say_so_to_the_browser_that_can_fill_them_in(owner: Visitor) -> None:
    page = owner.get(PAGE)

    told = page.tree.xpath("//main//form//@autocomplete")
    assert [str(one) for one in told] == ["name", "email", "street-address", "tel"]


def test_what_cannot_be_is_told_at_the_field_and_kept(owner: Visitor) -> None:
    page = owner.post(PAGE, {**GOOD, "email": "", "phone": "12"})

    assert page.status == 422
    assert page.errors == [
        "Vul bij ‘Telefoonnummer’ een telefoonnummer in, bijvoorbeeld 06 12345678.",
    ]
    assert page.values("phone") == ["12"]


def test_without_email_a_postal_address_is_needed(owner: Visitor) -> None:
    page = owner.post(PAGE, {**GOOD, "email": ""})

    assert page.errors == ["Vul een e-mailadres of een postadres in. Anders kunnen wij geen bericht sturen."]


def test_what_stays_the_same_is_told_so(owner: Visitor) -> None:
    page = owner.follow(owner.post(PAGE, {"name": "Bewoner Een", "email": "bewoner@voorbeeld.invalid"}))

    assert page.notices == "Er is niets veranderd."


def test_staff_put_it_right_for_a_resident_who_calls(idea: engine.StartedCase, staff: SignIn) -> None:
    office = staff("ondersteuning")
    where = f"/ideeen/{idea.reference}"

    assert f"{where}/gegevens" in office.get(where).links()
    page = office.follow(office.post(f"{where}/gegevens", GOOD))

    assert "goed@voorbeeld.invalid" in page.main
    assert "Collega ondersteuning heeft de gegevens van de indiener verbeterd" in page.main


def test_who_hands_in_reads_where_the_link_goes_and_can_put_that_right(site: Flask, resident: Visitor) -> None:
    files = folder(
        start("Begin", '<zeebe:formDefinition formId="vraag" />', properties(startableBy="iedereen")),
        job("Bedanken", "mail", {"template": "dank", "to": "indiener"}),
        user("Lezen"),
        end("Einde"),
        chain("Begin", "Bedanken", "Lezen", "Einde"),
        process="papier",
        files={
            "forms/vraag.form": form("vraag", field("e_mail", properties={"personal": "email"})),
            "mails/dank.md": b"Onderwerp: Dank\n\n{{ aanhef }}, volg het op {{ link }}.\n",
        },
    )
    with transaction() as session:
        definitions.put_in_use(session, "papier", files, "systeem")

    page = send_paper(resident, e_mail="bewoner@voorbeld.invalid")

    assert "Wij sturen u de link ook per e-mail, naar bewoner@voorbeld.invalid." in page.main
    assert f"{PAGE}?nummer=PAPIER-2026-0001" in page.links()
