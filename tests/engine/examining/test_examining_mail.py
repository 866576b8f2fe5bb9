"""Examining a mail server: where it requires something else than configured, the report says what to set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import engine
from engine import delivery, examining
from engine.examining import Finding, Verdict
from tests.certificates import make_certificate
from tests.engine.mail_server import mail_server


def test_a_mail_server_that_answers_is_well_and_gets_no_mail() -> None:
    with mail_server() as server:
        settings = engine.load_settings({}, smtp_host="127.0.0.1", smtp_port=server.port, smtp_tls=False)

        (found,) = examining.examine_mail(settings)

    assert (found.verdict, server.accepted) == (Verdict.WELL, [])


def test_a_mail_server_that_is_not_there_is_told_with_its_settings() -> None:
    (found,) = examining.examine_mail(engine.load_settings({}, smtp_host="127.0.0.1", smtp_port=1))

    assert found.verdict is Verdict.WRONG
    assert "127.0.0.1, poort 1: de mailserver doet het niet" in found.told


def of_mail(port: int, **settings: Any) -> Finding:
    (found,) = examining.examine_mail(engine.load_settings({}, smtp_host="127.0.0.1", smtp_port=port, **settings))
    return found


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server that says nothing is waited for only briefly."""
    monkeypatch.setattr(delivery, "TIMEOUT", 1)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("spoken", "asked", "said"),
    [
        ("plain", "implicit", "niet vanaf het begin versleuteld. Zet smtp_tls op starttls"),
        ("starttls", "implicit", "niet vanaf het begin versleuteld. Zet smtp_tls op starttls"),
        ("implicit", "starttls", "vanaf het begin versleuteld, zet dan smtp_tls op implicit"),
        ("implicit", "off", "vanaf het begin versleuteld, zet dan smtp_tls op implicit"),
        ("plain", "starttls", "Kent de mailserver geen STARTTLS, kies dan poort 465 met smtp_tls op implicit"),
    ],
)
def test_a_mail_server_that_speaks_tls_otherwise_is_told_with_what_to_set(
    spoken: str, asked: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path / "mail.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(None if spoken == "plain" else certificate, implicit=spoken == "implicit") as server:
        found = of_mail(server.port, smtp_tls=asked)

    assert found.verdict is Verdict.WRONG
    assert said in found.told


@pytest.mark.parametrize("made", [{}, {"days": -1}, {"of": "127.0.0.2"}], ids=["unknown", "over", "of another"])
@pytest.mark.parametrize("how", ["starttls", "implicit"])
def test_a_certificate_of_a_mail_server_that_is_no_good_is_told_as_such(
    how: str, made: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path / "mail.pem", **made)
    if made:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate, implicit=how == "implicit") as server:
        found = of_mail(server.port, smtp_tls=how)

    assert found.verdict is Verdict.WRONG
    assert "Het certificaat klopt niet met 127.0.0.1, is verlopen of is op deze machine niet bekend" in found.told


@pytest.mark.parametrize("how", ["starttls", "implicit"])
def test_a_mail_server_over_tls_that_answers_is_well(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path / "mail.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate, implicit=how == "implicit") as server:
        found = of_mail(server.port, smtp_tls=how)

    assert found.verdict is Verdict.WELL


@pytest.mark.parametrize("how", ["starttls", "implicit"])
@pytest.mark.parametrize(("word", "verdict"), [("geheim", Verdict.WELL), ("fout", Verdict.WRONG)])
def test_a_password_that_a_mail_server_does_not_take_is_told_as_such(
    how: str, word: str, verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path / "mail.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate, implicit=how == "implicit") as server:
        server.password = "geheim"
        found = of_mail(server.port, smtp_tls=how, smtp_user="kantoor", smtp_password=word)

    told = "(535 no). De mailserver kent dit account niet, of het wachtwoord klopt niet" in found.told
    assert (found.verdict, told) == (verdict, word == "fout")


def test_a_mail_server_that_wants_a_password_over_tls_alone_is_told_with_what_to_set(tmp_path: Path) -> None:
    with mail_server(make_certificate(tmp_path / "mail.pem")) as server:
        server.password = "geheim"
        found = of_mail(server.port, smtp_tls="off", smtp_user="kantoor", smtp_password="geheim")

    assert found.verdict is Verdict.WRONG
    assert "Wil de mailserver het wachtwoord alleen versleuteld, zet dan smtp_tls op starttls" in found.told


@pytest.mark.usefixtures("hasty")
def test_a_mail_server_that_falls_silent_later_is_not_told_to_speak_tls_otherwise() -> None:
    with mail_server() as server:
        server.deaf_to = b"NOOP"
        found = of_mail(server.port, smtp_tls="off")

    assert found.verdict is Verdict.WRONG
    assert "implicit" not in found.told


def test_a_mail_server_elsewhere_without_tls_is_told() -> None:
    with mail_server() as server:
        # This machine, under a name that does not reveal it.
        settings = engine.load_settings({}, smtp_host="127.1", smtp_port=server.port, smtp_tls="off")

        (found,) = examining.examine_mail(settings)

    assert found.verdict is Verdict.LOOK
    assert "smtp_tls is off: e-mails en het wachtwoord zijn onderweg te lezen" in found.told
