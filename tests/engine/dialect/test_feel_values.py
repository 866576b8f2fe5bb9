"""Values as JSON and back, and Python objects as values."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from engine.dialect.feel import FeelValueError, Range, from_json, from_python, parse, to_json
from tests.engine.dialect.feel_values import VALUES


def exactly(value: Any) -> Any:
    """A value with its types, scales and zones, for comparison without FEEL's or Python's leniency."""
    if isinstance(value, list):
        return [exactly(item) for item in value]
    if isinstance(value, dict):
        return {key: exactly(item) for key, item in value.items()}
    if isinstance(value, Range):
        return (
            Range,
            exactly(value.low),
            exactly(value.high),
            value.low_closed,
            value.high_closed,
            value.operator,
        )
    if isinstance(value, (datetime, time)):
        return (type(value), value.replace(tzinfo=None), value.fold, str(value.tzinfo))
    return (type(value), str(value))


@given(VALUES)
def test_a_stored_value_comes_back_as_it_was(value: Any) -> None:
    stored = json.dumps(to_json(value))

    assert exactly(from_json(json.loads(stored))) == exactly(value)


def test_what_json_knows_is_stored_as_it_is() -> None:
    value = {"titel": "Bankje", "akkoord": True, "reden": None, "wijken": ["De Weide"]}

    assert to_json(value) == value


def test_an_amount_keeps_its_cents() -> None:
    assert to_json({"bedrag": Decimal("12.50")}) == {"bedrag": {"$number": "12.50"}}


def test_a_form_field_that_looks_like_a_tag_stays_a_field() -> None:
    answers = {"$date": "2026-03-02"}

    assert from_json(to_json(answers)) == answers


@pytest.mark.parametrize(
    "data",
    [1, 1.5, {"$nothing": 1}, {"$date": "gisteren"}, {"$number": "NaN"}, {"$range": [1]},
     {"$dateTime": {"local": "2026-03-02T09:00:00", "zone": "../../etc/passwd"}}, {"$days": ["x", 0, 0]}],
)  # fmt: skip
def test_json_that_we_did_not_write_is_refused(data: Any) -> None:
    with pytest.raises(FeelValueError):
        from_json(data)


def test_a_function_cannot_be_stored() -> None:
    with pytest.raises(FeelValueError):
        to_json(parse("function(x) x").evaluate({}))


def test_a_float_is_read_as_it_prints() -> None:
    assert from_python({"a": (1, 0.1)}) == {"a": [Decimal(1), Decimal("0.1")]}


@pytest.mark.parametrize(
    "value",
    [object(), {1: "a"}, float("nan"), b"bytes", Decimal("1e999999"), 10**20_000],
    ids=["an object", "a key that is no text", "not a number", "bytes", "a large decimal", "a large integer"],
)
def test_what_is_no_value_is_refused(value: Any) -> None:
    with pytest.raises(FeelValueError):
        from_python(value)


def test_a_value_that_is_nested_without_end_is_refused() -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]

    with pytest.raises(FeelValueError):
        to_json(value)


def test_a_moment_is_stored_with_its_zone() -> None:
    moment = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"), fold=1)

    found = from_json(to_json(moment))

    assert (found.utcoffset(), found.tzinfo) == (timedelta(hours=1), ZoneInfo("Europe/Amsterdam"))
    assert from_json(to_json(date(2026, 3, 2))) == date(2026, 3, 2)
