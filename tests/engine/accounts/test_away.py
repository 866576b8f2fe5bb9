"""Absences: where tasks go when one begins, what stays, and what the history says about it."""

from __future__ import annotations

import pytest

import engine
from engine.accounts import staffing
from engine.background import jobs
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.leaving import (
    asked,
    days_pass,
    holder,
    leave,
    leaves,
    take,
    told_of_accounts,
    waiting_job,
    why,
    work,
)
from tests.engine.stories import GIVEN, idea
from tests.engine.tasks.test_foureyes import beside_each_other


@pytest.fixture
def taken(deploy: Deploy, people: People) -> engine.TaskView:
    """A task of the ondersteuning that the office has claimed."""
    deploy(work())
    return take(people.office)


# ---- where tasks go ---------------------------------------------------------------------------------------------


def test_on_the_first_day_what_they_had_taken_goes_to_the_replacement(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 1, 5, people.colleague)
    before = holder(taken, people.colleague)

    days_pass(clock, 1)

    assert (before, holder(taken, people.colleague)) == (people.office.id, people.colleague.id)


def test_without_a_replacement_it_goes_back_to_the_team(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 1, 5)

    days_pass(clock, 1)

    assert engine.claim_task(taken.id, people.colleague).assignee == people.colleague.id
    assert why(taken, people.auditor) == ["nobody"]


def test_who_is_away_from_today_on_is_away_at_once(taken: engine.TaskView, people: People) -> None:
    outcome = engine.plan_leave(people.office.id, asked(0, 4, people.colleague), people.operator)

    assert outcome == engine.LeaveOutcome(True, passed_on=(taken.reference,))
    assert holder(taken, people.colleague) == people.colleague.id


def test_a_replacement_gets_no_task_that_is_not_for_their_groups(deploy: Deploy, people: People) -> None:
    staffing.change_groups("kantoor", ["ondersteuning", "kernteam"], people.operator)
    office = engine.find_user("kantoor")
    deploy(work("kernteam"))
    task = take(office)

    outcome = leave(office, 0, 4, people.colleague)

    assert (outcome.passed_on, outcome.given_back) == ((), (task.reference,))
    assert why(task, people.auditor) == ["not_theirs"]
    with pytest.raises(engine.NotAllowed):
        engine.read_task(task.id, people.colleague)


def test_a_replacement_who_did_the_other_of_two_counts_does_not_get_the_second(deploy: Deploy, people: People) -> None:
    deploy(beside_each_other())
    engine.start_case("proef", {}, None)
    counts = {task.element_id: task for task in engine.list_team_tasks(people.office).items}
    engine.claim_task(counts["Eerst"].id, people.office)
    engine.claim_task(counts["Tweede"].id, people.colleague)

    outcome = leave(people.office, 0, 4, people.colleague)

    assert outcome.given_back == (counts["Eerst"].reference,)
    assert why(counts["Eerst"], people.auditor) == ["four_eyes"]


def test_a_ballot_stays_with_who_votes(deploy: Deploy, people: People) -> None:
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    check = engine.list_team_tasks(people.office).items[0]
    engine.complete_task(check.id, people.office, {"volledig": "true"})
    member, other = people.members[:2]
    (ballot,) = engine.list_my_tasks(member).items

    outcome = leave(member, 0, 4, other)

    assert outcome.kept == (ballot.reference,)
    found = engine.read_leaves(member.id, people.operator).personal
    assert [(one.name, one.reference, one.case_title) for one in found] == [
        (ballot.name, ballot.reference, ballot.case_title)
    ]
    assert engine.complete_task(ballot.id, member, {"keuze": "voor"}).reference == ballot.reference


def test_what_was_typed_stays_of_who_typed_it(taken: engine.TaskView, people: People) -> None:
    engine.save_draft(taken.id, people.office, {"notitie": "half af"})

    leave(people.office, 0, 4, people.colleague)

    assert [draft.task.id for draft in engine.list_drafts(people.office)] == [taken.id]
    assert engine.read_task(taken.id, people.colleague).draft is None


def test_who_took_over_can_be_away_too_and_then_it_goes_to_their_replacement(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 1, 9, people.colleague)
    leave(people.colleague, 3, 5)

    days_pass(clock, 1)
    days_pass(clock, 2)

    assert why(taken, people.auditor) == ["replaced", "nobody"]


