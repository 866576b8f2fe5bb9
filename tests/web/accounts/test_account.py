"""*Mijn account*: what people choose for themselves."""

from __future__ import annotations

import pytest

import engine
from engine.accounts import staffing
from tests.web.conftest import PASSWORD, SignIn, SiteWith
from tests.web.visitor import Visitor


def test_somebody_chooses_how_often_a_mail_tells_of_their_tasks(site_with: SiteWith) -> None:
    with site_with() as site:
        staffing.change_contact("ondersteuning", None, "oda@voorbeeld.invalid", engine.find_user("beheerder"))
        visitor = Visitor(site).sign_in("ondersteuning", PASSWORD)
        before = visitor.get("/account")

        after = visitor.follow(visitor.post("/account/bericht", {"bericht": "weekly"}))

    assert before.values("bericht") == ["daily"]
    assert "om 7 uur een e-mail" in before.main
    assert "Wij sturen hem naar oda@voorbeeld.invalid." in before.main
    assert (after.values("bericht"), after.notices) == (["weekly"], "Uw keuze is bewaard.")


@pytest.mark.parametrize("typed", [{}, {"bericht": "elk uur"}], ids=["none", "another"])
def test_a_choice_that_is_not_offered_is_refused(site_with: SiteWith, typed: dict[str, str]) -> None:
    with site_with() as site:
        visitor = Visitor(site).sign_in("ondersteuning", PASSWORD)

        refused = visitor.post("/account/bericht", typed)

        assert refused.status == 422
        assert engine.read_digest_choice(engine.find_user("ondersteuning")).choice == "daily"


def test_who_has_no_address_reads_whom_to_ask_for_the_mail(site_with: SiteWith) -> None:
    with site_with() as site:
        page = Visitor(site).sign_in("ondersteuning", PASSWORD).get("/account")

    assert "Vraag het de beheerder." in page.main
    assert page.values("bericht") == []


def test_where_no_such_mail_is_sent_the_page_says_so(staff: SignIn) -> None:
    page = staff("ondersteuning").get("/account")

    assert "Uw gemeente stuurt geen e-mail over nieuwe taken." in page.main
