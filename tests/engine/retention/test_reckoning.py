"""Reckoning: the first day on which a case may be destroyed, and the last day of ending that is past its term."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.retention.reckoning import FROM_END, FROM_YEAR, RetentionRule, last_over, over_on, read_rule

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
TERMS = st.builds("P{}Y{}M{}D".format, st.integers(0, 30), st.integers(0, 40), st.integers(1, 800))
RULES = st.builds(RetentionRule, st.just("6.3"), TERMS, st.sampled_from([FROM_END, FROM_YEAR]))


@pytest.mark.parametrize(
    ("term", "counts_from", "ended_on", "over"),
    [
        ("P1Y", FROM_END, date(2025, 3, 2), date(2026, 3, 3)),
        ("P1Y", FROM_YEAR, date(2025, 3, 2), date(2027, 1, 1)),
        ("P1Y", FROM_YEAR, date(2025, 12, 31), date(2027, 1, 1)),
        ("P1Y", FROM_END, date(2024, 2, 29), date(2025, 3, 1)),
        ("P1M", FROM_END, date(2025, 1, 31), date(2025, 3, 1)),
        ("P6M", FROM_END, date(2025, 8, 31), date(2026, 3, 1)),
        ("P2W", FROM_END, date(2025, 3, 2), date(2025, 3, 17)),
        ("P90D", FROM_END, date(2025, 3, 2), date(2025, 6, 1)),
    ],
    ids=[
        "a year from the end", "a year from the end of the year", "of what ended on its last day", "from a leap day",
        "to the last of a shorter month", "half a year", "two weeks", "ninety days",
    ],
)  # fmt: skip
def test_a_term_is_over_on_the_day_after_its_last(term: str, counts_from: str, ended_on: date, over: date) -> None:
    assert over_on(RetentionRule("6.3", term, counts_from), ended_on) == over


@given(rule=RULES, today=DAYS)
def test_what_is_past_its_term_is_just_what_ended_on_that_day_or_before(rule: RetentionRule, today: date) -> None:
    last = last_over(rule, today)

    assert last is not None
    assert over_on(rule, last) <= today < over_on(rule, last + timedelta(days=1))


@given(rule=RULES, ended_on=DAYS)
def test_nothing_is_past_its_term_on_the_day_that_it_ends(rule: RetentionRule, ended_on: date) -> None:
    assert over_on(rule, ended_on) > ended_on + timedelta(days=1)


@given(
    told=st.dictionaries(
        st.sampled_from(["termijn", "vanaf", "klasse"]),
        st.none() | st.text(max_size=60) | st.integers() | st.booleans(),
    )
    | st.none()
    | st.text()
    | st.lists(st.text())
)
def test_whatever_stands_in_a_table_is_a_rule_that_says_what_kind_it_is(told: object) -> None:
    rule = read_rule("6.3", told)

    assert rule.kind in {"term", "forever", "unknown"}


UNCLEAR = {
    "no class": RetentionRule("", "P1Y", FROM_END),
    "no class, for ever": RetentionRule("", "blijvend", ""),
    "no term": RetentionRule("6.3", "", FROM_END),
    "a term of nothing": RetentionRule("6.3", "P0Y0D", FROM_END),
    "a term in words": RetentionRule("6.3", "een jaar", FROM_END),
    "a term that goes on": RetentionRule("6.3", "P1Y of langer", FROM_END),
    "from when is not said": RetentionRule("6.3", "P1Y", ""),
    "from when is not clear": RetentionRule("6.3", "P1Y", "geboorte"),
}


@pytest.mark.parametrize("rule", UNCLEAR.values(), ids=UNCLEAR)
def test_of_what_is_not_clear_nothing_is_ever_destroyed(rule: RetentionRule) -> None:
    assert rule.kind == "unknown"
    with pytest.raises(ValueError, match="has no term"):
        over_on(rule, date(2025, 3, 2))


def test_a_class_that_is_kept_for_ever_is_never_reckoned_with() -> None:
    rule = RetentionRule("6.1.9", "blijvend", FROM_END)

    assert rule.kind == "forever"
    with pytest.raises(ValueError, match="has no term"):
        over_on(rule, date(2025, 3, 2))


def test_what_is_not_over_for_any_case_since_1900_is_over_for_none() -> None:
    rule = RetentionRule("6.3", "P130Y", FROM_END)

    assert last_over(rule, date(2030, 1, 1)) is None
    assert last_over(rule, date(2030, 1, 2)) == date(1900, 1, 1)


def test_blanks_around_what_a_table_says_are_nothing() -> None:
    assert read_rule("6.3", {"termijn": " P1Y ", "vanaf": " afhandeling\n"}) == RetentionRule("6.3", "P1Y", FROM_END)
