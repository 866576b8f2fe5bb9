"""Covering: a combination that lies in no box is found if there is one, and the search stays in bounds."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checking.covering import Box, Covering, TooMuch, bits_of

WIDTHS = (3, 4, 3)
BOXES = st.lists(st.tuples(*(st.integers(0, (1 << width) - 1) for width in WIDTHS)), max_size=8)
SPACES = st.tuples(*(st.integers(1, (1 << width) - 1) for width in WIDTHS))


def lies_in(place: tuple[int, ...], box: Box) -> bool:
    return all(regions >> region & 1 for region, regions in zip(place, box, strict=True))


def places(space: Box) -> list[tuple[int, ...]]:
    return list(product(*(bits_of(regions) for regions in space)))


@given(SPACES, BOXES)
def test_what_is_open_is_found_and_only_that(space: Box, boxes: list[Box]) -> None:
    found = Covering(WIDTHS, boxes).find_open(space)

    opened = [place for place in places(space) if not any(lies_in(place, box) for box in boxes)]
    assert found in opened if opened else found is None


@given(SPACES, BOXES, st.integers(0, 255))
def test_only_the_boxes_that_count_close_anything(space: Box, boxes: list[Box], among: int) -> None:
    among &= (1 << len(boxes)) - 1

    found = Covering(WIDTHS, boxes).find_open(space, among)

    counting = [box for number, box in enumerate(boxes) if among >> number & 1]
    opened = [place for place in places(space) if not any(lies_in(place, box) for box in counting)]
    assert found in opened if opened else found is None


@given(SPACES, BOXES)
def test_what_is_open_around_an_example_is_open_everywhere(space: Box, boxes: list[Box]) -> None:
    for example, around in Covering(WIDTHS, boxes).find_all_open(space, most=5):
        assert lies_in(example, around)
        assert not any(lies_in(place, box) for place in places(around) for box in boxes)
        assert all(inner & ~outer == 0 for inner, outer in zip(around, space, strict=True))


@given(SPACES, BOXES)
def test_every_open_combination_is_in_one_of_the_examples(space: Box, boxes: list[Box]) -> None:
    arounds = [around for _, around in Covering(WIDTHS, boxes).find_all_open(space, most=100)]

    for place in places(space):
        assert any(lies_in(place, around) for around in arounds) != any(lies_in(place, box) for box in boxes)


def test_a_space_with_an_empty_column_has_nothing_open() -> None:
    assert Covering((2, 2), []).find_open((3, 0)) is None


def test_a_search_that_takes_too_long_stops() -> None:
    boxes = [(1, 1), (2, 2)]

    assert Covering((2, 2), boxes, steps=4).find_open((3, 3)) is not None
    with pytest.raises(TooMuch):
        Covering((2, 2), boxes, steps=1).find_open((3, 3))
