"""Unfolding: the order in which a reader meets the steps of any drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

from hypothesis import given
from hypothesis import strategies as st

from engine.unfolding import Way, Ways, _Tree, unfold

BEFORE = ""


def drawn(follows: Mapping[str, Sequence[str]]) -> Ways:
    return {key: [Way(to, f"{key}-{to}") for to in following] for key, following in follows.items()}


@st.composite
def drawings(draw: st.DrawFn) -> dict[str, list[str]]:
    """Up to nine steps, of which each leads to up to three others, also back or to itself."""
    keys = "abcdefghi"[: draw(st.integers(1, 9))]
    return {key: draw(st.lists(st.sampled_from(keys), max_size=3, unique=True)) for key in keys}


def reach(tree: _Tree, *, without: str) -> set[str]:
    """What can be reached from before all beginnings, if one step were not there."""
    found, waiting = {BEFORE} - {without}, [BEFORE]
    while waiting:
        here = waiting.pop()
        new = {key for key, sources in tree.before.items() if here in sources and key not in found and key != without}
        found |= new
        waiting += new
    return found


@given(drawings())
def test_a_step_stands_under_the_last_one_that_every_way_to_it_passes(follows: dict[str, list[str]]) -> None:
    tree = _Tree.grow(["a"], drawn(follows))

    for key in follows:
        passed = {one for one in (BEFORE, *follows) if one != key and key not in reach(tree, without=one)} | {BEFORE}
        above = tree.above[key]
        assert above in passed
        assert all(one in (above, BEFORE) or above not in reach(tree, without=one) for one in passed)


@given(drawings())
def test_every_step_stands_in_the_list_once_and_after_what_it_stands_under(follows: dict[str, list[str]]) -> None:
    placed = list(unfold(["a"], drawn(follows)))

    keys = [one.key for one in placed]
    assert sorted(keys) == sorted(follows)
    tree = _Tree.grow(["a"], drawn(follows))
    assert all(tree.above[key] == BEFORE or keys.index(tree.above[key]) < keys.index(key) for key in keys)
    assert max(one.depth for one in placed) <= log2(len(placed)) + 1


def test_what_several_ways_lead_to_comes_after_all_of_them() -> None:
    follows = {"begin": ["choice"], "choice": ["yes", "no"], "yes": ["end"], "no": ["end"], "end": []}

    placed = [(one.key, one.depth) for one in unfold(["begin"], drawn(follows))]

    assert placed == [("begin", 0), ("choice", 0), ("yes", 1), ("no", 1), ("end", 0)]


def test_a_drawing_of_any_size_that_was_made_to_be_slow_is_unfolded() -> None:
    """A row of steps, entered at both ends, that can be walked in both directions: looking at all again until nothing
    changes takes as many rounds as there are steps."""
    last = 20_000
    follows = {
        str(number): [str(one) for one in (number + 1, number - 1) if 1 <= one <= last] for number in range(1, last + 1)
    }

    placed = list(unfold(["0"], drawn({"0": ["1", str(last)], **follows})))

    assert len(placed) == last + 1
    assert {one.depth for one in placed} == {0}
