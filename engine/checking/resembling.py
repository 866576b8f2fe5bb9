"""Resembling: which of many names or values was probably meant by one that does not exist, while that takes little.

A drawing with ten thousand names, each of them unknown, would have every one compared with every other. Whoever made
that many mistakes begins with the first.
"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from itertools import islice

COMPARED = 50_000
"""Names that are compared in one check: those of hundreds of mistakes in a drawing with a hundred names."""
LISTED = 20
"""Most names or values that a finding lists."""


class Resembling:
    """Finds what was meant, for the findings of one check of a folder."""

    def __init__(self) -> None:
        self._left = COMPARED

    def may_look(self, among: int) -> bool:
        """Whether one more name may be compared with so many; if so, that is counted."""
        self._left -= among
        return self._left >= 0

    def find(self, meant: str, known: Collection[str], cutoff: float) -> str:
        """What resembles it most, at least as much as `cutoff`, from 0 to 1; empty for nothing."""
        if not self.may_look(len(known)):
            return ""
        return next(iter(get_close_matches(meant, sorted(known), n=1, cutoff=cutoff)), "")


def list_first(known: Collection[str], mark: str = "") -> str:
    """The first few of them, each between `mark`s, in one text."""
    shown = ", ".join(f"{mark}{one}{mark}" for one in islice(sorted(known), LISTED))
    return f"{shown}, …" if len(known) > LISTED else shown
