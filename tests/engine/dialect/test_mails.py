"""The template of a mail: its placeholders are found in one go, whatever else stands in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialect.mails import fill, read_mail, title_of
from engine.errors import DiagramRefused


def fill_in(text: str) -> str:
    """A template with this text, each expression filled in as itself between angle brackets."""
    return fill(read_mail(f"Onderwerp: Proef\n\n{text}", "proef"), lambda expression: f"<{expression}>")[1]


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Beste {{ naam }}, uw idee {{titel}}.", "Beste <naam>, uw idee <titel>."),
        ("{{ a }}{{ b }}", "<a><b>"),
        ("geen {{ einde", "geen {{ einde"),
        ("geen begin }} hier", "geen begin }} hier"),
        ("{{\n naam\n}}", "<naam>"),
    ],
    ids=["two", "side by side", "no end", "no beginning", "on more lines"],
)
def test_what_stands_between_two_braces_is_filled_in(text: str, filled: str) -> None:
    assert fill_in(text) == filled


def test_what_cannot_be_read_between_braces_is_refused_with_its_line() -> None:
    with pytest.raises(DiagramRefused) as caught:
        read_mail("Onderwerp: Proef\n\nBeste {{ naam + }}", "proef")

    assert caught.value.line == 3


@given(st.text(alphabet="ab {\n", max_size=60))
def test_a_text_without_an_end_of_a_placeholder_stays_as_it_is(text: str) -> None:
    assert fill_in(f"x{text}x") == f"x{text}x"


@pytest.mark.parametrize("text", ["{{" * 900_000, "{{ a " * 300_000], ids=["braces", "expressions"])
def test_beginnings_without_an_end_are_read_at_once(text: str) -> None:
    begun = time.process_time()

    filled, title = fill_in(text), title_of(text)

    assert (filled, title) == (text.strip(), text.strip())
    assert time.process_time() - begun < 1
