"""Single sign-on: staff sign in with the municipality's own service, and nobody gets in without its statement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

import engine
from tests.certificates import make_certificate
from tests.web.accounts.sign_in_service import CLIENT, SECRET, SignInService, make_key, sign_in_service
from tests.web.conftest import IDEA, PASSWORD, SiteWith, open_task
from tests.web.visitor import Page, Visitor
from web.forms import unsent

HOME = "http://127.0.0.1:8000"


@pytest.fixture
def service() -> Iterator[SignInService]:
    with sign_in_service() as found:
        yield found


@pytest.fixture
def house(request: pytest.FixtureRequest, site_with: SiteWith, service: SignInService) -> Iterator[Flask]:
    """A site that knows the service; with other settings if a test gives them."""
    known = {"sso_issuer": service.issuer, "sso_client_id": CLIENT, "sso_client_secret": SECRET}
    with site_with(**{**known, **getattr(request, "param", {})}) as found:
        yield found


def go(visitor: Visitor, service: SignInService, target: str = "") -> Page:
    """Sign in at the service; returns the page that the browser comes back to."""
    begun = visitor.get(f"/inloggen/dienst?next={target}" if target else "/inloggen/dienst")
    back = service.sign_in(str(begun.location))
    return visitor.get(back.removeprefix(HOME))


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/taken").status == 200


def test_who_signs_in_at_the_service_is_in_and_comes_where_they_were_going(
    house: Flask, service: SignInService
) -> None:
    visitor = Visitor(house)

    page = go(visitor, service, "/ideeen")

    assert (page.status, page.location) == (303, "/ideeen")
    assert "Collega ondersteuning" in visitor.get("/account").main


def test_the_service_may_have_a_certificate_that_only_this_machine_trusts(
    site_with: SiteWith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as the municipality's own, which the operator made the system trust."""
    certificate = make_certificate(tmp_path / "eigen.pem")
    with sign_in_service(certificate) as service:
        known = {"sso_issuer": service.issuer, "sso_client_id": CLIENT, "sso_client_secret": SECRET}
        with site_with(**known) as unknowing:
            refused = Visitor(unknowing).get("/inloggen/dienst")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with site_with(**known) as knowing:
            page = go(Visitor(knowing), service)

    assert refused.status == 503
    assert page.status == 303


def test_a_service_may_say_who_somebody_is_only_when_it_is_asked_apart(house: Flask, service: SignInService) -> None:
    """This is the standard (OpenID Connect Core 1.0, 5.4); a service that puts everything in the token does more."""
    service.apart = True
    visitor = Visitor(house)

    page = go(visitor, service)

    assert (page.status, is_in(visitor)) == (303, True)


def test_what_is_said_apart_of_somebody_else_lets_nobody_in(house: Flask, service: SignInService) -> None:
    """The client must check that both are about the same person (OpenID Connect Core 1.0, 5.3.2)."""
    service.apart, service.at_userinfo = True, lambda told: {**told, "sub": "een ander"}
    visitor = Visitor(house)

    assert (go(visitor, service).status, is_in(visitor)) == (503, False)


def test_a_service_that_says_nothing_apart_leaves_it_at_what_the_token_says(
    house: Flask, service: SignInService
) -> None:
    service.apart, service.announce = True, lambda told: {k: v for k, v in told.items() if k != "userinfo_endpoint"}

    page = go(Visitor(house), service)

    assert (page.status, page.notices) == (
        403,
        "De inlogdienst zei niet wie u bent. Vraag de beheerder om hulp.",
    )


@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post"])
def test_the_service_is_shown_the_secret_in_the_way_that_it_takes(
    house: Flask, service: SignInService, way: str
) -> None:
    service.takes = way

    assert go(Visitor(house), service).status == 303


@pytest.mark.parametrize("house", [{"sso_client_secret": ""}], indirect=True)
def test_without_a_secret_the_proof_key_is_enough(house: Flask, service: SignInService) -> None:
    service.takes = "none"

    assert go(Visitor(house), service).status == 303


@pytest.mark.parametrize("house", [{"sso_client_secret": "een ander geheim"}], indirect=True)
def test_what_the_service_refuses_is_in_the_log_by_its_code(
    house: Flask, service: SignInService, caplog: pytest.LogCaptureFixture
) -> None:
    page = go(Visitor(house), service)

    assert page.status == 503
    assert [getattr(row, "code", None) for row in caplog.records if row.name == "smederij.web"] == ["invalid_client"]


def test_a_service_that_signs_in_another_way_than_before_is_asked_anew(house: Flask, service: SignInService) -> None:
    go(Visitor(house), service)
    service.algorithm = "PS256"
    service.announce = lambda told: {**told, "id_token_signing_alg_values_supported": ["PS256"]}

    found = [go(Visitor(house), service).status for _ in range(2)]

    assert found == [503, 303]


