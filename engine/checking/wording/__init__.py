"""Wording: what the readers of files say in English, in the words of the people who made the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checking.wording.files import FILES
from engine.checking.wording.language import LANGUAGE, PHRASES

_GAP = re.compile(r"\{\}")


def in_dutch(message: str) -> str:
    """A message of a reader in Dutch. What has no Dutch yet, such as the reason of a library, stays as it is."""
    return translate(message) or message


def translate(message: str) -> str | None:
    """The Dutch for a message, or None where there is none.

    A message may hold another one: the reason behind the name of a component, or what was found instead.
    """
    for pattern, dutch in _WORDS:
        match = pattern.fullmatch(message)
        if match is not None:
            return dutch.format(*(in_dutch(part) for part in match.groups()))
    return None


def _compile() -> Iterator[tuple[re.Pattern[str], str]]:
    for english, dutch in {**LANGUAGE, **FILES, **PHRASES}.items():
        parts = (re.escape(part) for part in _GAP.split(english))
        yield re.compile("(.*?)".join(parts), re.DOTALL), dutch


_WORDS = tuple(_compile())
