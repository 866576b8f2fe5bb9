"""The page of one account in *Beheer*: other groups, blocked, and let in again, with the own password."""

from __future__ import annotations

import engine
from tests.web.conftest import PASSWORD, SignIn
from tests.web.visitor import Page, Visitor


def page_of(username: str) -> str:
    return f"/beheer/accounts/{engine.find_user(username).id}"


def give(visitor: Visitor, page: str, *groups: str, password: str = PASSWORD, seen: str = "ondersteuning") -> Page:
    typed = {"groep": list(groups), "gezien": seen, "actief": "ja", "wachtwoord-groepen": password}
    return visitor.post(f"{page}/groepen", typed)


def test_from_the_list_one_comes_to_the_account(staff: SignIn) -> None:
    visitor = staff("beheerder")

    assert page_of("ondersteuning") in visitor.get("/beheer").links()
    assert "Collega ondersteuning" in visitor.get(page_of("ondersteuning")).main


def test_other_groups_count_at_once(staff: SignIn) -> None:
    operator, office = staff("beheerder"), staff("ondersteuning")

    page = operator.follow(give(operator, page_of("ondersteuning"), "ondersteuning", "beheerder"))

    assert "De wijziging is bewaard." in page.notices
    assert office.get("/beheer").status == 200


def test_a_wrong_password_keeps_what_was_ticked_and_shows_no_password(staff: SignIn) -> None:
    page = give(staff("beheerder"), page_of("ondersteuning"), "kernteam", password="gegokt-woord")

    assert page.status == 422
    assert ["Dit is niet uw wachtwoord." in error for error in page.errors] == [True]
    assert page.tree.xpath("//input[@name='groep'][@checked]/@value") == ["kernteam"]
    assert set(page.tree.xpath("//input[@type='password']/@value")) == {""}
    assert engine.find_user("ondersteuning").groups == {"ondersteuning"}


def test_no_password_at_all_is_no_guess(staff: SignIn) -> None:
    visitor = staff("beheerder")

    statuses = [give(visitor, page_of("ondersteuning"), "kernteam", password="").status for _ in range(7)]

    assert statuses == [422] * 7
    assert visitor.follow(give(visitor, page_of("ondersteuning"), "kernteam")).status == 200


def test_who_lost_the_password_gets_another_and_is_out_everywhere(staff: SignIn) -> None:
    operator, office = staff("beheerder"), staff("ondersteuning")
    typed = {"gezien": "ondersteuning", "actief": "ja", "nieuw": "een nieuw woord", "wachtwoord-nieuw": PASSWORD}

    short = operator.post(f"{page_of('ondersteuning')}/wachtwoord", {**typed, "nieuw": "kort"})
    still_in = office.get("/taken").status
    operator.post(f"{page_of('ondersteuning')}/wachtwoord", typed)

    assert (short.status, still_in) == (422, 200)
    assert ["8 tot en met 200 tekens" in error for error in short.errors] == [True]
    assert office.get("/taken").location == "/inloggen?next=/taken"
    assert engine.sign_in("ondersteuning", "een nieuw woord", address="::1").user.name == "Collega ondersteuning"


def test_a_name_and_an_address_are_corrected_and_a_mistake_keeps_both(staff: SignIn) -> None:
    visitor, page = staff("beheerder"), page_of("ondersteuning")
    typed = {"gezien": "ondersteuning", "actief": "ja", "wachtwoord-naam": PASSWORD, "naam": "Olga Anders"}

    refused = visitor.post(f"{page}/naam", {**typed, "email": "olga"})
    done = visitor.follow(visitor.post(f"{page}/naam", {**typed, "email": "olga@voorbeeld.invalid"}))
    late = visitor.post(f"{page}/naam", {**typed, "naam-was": "Collega ondersteuning", "email": ""})

    assert (refused.status, late.status) == (422, 409)
    assert ["Dit is geen e-mailadres" in error for error in refused.errors] == [True]
    assert refused.values("naam") == ["Olga Anders"]
    assert refused.values("email") == ["olga"]
    assert done.heading == "Olga Anders"
    assert "olga@voorbeeld.invalid" in done.main


def test_the_own_account_has_no_forms_and_is_refused(staff: SignIn) -> None:
    visitor = staff("beheerder")

    page = give(visitor, page_of("beheerder"), "beheerder", "kernteam", seen="beheerder")

    assert visitor.get(page_of("beheerder")).tree.xpath("//main//input[@type='checkbox']") == []
    assert page.status == 409
    assert "Vraag een andere beheerder" in page.main


def test_the_second_of_two_operators_reads_how_it_is_now(staff: SignIn) -> None:
    visitor = staff("beheerder")

    page = give(visitor, page_of("ondersteuning"), "gebiedsregisseur", seen="kernteam")

    assert page.status == 409
    assert "Een andere beheerder was eerder." in page.main
    assert page.tree.xpath("//input[@name='groep'][@checked]/@value") == ["ondersteuning"]


def test_who_is_blocked_is_out_until_let_in_again(staff: SignIn) -> None:
    operator, office = staff("beheerder"), staff("ondersteuning")
    page = page_of("ondersteuning")
    typed = {"gezien": "ondersteuning", "actief": "ja", "wachtwoord-toegang": PASSWORD}

    operator.post(f"{page}/blokkeren", typed)
    outside = office.get("/taken").location
    operator.post(f"{page}/deblokkeren", {**typed, "actief": "nee"})

    assert outside == "/inloggen?next=/taken"
    assert engine.find_user("ondersteuning").groups == {"ondersteuning"}
    assert staff("ondersteuning").get("/taken").status == 200
