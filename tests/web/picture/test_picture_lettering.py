"""Lettering: text fits its box, loses no letter, and breaks where a reader expects it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.picture.lettering import fit, fit_beside, measure, wrap
from web.picture.syllables import choose_break


@given(st.text(max_size=200), st.floats(1, 400), st.floats(1, 200))
def test_lines_are_never_wider_than_their_box_unless_one_character_is(text: str, width: float, height: float) -> None:
    lettering = fit(text, width, height)

    for line in lettering.lines:
        letters = [letter for letter in line if measure(letter, 1) > 0]
        assert len(letters) <= 2 or measure(line, lettering.size) <= width + 1e-6


@given(st.text(st.sampled_from("abcdefg hij-/é"), max_size=80), st.floats(60, 200))
def test_no_letter_is_lost_when_text_is_broken_in_lines(text: str, width: float) -> None:
    lines = wrap(text, [width], 12, 1000, breaking=True)

    assert lines is not None
    assert re.sub("[ -]", "", "".join(lines)) == re.sub("[ -]", "", text)


def test_lines_beside_a_sign_keep_clear_of_it() -> None:
    lettering = fit_beside("Bezorg het bankje met de aanhanger", 86, 76, depth=18, narrow=48)

    top = (76 - lettering.height) / 2
    beside = [line for n, line in enumerate(lettering.lines) if top + n * lettering.size * 1.2 < 18]
    assert all(measure(line, lettering.size) <= 48 for line in beside)


@pytest.mark.parametrize(
    ("word", "most", "head"),
    [
        ("ontvangstbevestiging", 16, "ontvangst"),
        ("gebiedsregisseur", 13, "gebieds"),
        ("initiatiefgroep", 12, "initiatief"),
        ("stuurgroepsvergadering", 15, "stuurgroeps"),
        ("besluitschrijver", 12, "besluit"),
        ("xxxxxxxxxxxx", 5, "xxxxx"),
    ],
)
def test_a_long_word_is_broken_where_a_reader_expects_it(word: str, most: int, head: str) -> None:
    assert word[: choose_break(word, most)] == head
