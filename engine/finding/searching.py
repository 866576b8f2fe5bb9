"""Searching: from what somebody typed to what LIKE looks for."""

from __future__ import annotations

MOST_WORDS = 8
"""Words that a search looks for; more are ignored."""


def patterns_of(search: str) -> list[str]:
    """A pattern for each word, with `\\` before what LIKE gives a special meaning: a text must match them all."""
    words = search.split()[:MOST_WORDS]
    return ["%" + word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%" for word in words]
