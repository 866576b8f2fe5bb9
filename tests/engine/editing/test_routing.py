"""Routing: a line goes around what stands between two steps, in any drawing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.editing.geometry import Rect, X, Y, crossings, segments
from engine.editing.routing import draw_line, find_route

TASK = (100, 80)


def field(side: int) -> list[Rect]:
    """So many steps in each of so many rows, none of them quite in line with another."""
    return [
        Rect(x * 150, y * 120 + x % 3 * 7, TASK[0] + x % 7, TASK[1] + y % 5) for x in range(side) for y in range(side)
    ]


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=20))
def test_a_route_is_of_straight_pieces_and_runs_through_nothing(places: set[tuple[int, int]]) -> None:
    start, end, *others = (Rect(x * 160, y * 130, *TASK) for x, y in sorted(places))

    way = find_route(start, end, others)

    assert way is not None
    assert crossings(way, start, end, others) == 0
    assert all(any(a[axis] == b[axis] for axis in (X, Y)) for a, b in segments(way))


def test_there_is_no_route_to_what_is_walled_in() -> None:
    start, end = Rect(0, 0, *TASK), Rect(600, 600, *TASK)
    walls = [Rect(570, 570, 160, 10), Rect(570, 700, 160, 10), Rect(570, 570, 10, 140), Rect(720, 570, 10, 140)]

    assert find_route(start, end, walls) is None


def test_a_line_through_a_drawing_of_hundreds_of_steps_is_drawn_without_looking_everywhere() -> None:
    start, *others, end = field(30)

    way = draw_line(start, end, others)

    assert way[0][X] in (start.cx, start.right)
    assert way[-1][X] in (end.cx, end.x)
