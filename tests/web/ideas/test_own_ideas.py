"""Own ideas: a browser that opened the links of several, what it may not find out, and by when we must decide."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest
from flask import Flask
from sqlalchemy import update

import engine
from engine.cases import resending, terms
from engine.dialect.mails import MailTemplate
from engine.models import Case
from engine.municipality import transaction
from tests.conftest import TestClock
from tests.web.conftest import IDEA, SignIn, open_task
from tests.web.visitor import Visitor
from web import catalogue, create_app
from web.links import MOST_LINKS

THIRD = {key: IDEA[key] for key in ("naam", "email", "akkoord")}


def hand_in(title: str) -> engine.StartedCase:
    return engine.start_case("idee", {**IDEA, "titel": title}, None, idempotency_key=title)


@pytest.fixture
def second(idea: engine.StartedCase) -> engine.StartedCase:
    """Another idea of the same person."""
    return hand_in("Picknicktafel")


@pytest.fixture
def both(resident: Visitor, idea: engine.StartedCase, second: engine.StartedCase) -> Visitor:
    """A browser in which both links were opened, the second last."""
    return resident.open_link(idea.secret).open_link(second.secret)


def test_who_opened_two_links_finds_both_ideas(both: Visitor, idea: engine.StartedCase) -> None:
    listed = both.get("/mijn-idee/alle")

    assert listed.heading == "Mijn ideeën"
    assert "Bankje bij de vijver" in listed.main
    assert "Picknicktafel" in listed.main
    assert both.get(f"/mijn-idee?nummer={idea.reference}").heading == "Bankje bij de vijver"


def test_the_link_that_was_opened_last_is_shown_first(both: Visitor) -> None:
    page = both.get("/mijn-idee")

    assert page.heading == "Picknicktafel"
    assert "Mijn ideeën" in page.text


def test_the_start_page_leads_to_the_list_of_who_has_several(
    resident: Visitor, idea: engine.StartedCase, second: engine.StartedCase
) -> None:
    one = resident.open_link(idea.secret).get("/").links()
    two = resident.open_link(second.secret).get("/").links()

    assert ("/mijn-idee" in one, "/mijn-idee/alle" in one) == (True, False)
    assert ("/mijn-idee" in two, "/mijn-idee/alle" in two) == (False, True)


def test_with_one_link_there_is_no_list_to_choose_from(resident: Visitor, idea: engine.StartedCase) -> None:
    page = resident.open_link(idea.secret).get("/mijn-idee")

    assert "Mijn ideeën" not in page.text


def test_two_ideas_handed_in_one_after_the_other_are_both_there(resident: Visitor) -> None:
    for title in ("Bankje", "Picknicktafel"):
        resident.post("/idee-insturen/pagina_1", {**IDEA, "titel": title})
        resident.post("/idee-insturen/pagina_2", IDEA)
        resident.post("/idee-insturen/pagina_3", THIRD)
        resident.post("/idee-insturen/controleren")

    listed = resident.get("/mijn-idee/alle")

    assert [title for title in ("Bankje", "Picknicktafel") if title in listed.main] == ["Bankje", "Picknicktafel"]


def test_an_idea_of_the_same_person_stays_unseen_where_its_link_never_was(
    resident: Visitor, idea: engine.StartedCase, second: engine.StartedCase
) -> None:
    resident.open_link(idea.secret)

    assert "Picknicktafel" not in resident.get("/mijn-idee/alle").main
    assert resident.get(f"/mijn-idee?nummer={second.reference}").status == 403


def test_a_link_that_stopped_working_is_gone_from_the_list(both: Visitor, idea: engine.StartedCase) -> None:
    with transaction() as session:
        session.execute(update(Case).where(Case.id == idea.case_id).values(secret_hash="another"))

    listed = both.get("/mijn-idee/alle")

    assert "Bankje bij de vijver" not in listed.main
    assert "Picknicktafel" in listed.main
    assert both.get(f"/mijn-idee?nummer={idea.reference}").status == 403


def test_closing_forgets_all_of_them(both: Visitor, idea: engine.StartedCase) -> None:
    home = both.follow(both.post("/mijn-idee/sluiten"))

    assert "Alles is gesloten" in home.notices
    assert both.cookie("smederij_link") is None
    assert both.get("/mijn-idee/alle").status == 403


def test_a_withdrawal_from_an_older_window_is_of_the_idea_on_that_page(
    resident: Visitor, idea: engine.StartedCase, second: engine.StartedCase
) -> None:
    older = resident.open_link(idea.secret).get("/mijn-idee/intrekken")
    resident.open_link(second.secret)

    resident.post("/mijn-idee/intrekken", {"_nummer": older.values("_nummer"), "zeker": "ja"})

    states = {case.title: case.state for case in engine.list_cases(engine.find_user("beheerder")).items}
    assert states == {"Bankje bij de vijver": "withdrawn", "Picknicktafel": "running"}


def test_a_question_about_the_other_idea_is_answered_there(both: Visitor, idea: engine.StartedCase) -> None:
    office = engine.find_user("ondersteuning")
    task = next(task for task in engine.list_team_tasks(office).items if task.case_title == "Bankje bij de vijver")
    engine.complete_task(task.id, office, {"wat_ontbreekt": "Waar precies?", "soort": "groen"})
    assert "Wij vragen u iets" in both.get("/mijn-idee/alle").main
    page = both.get(f"/mijn-idee?nummer={idea.reference}")
    address = next(link for link in page.links() if link.startswith("/mijn-idee/taak/"))
    question = both.get(address)

    sent = both.post(
        address.partition("?")[0], {"_nummer": question.values("_nummer"), "aanvulling": "Bij de grote vijver"}
    )

    assert sent.location == f"/mijn-idee?nummer={idea.reference}"
    assert "Bij de grote vijver" in both.follow(sent).main


def test_no_address_or_page_of_the_list_holds_a_secret(
    both: Visitor, idea: engine.StartedCase, second: engine.StartedCase
) -> None:
    text = both.get("/mijn-idee/alle").text + both.get("/mijn-idee").text

    assert idea.secret not in text
    assert second.secret not in text


def test_a_browser_remembers_no_more_than_ten_links(resident: Visitor) -> None:
    for number in range(MOST_LINKS + 2):
        resident.open_link(hand_in(f"Idee nummer {number:02}").secret)

    listed = resident.get("/mijn-idee/alle").main

    assert listed.count("Idee nummer") == MOST_LINKS
    assert "Idee nummer 01" not in listed


def test_a_cookie_that_somebody_made_up_opens_nothing(resident: Visitor, idea: engine.StartedCase) -> None:
    resident._browser.set_cookie("smederij_link", f"{'x' * 22}.<b>.{idea.reference}..", domain="127.0.0.1")

    assert resident.get("/mijn-idee").status == 403


def test_staff_who_fill_in_for_residents_gather_no_links(
    staff: SignIn, idea: engine.StartedCase, second: engine.StartedCase
) -> None:
    office = staff("ondersteuning").open_link(idea.secret).open_link(second.secret)

    assert "Bankje bij de vijver" not in office.get("/mijn-idee/alle").main


def test_who_signs_out_leaves_no_link_behind(site: Flask, staff: SignIn, idea: engine.StartedCase) -> None:
    office = staff("ondersteuning").open_link(idea.secret)

    office.post("/uitloggen")

    assert office.cookie("smederij_link") is None


def test_a_link_tells_nothing_of_itself_in_a_log(idea: engine.StartedCase) -> None:
    (link,) = engine.open_secret_links([idea.secret])

    assert idea.secret not in repr(link)


# ---- until when we have to decide, and whom to ask --------------------------------------------------------------


def test_my_idea_says_until_when_the_municipality_must_decide(resident: Visitor, idea: engine.StartedCase) -> None:
    page = resident.open_link(idea.secret).get("/mijn-idee")

    assert "U hoort uiterlijk 28 april 2026 van ons." in page.main


def test_while_an_answer_is_waited_for_the_term_stands_still(
    resident: Visitor, idea: engine.StartedCase, clock: TestClock
) -> None:
    # Eight weeks after 2 March is 27 April; the seven days after the question do not count (Awb 4:15).
    typed = {"wat_ontbreekt": "Waar precies?", "soort": "groen"}
    engine.complete_task(open_task("ondersteuning", "Idee toetsen"), engine.find_user("ondersteuning"), typed)
    clock.turn(days=8)

    page = resident.open_link(idea.secret).get("/mijn-idee")

    assert "Zolang staat de tijd stil" in page.main
    assert "Antwoordt u vandaag, dan hoort u uiterlijk 4 mei 2026 van ons." in page.main


def test_a_term_that_is_over_is_admitted(resident: Visitor, idea: engine.StartedCase, clock: TestClock) -> None:
    clock.turn(weeks=9)

    page = resident.open_link(idea.secret).get("/mijn-idee")

    assert "U had uiterlijk 28 april 2026 van ons moeten horen." in page.main


def test_a_step_that_takes_longer_than_was_planned_is_admitted(
    resident: Visitor, idea: engine.StartedCase, clock: TestClock
) -> None:
    in_time = resident.open_link(idea.secret).get("/mijn-idee")
    clock.turn(days=15)

    page = resident.get("/mijn-idee")

    assert "langer dan wij hadden gepland" not in in_time.main
    assert "Dit duurt langer dan wij hadden gepland." in page.main


def test_who_was_told_the_decision_waits_for_none(
    resident: Visitor, vote: engine.StartedCase, clock: TestClock
) -> None:
    clock.turn(days=16)
    engine.run_worker_once()
    director = engine.find_user("gebiedsregisseur")
    engine.complete_task(
        open_task("gebiedsregisseur", "Besluit vastleggen"), director, {"motivering": "Een goed plan."}
    )

    page = resident.open_link(vote.secret).get("/mijn-idee")

    assert "Gaat door" in page.main
    assert "uiterlijk" not in page.main


def test_my_idea_says_how_to_reach_the_municipality(resident: Visitor, idea: engine.StartedCase) -> None:
    page = resident.open_link(idea.secret).get("/mijn-idee")

    assert page.tree.xpath("//main//a[@href='tel:140528']")
    assert "maandag tot en met vrijdag 9.00–17.00 uur" in page.main
    assert "Noem dan het nummer IDEE-2026-0001" in page.main


def test_an_address_for_mail_is_shown_where_there_is_one(site: Flask) -> None:
    settings = engine.here().settings.model_copy(update={"contact_email": "smederijen@voorbeeld.invalid"})
    municipality = replace(engine.here(), settings=settings)

    page = Visitor(create_app(municipality)).get("/help")

    assert page.tree.xpath("//main//a[@href='mailto:smederijen@voorbeeld.invalid']")
    assert settings.contact.endswith("\nsmederijen@voorbeeld.invalid")


# ---- what is sent in need not be an idea ------------------------------------------------------------------------

PLACES = ("Mijn idee", "Mijn ideeën", "uw idee of vraag")
"""Page names, which say idea for everything that is submitted, and the words that name both."""


def test_pages_behind_a_link_call_nothing_an_idea_that_may_be_a_question() -> None:
    rooms = ("templates/ideas/own_idea/", "ideas/own_idea.py")
    said = [str(word.id) for word in catalogue.collect() if any(at.startswith(rooms) for at, _ in word.locations)]

    assert said
    assert [words for words in said if "idee" in reduce(lambda s, name: s.replace(name, ""), PLACES, words)] == []


@pytest.mark.parametrize("mail", [terms.MAIL, resending.MAIL], ids=["more time", "the link again"])
def test_mails_of_our_own_call_nothing_an_idea_that_may_be_a_question(mail: MailTemplate) -> None:
    assert "idee" not in f"{mail.subject} {mail.text}"
