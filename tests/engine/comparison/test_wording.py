"""Amounts of time as people read and type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.comparison.wording import read_told, tell, tell_moment

AMOUNTS = ("=werkdagen({})", "P{}D", "P{}W", "P{}M", "P{}Y", "PT{}H", "PT{}M", "PT{}S")


@given(st.sampled_from(AMOUNTS), st.integers(1, 9999))
def test_an_amount_that_is_told_is_read_as_the_same(amount: str, number: int) -> None:
    written = amount.format(number)

    assert read_told(tell(written)) == written


@pytest.mark.parametrize("text", ["", "P14D", "=werkdagen(5)", "14", "14 keer", "morgen", "2026-11-29", "=a + 5 dagen"])
def test_any_other_text_is_left_as_it_is(text: str) -> None:
    assert read_told(text) == text


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('=vandaag + duration("P15D")', "15 dagen later, om 0.00 uur"),
        ('=date and time(vandaag + duration("P14D"), time("23:59:00"))', "14 dagen later, om 23.59 uur"),
        ('=date and time(vandaag + duration("P1W"), time("09:00:00"))', "1 week later, om 9.00 uur"),
        ("=werkdagen(5)", "5 werkdagen"),
    ],
)
def test_an_hour_after_so_many_days_is_told_in_words_and_read_back(written: str, told: str) -> None:
    assert tell_moment(written) == told
    assert read_told(told) == written


@pytest.mark.parametrize("text", ["14 dagen later, om 24.00 uur", "14 uur later, om 9.00 uur", "14 dagen later"])
def test_an_hour_that_no_day_has_is_left_as_it_is(text: str) -> None:
    assert read_told(text) == text
