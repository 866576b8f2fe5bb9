"""An idea walks its whole life in the browser: handed in by a resident, brought by seven groups to akkoord and paid."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.people import Meet, Person

PLAN = {
    "reden_plan": "Er is geen plek voor jong en oud.",
    "doel_plan": "Een dorpshuis dat de hele week open is.",
    "begroting": "45000",
    "beheer": "De stichting van het dorpshuis.",
    "klaar_op": (date.today() + timedelta(days=200)).isoformat(),
}
TALK = {
    "gespreksverslag": "Goed gesprek aan de keukentafel.",
    "kosten": "45000",
    "binnen_een_jaar": "nee",
    "vergunning": "ja",
    "grond_van_ander": "nee",
    "onderhoud_nodig": "nee",
    "sociaal_aspect": "ja",
    "soort": "plan",
}
MEMBERS = [f"stuurgroep-{n:02d}" for n in range(1, 11)]


def bring_to_vote(meet: Meet, resident: Person, reference: str) -> None:
    """From a new idea to an open vote of the stuurgroep; the meeting is so near that the papers go out at once."""
    office, director = meet("olga"), meet("roos")
    office.do(reference, "Idee controleren", volledig="ja")
    director.do(reference, "Gesprek met de indiener voeren", **TALK)
    director.do(reference, "Route kiezen", route="lange klap", route_reden="Groot plan met een vergunning.")
    resident.answer_own("Plan schrijven", **PLAN)
    director.do(reference, "Plan beoordelen", plan_klaar="ja")
    for organisation in ("dana", "wout", "wilma", "piet", "gea"):
        meet(organisation).do(reference, "Advies geven", advies="positief", toelichting="Een goed plan.")
    director.do(
        reference, "Adviezen samenvatten", advies="positief", advies_samenvatting="Het wijkteam staat erachter."
    )
    near = (date.today() + timedelta(days=5)).isoformat()
    office.do(reference, "Voorstel agenderen", vergaderdatum=near, toelichting_agenda="Zie het plan.")


def test_an_idea_is_brought_from_submission_to_akkoord(meet: Meet) -> None:
    resident = meet()
    reference = resident.hand_in(titel="Podium bij het dorpshuis")
    bring_to_vote(meet, resident, reference)
    office = meet("olga")

    for member in MEMBERS:
        meet(member).vote(reference, "voor")
    office.do(reference, "Besluit vastleggen", motivering="Goed voor het hele dorp.")
    resident.go("/mijn-idee")
    before = resident.reads()
    office.do(reference, "Besluit publiceren", motivering="Goed voor het hele dorp.", gecontroleerd="true")
    resident.go("/mijn-idee")
    after = resident.reads()
    office.do(reference, "Bedrag betalen", betaald_bedrag="45000", betaald_op=date.today().isoformat())

    assert "Gaat door" not in before
    assert "Gaat door" in after
    assert "Goed voor het hele dorp." in after
    office.go(f"/ideeen/{reference}")
    said = office.reads()
    for sentence in ("Ina Inwoner heeft dit ingestuurd", "Dana Domesta heeft de taak afgerond", "heeft gestemd"):
        assert sentence in said
    walked = office.page.locator(
        "svg [data-element='Lang_Akkoord'].is-walked, svg [data-element='Besluit_Genomen'].is-walked"
    )
    expect(walked).to_have_count(2)
    expect(office.page.locator("svg .is-current").first).to_be_attached()


def test_a_resident_is_asked_for_more_and_answers(meet: Meet) -> None:
    resident, office = meet(), meet("olga")
    reference = resident.hand_in(titel="Bankje bij de sluis")

    office.do(reference, "Idee controleren", volledig="nee", ontbreekt="Waar komt het bankje?")
    resident.go("/mijn-idee")
    asked = resident.reads()
    resident.answer_own("Idee aanvullen", aanvulling="Naast de sluis, aan de zonkant.")

    resident.go("/mijn-idee")
    assert "Wij missen nog iets" in asked
    assert "Waar komt het bankje?" in asked
    assert "Ingestuurd" in resident.reads()
    office.go(f"/ideeen/{reference}")
    expect(office.page.get_by_text("Naast de sluis, aan de zonkant.")).to_have_count(1)


def test_a_resident_withdraws(meet: Meet) -> None:
    resident = meet()
    reference = resident.hand_in(titel="Vlaggen in de straat")

    resident.go("/mijn-idee")
    resident.follow("Idee intrekken")
    resident.page.locator("main textarea").first.fill("Wij verhuizen.")
    resident.fill({"zeker": "ja"})
    resident.press("Idee intrekken")

    resident.go("/mijn-idee")
    assert "Ingetrokken" in resident.reads()
    office = meet("olga")
    office.go(f"/ideeen/{reference}")
    assert "Ingetrokken" in office.reads()


def test_a_vote_is_changed_and_a_member_with_an_interest_stays_out(meet: Meet) -> None:
    resident = meet()
    reference = resident.hand_in(titel="Muziek op het plein")
    bring_to_vote(meet, resident, reference)
    first, second = meet(MEMBERS[0]), meet(MEMBERS[1])

    first.vote(reference, "tegen")
    first.vote(reference, "voor")
    second.go("/stemmen")
    card = second.page.locator("main .smederij-card").filter(has_text=reference)
    card.get_by_role("link").first.click()
    second.follow("Ik doe niet mee aan deze stem")
    second.page.locator("main textarea").first.fill("Mijn zus dient dit in.")
    second.press("Ik doe niet mee aan deze stem")

    second.go("/stemmen")
    card = second.page.locator("main .smederij-card").filter(has_text=reference)
    expect(card).to_contain_text("U doet niet mee aan deze stem")
    expect(card).to_contain_text("1 van de 9 leden hebben gestemd")
    expect(card.get_by_role("link")).to_have_count(0)


def test_of_two_on_one_task_the_second_is_told_who_did_it_and_keeps_the_typed_text(meet: Meet) -> None:
    reference = meet().hand_in(titel="Speeltoestel voor iedereen")
    first, second = meet("olga"), meet("otto")
    for person in (first, second):
        person.open_task(reference, "Idee controleren")
        person.fill({"volledig": "nee", "ontbreekt": "Dit heb ik lang bedacht."})

    first.press("Versturen")
    second.press("Versturen")

    assert "Olga Ondersteuning" in second.reads()
    assert "Dit heb ik lang bedacht." in second.page.content()
    second.go("/concepten")
    assert "Dit heb ik lang bedacht." in second.reads()


@pytest.mark.parametrize("width", [375, 1280])
def test_an_idea_can_be_handed_in_without_script(meet: Meet, width: int) -> None:
    resident = meet("", java_script_enabled=False, viewport={"width": width, "height": 800})

    reference = resident.hand_in(titel="Zonder script")

    assert re.fullmatch(r"IDEE-\d{4}-\d{4}", reference)
    meet("olga", java_script_enabled=False).do(reference, "Idee controleren", volledig="ja")
