"""Terms checked against a literal reading of the law: day by day, with public holidays computed independently here."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.deadlines import Term, add_working_days, dutch_calendar, ends_on, extend, resume, suspend
from tests.lengths import examples

CALENDAR = dutch_calendar()
DAY = timedelta(days=1)
MOST = {"D": 90, "W": 12, "M": 3, "Y": 0}


def easter(year: int) -> date:
    """Easter Sunday, as the church calculates it (the rule of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    skipped, corrected = century // 4, (century + 8) // 25
    moon = (19 * golden + century - skipped - (century - corrected + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def royal_birthday(year: int) -> date:
    """The King's since 2014, before that the Queen's; on a Sunday it is celebrated the day before."""
    day = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    return day - DAY if day.weekday() == 6 else day


def is_off(day: date) -> bool:
    """A Saturday, a Sunday, or a feast (Atw art. 3 lid 1), or Good Friday (lid 2)."""
    moving = {easter(day.year) + timedelta(days=n) for n in (-2, 1, 39, 50)}
    fixed = {(1, 1), (5, 5), (12, 25), (12, 26)}
    return day.weekday() > 4 or day in moving or (day.month, day.day) in fixed or day == royal_birthday(day.year)


def after(day: date, count: int, unit: str) -> date:
    """So much later; in months and years the day of the same number, or the last of a month that has none."""
    if unit in "DW":
        for _ in range(count * (7 if unit == "W" else 1)):
            day += DAY
        return day
    number, months = day.day, 0
    while months < count * (12 if unit == "Y" else 1):
        day += DAY
        months += day.day == 1
    while day.day < number and (day + DAY).day != 1:
        day += DAY
    return day


def last_day(start: date, told: list[tuple[int, str]], asked: list[tuple[date, date]]) -> date:
    """Walk on from the start until the term has had its days.

    On a day between a question and its answer the clock stands still: it is not one of the days of the term, and the
    term does not end on it (Awb 4:15 lid 1). A question that came too late is never met on the way.
    """
    end = start
    for count, unit in told:
        end = after(end, count, unit)
    length, by_law = (end - start).days, all(count <= MOST[unit] for count, unit in told)
    day, had, counting = start, 0, 0
    while True:
        enough = not is_off(day) and (length < 3 or counting >= 2)
        if had >= length and (enough or not by_law):
            return day
        day += DAY
        while any(question < day < answer for question, answer in asked):
            day += DAY
        had += 1
        counting += not is_off(day)


durations = st.one_of(
    st.tuples(st.integers(0, 95), st.just("D")),
    st.tuples(st.integers(0, 14), st.just("W")),
    st.tuples(st.integers(0, 5), st.just("M")),
    st.tuples(st.integers(0, 2), st.just("Y")),
)
days = st.one_of(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.builds(
        lambda year, before: easter(year) - timedelta(days=before), st.integers(1990, 2090), st.integers(-60, 30)
    ),
    st.builds(lambda year, n: date(year, 12, 15) + timedelta(days=n), st.integers(1990, 2090), st.integers(0, 30)),
)
gaps = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3)


@pytest.mark.parametrize("year", range(1982, 2100))
def test_the_days_off_of_a_year_are_those_of_the_law(year: int) -> None:
    whole = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    assert [day for day in whole if CALENDAR.is_recognised_off(day)] == [day for day in whole if is_off(day)]


@settings(max_examples=examples(400), deadline=None)
@given(days, durations, st.lists(durations, max_size=1), gaps)
@example(date(2026, 2, 8), (8, "W"), [], [(57, 11)])  # Ends on Easter Sunday; asked on the Monday.
@example(date(2026, 2, 8), (8, "W"), [], [(56, 12)])  # Asked on the Sunday itself.
def test_a_term_ends_where_one_arrives_who_counts_the_days(
    start: date, duration: tuple[int, str], more: list[tuple[int, str]], gaps: list[tuple[int, int]]
) -> None:
    term, day, asked = Term(start, f"P{duration[0]}{duration[1]}"), start, []
    for count, unit in more:
        term = extend(term, f"P{count}{unit}")
    for running, still in gaps:
        question, day = day + timedelta(days=running), day + timedelta(days=running + still)
        term = resume(suspend(term, question), day)
        asked.append((question, day))

    assert ends_on(term, CALENDAR) == last_day(start, [duration, *more], asked)


@settings(max_examples=examples(200), deadline=None)
@given(days, durations, st.integers(0, 120), st.integers(0, 40))
def test_a_term_that_stands_still_is_never_over_unless_it_was_when_the_question_came(
    start: date, duration: tuple[int, str], running: int, still: int
) -> None:
    whole = Term(start, f"P{duration[0]}{duration[1]}")
    question = start + timedelta(days=running)
    today = question + timedelta(days=still)

    term = suspend(whole, question)

    in_time = question < ends_on(whole, CALENDAR)
    assert (ends_on(term, CALENDAR, today=today) >= today) == (in_time or today <= ends_on(whole, CALENDAR))


@settings(max_examples=examples(200), deadline=None)
@given(days, st.integers(-40, 40))
def test_working_days_are_those_on_which_nobody_is_off(start: date, n: int) -> None:
    day, left = start, n
    while left or (n == 0 and is_off(day)):
        day += DAY if n >= 0 else -DAY
        left -= (1 if n > 0 else -1 if n < 0 else 0) * (not is_off(day))

    assert add_working_days(start, n, CALENDAR) == day
