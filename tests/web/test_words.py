"""Words: dates and amounts as people read them, and a translation for every text of the pages."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

import engine
from engine import events
from tests.conftest import TestClock
from tests.web.visitor import Visitor
from web import catalogue, changewords, messages, storywords, text
from web.accounts import rights
from web.proving import chronicle
from web.retention.words import EVENTS as OF_RETENTION
from web.words import LANGUAGES, SOURCE

PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
CODES = (
    "required", "too_long", "too_short", "not_a_number", "not_whole", "too_small", "too_large", "too_precise",
    "not_a_date", "not_an_option", "pattern", "not_an_email", "not_a_phone", "control_characters",
)  # fmt: skip
"""What the engine can say about an answer."""


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != SOURCE])
def test_every_word_of_the_pages_is_translated(language: str) -> None:
    used = {str(message.id) for message in catalogue.collect() if message.id}
    known = {str(message.id) for message in catalogue.read(language) if message.id}

    assert used - known == set(), "run python -m web.catalogue and translate what is new"
    assert known - used == set(), "run python -m web.catalogue"
    assert catalogue.untranslated(catalogue.read(language)) == []


def test_a_translation_keeps_what_is_filled_in() -> None:
    for message in catalogue.read("en"):
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        for original, string in zip(originals, strings, strict=True):
            assert set(PLACE.findall(string)) == set(PLACE.findall(original)), original


@pytest.mark.parametrize(
    ("value", "told"),
    [("2.5", "2,5"), ("2.50", "2,50"), ("1250", "1.250"), ("1250.75", "1.250,75"), ("0.125", "0,125")],
)
def test_a_number_is_told_with_the_decimals_that_it_was_given(site: Flask, value: str, told: str) -> None:
    with site.test_request_context():
        assert text.number(Decimal(value)) == told


def test_every_kind_of_event_has_a_sentence() -> None:
    kinds = {events.snake_case(kind.__name__) for kind in events.Event.__subclasses__()}

    told = {*storywords.HISTORY, *changewords.CHANGE_EVENTS, *rights.SENTENCES, *OF_RETENTION}
    told |= {*chronicle.SENTENCES}
    assert kinds - told == set()


def test_no_word_stands_where_it_is_not_found_to_be_translated() -> None:
    """Before Python 3.12, calls inside an f-string are not found."""
    hidden = [
        f"{path}:{call.lineno}"
        for path in catalogue.HERE.rglob("*.py")
        if "node_modules" not in path.parts
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in catalogue.KEYWORDS
    ]

    assert hidden == []


def test_every_code_of_a_wrong_answer_has_a_sentence() -> None:
    assert [code for code in CODES if code not in messages.FIELD_PROBLEMS] == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "Ja"),
        (False, "Nee"),
        (None, "Niet ingevuld"),
        ("", "Niet ingevuld"),
        ([], "Niet ingevuld"),
        (Decimal("1250"), "1.250"),
        (Decimal("1250.5"), "1.250,5"),
        (Decimal("0.125"), "0,125"),
        (date(2026, 3, 2), "2 maart 2026"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2 juli 2026, 00:30"),
        (["Geld", "Handen"], "Geld, Handen"),
        ({"lid": "1", "keuze": True}, "lid: 1; keuze: Ja"),
        ({"reden": "Meer stemmen tegen dan voor.", "stemmen": 6}, "reden: Meer stemmen tegen dan voor; stemmen: 6"),
    ],
)
def test_an_answer_is_shown_in_words(site: Flask, value: Any, words: str) -> None:
    with site.test_request_context():
        assert text.in_words(value) == words


def test_what_is_filled_in_a_sentence_of_a_page_is_never_html(site: Flask) -> None:
    template = site.jinja_env.from_string("{{ _('Telefoon %(a)s is 100%%', a=given) }} {{ _('Leeg is 0%%') }}")

    with site.test_request_context():
        assert template.render(given="<b>") == "Telefoon &lt;b&gt; is 100% Leeg is 0%"


@pytest.mark.parametrize(
    ("hours", "words", "kind"),
    [
        (-80, "3 dagen te laat", "late"),
        (-24, "1 dag te laat", "late"),
        (-1, "te laat sinds 08:00", "late"),
        (3, "vandaag", "soon"),
        (24, "morgen", "soon"),
        (72, "over 3 dagen", "soon"),
        (24 * 20, "over 20 dagen", "later"),
    ],
)
def test_a_deadline_says_how_much_time_is_left(
    site: Flask, clock: TestClock, hours: int, words: str, kind: str
) -> None:
    moment = clock()
    clock.turn(hours=-hours)

    with site.test_request_context():
        assert (text.due_in_words(moment), text.due_kind(moment)) == (
            words.replace("08:00", text.hour_in_words(moment)),
            kind,
        )


def test_days_are_counted_on_the_wall_and_not_in_hours(site: Flask, clock: TestClock) -> None:
    clock.moment = datetime(2026, 3, 28, 22, 59, tzinfo=UTC)  # 23:59, the night before summer time

    with site.test_request_context():
        assert text.due_in_words(datetime(2026, 3, 29, 21, 59, tzinfo=UTC)) == "morgen"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), "29 maart 2026"),
        (datetime(2026, 3, 29, 8, 30, tzinfo=UTC), "29 maart 2026, 10:30"),
    ],
    ids=["the end of a day is that day", "an hour within it is told"],
)
def test_a_last_moment_says_the_hour_only_where_it_matters(site: Flask, at: datetime, words: str) -> None:
    with site.test_request_context():
        assert text.show_last_moment(at).striptags() == words


def test_money_is_shown_with_cents_only_when_there_are_any(site: Flask) -> None:
    with site.test_request_context():
        assert text.amount(Decimal("1250.00")) == "€\xa01.250" or text.amount(Decimal("1250.00")) == "€ 1.250"
        assert text.amount(Decimal("1250.5")).endswith("1.250,50")


def test_a_page_in_english_marks_what_is_dutch(site: Flask, idea: engine.StartedCase) -> None:
    visitor = Visitor(site).open_link(idea.secret)
    visitor.get("/taal/en")

    page = visitor.get("/mijn-idee")

    assert page.title.startswith("You follow IDEE-2026-0001")
    assert "Sent in" in page.main
    assert page.tree.xpath("//h1/@lang") == ["nl"]
    assert page.tree.xpath("//dt/@lang")[0] == "nl"


def test_an_unknown_language_is_no_page(site: Flask) -> None:
    assert Visitor(site).get("/taal/fy").status == 404


def test_choosing_a_language_leads_back_to_this_site_only(site: Flask) -> None:
    assert Visitor(site).get("/taal/en?next=//elders.invalid/").location == "/"


@pytest.mark.parametrize("value", ["1e28", "-1e33", "9999999999999999999999999999999999", "1.5e6143", "1e-6143"])
def test_a_number_of_any_length_can_be_shown(value: str, site: Flask) -> None:
    with site.test_request_context():
        shown = (text.number(Decimal(value)), text.amount(Decimal(value)))

    assert all(re.fullmatch(r"(€ )?-?(€ )?[0-9.]+(,[0-9]{2})?", one) for one in shown)
