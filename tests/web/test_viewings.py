"""Viewings: auditors read who looked at what, on the page of an idea and in one list, and export it as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import text

import engine
from engine import viewing
from tests.conftest import TestClock
from tests.web.conftest import IDEA, PASSWORD, SignIn, open_task
from tests.web.visitor import Visitor
from web import viewings

LIST = "/controle/bekeken"


def test_an_auditor_reads_on_the_page_of_an_idea_who_looked_at_it(staff: SignIn, idea: engine.StartedCase) -> None:
    staff("ondersteuning").get(f"/ideeen/{idea.reference}")

    page = staff("auditor").get(f"/ideeen/{idea.reference}")

    assert "Wie heeft dit bekeken?" in page.main
    assert "Collega ondersteuning (ondersteuning)Pagina van de zaak, met naam en contactgegevens" in page.main
    assert "Collega auditor (auditor)Pagina van de zaak" in page.main


def test_nobody_else_reads_there_who_looked(staff: SignIn, idea: engine.StartedCase) -> None:
    for name in ("ondersteuning", "beheerder", "proceseigenaar"):
        assert "Wie heeft dit bekeken" not in staff(name).get(f"/ideeen/{idea.reference}").text


def test_the_list_is_found_from_the_page_that_checks_the_history(staff: SignIn) -> None:
    assert LIST in staff("auditor").get("/controle").links()
    assert LIST not in staff("beheerder").get("/controle").links()


def test_the_list_tells_what_of_which_idea_and_is_searched(
    staff: SignIn, vote: engine.StartedCase, clock: TestClock
) -> None:
    staff("stuurgroep-1").get(f"/stemmen/{open_task('stuurgroep-1', 'Stem uitbrengen')}")
    clock.turn(days=1)
    staff("ondersteuning").get("/registers/besluitenregister")
    auditor = staff("auditor")

    found = [
        auditor.get(f"{LIST}?{asked}").main
        for asked in ("wie=lid+1", "van=3-3-2026", "idee=" + vote.reference, "wie=niemand")
    ]

    assert f"Lid 1 (stuurgroep-1)Stemming, met wat er is ingevuld{vote.reference}" in found[0]
    assert "RegisterBesluitenregister" in found[1]
    assert ("Stemming" in found[1], "Stemming" in found[2], "Besluitenregister" in found[2]) == (False, True, False)
    assert "Er is niets dat hierbij past." in found[3]


def test_a_day_that_cannot_be_read_is_told_and_nothing_is_shown(staff: SignIn) -> None:
    page = staff("auditor").get(f"{LIST}?van=gisteren")

    assert page.errors == ["Vanaf welke dag? Schrijf de datum als dag-maand-jaar, bijvoorbeeld 27-3-2026."]
    assert "gevonden" not in page.main
    assert 'value="gisteren"' in page.text


def test_the_file_has_what_the_list_has_with_pseudonyms(staff: SignIn, idea: engine.StartedCase) -> None:
    staff("ondersteuning").get(f"/ideeen/{idea.reference}")
    auditor = staff("auditor")

    answer = auditor.get(f"{LIST}/csv?wie=ondersteuning")

    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
    office = engine.find_user("ondersteuning")
    assert head == ["Dag", "Eerste keer die dag", "Wie", "Pseudoniem", "Wat", "Waarvan"]
    assert rows == [
        [
            "2026-03-02",
            "09:00",
            "Collega ondersteuning (ondersteuning)",
            office.id,
            "Pagina van de zaak, met naam en contactgegevens",
            idea.reference,
        ]
    ]


def test_a_file_for_a_day_that_cannot_be_read_leads_to_the_page_that_says_so(staff: SignIn) -> None:
    auditor = staff("auditor")

    page = auditor.follow(auditor.get(f"{LIST}/csv?tot=ooit"))

    assert page.errors == ["Tot en met welke dag? Schrijf de datum als dag-maand-jaar, bijvoorbeeld 27-3-2026."]


def test_what_somebody_saw_at_once_is_one_row(staff: SignIn, idea: engine.StartedCase) -> None:
    other = engine.start_case("idee", {**IDEA, "titel": "Bloembak"}, None)
    engine.keep_viewing("letters", [idea.case_id, other.case_id], engine.find_user("ondersteuning"))

    page = staff("auditor").get(LIST)

    assert f"Lijst van brieven, met naam en adres{idea.reference}, {other.reference}" in page.main


def test_of_many_ideas_that_somebody_saw_at_once_the_row_tells_how_many(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    more = [engine.start_case("idee", {**IDEA, "titel": f"Bloembak {number}"}, None) for number in range(3)]
    engine.keep_viewing("letters", [idea.case_id, *(one.case_id for one in more)], engine.find_user("ondersteuning"))

    page = staff("auditor").get(LIST)

    (few,) = page.tree.xpath("//main//details/summary")
    assert few.text_content() == "4 zaken"
    assert {f"/ideeen/{one.reference}" for one in (idea, *more)} <= set(page.links())


def test_everything_that_can_be_kept_has_words() -> None:
    assert set(viewings.WHAT) == set(engine.VIEWING_KINDS)


def test_who_of_staff_opens_a_secret_link_is_kept_and_who_has_no_account_is_not(
    site: Flask, staff: SignIn, resident: Visitor, idea: engine.StartedCase
) -> None:
    resident.open_link(idea.secret).get("/mijn-idee")
    staff("ondersteuning").open_link(idea.secret).get("/mijn-idee")

    found = engine.export_viewings(engine.find_user("auditor"), engine.ViewingFilter(case=idea.reference))

    assert [(one.who, one.kind) for one in found if one.kind == "link"] == [
        ("Collega ondersteuning (ondersteuning)", "link")
    ]


@contextmanager
def nobody_can_write(site: Flask) -> Iterator[None]:
    with site.extensions["smederij_municipality"].database.engine.begin() as other:
        other.execute(text("SELECT 1"))
        yield


def test_a_page_opens_though_it_cannot_be_kept_who_looks(
    site: Flask, staff: SignIn, idea: engine.StartedCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewing, "PATIENCE", 0.02)
    office = Visitor(site).sign_in("ondersteuning", PASSWORD)
    office.get("/taken")  # The last use of the session is also written occasionally.

    with nobody_can_write(site):
        page = office.get(f"/ideeen/{idea.reference}")

    assert (page.status, page.heading) == (200, "Bankje bij de vijver")
