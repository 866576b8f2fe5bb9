"""Delivery: a mail says whom it is from in words, and can be told from another that was sent before."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

import engine
from engine import delivery


def compose(mail_from: str, municipality: str = "Hoogeveen") -> EmailMessage:
    settings = engine.load_settings({}, mail_from=mail_from, municipality=municipality)
    told = {"to": "ina@voorbeeld.invalid", "subject": "Uw idee is binnen", "body": "Beste Ina"}
    return delivery.compose(settings, key="idee-1", at=datetime(2026, 3, 2, tzinfo=UTC), **told)


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
