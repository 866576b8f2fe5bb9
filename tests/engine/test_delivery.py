"""Delivery: a mail names its sender in words, and can be distinguished from one that was sent before."""

from __future__ import annotations

import errno
import smtplib
import socket
import ssl
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPNotSupportedError
from typing import Any

import pytest

import engine
from engine import delivery
from engine.settings import Settings
from tests.certificates import make_certificate
from tests.engine.mail_server import mail_server


def compose(mail_from: str, municipality: str = "Hoogeveen") -> EmailMessage:
    settings = engine.load_settings({}, mail_from=mail_from, municipality=municipality)
    return write(settings)


def write(settings: Settings, *, key: str = "idee-1", subject: str = "Uw idee is binnen") -> EmailMessage:
    told = {"to": "ina@voorbeeld.invalid", "subject": subject, "body": "Beste Ina\n"}
    return delivery.compose(settings, key=key, at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC), **told)


@pytest.mark.parametrize(
    ("mail_from", "municipality", "sender"),
    [
        ("ideeen@meppel.nl", "Meppel", "De Smederijen van Meppel <ideeen@meppel.nl>"),
        (
            "ideeen@meppel.nl",
            "'s-Hertogenbosch, oost",
            '"De Smederijen van \'s-Hertogenbosch, oost" <ideeen@meppel.nl>',
        ),
        ("Bewonersplannen <ideeen@meppel.nl>", "Meppel", "Bewonersplannen <ideeen@meppel.nl>"),
    ],
    ids=["an address alone", "a name with a comma", "a name that was set"],
)
def test_who_gets_a_mail_reads_in_words_whom_it_is_from(mail_from: str, municipality: str, sender: str) -> None:
    message = compose(mail_from, municipality)

    assert message["From"] == sender
    assert message["Message-ID"] == "<idee-1@meppel.nl>"


def test_a_mail_says_to_whom_when_in_what_language_and_that_no_person_sent_it() -> None:
    message = compose("ideeen@meppel.nl")

    assert {name: message[name] for name in ("To", "Date", "Subject", "Auto-Submitted", "Content-Language")} == {
        "To": "ina@voorbeeld.invalid",
        "Date": "Mon, 02 Mar 2026 09:30:00 +0000",
        "Subject": "Uw idee is binnen",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "nl",
    }
    assert message.get_content() == "Beste Ina\n"


def test_a_subject_is_one_line_of_at_most_three_hundred_characters() -> None:
    settings = engine.load_settings({}, mail_from="ideeen@meppel.nl")

    message = write(settings, subject="Uw  idee\r\nBcc: iedereen@meppel.nl " + "x" * 300)

    assert message["Subject"] == ("Uw idee Bcc: iedereen@meppel.nl " + "x" * 300)[:300]
    assert message["Bcc"] is None


def test_a_key_with_signs_that_no_message_id_has_loses_them() -> None:
    settings = engine.load_settings({}, mail_from="ideeen@meppel.nl")

    assert write(settings, key="job:1/<a> 2.b-c")["Message-ID"] == "<job1a2.b-c@meppel.nl>"


def test_without_a_server_a_mail_is_one_file_however_often_it_is_sent(tmp_path: Path) -> None:
    settings = engine.load_settings({}, mail_from="ideeen@meppel.nl", data_dir=tmp_path / "gegevens")

    for _ in range(2):
        delivery.deliver(settings, write(settings))

    (file,) = settings.mail_dir.iterdir()
    assert file.name == "idee-1.eml"
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["To"], read.get_content()) == ("ina@voorbeeld.invalid", "Beste Ina\r\n")