def test_two_who_replace_each_other_and_go_on_the_same_day_both_give_it_to_the_team(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 2, 9, people.colleague)
    (planned,) = leaves(people.office)
    leave(people.colleague, 3, 9)
    theirs = take(people.colleague)
    engine.change_leave(people.office.id, planned.id, planned.revision, asked(2, 9, people.colleague), people.office)
    (other,) = leaves(people.colleague)
    engine.change_leave(people.colleague.id, other.id, other.revision, asked(2, 9), people.colleague)

    days_pass(clock, 2)

    assert (why(taken, people.auditor), why(theirs, people.auditor)) == (["away"], ["nobody"])


@pytest.mark.parametrize(
    ("statement", "told"), [("block", "gone"), ("groups", "no_group")], ids=["blocked", "in another group"]
)
def test_a_replacement_who_left_meanwhile_gets_nothing(
    taken: engine.TaskView, people: People, clock: TestClock, statement: str, told: str
) -> None:
    leave(people.office, 1, 5, people.colleague)
    if statement == "block":
        staffing.block_account("collega", people.operator)
    else:
        staffing.change_groups("collega", ["kernteam"], people.operator)

    days_pass(clock, 1)

    assert why(taken, people.auditor) == [told]
    assert engine.list_team_tasks(people.office).items[0].assignee is None


# ---- beginning and ending once ----------------------------------------------------------------------------------


def test_after_the_last_day_it_is_over_and_tasks_stay_where_they_are(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 1, 2, people.colleague)

    days_pass(clock, 1)
    days_pass(clock, 1)
    on_the_last = set(engine.list_away(people.colleague))
    days_pass(clock, 1)

    assert on_the_last == {people.office.id}
    assert (leaves(people.office), engine.list_away(people.colleague)) == ((), {})
    assert holder(taken, people.colleague) == people.colleague.id
    assert told_of_accounts(people.auditor) == [
        ("planned", "Oda Office (kantoor)"),
        ("begun", "Smederij"),
        ("ended", "Smederij"),
    ]


def test_when_the_clock_jumps_past_both_ends_no_task_is_taken_from_who_is_back(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 1, 5, people.colleague)

    days_pass(clock, 30)

    assert holder(taken, people.office) == people.office.id
    assert leaves(people.office) == ()
    assert [kind for kind, _ in told_of_accounts(people.auditor)] == ["planned", "ended"]


def test_when_the_worker_is_late_it_begins_as_soon_as_one_is_there(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 1, 5, people.colleague)

    days_pass(clock, 5)
    days_pass(clock, 1)

    assert why(taken, people.auditor) == ["replaced"]
    assert [kind for kind, _ in told_of_accounts(people.auditor)] == ["planned", "begun", "ended"]


def test_who_is_back_sooner_says_so_and_keeps_what_they_take_again(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 0, 5)
    (begun,) = leaves(people.office)
    had_gone = engine.end_leave(people.office.id, begun.id, begun.revision, people.office)
    engine.claim_task(taken.id, people.office)

    days_pass(clock, 6)

    assert had_gone
    assert holder(taken, people.office) == people.office.id
    assert [kind for kind, _ in told_of_accounts(people.auditor)] == ["planned", "begun", "ended"]


def test_one_that_was_put_off_begins_on_its_new_day_only(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    leave(people.office, 1, 5)
    (planned,) = leaves(people.office)
    engine.change_leave(people.office.id, planned.id, planned.revision, asked(3, 5), people.office)

    days_pass(clock, 1)
    before = holder(taken, people.colleague)
    days_pass(clock, 2)

    assert (before, holder(taken, people.colleague)) == (people.office.id, None)


def test_a_job_that_comes_too_early_is_put_off_once_more(
    taken: engine.TaskView, people: People, clock: TestClock
) -> None:
    """As when the municipality's time zone has been changed since."""
    leave(people.office, 1, 5)
    jobs.HANDLERS["leave"].execute(waiting_job())
    before = holder(taken, people.office)

    days_pass(clock, 1)

    assert (before, holder(taken, people.colleague)) == (people.office.id, None)
