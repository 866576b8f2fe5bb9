"""The acknowledgement: what submitters are told, and what staff are told who submitted for somebody else."""

from __future__ import annotations

import pytest
from flask import Flask

from engine.municipality import transaction
from engine.versions import definitions
from tests.engine.diagrams import chain, end, field, folder, form, properties, script, start, user
from tests.engine.posting import job
from tests.web.conftest import IDEA, SignIn
from tests.web.visitor import Page, Visitor

EMAIL = "per e-mail"


@pytest.fixture
def papers(site: Flask) -> None:
    """A process that asks for a name but no address, and whose first task has no term."""
    files = folder(
        start("Begin", '<zeebe:formDefinition formId="vraag" />', properties(startableBy="iedereen")),
        user("Lezen"),
        end("Einde"),
        chain("Begin", "Lezen", "Einde"),
        process="papier",
        files={"forms/vraag.form": form("vraag", field("naam", properties={"personal": "name"}))},
    )
    with transaction() as session:
        definitions.put_in_use(session, "papier", files, "systeem")


def send_paper(who: Visitor, **answers: str) -> Page:
    (first,) = [link for link in who.get("/insturen/papier").links() if link.startswith("/insturen/papier/")]
    who.post(first, {"naam": "Bewoner Twee", **answers})
    return who.follow(who.post("/insturen/papier/controleren"))


def send_idea(who: Visitor) -> Page:
    for number in (1, 2, 3):
        who.post(f"/idee-insturen/pagina_{number}", IDEA)
    return who.follow(who.post("/idee-insturen/controleren"))


@pytest.mark.usefixtures("papers")
def test_staff_are_told_to_give_the_link_to_the_submitter(staff: SignIn) -> None:
    page = send_paper(staff("ondersteuning"))

    assert "Geef deze link aan de indiener" in page.main
    assert "De indiener krijgt de link dus alleen van u." in page.main
    assert "Uw nummer" not in page.main


@pytest.mark.usefixtures("papers")
def test_staff_go_on_to_the_case_that_they_began(staff: SignIn) -> None:
    page = send_paper(staff("ondersteuning"))

    assert page.tree.xpath("//main//a[starts-with(@href, '/ideeen/PAPIER-')]")
    assert "/mijn-idee" not in page.links()


@pytest.mark.usefixtures("papers")
def test_who_gave_no_address_is_promised_no_email(resident: Visitor) -> None:
    page = send_paper(resident)

    assert EMAIL not in page.main
    assert "Wij kunnen u de link dus niet sturen." in page.main


@pytest.mark.usefixtures("papers")
def test_a_term_that_is_not_known_is_not_told(resident: Visitor) -> None:
    page = send_paper(resident)

    assert "uiterlijk" not in page.main
    assert "werkdagen" not in page.main


def test_who_gave_an_address_is_told_of_the_email_and_of_the_day(resident: Visitor) -> None:
    page = send_idea(resident)

    assert EMAIL in page.main
    assert "Wij bekijken het uiterlijk op" in page.main


@pytest.fixture(params=["without a mail", "with a mail that has no link"])
def silent(site: Flask, request: pytest.FixtureRequest) -> None:
    """A process that asks for an e-mail address, but mails no link to it."""
    mails = request.param == "with a mail that has no link"
    thanks = job("Bedanken", "mail", {"template": "dank", "to": "indiener"}) if mails else script("Bedanken", "=1", "x")
    files = folder(
        start("Begin", '<zeebe:formDefinition formId="vraag" />', properties(startableBy="iedereen")),
        thanks,
        user("Lezen"),
        end("Einde"),
        chain("Begin", "Bedanken", "Lezen", "Einde"),
        process="papier",
        files={
            "forms/vraag.form": form("vraag", field("e_mail", properties={"personal": "email"})),
            "mails/dank.md": b"Onderwerp: Dank\n\n{{ aanhef }}, dank u wel.\n",
        },
    )
    with transaction() as session:
        definitions.put_in_use(session, "papier", files, "systeem")


@pytest.mark.usefixtures("silent")
def test_no_email_is_promised_where_the_process_sends_no_link(resident: Visitor) -> None:
    page = send_paper(resident, e_mail="bewoner@voorbeeld.invalid")

    assert "Wij sturen u deze link niet per e-mail. Bewaar hem dus zelf." in page.main
    assert "ook per e-mail" not in page.main


@pytest.mark.usefixtures("silent")
def test_staff_are_told_that_only_they_can_give_a_link_that_is_not_mailed(staff: SignIn) -> None:
    page = send_paper(staff("ondersteuning"), e_mail="bewoner@voorbeeld.invalid")

    assert "Wij sturen deze link niet per e-mail. De indiener krijgt de link dus alleen van u." in page.main
    assert "is aangekomen" not in page.main
