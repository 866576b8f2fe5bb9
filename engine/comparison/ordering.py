"""Ordering: which part of a list kept its order, and what was moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_run(order: Sequence[int]) -> list[int]:
    """The longest increasing subsequence: the rules that stayed in their order."""
    tops: list[int] = []
    places: list[int] = []
    links: list[int | None] = []
    for index, value in enumerate(order):
        at = bisect_left(tops, value)
        links.append(places[at - 1] if at else None)
        tops[at : at + 1] = [value]
        places[at : at + 1] = [index]
    found: list[int] = []
    at_index = places[-1] if places else None
    while at_index is not None:
        found.append(order[at_index])
        at_index = links[at_index]
    return found[::-1]
