"""The calendar of the municipality on the pages, and extending a statutory term."""

from __future__ import annotations

from collections.abc import Callable

import engine
from engine import models
from engine.municipality import transaction
from tests.web.conftest import IDEA
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]
DAY = {"dag": "6-3-2026", "soort": "off", "reden": "Brugdag, bij koninklijk besluit"}


def test_an_operator_adds_a_day_and_takes_it_back(staff: SignIn, idea: engine.StartedCase) -> None:
    operator = staff("beheerder")
    assert "/beheer/kalender" in operator.get("/beheer").links()

    operator.get("/beheer/kalender")
    added = operator.follow(operator.post("/beheer/kalender", DAY))
    removed = operator.follow(operator.post("/beheer/kalender/2026-03-06/weghalen", {}))

    assert "De dag is toegevoegd." in added.notices
    assert "6 maart 2026" in added.main
    assert "Brugdag, bij koninklijk besluit" in added.main
    assert "De dag is weggehaald." in removed.notices
    assert "Er zijn geen dagen toegevoegd." in removed.main


def test_an_operator_reads_of_which_case_the_deadlines_could_not_be_moved(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    operator = staff("beheerder")
    operator.get("/beheer/kalender")
    with transaction() as session:
        session.get_one(models.CaseState, idea.case_id).state = b"damaged"

    added = operator.follow(operator.post("/beheer/kalender", DAY))

    assert f"niet opnieuw uitrekenen: {idea.reference}." in added.notices
    assert "6 maart 2026" in added.main


def test_what_an_operator_typed_wrong_is_told_and_kept(staff: SignIn) -> None:
    operator = staff("beheerder")
    operator.get("/beheer/kalender")

    page = operator.post("/beheer/kalender", {"dag": "31-2-2026", "reden": "Brugdag"})

    assert page.status == 422
    assert page.errors == ["Vul een dag in als dag-maand-jaar, bijvoorbeeld 15-5-2026.", "Kies wat voor dag het is."]
    assert "31-2-2026" in page.text
    assert "Brugdag" in page.text


def test_a_day_that_was_never_added_is_not_there_to_take_back(staff: SignIn) -> None:
    operator = staff("beheerder")
    operator.get("/beheer/kalender")

    assert operator.post("/beheer/kalender/2026-03-06/weghalen", {}).status == 404
    assert operator.post("/beheer/kalender/morgen/weghalen", {}).status == 404


def test_nobody_else_sees_the_calendar(staff: SignIn) -> None:
    for name in ("ondersteuning", "auditor", "stuurgroep-1"):
        assert staff(name).get("/beheer/kalender").status == 403


def test_staff_extends_a_term_and_the_submitter_reads_why(
    staff: SignIn, resident: Visitor, idea: engine.StartedCase
) -> None:
    colleague = staff("ondersteuning")
    address = f"/ideeen/{idea.reference}/termijn-verlengen"
    assert address in colleague.get(f"/ideeen/{idea.reference}").links()

    asked = colleague.get(address)
    page = colleague.follow(colleague.post(address, {"weken": "6", "reden": "Het waterschap moet nog antwoorden."}))
    resident.follow(resident.get(f"/mijn-idee/{idea.secret}"))
    own = resident.get("/mijn-idee")

    assert "28 april 2026" in asked.main
    assert "De termijn loopt nu tot en met 8 juni 2026. De indiener krijgt bericht." in page.notices
    assert "heeft de wettelijke termijn verlengd tot en met 8 juni 2026" in page.main
    assert "Termijn verlengd" in page.main
    assert address not in page.links()
    assert "Het waterschap moet nog antwoorden." in own.main


def test_staff_is_told_to_post_the_letter_where_there_is_no_e_mail_address(staff: SignIn) -> None:
    by_post = {**IDEA, "email": ""}
    idea = engine.start_case("idee", by_post, None)
    colleague = staff("ondersteuning")
    address = f"/ideeen/{idea.reference}/termijn-verlengen"
    colleague.get(address)

    page = colleague.follow(colleague.post(address, {"weken": "6", "reden": "Het waterschap moet nog antwoorden."}))

    assert "Bij Brieven ligt een brief voor de indiener klaar. Doe die vandaag op de post." in page.notices
    assert "Wij hebben meer tijd nodig" in colleague.get("/brieven").main


def test_what_is_wrong_with_an_extension_is_told_and_kept(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    address = f"/ideeen/{idea.reference}/termijn-verlengen"
    colleague.get(address)

    page = colleague.post(address, {"weken": "zes", "reden": ""})

    assert page.status == 422
    assert page.errors == [
        "Vul een heel getal in van 1 tot en met 6 weken.",
        "Schrijf op waarom wij meer tijd nodig hebben. De indiener leest dit.",
    ]
    assert 'value="zes"' in page.text


def test_who_comes_to_extend_a_term_a_second_time_is_told_that_it_was_extended(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    colleague = staff("ondersteuning")
    address = f"/ideeen/{idea.reference}/termijn-verlengen"
    colleague.get(address)
    colleague.post(address, {"weken": "6", "reden": "Het waterschap moet nog antwoorden."})

    page = colleague.follow(colleague.get(address))

    assert "Deze termijn is al een keer verlengd. Dat kan niet nog een keer." in page.notices


def test_who_only_audits_extends_nothing(staff: SignIn, idea: engine.StartedCase) -> None:
    auditor = staff("auditor")

    assert auditor.get(f"/ideeen/{idea.reference}/termijn-verlengen").status == 403
