"""Reviewing: who has which rights, whether they use them, and that somebody looked."""

from __future__ import annotations

from datetime import date

import pytest

import engine
from engine.accounts import reviewing, staffing
from engine.errors import NotAllowed, RepairRefused
from engine.examining import examine_work
from tests.conftest import TestClock
from tests.engine.conftest import People
from tests.engine.proofs import command, reasons


def held(people: People, username: str) -> reviewing.Held:
    return next(one for one in reviewing.read_review(people.operator).accounts if one.username == username)


def test_each_account_is_listed_with_its_groups_and_from_whom_it_has_them(people: People, clock: TestClock) -> None:
    clock.turn(days=3)
    staffing.change_groups("collega", ["kernteam"], people.operator)

    one = held(people, "collega")

    assert (one.groups, one.since, one.given_by) == (("kernteam",), date(2026, 3, 5), "Bo Beheer (beheerder)")


def test_who_did_nothing_for_half_a_year_is_pointed_out(
    started: engine.StartedCase, people: People, clock: TestClock
) -> None:
    (task,) = engine.list_team_tasks(people.office).items
    engine.claim_task(task.id, people.office)
    clock.turn(days=200)

    office, colleague = held(people, "kantoor"), held(people, "collega")

    assert (office.last_act, office.open_tasks, office.remarks) == (date(2026, 3, 2), 1, ("quiet",))
    assert (colleague.last_act, colleague.remarks) == (None, ("never",))


def test_who_may_manage_accounts_and_processes_is_pointed_out(people: People) -> None:
    staffing.change_groups("collega", ["beheerder", "proceseigenaar"], people.operator)

    assert held(people, "collega").remarks == ("both",)


def test_somebody_who_is_blocked_has_no_rights_to_review(people: People) -> None:
    staffing.block_account("collega", people.operator)

    assert "collega" not in {one.username for one in reviewing.read_review(people.operator).accounts}


def test_that_somebody_looked_is_in_the_history_with_what_came_of_it(people: People, clock: TestClock) -> None:
    count = reviewing.record_review(people.operator, " Alles  klopt. ")

    event = engine.list_account_events(people.auditor).items[0]
    review = reviewing.read_review(people.operator)

    assert (event.kind, event.by, event.facts["accounts"], event.facts["remark"]) == (
        "rights_reviewed",
        "Bo Beheer (beheerder)",
        count,
        "Alles klopt.",
    )
    assert (review.reviewed_at, review.reviewed_by) == (clock(), "Bo Beheer (beheerder)")
    assert reasons() == set()


def test_doctor_says_when_nobody_looked_for_half_a_year(people: People, clock: TestClock) -> None:
    at_first = [found for found in examine_work() if found.part == "rechten"]
    clock.turn(days=184)
    long_after = [found for found in examine_work() if found.part == "rechten"]
    reviewing.record_review(people.operator, "Klopt.")
    afterwards = [found for found in examine_work() if found.part == "rechten"]

    assert (at_first, afterwards) == ([], [])
    assert "sinds 02-03-2026 keek niemand na" in long_after[0].told


def test_only_an_operator_reviews_rights_and_says_what_came_of_it(people: People) -> None:
    with pytest.raises(NotAllowed):
        reviewing.read_review(people.auditor)
    with pytest.raises(NotAllowed):
        reviewing.record_review(people.office, "Klopt.")
    with pytest.raises(RepairRefused):
        reviewing.record_review(people.operator, "  ")


def test_the_command_lists_them_and_records_that_they_were_reviewed(place: engine.Municipality, people: People) -> None:
    listed = command(place, "user", "review")
    done = command(place, "user", "review", "--done", "Klopt.", "--by", "beheerder")
    again = command(place, "user", "review")

    heading, *lines = listed.stdout.splitlines()
    assert heading.split("\t")[:3] == ["gebruikersnaam", "naam", "groepen"]
    assert any(line.startswith("beheerder\tBo Beheer\tbeheerder\t2026-03-02") for line in lines)
    assert "Het laatst nagelopen: nooit" in listed.stderr
    assert "zijn nagelopen" in done.output
    assert "door Bo Beheer (beheerder)" in again.stderr
