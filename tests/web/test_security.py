"""Security: what the site refuses, and what it tells browsers."""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask, request

import engine
from engine.cli.entering import OPERATOR
from tests.conftest import Opener
from tests.web.conftest import PASSWORD, SignIn, open_task
from tests.web.visitor import Visitor
from web import create_app
from web.security import safe_next


def test_a_form_without_the_token_changes_nothing(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")

    page = colleague.post(
        f"/taken/{task}", {"volledig": "true", "soort": "groen", "wat_ontbreekt": "Mijn tekst"}, token="vals"
    )

    assert page.status == 400
    assert "nog niets verstuurd" in page.notices
    assert page.values("wat_ontbreekt") == ["Mijn tekst"]
    assert open_task("ondersteuning", "Idee toetsen") == task


def test_a_form_from_another_site_is_refused(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    colleague.get("/taken")

    page = colleague.post("/account/overal-uitloggen", headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status == 403
    assert colleague.get("/taken").status == 200


@pytest.mark.parametrize("host", ["elders.invalid", "127.0.0.1.elders.invalid"])
def test_another_host_name_is_not_answered(site: Flask, host: str) -> None:
    response = site.test_client().get("/", headers={"Host": host})

    assert response.status_code == 421
    assert "elders" not in response.get_data(as_text=True)


def test_health_answers_to_any_name_and_tells_only_counts(site: Flask) -> None:
    response = site.test_client().get("/health", headers={"Host": "10.0.0.7:8000"})

    counts = {"workers", "waiting", "failed_jobs", "retried", "incidents", "timer_lag"}
    assert set(response.json or {}) == {"ok", "database", "last_sign", "last_backup", *counts}
    assert response.status_code == (200 if (response.json or {})["database"] else 503)


def test_the_figures_answer_to_any_name_as_health_does(site: Flask) -> None:
    response = site.test_client().get("/metrics", headers={"Host": "10.0.0.7:8000"})

    assert response.status_code == 200


def test_every_page_comes_with_its_rules_for_the_browser(resident: Visitor) -> None:
    for address in ("/", "/inloggen", "/bestaat-niet", "/mijn-idee"):
        headers = resident.get(address).response.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'; base-uri 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert len(headers["X-Request-ID"]) == 12


RULES = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def test_what_a_browser_may_do_with_a_page_is_this_and_no_more(resident: Visitor) -> None:
    found = resident.get("/").response.headers

    rules = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    assert {name: found.get(name) for name in (*RULES, "Content-Security-Policy", "Strict-Transport-Security")} == {
        **RULES,
        "Content-Security-Policy": rules,
        "Strict-Transport-Security": None,
    }


def test_the_page_behind_a_link_sends_its_address_to_nobody_and_style_may_be_kept(
    resident: Visitor, idea: engine.StartedCase
) -> None:
    style = resident.get("/").tree.xpath("//link[@rel='stylesheet']/@href")[0]

    with closing(resident.get(style).response) as kept:
        told = kept.headers.get("Cache-Control", "")

    assert resident.get(f"/mijn-idee/{idea.secret}").response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" not in told


def test_cookies_cannot_be_read_by_scripts_or_sent_along_by_other_sites(resident: Visitor) -> None:
    resident.get("/inloggen")
    page = resident.post("/inloggen", {"username": "ondersteuning", "password": PASSWORD})

    cookies = page.response.headers.getlist("Set-Cookie")

    assert any(cookie.startswith("smederij_sessie=") for cookie in cookies)
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_with_https_cookies_are_secure_and_for_this_host_only(sqlite_url: str, open_at: Opener) -> None:
    plain = open_at(sqlite_url)
    secure = plain.settings.model_copy(update={"cookie_secure": True, "base_url": "https://smederij.invalid"})
    with closing(engine.open_municipality(secure, plain.clock)) as municipality, engine.at(municipality):
        engine.add_account(engine.NewAccount("iemand", "Iemand", PASSWORD, ("auditor",)), by=OPERATOR)
        client = create_app(municipality).test_client()
        form = client.get("/inloggen", base_url="https://smederij.invalid")
        token = form.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]

        done = client.post(
            "/inloggen",
            data={"username": "iemand", "password": PASSWORD, "csrf_token": token},
            base_url="https://smederij.invalid",
        )

    cookies = [*form.headers.getlist("Set-Cookie"), *done.headers.getlist("Set-Cookie")]
    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-smederij_formulier", "__Host-smederij_sessie"}
    assert all("Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie for cookie in cookies)
    assert done.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("hops", "told"),
    [
        (0, ("127.0.0.1", "http", "127.0.0.1")),
        (1, ("203.0.113.7", "https", "localhost")),
        (2, ("198.51.100.9", "https", "localhost")),
    ],
    ids=["no proxy: nobody is believed", "the nearest proxy", "the second"],
)
def test_who_asks_is_what_our_own_proxies_say_and_nobody_before_them(
    sqlite_url: str, open_at: Opener, hops: int, told: tuple[str, str, str]
) -> None:
    plain = open_at(sqlite_url)
    settings = plain.settings.model_copy(update={"behind_proxy": hops})
    forwarded = {
        "X-Forwarded-For": "192.0.2.1, 198.51.100.9, 203.0.113.7",
        "X-Forwarded-Proto": "gopher, https, https",
        "X-Forwarded-Host": "elders.invalid, localhost, localhost",
    }

    with (
        closing(engine.open_municipality(settings, plain.clock)) as municipality,
        create_app(municipality).test_client() as client,
    ):
        answered = client.get("/", headers={"Host": "127.0.0.1", **forwarded}).status_code
        seen = (request.remote_addr, request.scheme, request.host)

    assert (answered, seen) == (200, told)


@pytest.mark.parametrize(
    "target",
    [
        "https://elders.invalid/", "//elders.invalid", "/\\elders.invalid", "\\\\elders.invalid", "javascript:alert(1)",
        "/taken\r\nSet-Cookie: a=b", "/\t/elders.invalid", "taken", "", None, "/" + "a" * 2000,
    ],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(target: str | None) -> None:
    assert safe_next(target) is None


def test_signing_in_leads_on_to_the_page_that_was_asked_for(resident: Visitor) -> None:
    asked = resident.get("/ideeen?zoek=bankje")
    assert asked.location == "/inloggen?next=/ideeen?zoek%3Dbankje"

    page = resident.follow(asked)
    target = page.values("next")[0]

    assert resident.post("/inloggen", {"username": "auditor", "password": PASSWORD, "next": target}).location == target


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(resident: Visitor) -> None:
    wrong = resident.post("/inloggen", {"username": "auditor", "password": "x"})
    unknown = resident.post("/inloggen", {"username": "niemand", "password": "x"})

    assert wrong.status == unknown.status == 422
    assert wrong.errors == unknown.errors
    assert wrong.tree.xpath("//input[@id='veld-username']/@value") == ["auditor"]
    assert wrong.tree.xpath("//input[@type='password']/@value") == [""]


def test_signing_in_slows_down_after_failures(resident: Visitor) -> None:
    for _ in range(6):
        resident.post("/inloggen", {"username": "auditor", "password": "x"})

    page = resident.post("/inloggen", {"username": "auditor", "password": PASSWORD})

    assert page.status == 429
    assert int(page.response.headers["Retry-After"]) > 0
    assert "te vaak een verkeerd wachtwoord" in page.errors[0]


def test_signing_out_ends_the_session_on_the_server_too(site: Flask, staff: SignIn) -> None:
    colleague = staff("auditor")
    token = colleague.cookie("smederij_sessie")

    colleague.post("/uitloggen")
    thief = Visitor(site)
    thief._browser.set_cookie("smederij_sessie", str(token), domain="127.0.0.1")

    assert thief.get("/taken").status == 303


def test_nothing_is_changed_by_following_a_link(staff: SignIn, idea: engine.StartedCase) -> None:
    colleague = staff("ondersteuning")
    task = open_task("ondersteuning", "Idee toetsen")

    for action in ("oppakken", "teruggeven", "concept"):
        assert colleague.get(f"/taken/{task}/{action}").status == 405

    assert "nog niemand" in colleague.get("/taken/team").main


def test_a_text_that_is_too_large_is_refused_with_a_page(resident: Visitor) -> None:
    page = resident.post("/idee-insturen/pagina_1", {"titel": "x" * 1_200_000})

    assert page.status == 413
    assert page.heading == "Dit is te groot om te versturen"


def test_more_than_is_kept_of_one_person_is_refused(resident: Visitor) -> None:
    assert resident.post("/idee-insturen/pagina_1", {"titel": "x" * 300_000}).status == 413


@pytest.mark.parametrize("address", ["/bestaat-niet", "/ideeen/IDEE-1999-0001", "/stappenplan/niets"])
def test_what_is_not_there_is_said_in_plain_words(staff: SignIn, address: str) -> None:
    page = staff("auditor").get(address)

    assert page.status == 404
    assert page.heading == "Deze pagina is er niet"
    assert "iets misgegaan" not in page.main


class Unlucky(Exception):
    """A fault whose message quotes a person."""


def test_a_fault_gives_a_page_with_a_number_and_a_log_without_the_text(
    site: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(user: object) -> None:
        raise Unlucky("Bewoner Een, Dorpsstraat 1")

    monkeypatch.setattr(engine, "list_startable", fail)
    site.config["PROPAGATE_EXCEPTIONS"] = False

    with caplog.at_level(logging.INFO):
        page = Visitor(site).get("/?zoek=geheim")

    assert page.status == 500
    number = page.response.headers["X-Request-ID"]
    assert number in page.main
    written = " ".join(str(vars(record)) for record in caplog.records if record.name == "smederij.web")
    assert number in written
    assert "Unlucky" in written
    assert "Dorpsstraat" not in written
    assert "geheim" not in written


def test_the_log_names_the_route_and_not_the_address(
    resident: Visitor, idea: engine.StartedCase, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "smederij.web"):
        resident.get(f"/mijn-idee/{idea.secret}?a=b")

    line = vars(caplog.records[-1])
    assert line["route"] == "/mijn-idee/<secret>"
    assert idea.secret not in str(line)


@pytest.mark.parametrize(("is_journal", "begins"), [(True, "<4>{"), (False, "{")], ids=["the journal", "a file"])
def test_a_line_for_the_journal_begins_with_how_bad_it_is(
    is_journal: bool, begins: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`journalctl --priority` knows no other way; systemd says which file is its journal, and removes this."""
    root = logging.getLogger()
    before = (root.handlers, root.level)
    with (tmp_path / "log").open("w") as stream:
        found = os.fstat(stream.fileno())
        monkeypatch.setenv("JOURNAL_STREAM", f"{found.st_dev}:{found.st_ino if is_journal else 0}")
        monkeypatch.setattr(sys, "stderr", stream)
        try:
            engine.set_up_logs("INFO")
            logging.getLogger("smederij.jobs").warning("job failed")
        finally:
            root.handlers, level = before
            root.setLevel(level)

    assert (tmp_path / "log").read_text().startswith(begins)


def test_a_line_of_the_log_is_json_without_the_message_of_an_exception(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = (root.handlers, root.level)
    try:
        engine.set_up_logs("INFO")
        try:
            raise Unlucky("Dorpsstraat 1")
        except Unlucky:
            logging.getLogger("smederij.jobs").exception("worker round failed", extra={"job": "7"})
    finally:
        root.handlers, level = before
        root.setLevel(level)

    line = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    assert line["message"] == "worker round failed"
    assert line["job"] == "7"
    assert "Unlucky" in line["exc_info"]
    assert "Dorpsstraat" not in str(line)
