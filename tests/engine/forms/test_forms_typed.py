"""Forms: how what people type in one field is processed. All of it is hostile."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import FieldProblem
from engine.forms import validate
from engine.forms.typed import clean_text
from tests.engine.form_builders import answer, choice, component, day, form, number, problem

# ---- texts ----------------------------------------------------------------------------------------------


def test_an_answer_is_trimmed_and_composed() -> None:
    assert answer(component(), "  Cafe\u0301 \n") == "Caf\u00e9"


def test_lines_and_tabs_are_kept_in_a_text_area() -> None:
    assert answer(component("textarea"), "een\r\ntwee\rdrie\tvier") == "een\ntwee\ndrie\tvier"


@pytest.mark.parametrize("typed", ["", "   ", "\n", "\u200b\u200b", "\u00a0", "\u0301"])
def test_what_cannot_be_seen_is_no_answer(typed: str) -> None:
    assert answer(component(), typed) is None
    assert problem(component(validate={"required": True}), typed) == FieldProblem("required")


@pytest.mark.parametrize(
    ("copied", "several", "one"),
    [
        pytest.param("een\x0btwee", "een\ntwee", "een twee", id="a line end of Word and PowerPoint"),
        pytest.param("een\x0ctwee", "een\ntwee", "een twee", id="the end of a page"),
        pytest.param("een\x85twee", "een\ntwee", "een twee", id="next line"),
        pytest.param("een\u2028twee\u2029drie", "een\ntwee\ndrie", "een twee drie", id="line and paragraph separator"),
        pytest.param("\ufeffeen", "een", "een", id="byte order mark"),
        pytest.param("e-mail\x1eadres", "e-mail-adres", "e-mail-adres", id="a hyphen of Word that does not break"),
        pytest.param("ge\x1fmeente", "gemeente", "gemeente", id="a hyphen of Word that is not seen"),
        pytest.param("\uf0b7 een\n\uf0a7 twee", "• een\n• twee", None, id="bullets of Word"),
    ],
)
def test_what_comes_along_with_a_copy_becomes_what_it_was_meant_for(copied: str, several: str, one: str | None) -> None:
    assert answer(component("textarea"), copied) == several
    assert one is None or answer(component(), copied) == one


def test_no_second_line_gets_into_an_address_by_a_copy() -> None:
    assert problem(component(properties={"personal": "email"}), "a@b.nl\x0bBcc: c@d.nl") == FieldProblem("not_an_email")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("a\x00b", id="nul"),
        pytest.param("a\x1bb", id="escape"),
        pytest.param("a\x7fb", id="delete"),
        pytest.param("a\u202eb", id="right-to-left override"),
        pytest.param("a\u2066b", id="isolate"),
        pytest.param("a\ud800b", id="half a surrogate pair"),
        pytest.param("a\uffffb", id="no character"),
        pytest.param("a" + "\u0301" * 31, id="a tower of accents"),
    ],
)
def test_characters_that_hide_something_are_refused(typed: str) -> None:
    assert problem(component("textarea"), typed) == FieldProblem("control_characters")


@pytest.mark.parametrize("typed", ["a\nb", "a\tb"])
def test_a_line_end_within_a_single_line_is_refused(typed: str) -> None:
    assert problem(component(), typed) == FieldProblem("control_characters")


@pytest.mark.parametrize(
    "typed", ["👨‍👩‍👧 🏳️‍🌈", "שלום עולם", "مرحبا\u200f!", "Ħħ ŁŁ 日本", "<script>alert(1)</script>"]
)
def test_every_script_and_markup_is_only_text(typed: str) -> None:
    assert answer(component(), typed) == typed


@pytest.mark.parametrize(("kind", "limit"), [("textfield", 500), ("textarea", 10_000)])
def test_an_answer_has_a_length_even_when_the_form_says_nothing(kind: str, limit: int) -> None:
    assert answer(component(kind), "a" * limit) == "a" * limit
    assert problem(component(kind), "a" * (limit + 1)) == FieldProblem("too_long", limit)
    assert problem(component(kind), "a" * 1_000_000) == FieldProblem("too_long", limit)


def test_the_length_is_counted_after_composing() -> None:
    assert answer(component(validate={"maxLength": 3}), "e\u0301" * 3) == "\u00e9" * 3


def test_a_text_keeps_to_the_rules_of_its_field() -> None:
    field = component(validate={"minLength": 3, "maxLength": 5, "pattern": "^[a-z]+$"})

    assert answer(field, "abc") == "abc"
    assert problem(field, "ab") == FieldProblem("too_short", 3)
    assert problem(field, "abcdef") == FieldProblem("too_long", 5)
    assert problem(field, "ab1") == FieldProblem("pattern")


def test_a_pattern_that_would_hang_other_engines_is_answered_at_once() -> None:
    field = component("textarea", validate={"pattern": "^(a+)+$"})

    assert problem(field, "a" * 5000 + "!") == FieldProblem("pattern")


@given(st.text(max_size=200))
def test_a_cleaned_text_is_refused_or_stays_what_it_is_when_cleaned_again(typed: str) -> None:
    try:
        once = clean_text(typed, 150, lines=True)
    except ValueError:
        return

    assert clean_text(once, 150, lines=True) == once
    assert len(once) <= 150
    assert "\x00" not in once
    assert "\r" not in once


# ---- numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1250", "1250"),
        ("1.250", "1250"),
        ("1 250", "1250"),
        ("1.234,50", "1234.5"),
        ("€ 1.234,50", "1234.5"),
        ("€1.234.567,89", "1234567.89"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0.125", "0.125"),
        ("500,-", "500"),
        ("€ 500,--", "500"),
        ("500 EUR", "500"),
        ("1.200 euro", "1200"),
        ("Euro 12,50", "12.5"),
        ("500,- euro", "500"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("-€ 3", "-3"),
        ("€ -3", "-3"),
        ("+3", "3"),
        ("  7 ", "7"),
        ("007", "7"),
        ("0", "0"),
        ("-0", "0"),
        ("12,00", "12"),
        ("1\u00a0250,5", "1250.5"),
        ("999999999999999", "999999999999999"),
        ("0,1234567891", "0.1234567891"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, expected: str) -> None:
    read = answer(number(), typed)

    assert isinstance(read, Decimal)
    assert str(read) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "abc", "1e5", "NaN", "Infinity", "-inf", "1.2.3", "1,2,3", "1.25,0.0", "12.50,00", "1,250.00", "--1",
        "1-", "€", "euro", "5 euros of 6", "1234.567", "00.5",
        "0x10", "1_000", "١٢",
        "１２", "10²", "½", "1.", ",5", "1 2", "01.250", "5%", "1" * 101, "1\n2", "1;2",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert problem(number(), typed) == FieldProblem("not_a_number")


def test_a_number_has_a_bounded_number_of_digits() -> None:
    largest = Decimal(999_999_999_999_999)

    assert problem(number(), "1" + "0" * 15) == FieldProblem("too_large", largest)
    assert problem(number(), "-1" + "0" * 15) == FieldProblem("too_small", -largest)
    assert problem(number(), "0,12345678901") == FieldProblem("too_precise", 10)


def test_a_number_keeps_to_the_rules_of_its_field() -> None:
    field = number(decimalDigits=1, validate={"min": -1, "max": 10})

    assert answer(field, "-1") == -1
    assert answer(field, "10,0") == 10
    assert answer(field, "3,50") == Decimal("3.5")
    assert problem(field, "-1,1") == FieldProblem("too_small", Decimal(-1))
    assert problem(field, "10,1") == FieldProblem("too_large", Decimal(10))
    assert problem(field, "3,55") == FieldProblem("too_precise", 1)


@pytest.mark.parametrize("typed", ["twaalf", "12,5"])
def test_of_a_count_it_is_told_that_it_is_a_whole_number(typed: str) -> None:
    assert problem(number(decimalDigits=0), typed) == FieldProblem("not_whole")


# ---- dates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["2026-03-02", "2-3-2026", "02-03-2026", "2/3/2026", "2.3.2026", " 2-3-2026 ",
     "2 maart 2026", "02 Maart 2026", "2 mrt. 2026", "2 maart  2026"],
)  # fmt: skip
def test_dates_are_read_as_browsers_and_people_write_them(typed: str) -> None:
    assert answer(day(), typed) == date(2026, 3, 2)


@pytest.mark.parametrize(
    "typed",
    ["morgen", "2026-02-30", "31-4-2026", "2-3-26", "3-2", "2026-3", "2-3/2026", "20260302", "0001-01-01",
     "1899-12-31", "9999-12-31", "2026-03-02T10:00", "٢-٣-٢٠٢٦", "2026-W10-1", "2 maart", "2 maart 26",
     "2 maa 2026", "31 april 2026", "maart 2026", "2 maart2026"],
)  # fmt: skip
def test_what_is_no_day_in_our_time_is_refused(typed: str) -> None:
    assert problem(day(), typed) == FieldProblem("not_a_date")


# ---- choices --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["radio", "select"])
def test_only_an_option_can_be_chosen(kind: str) -> None:
    assert answer(choice(kind), "voor") == "voor"
    assert answer(choice(kind), "") is None
    assert problem(choice(kind), "Voor") == FieldProblem("not_an_option")
    assert problem(choice(kind), "voor ") == FieldProblem("not_an_option")


def test_a_checklist_gives_what_was_ticked_in_the_order_of_the_form() -> None:
    field = choice("checklist")

    assert answer(field, ["tegen", "voor", "tegen"]) == ["voor", "tegen"]
    assert answer(field, []) == []
    assert answer(field, "voor") == ["voor"]
    assert problem(field, ["voor", "anders"]) == FieldProblem("not_an_option")
    assert problem({**field, "validate": {"required": True}}, []) == FieldProblem("required")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("true", True),
        ("on", True),
        ("ja", True),
        (["false", "true"], True),
        ("false", False),
        ("", False),
        ([], False),
    ],
)
def test_a_box_is_ticked_or_not(typed: str | list[str], expected: bool) -> None:
    assert answer(component("checkbox"), typed) is expected


def test_a_box_that_is_not_sent_is_not_ticked() -> None:
    assert validate(form(component("checkbox", "akkoord")), {}) == {"akkoord": False}


def test_a_box_that_must_be_ticked_must_be() -> None:
    field = component("checkbox", validate={"required": True})

    assert answer(field, "true") is True
    assert problem(field, []) == FieldProblem("required")
    assert problem(field, "misschien") == FieldProblem("not_an_option")


# ---- addresses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["a@b.nl", "voor.naam+smederij@mail.voorbeeld.nl", "o'x@voorbeeld.museum"])
def test_an_email_address_is_taken(typed: str) -> None:
    assert answer(component(validate={"validationType": "email"}), f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed",
    ["a", "a@b", "a@@b.nl", "a b@c.nl", "a@b..nl", ".a@b.nl", "a.@b.nl", "a@-b.nl", "a@b.nl, c@d.nl",
     "<a@b.nl>",
     "a@b.n", "a@b.1", "é@b.nl", "a" * 65 + "@b.nl", "a@[127.0.0.1]"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    assert problem(component(properties={"personal": "email"}), typed) == FieldProblem("not_an_email")


def test_an_email_address_cannot_add_a_header_to_a_mail() -> None:
    field = component(properties={"personal": "email"})

    assert problem(field, "a@b.nl\r\nBcc: c@d.nl") == FieldProblem("control_characters")


@pytest.mark.parametrize(
    "typed",
    ["06 12345678", "0528-123456", "+31 (0)528 123456", "0031612345678", "12345678", "+" + "1" * 15, "00" + "1" * 15,
     "06.12.34.56.78", "0528/123456", "+31 6 12345678"],
)  # fmt: skip
def test_a_telephone_number_is_taken(typed: str) -> None:
    assert answer(component(properties={"personal": "phone"}), typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "1234567",
        "001234567",
        "06 1234567a",
        "1" * 16,
        "00" + "1" * 16,
        "++31612345678",
        "bel mij",
        "06 12345678 na zes uur",
        "06 12345678 / 0528 123456",
    ],
)
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    assert problem(component(properties={"personal": "phone"}), typed) == FieldProblem("not_a_phone")


@pytest.mark.parametrize(("typed", "digits"), [("06 1234567", 9), ("06-12 34 56 789", 11)])
def test_of_a_mobile_number_with_a_digit_too_few_or_too_many_it_is_told_how_many_there_are(
    typed: str, digits: int
) -> None:
    wrong = problem(component(properties={"personal": "phone"}), typed)

    assert wrong == FieldProblem("not_a_phone", limit=10, found=digits)
