"""*Mijn account*: changing the password, and giving tasks back before an absence."""

from __future__ import annotations

import pytest
from flask import Flask

import engine
from tests.web.conftest import PASSWORD, SignIn, open_task
from tests.web.visitor import Visitor

PAGE = "/account/wachtwoord"
NEW = "vier gewone woorden samen"


def test_another_password_is_asked_twice_and_opens_the_door_from_then_on(site: Flask, staff: SignIn) -> None:
    page = staff("ondersteuning").post(PAGE, {"huidig": PASSWORD, "nieuw": NEW, "nogmaals": NEW})

    with_old = Visitor(site).post("/inloggen", {"username": "ondersteuning", "password": PASSWORD})
    with_new = Visitor(site).post("/inloggen", {"username": "ondersteuning", "password": NEW})
    assert page.location == "/account"
    assert (with_old.status, with_new.status) == (422, 303)


def test_who_changed_it_is_still_signed_in_here_and_nowhere_else(staff: SignIn) -> None:
    here, elsewhere = staff("ondersteuning"), staff("ondersteuning")

    here.post(PAGE, {"huidig": PASSWORD, "nieuw": NEW, "nogmaals": NEW})

    assert "Op andere apparaten bent u uitgelogd" in here.get("/account").notices
    assert elsewhere.get("/taken").location == "/inloggen?next=/taken"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"huidig": "", "nieuw": NEW, "nogmaals": NEW}, "Vul uw wachtwoord van nu in."),
        ({"huidig": "gegokt", "nieuw": NEW, "nogmaals": NEW}, "Dit is niet uw wachtwoord van nu."),
        ({"huidig": PASSWORD, "nieuw": "kort", "nogmaals": "kort"}, "Neem een nieuw wachtwoord van minstens 8"),
        ({"huidig": PASSWORD, "nieuw": NEW, "nogmaals": "iets anders"}, "niet twee keer hetzelfde"),
    ],
    ids=["nothing known", "a guess", "too short", "typed otherwise"],
)
def test_what_is_wrong_is_told_and_no_password_is_shown(staff: SignIn, typed: dict[str, str], said: str) -> None:
    page = staff("ondersteuning").post(PAGE, typed)

    assert page.status == 422
    assert [said in error for error in page.errors] == [True]
    assert page.tree.xpath("//input[@type='password']/@value") == ["", "", ""]


def test_who_goes_on_holiday_gives_back_what_was_taken(staff: SignIn, idea: engine.StartedCase) -> None:
    away, colleague = staff("ondersteuning"), staff("ondersteuning-2")
    task = open_task("ondersteuning", "Idee toetsen")
    away.post(f"/taken/{task}/oppakken")
    before = away.get("/account").main

    away.post("/account/taken-teruggeven")

    after = away.get("/account")
    assert "U hebt nu 1 taak op uw naam." in before
    assert "1 taak is terug bij uw team." in after.notices
    assert "U hebt geen taken op uw naam." in after.main
    assert colleague.post(f"/taken/{task}/oppakken").status == 303
