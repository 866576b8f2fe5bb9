"""Lost links: the page on which somebody has the link of an idea mailed again."""

from __future__ import annotations

import engine
from tests.web.visitor import Page, Visitor

KNOWN, UNKNOWN = "bewoner@voorbeeld.invalid", "niemand@voorbeeld.invalid"


def ask(visitor: Visitor, email: str) -> Page:
    return visitor.post("/mijn-idee/link-kwijt", {"email": email})


def test_who_comes_without_a_link_finds_where_to_ask_for_it(resident: Visitor, idea: engine.StartedCase) -> None:
    assert "/mijn-idee/link-kwijt" in resident.get("/mijn-idee").links()
    assert "/mijn-idee/link-kwijt" in resident.get("/help").links()
    assert resident.get("/mijn-idee/link-kwijt").heading == "Link kwijt?"


def test_the_answer_is_the_same_for_an_address_that_we_know_and_one_that_we_do_not(
    resident: Visitor, idea: engine.StartedCase
) -> None:
    known, unknown = ask(resident, KNOWN), ask(resident, UNKNOWN)

    assert (known.status, known.heading) == (200, "Kijk in uw e-mail")
    assert known.main.replace(KNOWN, UNKNOWN) == unknown.main


def test_the_mail_has_a_link_that_opens_the_idea(resident: Visitor, idea: engine.StartedCase) -> None:
    ask(resident, KNOWN)
    while engine.run_worker_once():
        pass

    (mail,) = [one for one in engine.list_mails(engine.find_user("beheerder")).items if "Uw link" in one.subject]
    assert f"/mijn-idee/{idea.secret}" in mail.body


def test_a_typing_error_in_the_address_is_pointed_out(resident: Visitor) -> None:
    assert "bedoelt u jan@gmail.com?" in ask(resident, "jan@gmial.com").main


def test_what_is_no_address_is_said_at_the_field(resident: Visitor) -> None:
    page = ask(resident, "geen adres")

    assert (page.status, page.values("email")) == (422, ["geen adres"])
    assert page.errors == ["Vul bij ‘E-mailadres’ een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."]


def test_who_asks_very_often_is_told_to_wait(resident: Visitor) -> None:
    pages = [ask(resident, f"bewoner-{number}@voorbeeld.invalid") for number in range(6)]

    assert [page.status for page in pages] == [200] * 5 + [422]
    assert "Probeer het over een kwartier opnieuw" in pages[-1].main
