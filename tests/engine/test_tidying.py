"""Tidying: whatever was typed, what is kept is a line or a text that a person can read and a database can hold."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tidying import tidy_line, tidy_text


@given(st.text(), st.integers(0, 50))
def test_any_text_becomes_one_line_of_characters_that_can_be_kept(typed: str, longest: int) -> None:
    line = tidy_line(typed, longest)

    assert len(line) <= longest
    assert line == " ".join(line.split())
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs"}


@given(st.text(), st.integers(0, 50))
def test_what_is_tidy_stays_as_it_is(typed: str, longest: int) -> None:
    line = tidy_line(typed, longest)

    assert tidy_line(line, longest) == line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Een\n  bankje\t ", "Een bankje"),
        ("Ban\0kje", "Bankje"),
        ("\0", ""),
        ("a \0 b", "a b"),
        ("\u202eeiknab", "eiknab"),
        ("\ud800x", "x"),
        ("Café 👩‍🌾", "Café 👩‍🌾"),
    ],
)
def test_only_what_nobody_can_see_is_left_out(typed: str, line: str) -> None:
    assert tidy_line(typed, 100) == line


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" Een\r\n\r\nbankje\rdaar ", "Een\n\nbankje\ndaar"),
        ("Een\tbankje\x0bdaar\u2028en hier", "Een\tbankje\ndaar\nen hier"),
        ("Ban\0kje\ud800", "Bankje"),
        ("\0\n\x07", ""),
        ("\u202eeiknab", "eiknab"),
        ("Café 👩‍🌾", "Café 👩‍🌾"),
        ("a" * 99 + " b", "a" * 99),
    ],
)
def test_a_text_keeps_its_lines_and_loses_only_what_nobody_can_see(typed: str, text: str) -> None:
    assert tidy_text(typed, 100) == text
