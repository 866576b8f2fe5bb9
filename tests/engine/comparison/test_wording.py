"""Amounts of time as people read and type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.comparison.wording import read_told, tell

AMOUNTS = ("=werkdagen({})", "P{}D", "P{}W", "P{}M", "P{}Y", "PT{}H", "PT{}M", "PT{}S")


@given(st.sampled_from(AMOUNTS), st.integers(1, 9999))
def test_an_amount_that_is_told_is_read_as_the_same(amount: str, number: int) -> None:
    written = amount.format(number)

    assert read_told(tell(written)) == written


@pytest.mark.parametrize("text", ["", "P14D", "=werkdagen(5)", "14", "14 keer", "morgen", "2026-11-29", "=a + 5 dagen"])
def test_any_other_text_is_left_as_it_is(text: str) -> None:
    assert read_told(text) == text
