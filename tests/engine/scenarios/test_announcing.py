"""Announcing: a story that ends in a decision has informed its submitter how to object and who decided."""

from __future__ import annotations

import pytest

from engine import scenarios
from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import chain, end, folder, properties, start, user
from tests.engine.posting import LETTER, START, job, posting

STORY = b"""
name: Een besluit
process: post
now: 2026-03-02T09:00
start: {titel: Bankje, naam: Ina Inwoner%s}
steps:
  - task: Besluiten
  - task: Afronden
expect: {end: Klaar}
"""
WITH_MAIL = b", mail: ina@voorbeeld.invalid"
OBJECTING, SIGNED = b"{{ bezwaar_maken }}", b"{{ ondertekening }}"


def failing(files: ProcessFiles, given: bytes = b"") -> str | None:
    story = scenarios.read_scenario("post", "a.yaml", STORY % given)
    failed = scenarios.play(story, "post", {"post": files})
    return failed.error.code if failed.error is not None else failed.failure


def mailing(text: bytes, to: str = "indiener", **headers: str) -> ProcessFiles:
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        user("Besluiten"),
        job("Mailen", "mail", {"template": "besluit", "to": to, **headers}),
        user("Afronden"),
        end("Klaar", properties(outcome="klaar", retentionClass="6.1.9", legalEffect="beschikking")),
        chain("Begin", "Besluiten", "Mailen", "Afronden", "Klaar"),
        process="post",
        files={"forms/insturen.form": START, "mails/besluit.md": text},
    )


@pytest.mark.parametrize("left_out", [OBJECTING, SIGNED], ids=["how to object", "who decided"])
def test_a_decision_that_leaves_something_out_fails_its_story(left_out: bytes) -> None:
    assert failing(posting(LETTER.replace(left_out, b""))) == "not_announced"


def test_a_decision_by_letter_that_says_both_is_announced() -> None:
    assert failing(posting()) is None


def test_a_decision_by_mail_that_says_both_is_announced() -> None:
    assert failing(mailing(LETTER), WITH_MAIL) is None


def test_a_mail_announces_nothing_to_who_has_no_mail() -> None:
    assert failing(mailing(LETTER)) == "not_announced"


def test_a_mail_that_goes_by_post_too_is_announced_to_who_has_no_mail() -> None:
    assert failing(mailing(LETTER, post="ja")) is None


def test_a_letter_for_who_has_no_mail_announces_nothing_to_who_has() -> None:
    assert failing(posting(to="indiener-zonder-mail"), WITH_MAIL) == "not_announced"


def test_a_mail_to_staff_announces_nothing() -> None:
    assert failing(mailing(LETTER, to="ondersteuning"), WITH_MAIL) == "not_announced"


@pytest.mark.parametrize("effect", ["advies", "geen"])
def test_what_is_no_decision_need_not_say_how_to_object(effect: str) -> None:
    assert failing(posting(LETTER.replace(OBJECTING, b""), effect=effect)) is None


def test_what_was_typed_is_not_taken_for_how_to_object() -> None:
    typed = LETTER.replace(OBJECTING, b"{{ titel }}")
    story = STORY.replace(b"Bankje", b"'{{ bezwaar_maken }}'") % b""

    failed = scenarios.play(scenarios.read_scenario("post", "a.yaml", story), "post", {"post": posting(typed)})

    assert failed.error is not None
    assert failed.error.code == "not_announced"


def test_an_owner_reads_what_is_missing_and_where_it_belongs() -> None:
    files = {"post": posting(LETTER.replace(OBJECTING, b""))}
    failed = scenarios.play(scenarios.read_scenario("post", "a.yaml", STORY % b""), "post", files)

    assert failed.error is not None
    assert scenarios.explain(failed.error, files) == (
        "Het verhaal eindigt met een beschikking, maar geen bericht of brief aan de indiener noemt "
        "{{ bezwaar_maken }}. Zet dat in het bericht met het besluit (artikel 3:45 Awb)."
    )
