"""Wording: the English messages of the readers of files, translated into the words of those who made the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.checking.wording.files import FILES
from engine.checking.wording.language import LANGUAGE, PHRASES

GAP = "{}"
MEGABYTES = re.compile(r"\b([0-9]+)000000 bytes")
DEEPEST = 8
"""How deep messages may be nested in one message; what is deeper stays as it is."""


def in_dutch(message: str) -> str:
    """A reader's message in Dutch. What has no Dutch text yet, such as the reason of a library, stays as it is."""
    return MEGABYTES.sub(r"\1 MB", translate(message) or message)


def translate(message: str, depth: int = 0) -> str | None:
    """The Dutch for a message, or None if there is none.

    A message may contain another one: the reason after the name of a component, or what was found instead.
    """
    if depth > DEEPEST:
        return None
    for parts, dutch in _WORDS:
        found = fill_gaps(parts, message)
        if found is not None:
            return dutch.format(*(translate(part, depth + 1) or part for part in found))
    return None


def fill_gaps(parts: Sequence[str], message: str) -> list[str] | None:
    """The text in the gaps between these parts of a message, each as short as possible; None for another message.

    A message quotes what people wrote. A regular expression tries every place of every part in it, and needs minutes
    for a name that is made to have many; the first place of each is as good as any other.
    """
    first, *rest = parts
    if not message.startswith(first) or not message.endswith(parts[-1]):
        return None
    if not rest:
        return [] if message == first else None
    at, end = len(first), len(message) - len(rest[-1])
    found = []
    for part in rest[:-1]:
        place = message.find(part, at, end)
        if place < 0:
            return None
        found.append(message[at:place])
        at = place + len(part)
    return [*found, message[at:end]] if at <= end else None


_WORDS = tuple((english.split(GAP), dutch) for english, dutch in {**LANGUAGE, **FILES, **PHRASES}.items())
