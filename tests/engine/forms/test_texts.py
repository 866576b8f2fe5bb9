"""Texts: values of a case as a mail and a published text say them, however large."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.dialect import feel
from engine.dialect.mails import MailTemplate, fill
from engine.dialect.saying import to_text
from engine.forms import reference
from engine.workflow.expressions import to_key
from tests.engine.diagrams import chain, end, properties, start, user
from tests.engine.player import play


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("1250", "1.250"),
        ("1250.00", "1.250"),
        ("12.50", "12,5"),
        ("-0", "0"),
        ("-1234567.891", "-1.234.567,891"),
        ("1234567890123456789012345678901234", "1.234.567.890.123.456.789.012.345.678.901.234"),
        ("12345678901234567890123456789012.34", "12.345.678.901.234.567.890.123.456.789.012,34"),
        ("1e30", "1.000.000.000.000.000.000.000.000.000.000"),
    ],
)
def test_a_number_is_told_with_all_its_digits(value: str, told: str) -> None:
    assert to_text(Decimal(value)) == told


def test_the_rows_of_a_list_are_told_on_lines_of_their_own() -> None:
    rows = [{"naam": "Bankje", "bedrag": Decimal(1250)}, {"naam": "Boom", "bedrag": None}]

    assert to_text(rows) == "naam: Bankje, bedrag: 1.250\nnaam: Boom"


def test_files_are_told_by_their_names() -> None:
    files = [reference(name, "", name, "image/jpeg", 10) for name in ("bankje.jpg", "boom.jpg")]

    assert to_text(files) == "bankje.jpg, boom.jpg"
    assert to_text({"plan": files[0]}) == "plan: bankje.jpg"


def test_what_only_looks_like_a_file_is_told_as_it_is() -> None:
    assert to_text({"metadata": {"fileName": "x"}}) == "metadata: fileName: x"
    assert to_text({"documentId": "a", "metadata": None}) == "documentId: a"


def test_the_largest_number_of_feel_can_be_told() -> None:
    largest = feel.parse("10 ** 6144").evaluate({})

    assert to_text(largest).replace(".", "") == "1" + "0" * 6144


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("U krijgt € {{ bedrag }}.", "U krijgt € 1.200,50."),
        ("U krijgt €{{ bedrag }}.", "U krijgt €1.200,50."),
        ("U krijgt € {{ heel }}.", "U krijgt € 1.200."),
        ("Dat is {{ bedrag }} uur.", "Dat is 1.200,5 uur."),
        ("€ {{ woord }} en {{ bedrag }}", "€ 1,2 miljoen en 1.200,5"),
    ],
)
def test_an_amount_of_euros_in_a_mail_has_cents_or_is_whole(text: str, told: str) -> None:
    values = {"bedrag": Decimal("1200.5"), "heel": Decimal(1200), "woord": "1,2 miljoen"}

    assert fill(MailTemplate("Bedrag", text), lambda name: to_text(values[name]))[1] == told


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ('"op " + leesbaar(@"2026-04-16")', "op 16 april 2026"),
        ('"op " + leesbaar(@"2026-04-16T09:30:00")', "op 16 april 2026, 09:30"),
        ('"€ " + leesbaar(1234.5)', "€ 1.234,50"),
        ('"€ " + leesbaar(1234)', "€ 1.234"),
        ('"Afspraken: " + leesbaar(null) + leesbaar("geen")', "Afspraken: geen"),
    ],
)
def test_a_day_or_an_amount_in_a_status_is_written_as_people_read_it(expression: str, told: str) -> None:
    seen = properties(publishedStatus="Bezig", publishedText=f"={expression}")

    case = play(start(), user("Doen", seen), end(), chain("Begin", "Doen", "Klaar")).answer("Doen")

    assert [one.text for one in case.step.publications] == [told]


def test_two_long_numbers_are_two_keys_of_messages() -> None:
    one, other = Decimal("1234567890123456789012345678901234"), Decimal("1234567890123456789012345678901235")

    assert to_key(one) != to_key(other)
