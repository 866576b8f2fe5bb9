"""Entering an absence: which days are possible, who can take over, and who may enter it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

import engine
from engine.accounts import staffing
from tests.conftest import TestClock
from tests.engine.conftest import People
from tests.engine.leaving import asked, day, days_pass, leave, leaves, told_of_accounts


def problems(user: engine.User, asked_for: engine.LeaveAsked) -> dict[str, str]:
    """The codes of what is wrong with a request."""
    with pytest.raises(engine.LeaveRefused) as refused:
        engine.plan_leave(user.id, asked_for, user)
    return {field: problem.code for field, problem in refused.value.problems.items()}


def test_somebody_says_when_they_are_not_there_and_who_takes_over(people: People) -> None:
    leave(people.office, 3, 9, people.colleague)

    (found,) = leaves(people.office)
    assert (found.first_day, found.last_day, found.begun) == (day(3), day(9), False)
    assert (found.replacement_name, found.fault) == ("Otto Office", "")


def test_an_operator_says_it_for_who_fell_ill(people: People) -> None:
    engine.plan_leave(people.office.id, asked(0, 4), people.operator)

    assert [one.begun for one in leaves(people.office)] == [True]


def test_nobody_else_says_it_for_a_colleague(people: People) -> None:
    for act in (
        lambda: engine.plan_leave(people.office.id, asked(1, 2), people.colleague),
        lambda: engine.read_leaves(people.office.id, people.colleague),
        lambda: engine.end_leave(people.office.id, "geen", 0, people.colleague),
        lambda: engine.change_leave(people.office.id, "geen", 0, asked(1, 2), people.colleague),
        lambda: engine.plan_leave(people.auditor.id, asked(1, 2), people.auditor),
    ):
        with pytest.raises(engine.NotAllowed):
            act()

    assert leaves(people.office) == ()


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (-1, 3, {"eerste_dag": "in_the_past"}),
        (-3, -1, {"eerste_dag": "in_the_past", "laatste_dag": "in_the_past"}),
        (4, 3, {"laatste_dag": "before_first"}),
        (1, 3 * 366, {"laatste_dag": "far_away"}),
        (3 * 366, 3 * 366 + 1, {"eerste_dag": "far_away", "laatste_dag": "far_away"}),
    ],
    ids=["began yesterday", "all over", "the last before the first", "for years", "in another age"],
)
def test_days_that_cannot_be_are_refused(people: People, first: int, last: int, found: dict[str, str]) -> None:
    assert problems(people.office, asked(first, last)) == found


def test_what_is_no_day_is_refused(people: People) -> None:
    assert problems(people.office, engine.LeaveAsked(None, None)) == {
        "eerste_dag": "not_a_date",
        "laatste_dag": "not_a_date",
    }


@pytest.mark.parametrize(("first", "last"), [(1, 3), (9, 12), (4, 5), (1, 20)])
def test_nobody_is_away_twice_on_one_day(people: People, first: int, last: int) -> None:
    leave(people.office, 3, 9)

    with pytest.raises(engine.LeaveRefused) as refused:
        leave(people.office, first, last)

    assert refused.value.problems == {"eerste_dag": engine.FieldProblem("overlaps")}
    assert refused.value.problems["eerste_dag"].found == (day(3), day(9))


def test_one_can_be_away_again_from_the_next_day_on(people: People) -> None:
    leave(people.office, 10, 12)

    leave(people.office, 3, 9)

    assert [one.first_day for one in leaves(people.office)] == [day(3), day(10)]


def test_today_is_the_day_on_the_clock_of_the_municipality(people: People, clock: TestClock) -> None:
    clock.turn(hours=15.5)  # In Hoogeveen it is half past midnight by then.

    assert problems(people.office, asked(-1, 2)) == {"eerste_dag": "in_the_past"}
    assert leave(people.office, 0, 2).begun


# ---- who takes over ---------------------------------------------------------------------------------------------


def test_colleagues_are_offered_who_share_a_group_and_can_come_in(people: People) -> None:
    staffing.change_groups("regisseur", ["gebiedsregisseur", "ondersteuning"], people.operator)
    staffing.block_account("collega", people.operator)

    found = engine.read_leaves(people.office.id, people.office).colleagues

    assert found == ((people.director.id, "Roos Regisseur"),)


def test_members_of_two_organisations_are_colleagues_in_the_wijkteam(people: People) -> None:
    staffing.change_groups("kantoor", ["domesta"], people.operator)
    staffing.change_groups("collega", ["politie"], people.operator)
    office = engine.find_user("kantoor")

    assert engine.read_leaves(office.id, office).colleagues == ((people.colleague.id, "Otto Office"),)


def test_who_cannot_take_over_is_refused_with_the_reason(people: People) -> None:
    staffing.block_account("collega", people.operator)

    assert problems(people.office, asked(1, 2, people.office)) == {"vervanger": "self"}
    assert problems(people.office, asked(1, 2, people.colleague)) == {"vervanger": "gone"}
    assert problems(people.office, asked(1, 2, people.director)) == {"vervanger": "no_group"}
    assert problems(people.office, engine.LeaveAsked(day(1), day(2), "geen")) == {"vervanger": "gone"}


def test_a_replacement_has_to_be_there_on_the_first_day(people: People) -> None:
    leave(people.colleague, 2, 4)

    with pytest.raises(engine.LeaveRefused) as refused:
        leave(people.office, 3, 9, people.colleague)

    assert refused.value.problems["vervanger"].code == "away"
    assert refused.value.problems["vervanger"].found == (day(2), day(4))
    leave(people.office, 5, 9, people.colleague)


def test_that_a_replacement_will_not_be_there_after_all_is_told(people: People) -> None:
    leave(people.office, 3, 9, people.colleague)
    before = leaves(people.office)[0].fault

    leave(people.colleague, 1, 4)

    assert (before, leaves(people.office)[0].fault) == ("", "away")


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (lambda people: staffing.block_account("collega", people.operator), "gone"),
        (lambda people: staffing.change_groups("collega", ["kernteam"], people.operator), "no_group"),
    ],
    ids=["blocked", "in another group"],
)
def test_that_a_replacement_left_is_told(people: People, act, fault: str) -> None:  # type: ignore[no-untyped-def]
    leave(people.office, 3, 9, people.colleague)

    act(people)

    assert leaves(people.office)[0].fault == fault


def test_who_takes_over_reads_for_whom_and_when(people: People) -> None:
    leave(people.office, 3, 9, people.colleague)

    found = engine.read_leaves(people.colleague.id, people.colleague).replaces

    assert found == (engine.ReplacedView("Oda Office", day(3), day(9)),)


# ---- changing it ------------------------------------------------------------------------------------------------


def test_what_was_planned_gets_other_days_and_another_replacement(people: People) -> None:
    leave(people.office, 3, 9, people.colleague)
    (planned,) = leaves(people.office)

    engine.change_leave(people.office.id, planned.id, planned.revision, asked(4, 5), people.office)

    (found,) = leaves(people.office)
    assert (found.first_day, found.last_day, found.replacement) == (day(4), day(5), None)


def test_of_two_operators_who_change_it_the_second_is_told(people: People) -> None:
    leave(people.office, 3, 9)
    (seen,) = leaves(people.office)
    engine.change_leave(people.office.id, seen.id, seen.revision, asked(3, 12), people.operator)

    with pytest.raises(engine.LeaveMoved) as moved:
        engine.change_leave(people.office.id, seen.id, seen.revision, asked(3, 5), people.office)
    with pytest.raises(engine.LeaveMoved):
        engine.end_leave(people.office.id, seen.id, seen.revision, people.office)

    assert moved.value.state == "changed"
    assert leaves(people.office)[0].last_day == day(12)


def test_what_was_withdrawn_cannot_be_changed(people: People) -> None:
    leave(people.office, 3, 9)
    (seen,) = leaves(people.office)
    had_gone = engine.end_leave(people.office.id, seen.id, seen.revision, people.operator)

    with pytest.raises(engine.LeaveMoved) as moved:
        engine.change_leave(people.office.id, seen.id, seen.revision, asked(3, 5), people.office)

    assert (had_gone, moved.value.state, leaves(people.office)) == (False, "gone", ())


def test_a_leave_is_not_changed_by_way_of_somebody_elses_account(people: People) -> None:
    leave(people.colleague, 3, 9)
    (other,) = leaves(people.colleague)

    with pytest.raises(engine.LeaveMoved):
        engine.end_leave(people.office.id, other.id, other.revision, people.office)

    assert leaves(people.colleague) == (other,)


def test_of_one_that_has_begun_only_the_last_day_changes(people: People) -> None:
    leave(people.office, 0, 9)
    (begun,) = leaves(people.office)

    engine.change_leave(people.office.id, begun.id, begun.revision, asked(4, 2, people.colleague), people.office)

    (found,) = leaves(people.office)
    assert (found.first_day, found.last_day, found.replacement) == (day(0), day(2), None)


def test_a_longer_absence_may_not_run_into_the_next(people: People) -> None:
    leave(people.office, 0, 2)
    leave(people.office, 5, 9)
    begun = leaves(people.office)[0]

    with pytest.raises(engine.LeaveRefused) as refused:
        engine.change_leave(people.office.id, begun.id, begun.revision, asked(0, 5), people.office)

    assert refused.value.problems["laatste_dag"].code == "overlaps"


def test_of_two_who_plan_the_same_days_at_the_same_moment_one_is_refused(
    place: engine.Municipality, people: People
) -> None:
    both_are_there = Barrier(2)

    def plan(user: engine.User) -> bool:
        with engine.at(place):
            both_are_there.wait(20)
            try:
                engine.plan_leave(people.office.id, asked(3, 9), user)
            except engine.LeaveRefused:
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(plan, (people.office, people.operator)))

    assert sorted(done) == [False, True]
    assert len(leaves(people.office)) == 1


def test_who_is_blocked_is_away_no_more(people: People, clock: TestClock) -> None:
    leave(people.office, 0, 2)
    leave(people.office, 5, 9)

    staffing.block_account("kantoor", people.operator)
    staffing.unblock_account("kantoor", people.operator)
    days_pass(clock, 6)

    assert leaves(people.office) == ()
    assert told_of_accounts(people.auditor)[-2:] == [
        ("ended", "Bo Beheer (beheerder)"),
        ("withdrawn", "Bo Beheer (beheerder)"),
    ]


def test_who_is_blocked_plans_nothing(people: People) -> None:
    staffing.block_account("kantoor", people.operator)

    with pytest.raises(engine.NotFound):
        engine.plan_leave(people.office.id, asked(1, 2), people.operator)
