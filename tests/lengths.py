"""Lengths: what `make test` runs of the tests that take long; `make soak` runs the rest, and properties in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import settings

FULL = 100
"""Examples of a property that says no number of its own, in `make soak`."""
SHORT = 25
"""The same in `make test`."""


def examples(full: int) -> int:
    """How many examples of a property that has so many in full; at least five."""
    return max(5, full * settings().max_examples // FULL)


def mark_the_rest(items: Iterable[pytest.Item]) -> None:
    """Leave to `make soak` all but the first of every so many parameters of a test that is marked `one_in`."""
    seen: Counter[str] = Counter()
    for item in items:
        if (marker := item.get_closest_marker("one_in")) is not None:
            test = item.nodeid.partition("[")[0]
            if seen[test] % marker.args[0]:
                item.add_marker(pytest.mark.soak)
            seen[test] += 1
