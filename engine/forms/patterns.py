"""Patterns: regular expressions of a form, executed by RE2, which cannot be made to run for ever."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-not-found, import-untyped, unused-ignore]

MAX_PATTERN = 500


class PatternRefused(ValueError):
    """This is not a pattern, or one that needs backtracking."""


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Any:
    """The compiled pattern.

    Raises:
        PatternRefused: too long, not a pattern, or it looks ahead or back, which RE2 does not do.
    """
    if len(pattern) > MAX_PATTERN:
        raise PatternRefused(f"a pattern has at most {MAX_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except (re2.error, ValueError, OverflowError) as error:
        raise PatternRefused(f"{pattern[:60]!r} is no pattern of RE2 (which has no look-ahead)") from error


def occurs(pattern: str, text: str) -> bool:
    """Whether the pattern occurs in the text (form-js tests it unanchored)."""
    return compile_pattern(pattern).search(text) is not None
