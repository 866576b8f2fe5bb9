"""Resembling: which of many names or values was probably meant by one that does not exist, while that takes little.

A drawing with ten thousand names, each of them unknown, would have every one compared with every other. Whoever made
that many mistakes begins with the first.
"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from heapq import nsmallest

COMPARED = 50_000
"""Names that are looked through in one check: for hundreds of mistakes in a drawing with a hundred names."""
LISTED = 20
"""Most names or values that a finding lists."""


class Resembling:
    """Finds what was meant, for the findings of one check of a folder."""

    def __init__(self) -> None:
        self._left = COMPARED

    def may_look(self, among: int) -> bool:
        """Whether so many more may be looked through; if so, they are counted."""
        self._left -= among
        return self._left >= 0

    def find(self, meant: str, known: Collection[str], cutoff: float) -> str:
        """What resembles it most, at least as much as `cutoff`, from 0 to 1; empty for nothing."""
        if not self.may_look(len(known)):
            return ""
        return next(iter(get_close_matches(meant, sorted(known), n=1, cutoff=cutoff)), "")

    def advise(self, meant: str, known: Collection[str], near: str, each: str) -> str:
        """What to choose instead: what resembles it, written as `near`, else any that exist, as `each`."""
        if found := self.find(meant, known, cutoff=0.6):
            return f"Bedoelt u {near.format(found)}?"
        if not self.may_look(len(known)):
            return "Kies iets wat bestaat."
        listed = ", ".join(map(each.format, nsmallest(LISTED, known)))
        return f"Kies uit {listed}, …." if len(known) > LISTED else f"Kies uit {listed}."
