"""Deadlines: working days, and terms that a law sets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.deadlines import (
    Calendar,
    Suspension,
    Term,
    TermRefused,
    add_working_days,
    dutch_calendar,
    dutch_holidays,
    ends_on,
    extend,
    resume,
    suspend,
)

CALENDAR = dutch_calendar()
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
short_terms = st.one_of(
    st.integers(0, 90).map(lambda n: f"P{n}D"),
    st.integers(0, 12).map(lambda n: f"P{n}W"),
    st.integers(0, 3).map(lambda n: f"P{n}M"),
)
long_terms = st.one_of(
    st.integers(91, 400).map(lambda n: f"P{n}D"),
    st.integers(13, 60).map(lambda n: f"P{n}W"),
    st.integers(4, 24).map(lambda n: f"P{n}M"),
    st.integers(1, 3).map(lambda n: f"P{n}Y"),
)


def is_off(day: date) -> bool:
    return day.weekday() >= 5 or day in dutch_holidays(day.year)


# ---- the calendar -----------------------------------------------------------------------------------------


def test_the_holidays_of_2026_are_those_of_the_law() -> None:
    on_weekdays = sorted(day for day in dutch_holidays(2026) if day.weekday() < 5)

    assert on_weekdays == [
        date(2026, 1, 1),  # New Year's Day
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 4, 27),  # King's Day
        date(2026, 5, 5),  # Liberation Day
        date(2026, 5, 14),  # Ascension Day
        date(2026, 5, 25),  # Whit Monday
        date(2026, 12, 25),  # Christmas
    ]


@pytest.mark.parametrize("year", range(2020, 2041))
def test_the_fifth_of_may_is_recognised_every_year(year: int) -> None:
    assert date(year, 5, 5) in dutch_holidays(year)


@pytest.mark.parametrize("year", range(2020, 2041))
def test_good_friday_counts_as_a_holiday_every_year(year: int) -> None:
    found = dutch_holidays(year)
    easter_mondays = [day for day in found if day.weekday() == 0 and day - timedelta(days=3) in found]

    assert len([day for day in easter_mondays if day.month in (3, 4)]) == 1


def test_kings_day_is_celebrated_on_saturday_when_it_is_a_sunday() -> None:
    assert date(2025, 4, 26) in dutch_holidays(2025)
    assert date(2025, 4, 27) not in dutch_holidays(2025)


def test_an_extra_day_counts_as_a_holiday() -> None:
    day_after_ascension = date(2026, 5, 15)

    calendar = dutch_calendar(extra=[day_after_ascension])

    assert CALENDAR.is_working_day(day_after_ascension)
    assert not calendar.is_working_day(day_after_ascension)
    assert ends_on(Term(date(2026, 5, 1), "P2W"), calendar) == date(2026, 5, 18)


def test_on_a_holiday_without_holiday_people_work_but_no_term_ends() -> None:
    good_friday = date(2026, 4, 3)

    calendar = dutch_calendar(without=[good_friday])

    assert calendar.is_working_day(good_friday)
    assert add_working_days(date(2026, 4, 2), 1, calendar) == good_friday
    assert ends_on(Term(date(2026, 3, 20), "P2W"), calendar) == date(2026, 4, 7)


@pytest.mark.parametrize("year", [1970, 2026, 2033, 2099])
def test_every_year_has_its_holidays(year: int) -> None:
    assert not CALENDAR.is_working_day(date(year, 12, 25))


def test_a_calendar_without_any_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a day of the week"):
        Calendar(holidays=(), closed_days=range(7))


@pytest.mark.parametrize("only", [date(2026, 3, 4), date(2026, 3, 7), date(2026, 3, 8)], ids=["wed", "sat", "sun"])
def test_a_calendar_with_one_working_day_a_week_will_do(only: date) -> None:
    calendar = Calendar(holidays=(), closed_days={*range(7)} - {only.weekday()}, worked=[only])

    assert add_working_days(date(2026, 3, 2), 1, calendar) == only


# ---- working days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        pytest.param(date(2026, 3, 2), 5, date(2026, 3, 9), id="five working days are a week"),
        pytest.param(date(2026, 3, 6), 1, date(2026, 3, 9), id="after friday comes monday"),
        pytest.param(date(2026, 3, 7), 1, date(2026, 3, 9), id="the first working day after a saturday is monday"),
        pytest.param(date(2026, 4, 2), 1, date(2026, 4, 7), id="easter is skipped, good friday too"),
        pytest.param(date(2026, 12, 24), 1, date(2026, 12, 28), id="christmas is skipped"),
        pytest.param(date(2026, 3, 9), -5, date(2026, 3, 2), id="five working days back"),
        pytest.param(date(2026, 4, 7), -1, date(2026, 4, 2), id="easter is skipped on the way back"),
        pytest.param(date(2026, 3, 2), 0, date(2026, 3, 2), id="no days from a working day is that day"),
        pytest.param(date(2026, 3, 7), 0, date(2026, 3, 9), id="no days from a saturday is monday"),
    ],
)
def test_working_days_are_counted(start: date, n: int, expected: date) -> None:
    assert add_working_days(start, n, CALENDAR) == expected


@given(days, st.integers(-60, 60))
def test_as_many_working_days_back_lead_to_where_we_began(start: date, n: int) -> None:
    assume(not is_off(start))

    assert add_working_days(add_working_days(start, n, CALENDAR), -n, CALENDAR) == start


@given(days, st.integers(1, 60))
def test_exactly_n_working_days_lie_after_the_start_up_to_the_end(start: date, n: int) -> None:
    end = add_working_days(start, n, CALENDAR)

    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(not is_off(day) for day in between) == n
    assert not is_off(end)


def test_working_days_do_not_lead_outside_the_calendar() -> None:
    with pytest.raises(OverflowError):
        add_working_days(date(9999, 12, 30), 5, CALENDAR)


# ---- the end of a term ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        pytest.param(date(2026, 3, 3), "P8W", date(2026, 4, 28), id="eight weeks later, on the same day of the week"),
        pytest.param(date(2026, 3, 2), "P8W", date(2026, 4, 28), id="not on King's Day (Atw 1 and 3)"),
        pytest.param(date(2026, 3, 14), "P2W", date(2026, 3, 30), id="not on a saturday (Atw 1)"),
        pytest.param(date(2026, 3, 20), "P2W", date(2026, 4, 7), id="not at Easter: friday to monday"),
        pytest.param(date(2026, 3, 7), "P12W", date(2026, 6, 1), id="twelve weeks is not too long for the law"),
        pytest.param(date(2026, 3, 7), "P13W", date(2026, 6, 6), id="thirteen weeks end on a saturday (Atw 4)"),
        pytest.param(date(2026, 3, 2), "P90D", date(2026, 6, 1), id="ninety days, whose end is moved from sunday"),
        pytest.param(date(2026, 3, 1), "P91D", date(2026, 5, 31), id="ninety-one days end on a sunday (Atw 4)"),
        pytest.param(date(2026, 3, 13), "P3M", date(2026, 6, 15), id="three months, moved from saturday"),
        pytest.param(date(2026, 2, 13), "P4M", date(2026, 6, 13), id="four months end on a saturday (Atw 4)"),
        pytest.param(date(2025, 3, 14), "P1Y", date(2026, 3, 14), id="a year ends on a saturday (Atw 4)"),
        pytest.param(date(2026, 1, 31), "P1M", date(2026, 3, 2), id="a month from the 31st: 28 February, a saturday"),
        pytest.param(date(2024, 2, 29), "P1Y", date(2025, 2, 28), id="a year from 29 February"),
        pytest.param(date(2026, 4, 2), "P3D", date(2026, 4, 8), id="three days have two that count (Atw 2)"),
        pytest.param(date(2026, 4, 2), "P2D", date(2026, 4, 7), id="two days need not have two that count (Atw 2)"),
        pytest.param(date(2026, 12, 24), "P4D", date(2026, 12, 29), id="four days over Christmas (Atw 2)"),
    ],
)
def test_a_term_ends(start: date, duration: str, expected: date) -> None:
    assert ends_on(Term(start, duration), CALENDAR) == expected


@given(days, short_terms)
def test_a_term_of_at_most_twelve_weeks_never_ends_on_a_day_off(start: date, duration: str) -> None:
    assert not is_off(ends_on(Term(start, duration), CALENDAR))


@given(days, short_terms)
def test_a_term_of_three_days_or_more_has_two_days_that_count(start: date, duration: str) -> None:
    plain = ends_on(Term(start, duration), Calendar(holidays=()))
    assume((plain - start).days >= 7)

    end = ends_on(Term(start, duration), CALENDAR)

    assert sum(not is_off(start + timedelta(days=i)) for i in range(1, (end - start).days + 1)) >= 2


@given(days, long_terms)
def test_a_longer_term_ends_where_the_calendar_says(start: date, duration: str) -> None:
    assert ends_on(Term(start, duration), CALENDAR) == ends_on(Term(start, duration), Calendar(holidays=()))


@pytest.mark.parametrize("duration", ["P30D", "P5W", "P1M", "P13M", "P1Y"])
def test_a_term_that_leads_outside_the_calendar_is_told_as_such(duration: str) -> None:
    with pytest.raises(OverflowError):
        ends_on(Term(date(9999, 12, 2), duration), CALENDAR)


def test_a_term_may_end_in_the_last_year_of_the_calendar() -> None:
    assert ends_on(Term(date(9998, 11, 30), "P1Y"), CALENDAR) == date(9999, 11, 30)


@pytest.mark.parametrize(
    "duration", ["", "8 weken", "P8", "PT8H", "P1M2W", "P-1D", "p8w", "P8W ", "P٨W", "P1.5D", "P99999D"]
)
def test_what_is_not_a_term_in_one_unit_is_refused(duration: str) -> None:
    with pytest.raises(TermRefused, match="not a term in one unit"):
        Term(date(2026, 3, 2), duration)


# ---- suspension -------------------------------------------------------------------------------------------


def test_the_days_between_question_and_answer_do_not_count() -> None:
    term = Term(date(2026, 3, 3), "P8W")

    # Asked on the 10th, answered on the 20th: from the 11th up to and including the 19th are nine days.
    term = resume(suspend(term, date(2026, 3, 10)), date(2026, 3, 20))

    assert ends_on(term, CALENDAR) == date(2026, 5, 7)


def test_a_working_day_on_which_the_clock_stood_still_is_not_one_of_the_two_that_a_term_has() -> None:
    # Three days from Wednesday 1 April; Thursday does not count, then Good Friday and Easter (Atw 2).
    term = resume(suspend(Term(date(2026, 4, 1), "P3D"), date(2026, 4, 1)), date(2026, 4, 3))

    assert ends_on(term, CALENDAR) == date(2026, 4, 8)


def test_a_term_of_two_days_does_not_become_a_longer_one_by_standing_still() -> None:
    # From Friday 6 March; Saturday does not count. Only a term of three days or more has two that count (Atw 2).
    term = resume(suspend(Term(date(2026, 3, 6), "P2D"), date(2026, 3, 6)), date(2026, 3, 8))

    assert ends_on(term, CALENDAR) == date(2026, 3, 9)


def test_an_answer_on_the_same_or_the_next_day_costs_no_time() -> None:
    term = Term(date(2026, 3, 3), "P8W")

    same_day = resume(suspend(term, date(2026, 3, 10)), date(2026, 3, 10))
    next_day = resume(suspend(term, date(2026, 3, 10)), date(2026, 3, 11))

    assert ends_on(same_day, CALENDAR) == ends_on(next_day, CALENDAR) == ends_on(term, CALENDAR)


@given(days, long_terms, st.integers(0, 60), st.integers(0, 60))
def test_a_suspension_of_n_days_moves_the_end_by_n_days(start: date, duration: str, after: int, n: int) -> None:
    term = Term(start, duration)
    since = start + timedelta(days=after)

    stood_still = resume(suspend(term, since), since + timedelta(days=n + 1))

    assert ends_on(stood_still, CALENDAR) == ends_on(term, CALENDAR) + timedelta(days=n)


@given(days, st.integers(1, 12), st.integers(0, 6), st.integers(0, 60))
def test_weekends_and_holidays_are_looked_at_after_the_suspension(start: date, weeks: int, after: int, n: int) -> None:
    term = Term(start, f"P{weeks}W")
    since = start + timedelta(days=after)
    nominal = start + timedelta(weeks=weeks, days=n)
    assume(weeks > 1)

    end = ends_on(resume(suspend(term, since), since + timedelta(days=n + 1)), CALENDAR)

    assert not is_off(end)
    assert all(is_off(nominal + timedelta(days=i)) for i in range((end - nominal).days))


@given(
    days,
    st.one_of(short_terms, long_terms),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4),
)
def test_a_suspension_never_brings_the_end_forward(start: date, duration: str, gaps: list[tuple[int, int]]) -> None:
    term = Term(start, duration)
    day, end = start, ends_on(term, CALENDAR)

    for running, still in gaps:
        term = suspend(term, day := day + timedelta(days=running))
        term = resume(term, day := day + timedelta(days=still))

        later = ends_on(term, CALENDAR)
        assert later >= end
        end = later


def test_while_the_term_stands_still_its_end_moves_with_today() -> None:
    term = suspend(Term(date(2026, 3, 3), "P8W"), date(2026, 3, 10))

    assert term.is_suspended
    assert ends_on(term, CALENDAR, today=date(2026, 3, 10)) == date(2026, 4, 28)
    assert ends_on(term, CALENDAR, today=date(2026, 3, 12)) == date(2026, 4, 29)
    assert ends_on(term, CALENDAR, today=date(2026, 3, 20)) == date(2026, 5, 7)


def test_the_end_of_a_term_that_stands_still_cannot_be_told_without_today() -> None:
    term = suspend(Term(date(2026, 3, 3), "P8W"), date(2026, 3, 10))

    with pytest.raises(TermRefused, match="suspended"):
        ends_on(term, CALENDAR)


def test_suspending_twice_and_resuming_twice_changes_nothing() -> None:
    once = suspend(Term(date(2026, 3, 3), "P8W"), date(2026, 3, 10))
    resumed = resume(once, date(2026, 3, 20))

    assert suspend(once, date(2026, 3, 12)) == once
    assert resume(resumed, date(2026, 3, 25)) == resumed


def test_asking_for_more_after_the_end_does_not_make_a_late_decision_timely() -> None:
    term = Term(date(2026, 3, 3), "P8W")

    late = resume(suspend(term, date(2026, 4, 28)), date(2026, 6, 1))

    assert ends_on(late, CALENDAR) == date(2026, 4, 28)


def test_asking_for_more_within_the_days_that_the_law_added_still_counts() -> None:
    # Eight weeks end on Easter Sunday, so by law on Tuesday 7 April; the question goes out on Monday.
    term = Term(date(2026, 2, 8), "P8W")

    asked = resume(suspend(term, date(2026, 4, 6)), date(2026, 4, 17))

    assert ends_on(term, CALENDAR) == date(2026, 4, 7)
    # From Tuesday 7 April to Thursday 16 April the clock stands still, so none of these can be the last day.
    assert ends_on(asked, CALENDAR) == date(2026, 4, 17)


def test_asking_for_more_on_the_sunday_after_a_long_term_is_too_late() -> None:
    # Six months end on Saturday 1 August, and a term of that length is not moved to Monday (Atw 4).
    term = Term(date(2026, 2, 1), "P6M")

    late = resume(suspend(term, date(2026, 8, 2)), date(2026, 8, 20))

    assert ends_on(late, CALENDAR) == date(2026, 8, 1)


def test_a_suspension_before_the_start_is_refused() -> None:
    with pytest.raises(TermRefused, match="before 2026-03-03"):
        suspend(Term(date(2026, 3, 3), "P8W"), date(2026, 3, 2))


def test_a_suspension_within_an_earlier_one_is_refused() -> None:
    term = Term(date(2026, 3, 3), "P8W", (Suspension(date(2026, 3, 10), date(2026, 3, 20)),))

    with pytest.raises(TermRefused, match="before 2026-03-20"):
        suspend(term, date(2026, 3, 15))


def test_an_answer_before_the_question_is_refused() -> None:
    with pytest.raises(TermRefused, match="it was suspended on 2026-03-10"):
        resume(suspend(Term(date(2026, 3, 3), "P8W"), date(2026, 3, 10)), date(2026, 3, 9))


# ---- extension --------------------------------------------------------------------------------------------


def test_an_extension_counts_from_the_end_before_it_was_moved() -> None:
    # Eight weeks end on Monday 27 April, King's Day; six weeks more is Monday 8 June, not Tuesday.
    term = extend(Term(date(2026, 3, 2), "P8W"), "P6W")

    assert ends_on(term, CALENDAR) == date(2026, 6, 8)


def test_an_extension_and_a_suspension_add_up() -> None:
    term = extend(Term(date(2026, 3, 3), "P8W"), "P2W")

    term = resume(suspend(term, date(2026, 3, 10)), date(2026, 3, 20))

    assert ends_on(term, CALENDAR) == date(2026, 5, 21)


def test_an_extension_that_is_no_term_is_refused() -> None:
    with pytest.raises(TermRefused):
        extend(Term(date(2026, 3, 2), "P8W"), "zes weken")