def test_with_a_server_a_mail_goes_there_and_into_no_folder(tmp_path: Path) -> None:
    with mail_server() as server:
        settings = engine.load_settings(
            {}, data_dir=tmp_path, smtp_host="127.0.0.1", smtp_port=server.port, smtp_tls=False,
            mail_from="ideeen@meppel.nl",
        )  # fmt: skip

        delivery.deliver(settings, write(settings))

    assert server.accepted == ["<idee-1@meppel.nl>"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "told", [{"smtp_tls": True}, {"smtp_tls": False, "smtp_user": "kantoor", "smtp_password": "geheim"}],
    ids=["TLS", "signing in"],
)  # fmt: skip
def test_what_was_asked_of_a_mail_server_and_it_does_not_know_keeps_the_mail_back(told: dict[str, Any]) -> None:
    with mail_server() as server:
        settings = engine.load_settings(
            {}, smtp_host="127.0.0.1", smtp_port=server.port, mail_from="a@meppel.nl", **told
        )

        with pytest.raises(SMTPNotSupportedError):
            delivery.deliver(settings, write(settings))

    assert server.accepted == []


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate of this machine that the system trusts."""
    made = make_certificate(tmp_path / "mail.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


@pytest.mark.parametrize("how", ["starttls", "implicit"])
def test_a_mail_goes_over_tls_from_the_first_byte_or_once_it_was_asked_for(how: str, certificate: Path) -> None:
    with mail_server(certificate, implicit=how == "implicit") as server:
        settings = engine.load_settings({}, smtp_host="127.0.0.1", smtp_port=server.port, smtp_tls=how)

        delivery.deliver(settings, write(settings))

    assert (len(server.accepted), server.over_tls) == (1, [True])


@pytest.mark.parametrize("how", ["starttls", "implicit"])
def test_a_mail_stays_here_where_nobody_knows_the_certificate_of_the_server(how: str, tmp_path: Path) -> None:
    unknown = make_certificate(tmp_path / "mail.pem")
    with mail_server(unknown, implicit=how == "implicit") as server:
        settings = engine.load_settings({}, smtp_host="127.0.0.1", smtp_port=server.port, smtp_tls=how)

        with pytest.raises(ssl.SSLCertVerificationError):
            delivery.deliver(settings, write(settings))

    assert server.accepted == []


def test_a_mail_that_was_taken_stays_sent_whatever_the_server_says_to_our_goodbye(tmp_path: Path) -> None:
    """A refusal would cause it to be sent again, up to eight times."""
    with mail_server() as server:
        server.goodbye = "421 closing for maintenance"
        settings = engine.load_settings(
            {}, data_dir=tmp_path, smtp_host="127.0.0.1", smtp_port=server.port, smtp_tls=False
        )

        delivery.deliver(settings, write(settings))

    assert len(server.accepted) == 1


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        pytest.param(ConnectionRefusedError(), True, id="nobody is there"),
        pytest.param(TimeoutError(), True, id="it says nothing"),
        pytest.param(socket.gaierror(), True, id="its name leads nowhere now"),
        pytest.param(OSError(errno.EHOSTUNREACH, "no route"), True, id="there is no way to it"),
        pytest.param(smtplib.SMTPServerDisconnected(), True, id="it breaks off"),
        pytest.param(ssl.SSLEOFError(), True, id="it breaks off within TLS"),
        pytest.param(ssl.SSLCertVerificationError(), False, id="its certificate is no good"),
        pytest.param(smtplib.SMTPConnectError(421, b"busy"), True, id="it is busy"),
        pytest.param(smtplib.SMTPRecipientsRefused({"a@b": (450, b"later")}), True, id="it does not take it yet"),
        pytest.param(smtplib.SMTPRecipientsRefused({"a@b": (550, b"no")}), False, id="it does not know who"),
        pytest.param(smtplib.SMTPDataError(554, b"spam"), False, id="it does not take this mail"),
        pytest.param(smtplib.SMTPAuthenticationError(535, b"no"), False, id="it does not know us"),
        pytest.param(OSError(errno.ENOSPC, "full"), False, id="our own disk is full"),
        pytest.param(ValueError(), False, id="a fault of ours"),
    ],
)
def test_what_goes_by_itself_is_waited_for(error: Exception, passes: bool) -> None:
    assert delivery.may_pass(error) is passes
