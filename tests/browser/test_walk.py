"""An idea's whole life in the browser: submitted by a resident, taken by nine groups to akkoord and payment."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import expect

from tests.browser.arranging import ADVICE, AGENDA, ORGANISATIONS, PLAN, ROUTE, SUMMARY, TALK, bring_to_vote
from tests.browser.people import IDEA, Meet, Person
from tests.browser.serving import Server

MEMBERS = [f"stuurgroep-{n:02d}" for n in range(1, 11)]
REASON = "De meerderheid vindt het plan goed voor het dorp."


def test_an_idea_is_brought_from_submission_to_akkoord(meet: Meet) -> None:
    resident, office, director = meet(), meet("olga"), meet("roos")

    reference = resident.hand_in(titel="Podium bij het dorpshuis")
    office.do(reference, "Idee controleren", volledig="ja")
    director.do(reference, "Gesprek met de indiener voeren", **TALK)
    director.do(reference, "Route kiezen", **ROUTE)
    resident.answer_own("Plan schrijven", **PLAN)
    director.do(reference, "Plan beoordelen", plan_klaar="ja")
    for organisation in ORGANISATIONS:
        meet(organisation).do(reference, "Advies geven", **ADVICE)
    director.do(reference, "Adviezen samenvatten", **SUMMARY)
    office.do(reference, "Voorstel agenderen", **AGENDA)
    for member in MEMBERS:
        meet(member).vote(reference, "tegen" if member == MEMBERS[0] else "voor")
    office.do(reference, "Besluit vastleggen", motivering=REASON)
    before = read_own(resident)
    office.do(reference, "Besluit publiceren", motivering=REASON, gecontroleerd="true")
    after = read_own(resident)
    office.do(reference, "Bedrag betalen", betaald_bedrag="45000", betaald_op=date.today().isoformat())

    assert reference in after
    assert "Gaat door" not in before
    assert REASON not in before
    assert "Gaat door" in after
    assert REASON in after
    office.go(f"/ideeen/{reference}")
    story = office.main.locator("section[aria-labelledby=verloop]").inner_text()
    in_order = ["Ina Inwoner heeft dit ingestuurd", "Olga Ondersteuning heeft", "Roos Regisseur heeft"]
    in_order += ["Dana Domesta heeft de taak afgerond", "Gea Gemeente heeft de taak afgerond"]
    in_order += ["Stuurgroeplid Een heeft gestemd", "Stuurgroeplid Tien heeft gestemd"]
    places = [story.find(words) for words in in_order]
    assert -1 not in places, dict(zip(in_order, places, strict=True))
    expect_walked(office, ["Beh_Controleren", "Lang_Schrijven", "Lang_Akkoord", "Besluit_Stemmen", "Besluit_Genomen"])
    expect(office.page.locator("svg .is-current").first).to_be_attached()
    assert [person.complaints for person in (resident, office, director)] == [[], [], []]


def read_own(resident: Person) -> str:
    resident.go("/mijn-idee")
    return resident.reads()


def expect_walked(person: Person, elements: list[str]) -> None:
    """The path of the idea is marked on the diagrams of its page."""
    for element in elements:
        expect(person.page.locator(f"svg [data-element='{element}'].is-walked")).to_have_count(1)


def test_a_resident_checks_all_answers_before_they_are_sent(meet: Meet) -> None:
    resident = meet()

    resident.fill_idea(titel="Een bankie")
    checked = resident.reads()
    resident.main.get_by_role("link", name="Wijzig Hoe heet uw idee?").click()
    resident.page.wait_for_url("**terug=controleren**")
    resident.fill({"titel": "Een bankje bij de brug"})
    resident.press("Verder")
    changed = resident.reads()
    resident.press("Versturen")

    assert "Een bankie" in checked
    assert IDEA["omschrijving"] in checked
    assert "Een bankje bij de brug" in changed
    assert "Een bankie" not in changed
    assert re.fullmatch(r"IDEE-\d{4}-\d{4}", resident.read_reference())
    link = resident.main.locator(".smederij-secret__link").get_attribute("href")
    elsewhere = meet()
    elsewhere.page.goto(str(link))
    assert "Een bankje bij de brug" in elsewhere.reads()
    assert str(link).rsplit("/", 1)[1] not in elsewhere.page.url
    assert not resident.complaints


def test_the_back_button_shows_a_page_that_was_refused_before_with_what_was_typed(meet: Meet) -> None:
    resident = meet()
    resident.begin_idea()
    resident.fill({"titel": "Een bankje"})
    resident.press("Verder")
    resident.fill(IDEA)
    resident.press("Verder")

    resident.page.go_back()

    assert resident.page.locator("[name=doel]").input_value() == IDEA["doel"]
    resident.page.reload()
    assert resident.page.locator("[name=doel]").input_value() == IDEA["doel"]
    assert not resident.complaints


def test_a_resident_is_asked_for_more_and_answers(meet: Meet) -> None:
    resident, office = meet(), meet("olga")
    reference = resident.hand_in(titel="Bankje bij de sluis")

    office.do(reference, "Idee controleren", volledig="nee", ontbreekt="Waar komt het bankje?")
    asked = read_own(resident)
    resident.answer_own("Idee aanvullen", aanvulling="Naast de sluis, aan de zonkant.")
    answered = read_own(resident)

    assert "Wij missen nog iets" in asked
    assert "Waar komt het bankje?" in asked
    assert "Ingestuurd" in answered
    assert "Beantwoorden" not in answered
    office.open_task(reference, "Idee controleren")
    expect(office.page.get_by_text("Naast de sluis, aan de zonkant.")).to_have_count(1)


def test_a_resident_withdraws(meet: Meet) -> None:
    resident, office = meet(), meet("olga")
    reference = resident.hand_in(titel="Vlaggen in de straat")

    resident.go("/mijn-idee")
    resident.follow("Intrekken")
    resident.fill({"reden": "Wij verhuizen.", "zeker": "ja"})
    resident.press("Intrekken")

    assert "Ingetrokken" in read_own(resident)
    office.go(f"/ideeen/{reference}")
    assert "Ingetrokken" in office.reads()
    expect(office.main.get_by_text("Wij verhuizen.")).to_have_count(1)
    office.go(f"/taken/team?zoek={reference}")
    expect(office.main.locator("tbody tr")).to_have_count(0)


def test_a_vote_can_be_changed_and_shows_nothing_until_it_closes(meet: Meet, server: Server) -> None:
    reference = bring_to_vote(server, "Muziek op het plein").reference
    first, second, office = meet(MEMBERS[0]), meet(MEMBERS[1]), meet("olga")

    first.vote(reference, "tegen")
    second.open_ballot(reference)
    seen_by_second = second.reads()
    first.vote(reference, "voor")
    first.open_ballot(reference)
    office.go(f"/ideeen/{reference}")

    assert first.main.locator("input[name=keuze]:checked").get_attribute("value") == "voor"
    assert re.search(r"Hebben gestemd\s+1\b", seen_by_second)
    for seen in (seen_by_second, office.main.text_content() or ""):
        assert "Zo denk ik erover." not in seen
    expect(office.main.get_by_text("Wat er is gestemd, ziet u pas als de stemming is gesloten.")).to_have_count(1)


def test_a_member_with_an_interest_stays_out(meet: Meet, server: Server) -> None:
    reference = bring_to_vote(server, "Een feest voor de hele straat").reference
    member, other = meet(MEMBERS[2]), meet(MEMBERS[3])

    member.open_ballot(reference)
    ballot = member.page.url
    member.follow("Ik doe niet mee aan deze stem")
    member.fill({"reden": "Mijn zus heeft dit ingestuurd."})
    member.press("Ik doe niet mee aan deze stem")

    card = member.waits_for("/stemmen", reference)
    expect(card).to_contain_text("U doet niet mee aan deze stem")
    expect(card.get_by_role("link")).to_have_count(0)
    member.page.goto(ballot)
    expect(member.main.locator("input[name=keuze]")).to_have_count(0)
    other.vote(reference, "voor")
    expect(other.waits_for("/stemmen", reference)).to_contain_text("Er is gestemd door 1 van de 9 leden")


def test_of_two_on_one_task_the_second_is_told_who_did_it_and_keeps_the_typed_text(meet: Meet) -> None:
    reference = meet().hand_in(titel="Speeltoestel voor iedereen")
    first, second = meet("olga"), meet("otto")
    for person in (first, second):
        person.open_task(reference, "Idee controleren")
        person.fill({"volledig": "nee", "ontbreekt": f"Dit heeft {person.username} lang bedacht."})

    first.press("Versturen")
    second.press("Versturen")

    assert "Olga Ondersteuning" in second.reads()
    assert "Dit heeft otto lang bedacht." in second.reads()
    second.go("/concepten")
    kept = second.main.locator(".smederij-card").filter(has_text=reference)
    expect(kept).to_contain_text("Dit heeft otto lang bedacht.")


def test_what_is_typed_is_kept_while_it_is_typed(meet: Meet) -> None:
    reference = meet().hand_in(titel="Zonder op een knop te drukken")
    office = meet("olga")
    office.open_task(reference, "Idee controleren")

    office.fill({"volledig": "nee", "ontbreekt": "Een tekst waar ik nog over nadenk."})
    expect(office.main.locator("[data-draft-state]")).to_contain_text("Bewaard om")
    office.go("/taken")
    office.open_task(reference, "Idee controleren")

    expect(office.main.locator("textarea[name=ontbreekt]")).to_have_value("Een tekst waar ik nog over nadenk.")
    assert not office.complaints