def test_of_a_service_whose_clock_is_ahead_the_log_says_what_is_wrong_in_its_token(
    house: Flask, service: SignInService, caplog: pytest.LogCaptureFixture
) -> None:
    service.tell = lambda says: {**says, "iat": says["iat"] + 600, "exp": says["exp"] + 600}

    page = go(Visitor(house), service)

    assert page.status == 503
    assert [getattr(row, "code", None) for row in caplog.records if row.name == "smederij.web"] == ["iat"]


def test_a_code_that_is_none_is_not_in_the_log(house: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever makes up an address chooses what is in it."""
    Visitor(house).get("/inloggen/terug?error=Jan%20Jansen&state=x")

    assert [getattr(row, "code", None) for row in caplog.records if row.name == "smederij.web"] == [None]


def test_the_service_is_asked_for_a_code_with_a_proof_key_and_a_nonce(house: Flask, service: SignInService) -> None:
    go(Visitor(house), service)

    (asked,) = service.asked
    assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
    assert asked["redirect_uri"] == f"{HOME}/inloggen/terug"
    assert "openid" in asked["scope"].split()
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20


def test_an_address_of_another_site_is_not_gone_on_to(house: Flask, service: SignInService) -> None:
    page = go(Visitor(house), service, "https://elders.invalid/")

    assert page.location == "/taken"


def test_the_page_offers_the_service_first_and_the_password_after_it(house: Flask) -> None:
    page = Visitor(house).get("/inloggen?next=/ideeen")

    assert page.buttons() == ["Inloggen met uw account van de gemeente", "Inloggen"]
    assert "/inloggen/dienst?next=/ideeen" in page.links()


@pytest.mark.parametrize("house", [{"password_sign_in": False}], indirect=True)
def test_a_municipality_can_let_nobody_in_by_password(house: Flask, service: SignInService) -> None:
    visitor = Visitor(house)
    page = visitor.get("/inloggen")
    visitor.get("/idee-insturen/pagina_1")  # Gives the token of a form: the sign-in page no longer has one.

    refused = visitor.post("/inloggen", {"username": "ondersteuning", "password": PASSWORD})

    assert (page.buttons(), page.values("password")) == (["Inloggen met uw account van de gemeente"], [])
    assert refused.status == 404
    assert go(visitor, service).status == 303


def test_without_a_service_these_pages_are_not_there(site: Flask) -> None:
    visitor = Visitor(site)

    found = [visitor.get(f"/inloggen/{page}").status for page in ("dienst", "terug", "uitgelogd")]

    assert found == [404, 404, 404]
    assert "Inloggen met" not in visitor.get("/inloggen").main


# ---- who is not let in ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "een andere toepassing"},
        {"iss": "https://elders.voorbeeld.invalid"},
        {"nonce": "van een andere keer"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"sub": None},
        {"sub": 7},
        {"preferred_username": ["ondersteuning"]},
    ],
    ids=lambda lie: f"{next(iter(lie))}: {str(next(iter(lie.values())))[:12]}",
)
def test_a_token_that_is_not_for_this_browser_here_and_now_lets_nobody_in(
    house: Flask, service: SignInService, lie: dict[str, Any]
) -> None:
    service.tell = lambda told: {key: value for key, value in {**told, **lie}.items() if value is not None}
    visitor = Visitor(house)

    page = go(visitor, service)

    assert page.status == 503
    assert "De inlogdienst van de gemeente antwoordt niet goed." in page.notices
    assert not is_in(visitor)


def test_a_token_that_another_key_signed_lets_nobody_in(house: Flask, service: SignInService) -> None:
    service.signs_with = make_key("een ander")
    visitor = Visitor(house)

    assert go(visitor, service).status == 503
    assert not is_in(visitor)


def test_a_service_that_changes_its_key_and_calls_it_the_same_lets_people_in_the_next_time(
    house: Flask, service: SignInService
) -> None:
    """A key need not have a name (OpenID Connect Core 1.0, 10.1), so an unchanged name says little."""
    go(Visitor(house), service)
    service.key = make_key("een nieuwe")
    visitor = Visitor(house)

    found = [go(visitor, service).status for _ in range(2)]

    assert found == [503, 303]
    assert is_in(visitor)


def test_a_token_that_nobody_signed_lets_nobody_in_even_if_the_service_announces_that(
    house: Flask, service: SignInService
) -> None:
    service.algorithm = "none"
    visitor = Visitor(house)

    assert go(visitor, service).status == 503
    assert not is_in(visitor)


def test_a_service_that_says_it_is_another_is_not_believed(house: Flask, service: SignInService) -> None:
    service.announce = lambda told: {**told, "issuer": "https://elders.voorbeeld.invalid"}

    page = Visitor(house).get("/inloggen/dienst")

    assert page.status == 503


def test_an_answer_that_another_browser_began_is_refused(house: Flask, service: SignInService) -> None:
    begun = Visitor(house).get("/inloggen/dienst")
    victim = Visitor(house)

    page = victim.get(service.sign_in(str(begun.location)).removeprefix(HOME))

    assert page.status == 422
    assert "Log opnieuw in." in page.notices
    assert not is_in(victim)


def test_an_answer_is_good_for_once(house: Flask, service: SignInService) -> None:
    visitor = Visitor(house)
    back = service.sign_in(str(visitor.get("/inloggen/dienst").location)).removeprefix(HOME)
    visitor.get(back)
    visitor.post("/uitloggen")

    assert visitor.get(back).status == 422
    assert not is_in(visitor)


def test_who_does_not_sign_in_there_reads_so(house: Flask, service: SignInService) -> None:
    visitor = Visitor(house)
    begun = visitor.get("/inloggen/dienst")

    page = visitor.get(service.decline(str(begun.location)).removeprefix(HOME))

    assert page.status == 422
    assert "U bent niet ingelogd: uw account van de gemeente liet u niet door." in page.notices


def test_a_service_that_is_down_is_told_and_the_password_still_works(house: Flask, service: SignInService) -> None:
    service.down = True
    visitor = Visitor(house)

    page = visitor.get("/inloggen/dienst")
    visitor.sign_in("ondersteuning", PASSWORD)

    assert page.status == 503
    assert "Probeer het over een paar minuten opnieuw." in page.notices
    assert is_in(visitor)


def test_a_service_that_comes_back_is_asked_again(house: Flask, service: SignInService) -> None:
    service.down = True
    visitor = Visitor(house)
    visitor.get("/inloggen/dienst")
    service.down = False

    assert go(visitor, service).status == 303


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ({"sub": "x", "preferred_username": "nieuw"}, "Vraag de beheerder om een account ‘nieuw’ voor u te maken."),
        ({"sub": "x"}, "De inlogdienst zei niet wie u bent."),
    ],
    ids=["no account of that name", "no name"],
)
def test_who_has_no_account_reads_what_to_ask_for(
    house: Flask, service: SignInService, person: dict[str, str], told: str
) -> None:
    service.person = person

    page = go(Visitor(house), service)

    assert page.status == 403
    assert told in page.notices


@pytest.mark.parametrize("house", [{"sso_claim": "email"}], indirect=True)
@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), ("true", 403)])
def test_an_address_counts_as_a_name_only_where_the_service_verified_it(
    house: Flask, service: SignInService, verified: object, status: int
) -> None:
    service.person = {"sub": "x", "email": "ondersteuning", "email_verified": verified}

    assert go(Visitor(house), service).status == status


# ---- what was typed, and going out ------------------------------------------------------------------------------


def test_what_was_typed_when_a_session_ended_is_back_after_signing_in_at_the_service(
    house: Flask, service: SignInService
) -> None:
    engine.start_case("idee", IDEA, None)
    task = open_task("ondersteuning", "Idee toetsen")
    visitor = Visitor(house)
    visitor.get("/inloggen")
    asked = visitor.post(f"/taken/{task}", {"wat_ontbreekt": "Half getypt. " * 500})
    kept, target = asked.values("kept")[0], asked.values("next")[0]

    between = visitor.post("/inloggen/dienst", {"kept": kept, "next": target})
    (onward,) = between.links()
    back = visitor.get(service.sign_in(str(visitor.get(onward).location)).removeprefix(HOME))

    assert (asked.status, between.status) == (401, 200)
    assert back.location == f"/taken/{task}"
    assert engine.read_task(task, engine.find_user("ondersteuning")).draft == {"wat_ontbreekt": ["Half getypt. " * 500]}


def test_what_strangers_have_us_keep_before_they_sign_in_is_bounded_as_well(
    house: Flask, service: SignInService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(unsent, "MOST", 100_000)
    monkeypatch.setattr(unsent, "SWEEP_SECONDS", 0)
    for _ in range(8):
        visitor = Visitor(house)
        visitor.get("/idee-insturen/pagina_1")

        visitor.post("/inloggen/dienst", {"kept": "x" * 40_000})

    assert len(list((tmp_path / "unsent").iterdir())) <= 3


def test_who_goes_out_reads_that_the_service_still_knows_them_and_where_to_go_out_there(
    house: Flask, service: SignInService
) -> None:
    visitor = Visitor(house)
    go(visitor, service)

    page = visitor.follow(visitor.post("/uitloggen"))

    way_out = next(link for link in page.links() if link.startswith(service.issuer))
    assert page.heading == "U bent uitgelogd bij Smederij"
    assert (urlsplit(way_out).path, urlsplit(way_out).query) == ("/logout", f"client_id={CLIENT}")
    assert not is_in(visitor)


def test_who_came_in_by_password_goes_out_as_before(house: Flask) -> None:
    visitor = Visitor(house).sign_in("ondersteuning", PASSWORD)

    assert visitor.post("/uitloggen").location == "/"


def test_a_service_without_a_page_to_go_out_does_no_harm(house: Flask, service: SignInService) -> None:
    service.announce = lambda told: {key: value for key, value in told.items() if key != "end_session_endpoint"}
    visitor = Visitor(house)
    go(visitor, service)

    page = visitor.follow(visitor.post("/uitloggen"))

    assert page.buttons() == ["Opnieuw inloggen"]
