"""Making an account in *Beheer*: what is asked, what is refused with what was typed, and who made it."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.web.conftest import PASSWORD, SignIn, SiteWith
from tests.web.visitor import Page, Visitor

NEW = {
    "username": "nora@voorbeeld.invalid",
    "name": "Nora Nieuw",
    "email": "nora@voorbeeld.invalid",
    "groep": ["kernteam", "ondersteuning"],
    "password": "een eerste woord",
    "wachtwoord": PASSWORD,
}


def make(visitor: Visitor, **changed: object) -> Page:
    return visitor.post("/beheer/accounts/nieuw", {**NEW, **changed})


def test_an_account_is_made_in_the_name_of_who_made_it(staff: SignIn) -> None:
    visitor = staff("beheerder")

    page = visitor.follow(make(visitor))

    made = engine.sign_in("nora@voorbeeld.invalid", "een eerste woord", address="::1").user
    newest = engine.list_account_events(engine.find_user("beheerder")).items[0]
    assert "Het account van Nora Nieuw is gemaakt." in page.notices
    assert page.heading == "Nora Nieuw"
    assert made.groups == {"kernteam", "ondersteuning"}
    assert made.role == "medewerker"
    assert newest.kind == "account_added"
    assert newest.by.startswith("Collega beheerder")


def test_one_tick_makes_a_resident_who_is_in_the_stuurgroep(staff: SignIn) -> None:
    make(staff("beheerder"), rol="inwoner", groep=[])

    made = engine.find_user("nora@voorbeeld.invalid")
    assert (made.role, [*made.groups]) == ("inwoner", ["stuurgroep"])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"username": " "}, "Vul een gebruikersnaam in"),
        ({"username": "n" * 101}, "Vul een gebruikersnaam in"),
        ({"name": ""}, "Vul een naam in"),
        ({"name": "Nora\x00Nieuw"}, "Vul een naam in"),
        ({"email": "nora"}, "Dit is geen e-mailadres"),
        ({"password": "kort"}, "Vul een wachtwoord in van 8 tot en met 200 tekens"),
        ({"password": ""}, "Vul een wachtwoord in van 8 tot en met 200 tekens"),
        ({"username": "Ondersteuning"}, "Er is al een account met deze gebruikersnaam"),
        ({"wachtwoord": "gegokt-woord"}, "Dit is niet uw wachtwoord"),
        ({"wachtwoord": ""}, "Dit is niet uw wachtwoord"),
    ],
    ids=lambda told: next(iter(told)) if isinstance(told, dict) else "",
)
def test_what_is_refused_says_what_to_do_and_keeps_what_was_typed_but_for_passwords(
    staff: SignIn, changed: dict[str, str], told: str
) -> None:
    page = make(staff("beheerder"), **changed)

    assert page.status == 422
    assert [told in error for error in page.errors] == [True]
    assert page.tree.xpath("//input[@name='groep'][@checked]/@value") == ["ondersteuning", "kernteam"]
    assert page.tree.xpath("//input[@name='username']/@value")[0] == changed.get("username", NEW["username"])
    assert set(page.tree.xpath("//input[@type='password']/@value")) == {""}
    assert "nora" not in " ".join(one.username for one in engine.list_accounts(engine.find_user("beheerder")))


def test_a_group_that_is_none_of_staff_is_refused(staff: SignIn) -> None:
    assert make(staff("beheerder"), groep=["indiener"]).status == 422


def test_without_a_password_only_where_there_is_a_sign_in_service(site_with: SiteWith) -> None:
    with site_with(sso_issuer="https://inloggen.voorbeeld.invalid", sso_client_id="smederij") as app:
        visitor = signed_in(app)

        page = visitor.follow(make(visitor, password=""))

        made = next(one for one in engine.list_accounts(engine.find_user("beheerder")) if one.user.name == "Nora Nieuw")
        assert page.status == 200
        assert not engine.has_password(made.user)


def signed_in(app: Flask) -> Visitor:
    return Visitor(app).sign_in("beheerder", PASSWORD)
