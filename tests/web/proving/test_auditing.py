"""Auditing: the questions of an auditor are answered on pages, and not only in the database."""

from __future__ import annotations

from datetime import date

import pytest

import engine
from tests.web.conftest import SignIn, open_task

CHRONICLE, TERMS = "/controle/gemeente", "/controle/termijnen"


def test_what_happened_outside_cases_is_told_with_who_why_and_of_whom(staff: SignIn, idea: engine.StartedCase) -> None:
    operator = engine.find_user("beheerder")
    engine.add_calendar_day(date(2026, 5, 15), "off", "Brugdag", operator)
    (found,) = engine.find_people("bewoner@voorbeeld.invalid", operator) or (None,)
    assert found is not None
    list(engine.copy_disclosure([found.id], operator, "Verzoek van 3 maart"))

    page = staff("auditor").get(CHRONICLE)

    told = ["een kopie van iemands gegevens gegeven", "Verzoek van 3 maart", idea.reference, "Brugdag", "15 mei 2026"]
    assert [one for one in told if one not in page.main] == []
    assert page.main.index("Verzoek van 3 maart") < page.main.index("Brugdag")


def test_only_what_is_about_one_subject_is_told_where_one_is_chosen(staff: SignIn, idea: engine.StartedCase) -> None:
    engine.add_calendar_day(date(2026, 5, 15), "off", "Brugdag", engine.find_user("beheerder"))
    auditor = staff("auditor")

    assert "Brugdag" in auditor.get(f"{CHRONICLE}?soort=calendar").main
    assert "Brugdag" not in auditor.get(f"{CHRONICLE}?soort=rights").main
    assert auditor.get(f"{CHRONICLE}?soort=iets").status == 404


def test_every_subject_that_can_be_chosen_has_a_name(staff: SignIn) -> None:
    auditor = staff("auditor")

    assert [auditor.get(f"{CHRONICLE}?soort={one}").status for one in engine.MUNICIPAL_SUBJECTS] == [200] * 7


def test_what_staff_did_for_a_submitter_is_said_at_the_case(staff: SignIn, vote: engine.StartedCase) -> None:
    before = staff("auditor").get(f"/ideeen/{vote.reference}").main
    engine.withdraw_case(vote.case_id, engine.find_user("gebiedsregisseur"), "Op verzoek.")

    after = staff("auditor").get(f"/ideeen/{vote.reference}").main

    assert ("Namens de indiener." in before, after.count("Namens de indiener.")) == (False, 1)


@pytest.mark.parametrize("address", [CHRONICLE, TERMS])
def test_the_questions_of_an_auditor_lead_to_their_answers(staff: SignIn, address: str) -> None:
    assert address in staff("auditor").get("/controle").links()


def test_a_year_without_terms_is_empty_and_nonsense_is_this_year(staff: SignIn, idea: engine.StartedCase) -> None:
    auditor = staff("auditor")

    assert "Geen zaak van dat jaar ging over haar termijn." in auditor.get(f"{TERMS}?jaar=1999").main
    assert auditor.get(f"{TERMS}?jaar=veel").status == 200
    assert open_task("ondersteuning", "Idee toetsen")
