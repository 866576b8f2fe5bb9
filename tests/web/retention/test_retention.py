"""The retention pages: an operator makes a list, somebody else approves it, and it remains as the statement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import engine
from engine.models import Job, new_id
from engine.municipality import now, transaction
from engine.versions import definitions
from tests.conftest import STOCK, TestClock
from tests.web.conftest import IDEA
from tests.web.visitor import Page, Visitor

SignIn = Callable[[str], Visitor]


@pytest.fixture
def past(idea: engine.StartedCase, clock: TestClock, site: object) -> list[str]:
    """References of three ideas that were withdrawn more than a year ago."""
    definitions.deploy(STOCK / "bewaartermijn")
    started = [idea, *(engine.start_case("idee", IDEA, None) for _ in range(2))]
    for one in started:
        engine.withdraw_case(one.case_id, engine.find_user("ondersteuning"), "Wij verhuizen.")
    engine.run_worker_once()
    clock.turn(days=366)
    return [one.reference for one in started]


def make(operator: Visitor) -> Page:
    operator.get("/bewaren")
    return operator.follow(operator.post("/bewaren/lijsten"))


def address_of(operator: Visitor) -> str:
    return next(link for link in operator.get("/bewaren").links() if link.startswith("/bewaren/lijsten/"))


def offer(operator: Visitor) -> str:
    """Make a list and offer it; returns its address."""
    make(operator)
    address = address_of(operator)
    (seen,) = operator.get(address).values("stand")
    operator.post(f"{address}/aanbieden", {"stand": seen})
    return address


def test_the_page_says_how_many_ideas_are_kept_and_how_many_are_past_their_term(staff: SignIn, past: list[str]) -> None:
    page = staff("auditor").get("/bewaren")

    row = [cell.text_content().strip() for cell in page.tree.xpath("//tr[contains(., '6.3')]/td")]
    assert row[0] == "6.3"
    assert row[1:] == [
        "1 jaarvanaf de dag waarop het klaar was",
        "2026: 3Nog binnen de termijn klasse 6.3",
        "3 zaken van klasse 6.3",
    ]
    assert "Vernietigingslijst maken" not in page.buttons()


def test_an_operator_gets_there_from_beheer_and_the_others_from_the_menu(staff: SignIn, past: list[str]) -> None:
    assert "/bewaren" in staff("beheerder").get("/beheer").links()
    assert 'href="/bewaren"' in staff("proceseigenaar").get("/taken").text
    assert 'href="/bewaren"' not in staff("ondersteuning").get("/taken").text


def test_the_menu_and_beheer_say_that_a_list_waits_for_who_may_judge_it(staff: SignIn, past: list[str]) -> None:
    offer(staff("beheerder"))

    owner, maker = staff("proceseigenaar").get("/taken"), staff("beheerder").get("/beheer")

    (link,) = owner.tree.xpath("//nav//a[@href='/bewaren']")
    assert link.text_content().split() == ["Bewaartermijnen", "1"]
    assert "op uw oordeel" not in maker.main


def test_an_operator_chooses_a_class_where_there_are_several(staff: SignIn, past: list[str]) -> None:
    operator = staff("beheerder")

    made = operator.follow(operator.post("/bewaren/lijsten", {"klasse": "6.3"}))
    refused = operator.post("/bewaren/lijsten", {"klasse": "6.1.9"})

    assert all(reference in made.main for reference in past)
    assert (refused.status, len(refused.errors)) == (422, 1)


def test_ideas_are_found_by_what_may_be_done_with_them(staff: SignIn, past: list[str]) -> None:
    operator = staff("beheerder")

    over, forever = (operator.get(f"/bewaren/ideeen?soort={kind}") for kind in ("over", "forever"))

    assert all(reference in over.main for reference in past)
    assert "mag vanaf 3 maart 2027" in over.main
    assert "Er is geen zaak die hierbij past." in forever.main
    assert operator.get("/bewaren/ideeen?soort=geen").status == 404


def test_without_a_table_the_page_says_that_nothing_is_destroyed(staff: SignIn, idea: engine.StartedCase) -> None:
    page = staff("beheerder").get("/bewaren")

    assert "Er is geen stappenplan ‘bewaartermijn’ in gebruik." in page.main


def test_an_operator_takes_an_idea_off_a_list_with_a_reason_and_puts_it_back(staff: SignIn, past: list[str]) -> None:
    operator = staff("beheerder")
    listed = make(operator)
    address, chosen = address_of(operator), listed.tree.xpath("//input[@name='zaak']/@value")[0]

    refused = operator.post(f"{address}/eraf", {"zaak": str(chosen)})
    off = operator.follow(operator.post(f"{address}/eraf", {"zaak": str(chosen), "reden": "Er loopt een bezwaar."}))
    back = operator.follow(operator.post(f"{address}/erop/{chosen}"))

    assert (refused.status, refused.errors) == (422, ["Schrijf op waarom u dit doet."])
    assert refused.values("zaak") == [str(chosen)]
    assert "1 zaak is van de lijst gehaald." in off.notices
    assert "Er loopt een bezwaar." in off.main
    assert "Er loopt een bezwaar." not in back.main


def test_a_list_is_destroyed_once_somebody_else_approves_it_and_can_be_printed_and_downloaded(
    staff: SignIn, past: list[str]
) -> None:
    operator, owner = staff("beheerder"), staff("proceseigenaar")
    address = offer(operator)
    own = operator.get(address)

    approved = owner.follow(owner.post(f"{address}/oordeel", {"besluit": "goed", "oordeel": "Gezien."}))
    engine.run_worker_once()

    statement, file = owner.get(f"{address}/verklaring").main, owner.get(f"{address}/csv").text
    assert "Goedkeuren en vernietigen" not in own.buttons()
    assert "wordt uitgevoerd: 0 van 3" in approved.main
    assert "Collega beheerder, 3 maart 2027" in statement
    assert "Collega proceseigenaar, 3 maart 2027" in statement
    assert "Vernietigd3 zaken" in statement
    assert "Klasse 6.3: 1 jaar vanaf de dag waarop het klaar was. 3 zaken." in statement
    assert all(reference in statement and f"{reference};6.3;P1Y;afhandeling;2026-03-02" in file for reference in past)
    assert "Bewoner" not in statement + file


def test_the_history_of_an_idea_says_by_which_list_it_was_destroyed(staff: SignIn, past: list[str]) -> None:
    operator, owner = staff("beheerder"), staff("proceseigenaar")
    owner.post(f"{offer(operator)}/oordeel", {"besluit": "goed"})
    engine.run_worker_once()

    page = staff("auditor").get(f"/ideeen/{past[0]}")

    assert "is vernietigd volgens vernietigingslijst 2027-0001" in page.main


def test_who_made_a_list_is_told_that_somebody_else_has_to_approve_it(staff: SignIn, past: list[str]) -> None:
    operator = staff("beheerder")

    refused = operator.post(f"{offer(operator)}/oordeel", {"besluit": "goed"})

    assert (refused.status, refused.heading) == (403, "Deze lijst kunt u niet goedkeuren")


def test_a_list_is_refused_with_a_reason(staff: SignIn, past: list[str]) -> None:
    operator, owner = staff("beheerder"), staff("proceseigenaar")
    address = offer(operator)

    without = owner.post(f"{address}/oordeel", {"besluit": "weigeren"})
    refused = owner.follow(owner.post(f"{address}/oordeel", {"besluit": "weigeren", "oordeel": "Nog niet."}))

    assert without.errors == ["Schrijf op waarom u dit doet."]
    assert "Nog niet." in refused.main
    assert owner.get(f"{address}/verklaring").status == 404


def test_who_judges_too_late_is_told_who_was_first(staff: SignIn, past: list[str]) -> None:
    operator, owner = staff("beheerder"), staff("proceseigenaar")
    address = offer(operator)
    operator.post(f"{address}/oordeel", {"besluit": "weigeren", "oordeel": "Toch niet."})

    late = owner.post(f"{address}/oordeel", {"besluit": "goed"})

    assert (late.status, late.heading) == (409, "Deze lijst is al verder")
    assert "Collega beheerder was eerder" in late.main
    assert "De lijst is nu: geweigerd." in late.main


def test_a_list_that_a_colleague_changed_is_not_offered_unseen(staff: SignIn, past: list[str]) -> None:
    operator = staff("beheerder")
    make(operator)

    refused = operator.post(f"{address_of(operator)}/aanbieden", {"stand": "7"})

    assert (refused.status, refused.heading) == (409, "Een collega heeft deze lijst veranderd")


def test_an_idea_that_was_busy_is_told_on_the_statement(staff: SignIn, past: list[str]) -> None:
    operator, owner = staff("beheerder"), staff("proceseigenaar")
    address = offer(operator)
    owner.post(f"{address}/oordeel", {"besluit": "goed"})
    case_id = engine.read_case(past[0], engine.find_user("auditor")).case.id
    with transaction() as session:
        later = now().replace(year=2030)
        session.add(Job(id=new_id(), case_id=case_id, kind="mail", payload={}, due_at=later, created_at=now()))

    engine.run_worker_once()

    assert f"{past[0]}bewaard: er was nog werk voor te doen." in owner.get(f"{address}/verklaring").main


def test_a_draft_can_be_thrown_away(staff: SignIn, past: list[str]) -> None:
    operator = staff("beheerder")
    make(operator)

    page = operator.follow(operator.post(f"{address_of(operator)}/weggooien"))

    assert "De lijst is weggegooid. Er is niets vernietigd." in page.notices
    assert "Er is nog geen vernietigingslijst." in page.main
