"""How values are spelled: as the standard library did, since digests of earlier releases are made of that."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.spelling import read, spell, spell_canonically, spell_text

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(plain)
@example({"\U0001f600": 1, "\uffff": 2, "\x7f": "\x1f\u2028"})
def test_what_a_digest_is_made_of_is_what_it_was_made_of_before(value: Any) -> None:
    before = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert spell_canonically(value) == before.encode()


@given(plain)
def test_what_is_spelled_is_read_as_it_was(value: Any) -> None:
    assert read(spell(value)) == read(spell_text(value)) == value


@given(plain)
def test_what_an_earlier_release_stored_is_read_as_it_was(value: Any) -> None:
    assert read(json.dumps(value)) == value


def test_a_number_of_any_length_keeps_its_digits() -> None:
    assert read(spell(-(10**40) + 1)) == -(10**40) + 1


@pytest.mark.parametrize("text", ["", "[1,]", "NaN", '"\\ud800"', "[1] [2]", '{"a": }'])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|truncated|surrogate|extra"):
        read(text)


def test_half_a_surrogate_is_refused_and_not_stored() -> None:
    with pytest.raises(UnicodeEncodeError):
        spell("\ud800")
