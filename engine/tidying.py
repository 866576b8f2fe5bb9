"""Tidying: a line that somebody typed, as it is kept: one line, of characters that a text can have."""

from __future__ import annotations

import unicodedata

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of the text around them."""


def tidy_line(typed: str, longest: int) -> str:
    """What was typed with single spaces, without what nobody can see or PostgreSQL cannot keep, and cut off."""
    # White space goes first: some of it, such as a line end, is a control character as well.
    line = " ".join(typed.split())
    return " ".join("".join(filter(_is_kept, line)).split())[:longest].rstrip()


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _TURNING
