"""A record is what a frozen dataclass is: its fields by place or name, equal by value, never changed."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dialect.feel.record import Record


class Point(Record):
    x: int
    y: int = 0


class Named(Point):
    name: str = ""


def test_fields_are_given_by_place_or_by_name_and_parents_come_first() -> None:
    point = Named(1, 2, name="hier")

    assert (point.x, point.y, point.name) == (1, 2, "hier")
    assert repr(Named(1)) == "Named(x=1, y=0, name='')"
    assert list(Named.__dataclass_fields__) == ["x", "y", "name"]


def test_records_are_equal_when_their_kind_and_fields_are() -> None:
    assert Point(1) == Point(x=1, y=0)
    assert hash(Point(1)) == hash(Point(1, 0))
    assert Point(1) != Point(2)
    assert Point(1) != Named(1)


@pytest.mark.parametrize(
    ("args", "told"),
    [((), {}), ((), {"y": 1}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((1,), {"z": 1}), ((1, 2), {"x": 1})],
    ids=["none", "not the one it needs", "too many", "twice", "unknown", "too many, one twice"],
)
def test_fields_that_do_not_fit_are_refused(args: tuple[Any, ...], told: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Point(*args, **told)


def test_a_record_cannot_be_changed() -> None:
    point: Any = Point(1)

    with pytest.raises(AttributeError):
        point.x = 2
    with pytest.raises(AttributeError):
        del point.x

    assert point == Point(1)
